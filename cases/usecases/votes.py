"""Questions put to the panel and their secret ballots; a result is computed, never typed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Member
from cases import load
from cases.domain import measures, panels
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts, CaseFacts, MeasureFacts, MotionFacts
from cases.domain.measures import Details
from cases.domain.vocabulary import (
    Action,
    Choice,
    EventKind,
    Finding,
    MeasureKind,
    MotionKind,
    Outcome,
    Tier,
    Why,
)
from cases.models import Allegation, AllegationFinding, Ballot, Case, Decision, Dissent, Motion, Party, Proceeding
from cases.record import Actor, System, record
from cases.sealed import Keys
from cases.usecases import act as frame

MODIFY_NEEDS_MEASURE = Refusal(Why.MISSING_RECORD, "Say which measure takes the place of the old one, and its terms.")
ABSTAIN_NEEDS_REASON = Refusal(
    Why.MISSING_RECORD, "Say why you abstain. If it is a conflict of interest, step aside instead."
)


def open_findings(case: Case, proceeding: Proceeding, *, by: Actor, at: datetime) -> None:
    """Put one question per allegation to the panel; in an appeal the outcome is proposed instead."""
    if proceeding.tier == Tier.APPEAL:
        return
    for allegation in (
        Allegation.objects.filter(case=case).exclude(number__in=load.requests.resting(case)).order_by("number")
    ):
        motion = _open(case, proceeding, MotionKind.FINDING, at=at, allegation=allegation)
        record(EventKind.MOTION_OPENED, case=case, by=by, at=at, data={"motion": motion.number})


@transaction.atomic
def vote(
    *, case_id: UUID, by: Member, at: datetime, motion: int, choice: Choice, reason: str = "", seen: str = ""
) -> None:
    """Cast one ballot. It stays sealed until all have voted, and cannot be changed."""
    given = ActFacts(action=Action.VOTE, given=frozenset({"motion", "choice"}), motion=motion)
    act = frame.begin(case_id, Action.VOTE, by=by, at=at, given=given, seen=seen)
    if choice is Choice.ABSTAIN and not reason.strip():
        raise Refused((ABSTAIN_NEEDS_REASON,))
    question = Motion.objects.get(proceeding=act.proceeding, number=motion)
    ballot = Ballot(case=act.case, motion=question, member=by, cast_at=at)
    act.keys.seal(ballot, choice=str(choice), reason=reason)
    ballot.save(force_insert=True)
    frame.finish(act, data={"motion": motion})
    _close_when_all_voted(act.case, question, at=at)


@transaction.atomic
def propose_measure(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    kind: MeasureKind,
    terms: str,
    days: int | None = None,
    bound: int | None = None,
    trial: int | None = None,
    instruction: str = "",
    details: Details | None = None,
    seen: str = "",
) -> None:
    """The chair puts a measure to the panel, whole, so that all vote on the same; never one above the level's limit."""
    asked = _Measure(kind, days, bound, trial, terms, instruction, details or Details())
    act = frame.begin(
        case_id, Action.PROPOSE_MEASURE, by=by, at=at, given=asked.given(Action.PROPOSE_MEASURE), seen=seen
    )
    motion = _open(act.case, act.proceeding, MotionKind.MEASURE, at=at, asked=asked, facts=act.facts)
    frame.finish(act, data={"motion": motion.number, "kind": str(kind), "days": motion.days})


@transaction.atomic
def propose_outcome(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    outcome: Outcome,
    kind: MeasureKind | None = None,
    days: int | None = None,
    bound: int | None = None,
    trial: int | None = None,
    terms: str = "",
    instruction: str = "",
    details: Details | None = None,
    seen: str = "",
) -> None:
    """The chair of an appeals panel puts one outcome to the vote."""
    changes = kind is not None and outcome is Outcome.MODIFY
    asked = _Measure(kind, days, bound, trial, terms, instruction, details or Details()) if kind and changes else None
    given = asked.given(Action.PROPOSE_OUTCOME) if asked else ActFacts(action=Action.PROPOSE_OUTCOME)
    given = replace(given, given=given.given | {"outcome"}, outcome=outcome)
    act = frame.begin(case_id, Action.PROPOSE_OUTCOME, by=by, at=at, given=given, seen=seen)
    if outcome is Outcome.MODIFY and (asked is None or not terms):
        raise Refused((MODIFY_NEEDS_MEASURE,))
    motion = _open(act.case, act.proceeding, MotionKind.OUTCOME, at=at, asked=asked, outcome=outcome, facts=act.facts)
    frame.finish(act, data={"motion": motion.number, "outcome": str(outcome)})


def clear(case: Case, proceeding: Proceeding, *, by: Actor, at: datetime) -> None:
    """A member was lost during deliberation: every vote, finding, draft and opinion is void, kept and marked (2.7)."""
    void(proceeding, because="member_lost", at=at)
    record(EventKind.BALLOTS_VOIDED, case=case, by=by, at=at, data={"proceeding": proceeding.number})


def drop(proceeding: Proceeding, allegations: Collection[int], *, by: Actor, at: datetime) -> None:
    """The open question about an allegation that is withdrawn, and the votes on it, are void; all others stand."""
    asked = Motion.objects.filter(proceeding=proceeding, allegation__number__in=allegations, void_at__isnull=True)
    numbers = list(asked.order_by("number").values_list("number", flat=True))
    mark: dict[str, Any] = {"void_at": at, "void_because": "withdrawn"}
    Ballot.objects.filter(motion__in=asked, void_at__isnull=True).update(**mark)
    if asked.update(void_at=at):
        data = {"proceeding": proceeding.number, "motions": numbers}
        record(EventKind.QUESTION_DROPPED, case=proceeding.case, by=by, at=at, data=data)


