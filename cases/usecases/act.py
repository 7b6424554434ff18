"""The frame of every act: lock the case, ask the rules, store, move on, record. One transaction."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases import load
from cases.domain import engine, notices
from cases.domain.facts import ActFacts, CaseFacts
from cases.domain.procedure import Clock, Procedure, Step
from cases.domain.vocabulary import Action, ClosureReason, EventKind, Ground, State, Tier
from cases.models import Case, CaseEvent, Challenge, Pause, Proceeding, Stay, Withdrawal, Writing
from cases.record import Actor, Recipients, System, person, record
from cases.sealed import Keys
from cases.usecases import standing


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
    engine.may(
        procedure, facts, load.actor_facts(by, case, today=facts.today), given or ActFacts(action=action)
    ).require()
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
    among: Iterable[int] | None = None,
) -> CaseEvent:
    """Take the step's move (or the one named) and record the act, as its own kind of event, with its letters."""
    target = to or act.step.to
    if target is not None and target != act.case.state:
        move(act.case, target, procedure=act.procedure, on=started_on(act))
    due = {"due_on": act.case.due_on.isoformat()} if act.case.due_on else {}
    details = {"state": str(act.case.state), "tier": str(act.case.tier), **due, **(data or {})}
    return record(
        kind or notices.event_of(act.action, act.facts.tier),
        case=act.case,
        by=act.by,
        at=act.at,
        data=details,
        to=people,
        among=among,
    )


def started_on(act: Act) -> date:
    """The day the next clock starts: where time itself has run out the day that was due, however late it is seen.

    No step of a side begins that way, so a site that stood still takes no day from them.
    """
    clock, due = act.procedure.clock(act.facts.tier, act.facts.state), act.facts.due_on
    lapsed = person(act.by) is None and clock is not None and clock.lapses is act.action
    return due if lapsed and due is not None and due < act.today else act.today


def move(case: Case, state: State, *, procedure: Procedure, on: date, tier: Tier | None = None) -> None:
    """Put the case into a state and start that state's clock, or let it go on where the case comes back to it.

    No step begins before the last one did, also when time goes back.
    """
    on = max(on, case.entered_on)
    _keep_rest(case, procedure, on)
    count_stay(case, tier or Tier(case.tier), state, on)
    case.tier = tier or case.tier
    case.state = state
    case.entered_on = on
    clock = procedure.clock(Tier(case.tier), state)
    case.due_on = _last_day(case, procedure, clock, on) if clock else None
    case.overdue_seen_on = None
    if case.stayed_until:
        _keep_pause(case, on=on)
    dates = ["entered_on", "due_on", "days_left", "stayed_until", "overdue_seen_on", "closed_at"]
    case.save(update_fields=["tier", "state", "closure_reason", *dates])


def count_stay(case: Case, tier: Tier, state: State, on: date) -> None:
    """The visit to one step ends and that to the next begins; a closed case is at no step."""
    Stay.objects.filter(case=case, left_on__isnull=True).update(left_on=on, due_on=case.due_on)
    if state is not State.CLOSED:
        Stay.objects.create(case=case, tier=tier, state=state, entered_on=on)


def _keep_pause(case: Case, *, on: date) -> None:
    """A case that moves while it is paused stays so: the new step keeps all its days for afterwards."""
    rows = Pause.objects.filter(case=case, ended_at__isnull=True)
    if case.due_on is None:
        rows.update(ended_at=case.closed_at, ended_as="closed")
        case.stayed_until = None
        return
    rows.update(days_left=(case.due_on - on).days)
    case.due_on = case.stayed_until


def _keep_rest(case: Case, procedure: Procedure, on: date) -> None:
    """What is left of the clock that the case leaves; fewer than none where it is overdue."""
    clock = procedure.clock(Tier(case.tier), State(case.state))
    if clock and clock.resumes and case.due_on and not case.stayed_until:
        case.days_left = (case.due_on - on).days


def _last_day(case: Case, procedure: Procedure, clock: Clock, on: date) -> date:
    rest = case.days_left if clock.resumes else None
    return procedure.due(on, clock.days if rest is None else rest)


def close(act: Act, reason: ClosureReason) -> None:
    """End the case for this reason."""
    act.case.closed_at = act.at
    act.case.closure_reason = reason
    Withdrawal.objects.filter(case=act.case, how="").update(ruled_at=act.at, how="closed")
    end(act.proceeding, at=act.at, how="completed")
    move(act.case, State.CLOSED, procedure=act.procedure, on=act.today)


def end(proceeding: Proceeding, *, at: datetime, how: str) -> None:
    """Close a proceeding; nothing in it is undone. A doubt that nobody has ruled on stands: the person stays out."""
    proceeding.ended_at, proceeding.ended_as = at, how
    proceeding.save(update_fields=["ended_at", "ended_as"])
    waiting = Challenge.objects.filter(proceeding=proceeding, ruled_at__isnull=True)
    waiting.update(ruled_at=at, excluded=True, how="proceeding_ended")


def open_next(act: Act, tier: Tier, *, how: str, ground: Ground | None = None, state: State) -> Proceeding:
    """End the running proceeding and open the next one, at this level."""
    if act.proceeding.ended_at is None:
        end(act.proceeding, at=act.at, how=how)
    started = started_on(act)
    act.proceeding = start_proceeding(
        act.case, tier, number=act.proceeding.number + 1, at=act.at, ground=ground, predecessor=act.proceeding
    )
    move(act.case, state, procedure=act.procedure, on=started, tier=tier)
    standing.store(act.case, by=System("the case came to another level"), at=act.at)
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
