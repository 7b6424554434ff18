"""Every condition a procedure may name: each returns one sentence that says what to do, or nothing."""

from collections.abc import Callable
from typing import TypeAlias

from cases.domain import (
    challenges,
    completeness,
    conditions,
    deadlines,
    declarations,
    delays,
    files,
    hearing_day,
    hearings,
    interim,
    joining,
    late_appeals,
    lateness,
    measures,
    plans,
    readmission,
    redaction,
    remands,
    reopening,
    withdrawal,
)
from cases.domain.answer import Refusal
from cases.domain.conditions import SIDES, unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import ClosureReason, State, Tier, Why

Guard: TypeAlias = Callable[[Procedure, CaseFacts, ActorFacts, ActFacts], Refusal | None]

SIGNED = frozenset({State.SIGNED, State.APPEAL_WINDOW, State.FINAL, State.MONITORING, State.CLOSED})


def _fact(holds: Callable[[CaseFacts], bool], because: str, why: Why = Why.GUARD) -> Guard:
    """A guard that only looks at the case."""
    return lambda procedure, case, actor, act: unless(holds(case), because, why)


def _reasons_complete(case: CaseFacts) -> bool:
    if case.tier is Tier.APPEAL:
        return case.outcome_reasoned
    return all(allegation.number in case.reasoned for allegation in case.allegations)


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
    "late_conflict_open": _fact(
        lambda case: case.late_conflict is not None, "Nobody has reported a conflict of interest after the decision."
    ),
    "no_late_conflict": _fact(
        lambda case: case.late_conflict is None,
        "A report of a conflict of interest is waiting for its ruling. Wait for the answer.",
        Why.ALREADY_DONE,
    ),
    "late_appeal_possible": late_appeals.late_appeal_possible,
    "late_appeal_waits": late_appeals.late_appeal_waits,
    "no_late_request": late_appeals.no_late_request,
    "outcome_possible": remands.outcome_possible,
    "still_deciding": remands.still_deciding,
    "readmission_possible": readmission.readmission_possible,
    "statement_possible": readmission.statement_possible,
    "readmission_to_rule": readmission.readmission_to_rule,
    "reopening_possible": reopening.reopening_possible,
    "reopening_waits": reopening.reopening_waits,
    "one_request_open": _fact(
        lambda case: case.escalation_asked is None,
        "A request to move up is waiting for its ruling already. Wait for the answer.",
        Why.ALREADY_DONE,
    ),
    "late_enough": conditions.late_enough,
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
    "supporters_few": conditions.supporters_few,
    "witness_chosen": conditions.witness_chosen,
    "supporter_chosen": conditions.supporter_chosen,
    "both_replied": conditions.both_replied,
    "duty_not_called": interim.duty_not_called,
    "may_be_bound": interim.may_be_bound,
    "interim_dates_fit": interim.interim_dates_fit,
    "not_own_proposal": interim.not_own_proposal,
    "interim_runs": interim.interim_runs,
    "not_being_renewed": interim.not_being_renewed,
    "may_contest": interim.may_contest,
    "interim_to_rule": interim.interim_to_rule,
    "not_yet_replied": lateness.not_yet_replied,
    "own_offer_ruled": lateness.own_offer_ruled,
    "late_evidence_waits": lateness.late_evidence_waits,
    "may_rule_evidence": lateness.may_rule_evidence,
    "no_late_evidence_open": lateness.no_late_evidence_open,
    "hearing_called": hearings.hearing_called,
    "hearing_notice_kept": hearings.hearing_notice_kept,
    "hearing_ahead": hearings.hearing_ahead,
    "postponement_possible": hearings.postponement_possible,
    "postponement_asked": hearings.postponement_asked,
    "no_postponement_open": hearings.no_postponement_open,
    "ready_in_time": hearings.ready_in_time,
    "no_joining_waits": joining.no_joining_waits,
    "may_object": joining.may_object,
    "joining_to_rule": joining.joining_to_rule,
    "something_joined": joining.something_joined,
    "may_withdraw": withdrawal.may_withdraw,
    "withdrawal_waits": withdrawal.withdrawal_waits,
    "no_withdrawal_waits": withdrawal.no_withdrawal_waits,
    "nothing_left": withdrawal.nothing_left,
    "organisation_carries": withdrawal.organisation_carries,
    "hearing_day_come": hearing_day.hearing_day_come,
    "hearing_set": hearing_day.hearing_set,
    "question_waits": hearing_day.question_waits,
    "question_admitted": hearing_day.question_admitted,
    "refusal_reasoned": hearing_day.refusal_reasoned,
    "enough_present": hearing_day.enough_present,
    "minutes_open": hearing_day.minutes_open,
    "minutes_not_seen": hearing_day.minutes_not_seen,
    "minutes_final": hearing_day.minutes_final,
    "respondent_left": _fact(
        lambda case: any(r.left and r.informed for r in case.respondents),
        "Every respondent is still a member.",
        Why.NO_OCCASION,
    ),
    "leaving_undecided": _fact(
        lambda case: not case.leaving_decided, "The panel has decided already that the case goes on.", Why.ALREADY_DONE
    ),
    "respondent_back": _fact(
        lambda case: (
            case.closed_as is ClosureReason.RESIGNED_UNDER_CHARGE and not any(r.left for r in case.respondents)
        ),
        "Only the case of a member who left before a decision, and came back, can be resumed.",
        Why.NO_OCCASION,
    ),
    # doubts about somebody on the panel
    "not_yet_declared": declarations.not_yet_declared,
    "declared": declarations.declared,
    "declared_to_sign": declarations.declared_to_sign,
    "may_be_challenged": challenges.may_be_challenged,
    "challenge_in_time": challenges.challenge_in_time,
    "nobody_on_hold": challenges.nobody_on_hold,
    "roster_fixed": challenges.roster_fixed,
    "strike_left": challenges.strike_left,
    "may_rule": challenges.may_rule,
    "waiver_asked": challenges.waiver_asked,
    # more time, and pauses
    "extension_possible": delays.extension_possible,
    "extension_asked": delays.extension_asked,
    "pause_possible": delays.pause_possible,
    "pause_to_agree": delays.pause_to_agree,
    "paused": delays.paused,
    # votes, decision, appeal
    "motion_open": conditions.motion_open,
    "not_yet_voted": conditions.not_yet_voted,
    "no_open_motion": _fact(
        lambda case: not any(motion.open for motion in case.motions),
        "Wait until all have voted on the open question.",
    ),
    "findings_decided": _fact(conditions.all_found, "The panel must vote on every allegation first."),
    "measure_within_tier": conditions.measure_within_tier,
    "reasons_complete": _fact(_reasons_complete, "Write the reasons first."),
    "leaks_read": completeness.leaks_read,
    "leaks_to_read": completeness.leaks_to_read,
    "not_signed_yet": _fact(
        lambda case: case.state not in SIGNED,
        "The decision is signed. Nothing can be added.",
        Why.ALREADY_DONE,
    ),
    "outcome_carried": _fact(conditions.outcome_carried, "The panel must carry an outcome of the appeal first."),
    "not_the_appellant": conditions.not_the_appellant,
    "file_chosen": files.file_chosen,
    "something_to_hide": redaction.something_to_hide,
    "words_hidden": redaction.words_hidden,
    "appeal_not_answered": conditions.appeal_not_answered,
    "measure_whole": measures.measure_whole,
    "measure_running": _fact(lambda case: bool(measures.running(case)), "There is no measure to follow."),
    "no_running_measure": _fact(
        lambda case: not measures.running(case), "A measure is still running. Wait until it ends."
    ),
    "conditions_open": measures.conditions_open,
    "plan_not_taken": plans.plan_not_taken,
    "plan_taken": plans.plan_taken,
    "plan_step_open": plans.plan_step_open,
    "no_breach_open": plans.no_breach_open,
    "breach_to_answer": plans.breach_to_answer,
    "breach_to_rule": plans.breach_to_rule,
    "plan_done": plans.plan_done,
    "rolled_out": measures.rolled_out,
    "roll_out_open": measures.roll_out_open,
}
