"""What needs somebody today: work and answers by deadline, questions, letters, drafts; and what waits on others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from branches.models import Member
from cases import access
from cases.domain.notices import TITLES, YOUR_TURN
from cases.domain.vocabulary import Action, Role, SeatStatus, State
from cases.models import Draft, Notice, Seat
from cases.queries import wording, work
from cases.queries.choices import LATER
from cases.queries.folder import SIDES
from cases.queries.work import Row

FIRST = 7
DO: dict[State, str] = {
    State.ROUTING: "Find an intake officer",
    State.TRIAGE: "Take the first look",
    State.DISMISSAL_PROPOSED: "Check a proposed dismissal",
    State.UNDER_REVIEW: "Review a dismissal",
    State.INFORMAL: "Go on with the talks",
    State.INFORMAL_AGREED: "Ask whether the agreement is kept",
    State.FORMING: "Form the panel and tell both sides",
    State.INVESTIGATING: "Lead the inquiry and send the report",
    State.HEARING: "Call or hold the hearing",
    State.DELIBERATING: "Bring the decision to an end",
    State.SIGNED: "Deliver the decision",
    State.ADMISSIBILITY: "Check whether the appeal is admitted",
    State.FINAL: "Follow the measure, or close the case",
    State.AWAITING_EXTERNAL: "Ask the external body",
}
ASKS: tuple[tuple[State, Action, str], ...] = (
    (State.WAITING_FOR_FACTS, Action.ANSWER_FACTS, "Answer our questions"),
    (State.DISMISSED, Action.REQUEST_REVIEW, "You can ask for a review"),
    (State.INFORMAL_OFFERED, Action.CONSENT, "Say yes or no to informal talks"),
    (State.INFORMAL, Action.SIGN_TERMS, "Read the terms; sign them or not"),
    (State.RESPONDING, Action.ANSWER_ALLEGATIONS, "Send your side"),
    (State.RESPONDING, Action.ANSWER_APPEAL, "Answer the appeal"),
    (State.EVIDENCE_REVIEW, Action.REPLY_EVIDENCE, "Read the evidence; you can reply"),
    (State.APPEAL_WINDOW, Action.FILE_APPEAL, "You can appeal"),
)
WAITS = {
    State.INFORMAL_OFFERED: "for the answers of both sides",
    State.EVIDENCE_REVIEW: "for the replies of both sides",
    State.APPEAL_WINDOW: "until the time to appeal is over",
    State.MONITORING: "until the measure ends",
}
"""Where a clock has an owner, but it is the two sides or the days that everybody waits for."""

ELSEWHERE = frozenset({YOUR_TURN, access.CONFLICT_QUESTION})
"""Letters whose matter has a line of its own."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to do: verb, why, by when, and the way there."""

    label: str
    url: str
    hint: str
    due: date | None
    days: int | None


@dataclass(frozen=True, kw_only=True)
class TodayPage:
    lines: tuple[Line, ...]
    more: tuple[Line, ...]
    waiting: tuple[Line, ...]


def today(member: Member, *, at: datetime) -> TodayPage:
    day = timezone.localdate(at)
    rows = work.rows(member)
    lines = [line for row in rows for line in _needs(row, day)]
    busy = {line.url for line in lines}
    waiting = [line for row in rows if (line := _waits(row, day)).url not in busy]
    lines += list(_own(member, day))
    lines.sort(key=lambda line: (line.due is None, line.due or day))
    return TodayPage(
        lines=tuple(lines[:FIRST]), more=tuple(lines[FIRST:]), waiting=tuple(dict.fromkeys(waiting))[:FIRST]
    )


def needs(row: Row) -> str:
    """What this role has to do in this case now, or nothing. Asks the procedure, not the engine: one row, no query."""
    if row.role in SIDES:
        return next((words for state, action, words in ASKS if state is row.state and _asked(row, action)), "")
    if row.unvoted and row.role in (Role.PANEL_MEMBER, Role.PANEL_CHAIR):
        return "Vote"
    if row.role is Role.ESCALATION_RULER:
        return "Rule on a request to move up"
    if _second_delivery(row):
        return "Deliver the notice in a second way"
    return DO.get(row.state, row.state.label) if _mine(row) else ""


def _mine(row: Row) -> bool:
    """Is this role answerable now, with something to do? The registrar does not wait upon a clock that acts itself."""
    clock = row.procedure.clock(row.tier, row.state)
    if clock is None or clock.owner is not row.role or (clock.lapses and row.role is Role.REGISTRAR):
        return False
    steps = row.procedure.steps_from(row.tier, row.state)
    return any(row.role in step.by and step.action not in LATER for step in steps)


