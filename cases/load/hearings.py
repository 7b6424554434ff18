"""The hearing of a proceeding as the rules see it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from cases.domain.hearing_facts import HearingFacts, MinutesFacts
from cases.domain.vocabulary import PostponementGround, Role, SeatKind, SeatStatus, State
from cases.models import (
    Case,
    Hearing,
    HearingQuestion,
    Minutes,
    MinutesView,
    Postponement,
    Presence,
    Proceeding,
    Readiness,
    Seat,
)
from cases.together import Facts


def hearing(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """When it is, and what was asked about its day; the rest is looked up only where a hearing can be called."""
    called = Hearing.objects.filter(proceeding=proceeding).values_list("starts_at", "off_at")[:1]
    if case.state != State.HEARING:
        rows = yield called
        return {"hearing_on": _day(rows)}
    here = {"hearing__proceeding": proceeding}
    rows, asked, ready, present, questions = yield [
        called,
        Postponement.objects.filter(**here).order_by("asked_at"),
        Readiness.objects.filter(proceeding=proceeding).order_by("said_at").values_list("side", "from_on"),
        Presence.objects.filter(**here, came=True, member__isnull=False).values_list("member", flat=True),
        HearingQuestion.objects.filter(**here, answered_at__isnull=True).values_list("number", "admitted"),
    ]
    waiting = next((row for row in asked if row.granted is None), None)
    said = {Role(side): day for side, day in ready}
    facts = HearingFacts(
        asked=PostponementGround(waiting.ground) if waiting else None,
        asked_by=Role(waiting.side) if waiting else None,
        postponed=tuple(PostponementGround(row.ground) for row in asked if row.granted),
        ready=frozenset(said.items()),
        present=frozenset(present),
        waiting=frozenset(number for number, admitted in questions if admitted is None),
        admitted=frozenset(number for number, admitted in questions if admitted),
    )
    return {"hearing_on": _day(rows), "hearing": facts}


def minutes(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """Whether the minutes wait for the panel; only while it decides can they."""
    if case.state != State.DELIBERATING:
        return {}
    here = {"hearing__proceeding": proceeding}
    seats = Seat.objects.filter(proceeding=proceeding, status=SeatStatus.SEATED, kind=SeatKind.MEMBER)
    held, versions, views, came, seated = yield [
        Hearing.objects.filter(proceeding=proceeding, held_at__isnull=False).values_list("minutes_final_at")[:1],
        Minutes.objects.filter(**here).order_by("-version").values_list("pk")[:1],
        MinutesView.objects.filter(minutes__hearing__proceeding=proceeding).values_list(
            "minutes", "member", "approved"
        ),
        Presence.objects.filter(**here, came=True, member__isnull=False).values_list("member", flat=True),
        seats.values_list("member", flat=True),
    ]
    if not held or held[0][0] is not None:
        return {}
    mine = [(member, approved) for version, member, approved in views if [(version,)] == [tuple(v) for v in versions]]
    facts = MinutesFacts(
        open=True,
        seen=frozenset(member for member, _ in mine),
        approved=frozenset(member for member, approved in mine if approved),
        needed=frozenset(came) & frozenset(seated),
    )
    return {"minutes": facts}


def _day(rows: Iterable[tuple[datetime | None, ...]]) -> date | None:
    """The day that was called; None where there is none, or where it was called off."""
    starts_at, off_at = next(iter(rows), (None, None))
    return timezone.localdate(starts_at) if starts_at and off_at is None else None
