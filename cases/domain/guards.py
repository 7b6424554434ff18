"""Every condition a procedure may name: each returns one sentence that says what to do, or nothing."""

from collections.abc import Callable
from typing import TypeAlias

from cases.domain import conditions, deadlines
from cases.domain.answer import Refusal
from cases.domain.conditions import SIDES, findings, unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import MotionKind, State, Tier, Why

Guard: TypeAlias = Callable[[Procedure, CaseFacts, ActorFacts, ActFacts], Refusal | None]

SIGNED = frozenset({State.SIGNED, State.APPEAL_WINDOW, State.FINAL, State.MONITORING, State.CLOSED})


def _fact(holds: Callable[[CaseFacts], bool], because: str, why: Why = Why.GUARD) -> Guard:
    """A guard that only looks at the case."""
    return lambda procedure, case, actor, act: unless(holds(case), because, why)


def _all_found(case: CaseFacts) -> bool:
    return bool(case.allegations) and all(a.number in findings(case) for a in case.allegations)


def _outcome_carried(case: CaseFacts) -> bool:
    return any(m.kind is MotionKind.OUTCOME and not m.open and m.carried for m in case.motions)


def _reasons_complete(case: CaseFacts) -> bool:
    if case.tier is Tier.APPEAL:
        return case.outcome_reasoned
    return all(allegation.number in case.reasoned for allegation in case.allegations)


def _measure_over(case: CaseFacts) -> bool:
    return not case.measure_running or deadlines.passed(case.measure_running_until, case.today)


_BOTH_SIGNED = _fact(lambda case: case.signatures >= SIDES, "Both sides must sign the agreement first.")

GUARDS: dict[str, Guard] = {
    # first look
    "safety_screened": _fact(lambda case: case.safety_screened, "Record the safety screen before anything else."),
    "allegation_framed": _fact(lambda case: bool(case.allegations), "Write down at least one allegation first."),
    "every_allegation_has_provision": conditions.provisions,
    "respondent_identified": _fact(
        lambda case: any(r.member is not None for r in case.respondents),
        "Say first which member the complaint is about.",
    ),
    "no_automatic_ground": conditions.no_automatic_ground,
    "escalation_ground_given": conditions.escalation_ground_given,
    "escalation_requested": _fact(
        lambda case: case.escalation_asked is not None, "Nobody has asked to move this case up."
    ),
    "one_request_open": _fact(
        lambda case: case.escalation_asked is None,
        "A request to move up is waiting for its ruling already. Wait for the answer.",
        Why.ALREADY_DONE,
    ),
    "facts_asked_once_if_insufficient": conditions.facts_asked,
    "not_the_proposer": conditions.not_the_proposer,
    # informal talks
    "informal_not_barred": conditions.informal_not_barred,
    "not_yet_consented": conditions.not_yet_consented,
    "both_consented": _fact(lambda case: case.consents >= SIDES, "Both sides must agree to the talks first."),
    "terms_written": _fact(lambda case: case.terms_written, "The facilitator must write down the terms first."),
    "not_yet_signed": conditions.not_yet_signed,
    "both_signed": _BOTH_SIGNED,
    "agreement_signed": _BOTH_SIGNED,
    "checks_done": _fact(lambda case: not case.check_ins_open, "Record every check-in first."),
    # panel, inquiry, hearing
    "panel_not_complete": conditions.panel_not_complete,
    "panel_complete": conditions.panel_complete,
    "response_once": _fact(
        lambda case: not case.answered,
        "You have sent your side already. Add more as evidence.",
        Why.ALREADY_DONE,
    ),
    "two_deliveries": conditions.two_deliveries,
    "report_complete": conditions.report_complete,
    "window_over": _fact(
        lambda case: deadlines.passed(case.due_on, case.today), "The time for this step is not over yet."
    ),
    "in_time": conditions.in_time,
    "both_replied": conditions.both_replied,
    "hearing_called": conditions.hearing_called,
    "hearing_notice_kept": conditions.hearing_notice_kept,
    # votes, decision, appeal
    "motion_open": conditions.motion_open,
    "not_yet_voted": conditions.not_yet_voted,
    "no_open_motion": _fact(
        lambda case: not any(motion.open for motion in case.motions),
        "Wait until all have voted on the open question.",
    ),
    "findings_decided": _fact(_all_found, "The panel must vote on every allegation first."),
    "measure_within_tier": conditions.measure_within_tier,
    "reasons_complete": _fact(_reasons_complete, "Write the reasons first."),
    "not_signed_yet": _fact(
        lambda case: case.state not in SIGNED,
        "The decision is signed. Nothing can be added.",
        Why.ALREADY_DONE,
    ),
    "outcome_carried": _fact(_outcome_carried, "The panel must carry an outcome of the appeal first."),
    "not_the_appellant": conditions.not_the_appellant,
    "measure_running": _fact(lambda case: case.measure_running, "There is no measure to follow."),
    "no_running_measure": _fact(_measure_over, "A measure is still running. Wait until it ends."),
}
