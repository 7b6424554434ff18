"""The hearing: called in time for both sides, moved only by a ruling."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import load
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, PostponementGround, Role
from cases.models import Hearing, Need, Party, Postponement, Readiness
from cases.usecases import act as frame
from cases.usecases import inquiry

ORDER = "Opening by the chair. Each side speaks, without being interrupted. Questions. Last words of each side."
"""What happens in which order, where the chair writes no other."""


@transaction.atomic
def call_hearing(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    starts_at: datetime,
    place: str,
    agenda: str = ORDER,
    apart: bool = True,
    witnesses: Collection[int] = (),
    seen: str = "",
) -> None:
    """Set the day on which both sides are heard, and in which order; never with less notice than the rules ask."""
    given = ActFacts(
        action=Action.CALL_HEARING,
        given=frozenset({"starts_at", "place", "agenda"}),
        hearing_on=load.local_day(starts_at),
    )
    act = frame.begin(case_id, Action.CALL_HEARING, by=by, at=at, given=given, seen=seen)
    row = Hearing.objects.filter(proceeding=act.proceeding).first() or Hearing(case=act.case, proceeding=act.proceeding)
    row.starts_at, row.apart, row.called_by, row.called_at, row.off_at = starts_at, apart, by, at, None
    known = Party.objects.filter(case=act.case, side=Role.WITNESS, number__in=witnesses)
    row.witnesses = sorted(known.values_list("number", flat=True))
    act.keys.seal(row, place=place, agenda=agenda)
    row.save()
    frame.finish(act, data={"on": load.local_day(starts_at).isoformat()})


@transaction.atomic
def say_needs(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """RM-13: what would help this side to take part. The other side never reads it."""
    given = ActFacts(action=Action.SAY_NEEDS, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.SAY_NEEDS, by=by, at=at, given=given, seen=seen)
    row = Need(case=act.case, side=_side(act, by), said_by=by, said_at=at)
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    frame.finish(act, data={"side": row.side})


@transaction.atomic
def agree_day(*, case_id: UUID, by: Member, at: datetime, until: date, seen: str = "") -> None:
    """Say from which day this side is ready. Only when both have said it can the hearing be sooner."""
    given = ActFacts(action=Action.AGREE_DAY, given=frozenset({"until"}), until=until)
    act = frame.begin(case_id, Action.AGREE_DAY, by=by, at=at, given=given, seen=seen)
    side = _side(act, by)
    Readiness.objects.create(case=act.case, proceeding=act.proceeding, side=side, from_on=until, said_by=by, said_at=at)
    frame.finish(act, data={"side": side, "on": until.isoformat()})


@transaction.atomic
def ask_postponement(
    *, case_id: UUID, by: Member, at: datetime, ground: PostponementGround, text: str, seen: str = ""
) -> None:
    """A side asks for another day. The day that was called stays until the chair has ruled."""
    given = ActFacts(action=Action.ASK_POSTPONEMENT, given=frozenset({"ground", "text"}), postponement=ground)
    act = frame.begin(case_id, Action.ASK_POSTPONEMENT, by=by, at=at, given=given, seen=seen)
    hearing = Hearing.objects.get(proceeding=act.proceeding)
    row = Postponement.objects.create(
        case=act.case,
        hearing=hearing,
        side=_side(act, by),
        ground=ground,
        called_for=hearing.starts_at,
        asked_by=by,
        asked_at=at,
    )
    act.write(text, ground=str(ground))
    frame.finish(act, data={"side": row.side, "ground": str(ground)})


@transaction.atomic
def rule_postponement(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    upheld: bool,
    reason: str,
    starts_at: datetime | None = None,
    seen: str = "",
) -> None:
    """The chair says no; or yes, to a new day, or without one: then the hearing is off until it is called anew."""
    day = load.local_day(starts_at) if starts_at and upheld else None
    given = ActFacts(
        action=Action.RULE_POSTPONEMENT, given=frozenset({"ruling", "reason"}), upheld=upheld, hearing_on=day
    )
    act = frame.begin(case_id, Action.RULE_POSTPONEMENT, by=by, at=at, given=given, seen=seen)
    hearing = Hearing.objects.get(proceeding=act.proceeding)
    row = Postponement.objects.get(hearing=hearing, granted__isnull=True)
    row.granted, row.ruled_by, row.ruled_at = upheld, by, at
    row.moved_to = starts_at if upheld else None
    row.save(update_fields=["granted", "ruled_by", "ruled_at", "moved_to"])
    if upheld:
        hearing.off_at = None if starts_at else at
        hearing.starts_at = starts_at or hearing.starts_at
        hearing.save(update_fields=["off_at", "starts_at"])
    act.write(reason, ground=row.ground)
    frame.finish(act, data={"upheld": upheld, "ground": row.ground} | ({"on": day.isoformat()} if day else {}))


def _side(act: frame.Act, by: Member) -> str:
    """Which of the two sides somebody is."""
    rows = Party.objects.filter(case=act.case, member=by, side__in=inquiry.SIDES)
    return str(rows.values_list("side", flat=True)[0])