def void(proceeding: Proceeding, *, because: str, at: datetime) -> dict[str, int]:
    """Mark everything that the panel has voted and written in this proceeding, and delete nothing of it.

    Returns how much was marked, for the record. What is void counts in no tally and is read by no later panel.
    """
    motions = Motion.objects.filter(proceeding=proceeding, void_at__isnull=True)
    mark: dict[str, Any] = {"void_at": at, "void_because": because}
    ballots = Ballot.objects.filter(motion__proceeding=proceeding, void_at__isnull=True).update(**mark)
    findings = AllegationFinding.objects.filter(proceeding=proceeding, void_at__isnull=True).update(**mark)
    decisions = Decision.objects.filter(proceeding=proceeding, void_at__isnull=True).update(**mark)
    opinions = Dissent.objects.filter(proceeding=proceeding, void_at__isnull=True).update(**mark)
    counts = {"ballots": ballots, "findings": findings, "decisions": decisions, "opinions": opinions}
    return {**counts, "motions": motions.update(void_at=at)}


@dataclass(frozen=True)
class _Measure:
    """A measure as it is put to the vote."""

    kind: MeasureKind
    days: int | None
    bound: int | None
    trial: int | None
    terms: str
    instruction: str
    details: Details

    @property
    def facts(self) -> MeasureFacts:
        tasks = tuple(task.days for task in self.details.tasks)
        return MeasureFacts(kind=self.kind, days=self.days, trial=self.trial, tasks=tasks)

    def given(self, action: Action) -> ActFacts:
        filled = {"measure"} | {name for name in ("terms", "instruction") if getattr(self, name).strip()}
        filled |= self.details.given
        return ActFacts(action=action, given=frozenset(filled), measure=self.facts, bound=self.bound)


def _open(
    case: Case,
    proceeding: Proceeding,
    kind: MotionKind,
    *,
    at: datetime,
    allegation: Allegation | None = None,
    asked: _Measure | None = None,
    outcome: Outcome | None = None,
    facts: CaseFacts | None = None,
) -> Motion:
    facts = facts or load.case_facts(case, today=load.local_day(at), proceeding=proceeding)
    measure = asked.facts if asked else None
    last = Motion.objects.filter(proceeding=proceeding).aggregate(last=Max("number"))["last"] or 0
    motion = Motion(
        case=case,
        proceeding=proceeding,
        number=last + 1,
        kind=kind,
        allegation=allegation,
        measure_kind=measure.kind if measure else "",
        outcome=outcome or "",
        opened_at=at,
        needed=_needed(case, facts, load.motion_facts(Motion(number=0, kind=kind)), measure, outcome),
    )
    if asked:
        motion.days, motion.trial_days = _days(case, facts, asked), asked.trial
        whom = measures.whom(facts, asked.bound)
        motion.bound = Party.objects.filter(case=case, number=whom).first() if whom is not None else None
    texts = (asked.terms, asked.instruction, asked.details.kept()) if asked else ("", "", "")
    Keys(case.pk).seal(motion, **dict(zip(("terms", "instruction", "details"), texts, strict=True)))
    motion.save(force_insert=True)
    return motion


def _days(case: Case, facts: CaseFacts, asked: _Measure) -> int | None:
    """What nobody limited lapses after the longest time that the rules allow."""
    rule = load.procedure_of(case).measure(asked.kind, tier=facts.tier, days=asked.days)
    return rule.length(asked.days) if rule else asked.days


def _needed(
    case: Case, facts: CaseFacts, motion: MotionFacts, measure: MeasureFacts | None, outcome: Outcome | None
) -> int:
    """Votes needed now. Raises `Refused` where this panel may not decide it at all."""
    panel = facts.panel
    needed = panels.needed(
        load.procedure_of(case),
        motion.kind,
        n=len(panel.seated) if panel else 0,
        formed_with=panel.formed_with if panel else 0,
        tier=facts.tier,
        measure=measure,
        outcome=outcome,
        by_side=facts.appeal.by_side if facts.appeal else None,
        standing=facts.measures,
    )
    if isinstance(needed, Refusal):
        raise Refused((needed,))
    return needed


def _close_when_all_voted(case: Case, motion: Motion, *, at: datetime) -> None:
    """Count with the panel as it is now, so that an absent or lost member never helps a side."""
    facts = load.case_facts(case, today=load.local_day(at), proceeding=motion.proceeding)
    asked = next(m for m in facts.motions if m.number == motion.number)
    seated = facts.panel.seated if facts.panel else frozenset()
    motion.needed = _needed(case, facts, asked, asked.measure, asked.outcome)
    tally = panels.tally(asked.votes, seated=seated)
    carried = panels.result(tally, needed=motion.needed)
    if carried is None:
        return
    motion.closed_at, motion.carried, motion.seated = at, carried, len(seated)
    motion.yes, motion.no, motion.abstained = tally.yes, tally.no, tally.abstain
    motion.save()
    by = System("all have voted")
    data = {"motion": motion.number, "carried": carried, "yes": tally.yes, "no": tally.no, "seated": len(seated)}
    record(EventKind.MOTION_CLOSED, case=case, by=by, at=at, data=data)
    if motion.allegation:
        finding = Finding.SUBSTANTIATED if carried else Finding.NOT_SUBSTANTIATED
        row = AllegationFinding(case=case, proceeding=motion.proceeding, allegation=motion.allegation, finding=finding)
        row.save(force_insert=True)