def _asked(row: Row, action: Action) -> bool:
    step = row.procedure.step(row.tier, row.state, action)
    if step is None or row.role not in step.by or row.done:
        return False
    if action is Action.SIGN_TERMS:
        return row.terms
    return not (action is Action.ANSWER_APPEAL and row.appellant)


def _second_delivery(row: Row) -> bool:
    step = row.procedure.step(row.tier, row.state, Action.RECORD_DELIVERY)
    return bool(step and row.role in step.by and row.deliveries < row.procedure.number("deliveries"))


def _needs(row: Row, day: date) -> Iterator[Line]:
    if words := needs(row):
        due = row.due_on
        if row.role is Role.ESCALATION_RULER:
            due = timezone.localdate(row.since) + timedelta(days=row.procedure.number("ruling_days"))
        yield _line(row, f"{words}: {row.code}", row.state.label, due, day)


def _waits(row: Row, day: date) -> Line:
    clock = row.procedure.clock(row.tier, row.state)
    owner = f"with the {wording.lower(clock.owner.label)}" if clock else ""
    hint = WAITS.get(row.state, owner)
    return _line(row, f"{row.code}: {wording.lower(row.state.label)}", hint, row.due_on, day)


def _line(row: Row, label: str, hint: str, due: date, day: date) -> Line:
    url = reverse("my-case" if row.role in SIDES else "case", args=[row.code])
    return Line(label=label, url=url, hint=hint, due=due, days=wording.days_left(due, day))


def _own(member: Member, day: date) -> Iterator[Line]:
    """Questions about conflicts, letters not read yet, drafts: one statement for the three."""
    found: Any = _seats(member).union(_letters(member), _drafts(member), all=True)
    for kind, key, due, _, letter, code, law_id, sha256 in found.order_by("due", "-moment")[: work.LIMIT]:
        if kind == "seat":
            hint = "You were drawn for a panel. You only read names until you have answered."
            yield _plain("Say if you have a conflict of interest", "seat", key, hint, due, day)
        elif kind == "letter":
            title = work.procedure(law_id, sha256).letters.get(letter) or TITLES[letter]
            hint = "" if letter in access.WITHOUT_CASE else f"Case {code}"
            yield _plain(f"Read: {title}", "letter", key, hint, None, day)
        else:
            yield _plain("Finish your draft", "raise-draft", key, "Nobody can read it before you send it.", None, day)


def _plain(label: str, name: str, key: UUID, hint: str, due: date | None, day: date) -> Line:
    return Line(label=label, url=reverse(name, args=[key]), hint=hint, due=due, days=wording.days_left(due, day))


def _seats(member: Member) -> QuerySet[Seat]:
    rows = Seat.objects.filter(member=member, status=SeatStatus.ASKED, proceeding__ended_at__isnull=True)
    return _shaped(rows, "seat", due=F("answer_by"), moment=F("asked_at"))


def _letters(member: Member) -> QuerySet[Notice]:
    """Asked at the doors again: a letter about a case that was lost since is not on the list."""
    door = (Q(role__in=SIDES) & access.follows(member, "case")) | access.handles(member, "case")
    door |= Q(letter__in=access.WITHOUT_CASE)
    rows = Notice.objects.filter(door, member=member, sent_at__isnull=False, read_at__isnull=True)
    rows = rows.exclude(letter__in=ELSEWHERE)
    named = {"name": F("letter"), "case_code": F("case__code")}
    law = {"law_id": F("case__procedure_id"), "sha256": F("case__procedure__sha256")}
    return _shaped(rows, "letter", moment=F("created_at"), **named, **law)


def _drafts(member: Member) -> QuerySet[Draft]:
    return _shaped(access.drafts_of(member).order_by(), "draft", moment=F("updated_at"))


def _shaped(rows, kind, **own):  # type: ignore[no-untyped-def]
    """The same columns for the three kinds, empty where a kind has none."""
    empty = {
        "due": Cast(Value(None), DateField()),
        "moment": Cast(Value(None), DateTimeField()),
        "name": Cast(Value(None), CharField()),
        "case_code": Cast(Value(None), CharField()),
        "law_id": Cast(Value(None), IntegerField()),
        "sha256": Cast(Value(None), CharField()),
    }
    columns = {"line": Value(kind), "key": F("pk")} | empty | own
    return rows.annotate(**columns).values_list(*columns)
