"""The frame of every act: lock the case, ask the rules, store, move on, record. One transaction."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases import load
from cases.domain import deadlines, engine, notices
from cases.domain.facts import ActFacts, CaseFacts
from cases.domain.procedure import Procedure, Step
from cases.domain.vocabulary import Action, ClosureReason, EventKind, Ground, State, Tier
from cases.models import Case, CaseEvent, Proceeding, Writing
from cases.record import Actor, Recipients, person, record
from cases.sealed import Keys


class Stale(Exception):
    """The case has moved on, or this was sent before. Carries what happened since the form was opened."""

    def __init__(self, since: list[CaseEvent]) -> None:
        self.since = since
        super().__init__("The case has changed since this form was opened.")


@dataclass(kw_only=True)
class Act:
    """One allowed act in progress, with everything its use-case needs."""

    action: Action
    step: Step
    case: Case
    proceeding: Proceeding
    procedure: Procedure
    facts: CaseFacts
    keys: Keys
    by: Actor
    at: datetime

    @property
    def today(self) -> date:
        return self.facts.today

    def write(self, text: str, *, ground: str = "") -> Writing:
        """Keep the reason, request or ruling that the act leaves behind."""
        row = Writing(
            case=self.case,
            proceeding=self.proceeding,
            action=self.action,
            ground=ground,
            written_by=person(self.by),
            written_at=self.at,
        )
        self.keys.seal(row, text=text)
        row.save(force_insert=True)
        return row


def begin(
    case_id: UUID, action: Action, *, by: Actor, at: datetime, given: ActFacts | None = None, seen: str = ""
) -> Act:
    """Lock the case and ask the rules. Raises `Refused` with every reason, or `Stale`."""
    case = locked(case_id)
    proceeding = load.open_proceeding(case)
    _not_stale(case, proceeding, action, by, seen)
    procedure = load.procedure_of(case)
    facts = load.case_facts(case, today=timezone.localdate(at), proceeding=proceeding)
    engine.may(procedure, facts, load.actor_facts(by, case), given or ActFacts(action=action)).require()
    step = procedure.required_step(facts.tier, facts.state, action)
    return Act(
        action=action,
        step=step,
        case=case,
        proceeding=proceeding,
        procedure=procedure,
        facts=facts,
        keys=Keys(case.pk),
        by=by,
        at=at,
    )


def locked(case_id: UUID) -> Case:
    """The case, for one act at a time. Events of others, such as a reading, may still be appended meanwhile."""
    return Case.objects.select_for_update(no_key=True).get(pk=case_id)


def finish(
    act: Act,
    *,
    to: State | None = None,
    kind: EventKind | None = None,
    data: dict[str, Any] | None = None,
    people: Recipients | None = None,
) -> CaseEvent:
    """Take the step's move (or the one named) and record the act, as its own kind of event, with its letters."""
    target = to or act.step.to
    if target is not None and target != act.case.state:
        move(act.case, target, procedure=act.procedure, on=started_on(act))
    details = {"state": str(act.case.state), "tier": str(act.case.tier), **(data or {})}
    return record(
        kind or notices.event_of(act.action, act.facts.tier),
        case=act.case,
        by=act.by,
        at=act.at,
        data=details,
        to=people,
    )


def started_on(act: Act) -> date:
    """The day the next clock starts: where time itself has run out the day that was due, however late it is seen."""
    clock, due = act.procedure.clock(act.facts.tier, act.facts.state), act.facts.due_on
    lapsed = person(act.by) is None and clock is not None and clock.lapses is act.action
    return due if lapsed and due is not None and due < act.today else act.today


def move(case: Case, state: State, *, procedure: Procedure, on: date, tier: Tier | None = None) -> None:
    """Put the case into a state and start that state's clock."""
    case.tier = tier or case.tier
    case.state = state
    case.entered_on = on
    clock = procedure.clock(Tier(case.tier), state)
    case.due_on = deadlines.due(on, clock.days) if clock else None
    case.overdue_told = False
    case.save(update_fields=["tier", "state", "entered_on", "due_on", "overdue_told", "closed_at", "closure_reason"])


def close(act: Act, reason: ClosureReason) -> None:
    """End the case for this reason."""
    act.case.closed_at = act.at
    act.case.closure_reason = reason
    end(act.proceeding, at=act.at, how="completed")
    move(act.case, State.CLOSED, procedure=act.procedure, on=act.today)


def end(proceeding: Proceeding, *, at: datetime, how: str) -> None:
    """Close a proceeding; nothing in it is undone."""
    proceeding.ended_at, proceeding.ended_as = at, how
    proceeding.save(update_fields=["ended_at", "ended_as"])


def open_next(act: Act, tier: Tier, *, how: str, ground: Ground | None = None, state: State) -> Proceeding:
    """End the running proceeding and open the next one, at this level."""
    end(act.proceeding, at=act.at, how=how)
    started = started_on(act)
    act.proceeding = start_proceeding(
        act.case, tier, number=act.proceeding.number + 1, at=act.at, ground=ground, predecessor=act.proceeding
    )
    move(act.case, state, procedure=act.procedure, on=started, tier=tier)
    return act.proceeding


def start_proceeding(
    case: Case,
    tier: Tier,
    *,
    number: int,
    at: datetime,
    ground: Ground | None = None,
    predecessor: Proceeding | None = None,
) -> Proceeding:
    """A new attempt at one level, with its own random seed for draws."""
    return Proceeding.objects.create(
        case=case,
        number=number,
        tier=tier,
        branch_id=case.branch_id if tier == Tier.BRANCH else None,
        predecessor=predecessor,
        opened_at=at,
        ground=ground or "",
        seed=secrets.token_hex(16),
    )


def seen_mark(case: Case, proceeding: Proceeding) -> str:
    """What a form remembers about the case, so that a later post can be told what changed."""
    last = CaseEvent.objects.filter(case=case).order_by("-case_number").values_list("case_number", flat=True).first()
    return f"{last or 0}.{case.state}.{proceeding.number}"


def _not_stale(case: Case, proceeding: Proceeding, action: Action, by: Actor, seen: str) -> None:
    if not seen:
        return
    number, state, proceeding_number = [*seen.split("."), "", ""][:3]
    later = CaseEvent.objects.filter(case=case, case_number__gt=int(number) if number.isdigit() else 0)
    moved = state != case.state or proceeding_number != str(proceeding.number)
    mine = later.filter(kind=notices.event_of(action, Tier(case.tier)))
    if action not in SHARED:
        mine = mine.filter(actor=person(by))
    if moved or mine.exists():
        quiet = (EventKind.SEALED_PART_READ, EventKind.ACCESS_REFUSED, EventKind.ACT_REFUSED)
        raise Stale(list(later.exclude(kind__in=quiet).order_by("case_number")))


SHARED = frozenset({Action.WRITE_REASONS, Action.PROPOSE_TERMS, Action.IDENTIFY_PARTY})
"""Acts in which two people could overwrite each other; in all others only one's own repeat is stale."""


def fingerprint(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal; anyone can compute it again."""
    return hashlib.sha256(text.encode()).hexdigest()
