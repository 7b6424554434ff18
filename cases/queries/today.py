"""What needs somebody today: work and answers by deadline, questions, letters, drafts; and what waits on others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from branches.models import Member
from cases import access
from cases.domain.notices import YOUR_TURN
from cases.domain.vocabulary import Action, Level, Role, SeatStatus, State, Why
from cases.models import Challenge, Draft, Notice, RollOut, Seat
from cases.queries import letters, wording, work
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
DECLARE = "Say again that nothing stands against you"
INTERIMS = {
    Role.DUTY: {
        "": "Look at a request for a temporary measure",
        "agree": "Agree to a temporary measure, or not",
        "review": "Review a temporary measure",
    },
    Role.INTERIM_RULER: {"rule": "Rule on a temporary measure"},
}
"""What waits for somebody who has to do with nothing else in the case."""

FOLLOWS = {Role.MONITOR: "Follow a corrective plan", Role.MEASURE_CHAIR: "Rule on a measure"}
READMISSION = "Vote on a request to be readmitted"
"""What waits for somebody who has the case for a measure alone."""

RULERS = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.CHALLENGE_RULER})
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
    if _doubt(row):
        return "Say whether somebody may stay" if row.role in SIDES else "Rule on a challenge"
    if row.role in SIDES:
        return next((words for state, action, words in ASKS if state is row.state and _asked(row, action)), "")
    if row.role in INTERIMS:
        return INTERIMS[row.role].get(row.interim.partition(":")[0], "")
    if _withdrawal(row):
        return "Rule on a withdrawal"
    if row.role in FOLLOWS:
        return FOLLOWS[row.role]
    if row.role is Role.READMISSION_MEMBER:
        return READMISSION
    if row.paused:
        return ""
    if _late(row):
        return "Rule on late evidence"
    if row.another_day and row.role is Role.PANEL_CHAIR and _may(row, Action.RULE_POSTPONEMENT):
        return "Rule on another day of the hearing"
    if row.more_time and _may(row, Action.RULE_EXTENSION):
        return "Rule on a request for more time"
    if row.late_appeal and row.role is Role.APPEALS_OFFICER:
        return "Rule on a request to open the case again" if _reopens(row) else "Rule on a request to appeal late"
    if _undeclared(row):
        return DECLARE
    if row.unvoted and row.role in (Role.PANEL_MEMBER, Role.PANEL_CHAIR):
        return "Vote"
    if row.role is Role.ESCALATION_RULER:
        return "Rule on a request to move up"
    if row.role is Role.CONFLICT_RULER:
        return "Rule on a conflict of interest found late"
    if _second_delivery(row):
        return "Deliver the notice in a second way"
    return DO.get(row.state, row.state.label) if _mine(row) else ""


def _doubt(row: Row) -> bool:
    """Does a doubt wait for this role? What both sides may waive is for them, the rest for those who rule."""
    if not row.doubt or row.role not in RULERS | SIDES:
        return False
    raised_by, kind, _ = row.doubt.split(":")
    rule = row.procedure.conflict(Why(kind))
    waivable = raised_by == Role.SYSTEM and rule is not None and rule.level is Level.WAIVABLE
    return waivable is (row.role in SIDES)


def _late(row: Row) -> bool:
    """Does late evidence wait for this role? The chair's ruling, until the openings are used up."""
    if not row.late or row.role not in (Role.PANEL_CHAIR, Role.APPEALS_OFFICER):
        return False
    spent = int(row.late.split(":")[1]) >= row.procedure.number("late_evidence_openings")
    return spent is (row.role is Role.APPEALS_OFFICER)


def _withdrawal(row: Row) -> bool:
    return bool(row.withdrawal) and _may(row, Action.ACCEPT_WITHDRAWAL)


