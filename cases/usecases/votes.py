"""Questions put to the panel and their secret ballots; a result is computed, never typed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Member
from cases import load
from cases.domain import panels
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts, CaseFacts, MeasureFacts, MotionFacts
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
from cases.models import Allegation, AllegationFinding, Ballot, Case, Decision, Motion, Proceeding
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
    for allegation in Allegation.objects.filter(case=case).order_by("number"):
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
    *, case_id: UUID, by: Member, at: datetime, kind: MeasureKind, terms: str, days: int | None = None, seen: str = ""
) -> None:
    """The chair puts a measure to the panel; never one above the level's limit."""
    measure = MeasureFacts(kind=kind, days=days)
    given = ActFacts(action=Action.PROPOSE_MEASURE, given=frozenset({"measure", "terms"}), measure=measure)
    act = frame.begin(case_id, Action.PROPOSE_MEASURE, by=by, at=at, given=given, seen=seen)
    motion = _open(act.case, act.proceeding, MotionKind.MEASURE, at=at, measure=measure, terms=terms, facts=act.facts)
    frame.finish(act, data={"motion": motion.number, "kind": str(kind), "days": days})


@transaction.atomic
def propose_outcome(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    outcome: Outcome,
    kind: MeasureKind | None = None,
    days: int | None = None,
    terms: str = "",
    seen: str = "",
) -> None:
    """The chair of an appeals panel puts one outcome to the vote."""
    measure = MeasureFacts(kind=kind, days=days) if kind and outcome is Outcome.MODIFY else None
    filled = frozenset({"outcome"})
    given = ActFacts(action=Action.PROPOSE_OUTCOME, given=filled, measure=measure, outcome=outcome)
    act = frame.begin(case_id, Action.PROPOSE_OUTCOME, by=by, at=at, given=given, seen=seen)
    if outcome is Outcome.MODIFY and (measure is None or not terms):
        raise Refused((MODIFY_NEEDS_MEASURE,))
    motion = _open(
        act.case,
        act.proceeding,
        MotionKind.OUTCOME,
        at=at,
        measure=measure,
        terms=terms,
        outcome=outcome,
        facts=act.facts,
    )
    frame.finish(act, data={"motion": motion.number, "outcome": str(outcome)})


def clear(case: Case, proceeding: Proceeding, *, by: Actor, at: datetime) -> None:
    """A member was lost during deliberation: every vote is void, kept and marked; drafts of the decision go."""
    standing = Motion.objects.filter(proceeding=proceeding, void_at__isnull=True)
    Ballot.objects.filter(motion__in=standing, void_at__isnull=True).update(void_at=at, void_because="member_lost")
    AllegationFinding.objects.filter(proceeding=proceeding).delete()
    Decision.objects.filter(proceeding=proceeding, signed_at__isnull=True).delete()
    standing.update(void_at=at)
    record(EventKind.BALLOTS_VOIDED, case=case, by=by, at=at, data={"proceeding": proceeding.number})


def _open(
    case: Case,
    proceeding: Proceeding,
    kind: MotionKind,
    *,
    at: datetime,
    allegation: Allegation | None = None,
    measure: MeasureFacts | None = None,
    terms: str = "",
    outcome: Outcome | None = None,
    facts: CaseFacts | None = None,
) -> Motion:
    facts = facts or load.case_facts(case, today=load.local_day(at), proceeding=proceeding)
    last = Motion.objects.filter(proceeding=proceeding).aggregate(last=Max("number"))["last"] or 0
    motion = Motion(
        case=case,
        proceeding=proceeding,
        number=last + 1,
        kind=kind,
        allegation=allegation,
        measure_kind=measure.kind if measure else "",
        days=measure.days if measure else None,
        outcome=outcome or "",
        opened_at=at,
        needed=_needed(case, facts, load.motion_facts(Motion(number=0, kind=kind)), measure, outcome),
    )
    Keys(case.pk).seal(motion, terms=terms)
    motion.save(force_insert=True)
    return motion


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