def _undeclared(row: Row) -> bool:
    """Is the next step closed until this person has declared again?"""
    presides = row.state is State.HEARING and row.role is Role.PANEL_CHAIR
    votes = row.state is State.DELIBERATING and row.unvoted and row.role in (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
    return (presides or votes) and not row.declared


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


def _may(row: Row, action: Action) -> bool:
    step = row.procedure.step(row.tier, row.state, action)
    return step is not None and row.role in step.by


def _second_delivery(row: Row) -> bool:
    return _may(row, Action.RECORD_DELIVERY) and row.deliveries < row.procedure.number("deliveries")


def _reopens(row: Row) -> bool:
    return row.late_appeal.endswith(":reopens")


def _needs(row: Row, day: date) -> Iterator[Line]:
    if words := needs(row):
        due = date.fromisoformat(row.doubt.split(":")[2]) if _doubt(row) else row.due_on
        if row.role in INTERIMS:
            said = row.interim.partition(":")[2]
            due = date.fromisoformat(said) if said else timezone.localdate(row.since)
        elif not _doubt(row) and _withdrawal(row):
            due = date.fromisoformat(row.withdrawal)
        elif not _doubt(row) and _late(row):
            due = date.fromisoformat(row.late.split(":")[0])
        if row.late_appeal and row.role is Role.APPEALS_OFFICER:
            due = date.fromisoformat(row.late_appeal.split(":")[0])
        if row.role is Role.ESCALATION_RULER:
            due = row.procedure.due(timezone.localdate(row.since), row.procedure.number("ruling_days"))
        if row.role is Role.CONFLICT_RULER:
            due = row.procedure.due(timezone.localdate(row.since), row.procedure.number("late_conflict_days"))
        yield _line(row, f"{words}: {row.code}", row.state.label, due, day)


def _waits(row: Row, day: date) -> Line:
    clock = row.procedure.clock(row.tier, row.state)
    owner = f"with the {wording.lower(clock.owner.label)}" if clock else ""
    hint = "paused" if row.paused else WAITS.get(row.state, owner)
    return _line(row, f"{row.code}: {wording.lower(row.state.label)}", hint, row.due_on, day)


def _line(row: Row, label: str, hint: str, due: date, day: date) -> Line:
    url = reverse("my-case" if row.role in SIDES else "case", args=[row.code])
    return Line(label=label, url=url, hint=hint, due=due, days=wording.days_left(due, day))


def _own(member: Member, day: date) -> Iterator[Line]:
    """Questions about conflicts, holds, letters not read yet, drafts: one statement for all."""
    parts = _holds(member), _letters(member), _drafts(member), _restrictions(member, day)
    found: Any = _seats(member).union(*parts, all=True)
    for kind, key, due, _, letter, code, law_id, sha256 in found.order_by("due", "-moment")[: work.LIMIT]:
        if kind == "seat":
            hint = "You were drawn for a panel. You only read names until you have answered."
            yield _plain("Say if you have a conflict of interest", "seat", key, hint, due, day)
        elif kind == "hold":
            hint = "You can say something about it, once. You cannot open the case meanwhile."
            yield _plain("You are on hold in a case", "challenge", key, hint, due, day)
        elif kind == "letter":
            title = letters.called(work.procedure(law_id, sha256), letter)
            hint = "" if letter in access.WITHOUT_CASE | access.RESTRICTIONS else f"Case {code}"
            yield _plain(f"Read: {title}", "letter", key, hint, None, day)
        elif kind == "restriction":
            yield Line(
                label="Apply a restriction, or end one", url=reverse("restrictions"), hint="", due=due, days=None
            )
        else:
            yield _plain("Finish your draft", "raise-draft", key, "Nobody can read it before you send it.", None, day)


def _plain(label: str, name: str, key: UUID, hint: str, due: date | None, day: date) -> Line:
    return Line(label=label, url=reverse(name, args=[key]), hint=hint, due=due, days=wording.days_left(due, day))


def _seats(member: Member) -> QuerySet[Seat]:
    rows = Seat.objects.filter(member=member, status=SeatStatus.ASKED, proceeding__ended_at__isnull=True)
    return _shaped(rows, "seat", due=F("answer_by"), moment=F("asked_at"))


def _holds(member: Member) -> QuerySet[Challenge]:
    rows = Challenge.objects.filter(
        member=member, ruled_at__isnull=True, information=b"", proceeding__ended_at__isnull=True
    )
    return _shaped(rows, "hold", due=F("rule_by"), moment=F("filed_at"))


def _letters(member: Member) -> QuerySet[Notice]:
    """Asked at the doors again: a letter about a case that was lost since is not on the list."""
    door = (Q(role__in=SIDES) & access.follows(member, "case")) | access.handles(member, "case")
    door |= Q(letter__in=access.WITHOUT_CASE)
    door |= Q(letter__in=access.HEARD_ABOVE) & access.hears_above(member, "case")
    door |= Q(letter__in=access.RESTRICTIONS) & access.hears_above(member, "case")
    rows = Notice.objects.filter(door, member=member, released_at__isnull=False, read_at__isnull=True)
    rows = rows.exclude(letter__in=ELSEWHERE)
    named = {"name": F("letter"), "case_code": F("case__code")}
    law = {"law_id": F("case__procedure_id"), "sha256": F("case__procedure__sha256")}
    return _shaped(rows, "letter", moment=F("created_at"), **named, **law)


def _drafts(member: Member) -> QuerySet[Draft]:
    return _shaped(access.drafts_of(member).order_by(), "draft", moment=F("updated_at"))


def _restrictions(member: Member, day: date) -> QuerySet[RollOut]:
    """What waits to be applied by office; the page of restrictions says which."""
    return _shaped(access.to_apply(member, day).filter(done_at__isnull=True), "restriction", moment=F("told_at"))


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
