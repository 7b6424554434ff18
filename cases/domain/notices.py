"""Who hears of what: each kind of event, the roles that get a letter, and which letter.

Recipients are computed from the case when a letter leaves, never from a mailing list; a respondent who has
not been informed yet gets nothing. Drawn and leaving people have no row in the case: the one who records the
event names them under `Role.CANDIDATE`.
"""

from typing import TypeAlias

from cases.domain.vocabulary import Action, EventKind, Role, Tier

Letters: TypeAlias = tuple[tuple[frozenset[Role], str], ...]

CPL = Role.COMPLAINANT
RSP = Role.RESPONDENT
BOTH = frozenset({CPL, RSP})
SITTING = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR})
INQUIRING = frozenset({Role.PANEL_CHAIR, Role.INVESTIGATOR})
IN_CHARGE = INQUIRING | {
    Role.INTAKE_OFFICER,
    Role.SECOND_OFFICER,
    Role.REVIEWER,
    Role.FACILITATOR,
    Role.ESCALATION_RULER,
    Role.APPEALS_OFFICER,
    Role.CHALLENGE_RULER,
    Role.REGISTRAR,
}

YOUR_TURN = "n33_your_turn"
AT_ONCE = frozenset({"n17_imposed", "n17_renewed", "n17_ended", "n17_ruled"})
"""Letters that wait for no decent hour: somebody must know at once what protects them, or what binds them."""
TITLES = {
    "n01_received": "Your complaint was received",
    "n08_panel_changed": "The panel has changed",
    "n11_on_hold": "You are on hold in a case",
    "n11_ruled": "The ruling about you",
    "n12_reminder": "We have not heard from you yet",
    "n19_status": "Where the case stands",
    "n20_pressure": "Somebody was pressed to withdraw",
    "n22_apply": "A restriction to apply",
    "n22_end": "A restriction has ended",
    "n28_due": "A task or check-in of your plan",
    "n29_ending": "The last day of the measure is near",
    "n29_measure_ended": "The measure has ended",
    "n27_with_appeal": "A report goes with the appeal",
    "n27_set_aside": "The decision was set aside; a fresh panel hears the case",
    "n35_copy_made": "A copy of a case left on your word",
    "n32_above": "A step is overdue at another level",
    "n32_alarm_above": "A case stands still at another level",
    "n32_silent": "Nothing happens in a case",
    "n32_unowned": "A step has nobody who can take it",
    "n32_overdue": "A step is overdue",
    YOUR_TURN: "A case waits for you",
}
"""The letters that no step of a procedure sends; a procedure names its own."""


def _to(roles: frozenset[Role] | Role, letter: str) -> tuple[frozenset[Role], str]:
    return (frozenset({roles}) if isinstance(roles, Role) else roles), letter


TABLE: dict[EventKind, Letters] = {
    EventKind.DESK_GIVEN: (_to(Role.CANDIDATE, YOUR_TURN),),
    # first look
    EventKind.COMPLAINT_RECEIVED: (_to(CPL, "n01_received"),),
    EventKind.OFFICER_ASSIGNED: (_to(CPL, "n02_officer"),),
    EventKind.NOBODY_FREE: (_to(Role.REGISTRAR, YOUR_TURN),),
    EventKind.FACTS_ASKED: (_to(CPL, "n03_facts"),),
    EventKind.FACTS_ANSWERED: (_to(Role.INTAKE_OFFICER, YOUR_TURN),),
    EventKind.FACTS_LAPSED: (_to(Role.INTAKE_OFFICER, YOUR_TURN),),
    EventKind.DISMISSAL_REFUSED: (_to(Role.INTAKE_OFFICER, YOUR_TURN),),
    EventKind.DISMISSAL_CONFIRMED: (_to(BOTH, "n05_not_taken_forward"),),
    EventKind.DISMISSAL_UPHELD: (_to(BOTH, "n05_review_upheld"),),
    EventKind.DISMISSAL_OVERTURNED: (_to(BOTH, "n05_review_overturned"),),
    EventKind.REVIEW_LAPSED: (_to(BOTH, "n26_closed"),),
    EventKind.REFERRED_OUT: (_to(BOTH, "n05_referred"),),
    EventKind.BRANCH_OPENED: (_to(CPL, "n05_opened"), _to(Role.REGISTRAR, YOUR_TURN)),
    EventKind.NATIONAL_OPENED: (_to(BOTH, "n07_moved_up"), _to(Role.REGISTRAR, YOUR_TURN)),
    # informal talks
    EventKind.INFORMAL_OFFERED: (_to(BOTH, "n04_informal_offer"),),
    EventKind.TALKS_BEGAN: (_to(BOTH, "n04_talks_begin"), _to(Role.FACILITATOR, YOUR_TURN)),
    EventKind.TALKS_DECLINED: (_to(BOTH, "n04_talks_ended"),),
    EventKind.TALKS_LEFT: (_to(BOTH, "n04_talks_ended"),),
    EventKind.TALKS_LAPSED: (_to(BOTH, "n04_talks_ended"),),
    EventKind.TERMS_PROPOSED: (_to(BOTH, "n04_terms"),),
    EventKind.AGREEMENT_SIGNED: (_to(BOTH, "n04_agreement"),),
    EventKind.AGREEMENT_COMPLETED: (_to(BOTH, "n26_closed"),),
    # formal case
    EventKind.SEAT_OFFERED: (_to(Role.CANDIDATE, "n09_conflict_question"),),
    EventKind.MEMBER_STOOD_DOWN: (_to(Role.CANDIDATE, "n11_stepped_aside"),),
    EventKind.MEMBER_HELD: (_to(BOTH, "n10_challenge"), _to(Role.CANDIDATE, "n11_on_hold"), _to(SITTING, YOUR_TURN)),
    EventKind.CHALLENGE_CLOSED: (_to(BOTH, "n10_ruled"), _to(Role.CANDIDATE, "n11_ruled"), _to(SITTING, YOUR_TURN)),
    EventKind.TERM_ENDED: (_to(Role.CANDIDATE, "n11_stepped_aside"),),
    EventKind.PANEL_CHANGED: (_to(BOTH, "n08_panel_changed"),),
    EventKind.NOTICE_SERVED: (_to(BOTH, "n06_notice"), _to(SITTING, YOUR_TURN)),
    EventKind.ALLEGATIONS_ANSWERED: (_to(INQUIRING, YOUR_TURN),),
    EventKind.RESPONSE_LAPSED: (
        _to(BOTH, "n12_no_answer"),
        _to(INQUIRING, YOUR_TURN),
    ),
    EventKind.WITNESS_NAMED: (_to(Role.WITNESS, "n13_witness"),),
    EventKind.STATEMENT_SIGNED: (_to(INQUIRING, YOUR_TURN),),
    EventKind.STATEMENT_DECLINED: (_to(INQUIRING, YOUR_TURN),),
    EventKind.SUPPORTER_REMOVED: (_to(BOTH, "n16_supporter_removed"),),
    EventKind.REPORT_SUBMITTED: (_to(BOTH, "n15_evidence_open"),),
    EventKind.EVIDENCE_REVIEW_CLOSED: (_to(BOTH, "n15_evidence_closed"), _to(Role.PANEL_CHAIR, YOUR_TURN)),
    EventKind.EVIDENCE_OFFERED: (_to(BOTH, "n15_evidence_offered"), _to(Role.CANDIDATE, YOUR_TURN)),
    EventKind.EVIDENCE_ADMITTED: (_to(BOTH, "n15_evidence_again"),),
    EventKind.EVIDENCE_NOT_ADMITTED: (_to(BOTH, "n15_evidence_refused"),),
    EventKind.HEARING_CALLED: (_to(BOTH, "n16_hearing"), _to(SITTING, YOUR_TURN)),
    EventKind.POSTPONEMENT_ASKED: (_to(Role.PANEL_CHAIR, YOUR_TURN),),
    EventKind.POSTPONEMENT_RULED: (_to(BOTH, "n16_postponement"), _to(SITTING, YOUR_TURN)),
    EventKind.NEEDS_SAID: (_to(frozenset({Role.PANEL_CHAIR, Role.REGISTRAR}), YOUR_TURN),),
    EventKind.MINUTES_WRITTEN: (_to(SITTING, YOUR_TURN),),
    EventKind.HEARING_HELD: (_to(SITTING, YOUR_TURN),),
    EventKind.PAPERS_CHOSEN: (_to(BOTH, "n16_papers"), _to(SITTING, YOUR_TURN)),
    EventKind.LEAKS_READ: (_to(Role.PANEL_CHAIR, YOUR_TURN),),
    EventKind.DECISION_SIGNED: (_to(Role.REGISTRAR, YOUR_TURN),),
    EventKind.DECISION_SERVED: (_to(BOTH, "n21_decision"),),
    # temporary measures: only the one bound and the one protected
    EventKind.INTERIM_PROPOSED: (_to(Role.CANDIDATE, YOUR_TURN),),
    EventKind.INTERIM_RENEWAL_PROPOSED: (_to(Role.CANDIDATE, YOUR_TURN),),
    EventKind.INTERIM_IMPOSED: (_to(BOTH, "n17_imposed"),),
    EventKind.INTERIM_RENEWED: (_to(BOTH, "n17_renewed"),),
    EventKind.INTERIM_LIFTED: (_to(BOTH, "n17_ended"),),
    EventKind.INTERIM_ENDED: (_to(BOTH, "n17_ended"),),
    EventKind.INTERIM_RULED: (_to(BOTH, "n17_ruled"),),
    EventKind.INTERIM_UNREVIEWED: (_to(Role.DUTY, YOUR_TURN),),
    # moving up
    EventKind.ESCALATION_RULED: (_to(BOTH | {Role.PANEL_CHAIR}, "n07_ruling"),),
    EventKind.ESCALATED: (_to(BOTH, "n07_moved_up"), _to(Role.REGISTRAR, YOUR_TURN)),
    EventKind.MOVED_EXTERNAL: (_to(BOTH, "n07_external"), _to(Role.REGISTRAR, YOUR_TURN)),
    EventKind.EXTERNAL_REPORTED: (_to(BOTH, "n26_closed"),),
    # a complainant who withdraws; the respondent hears of what follows, and never why
    EventKind.WITHDRAWAL_ASKED: (
        _to(CPL, "n20_asked"),
        _to(frozenset({Role.PANEL_CHAIR, Role.INTAKE_OFFICER}), YOUR_TURN),
    ),
    EventKind.WITHDRAWN: (_to(BOTH, "n20_closed"),),
    EventKind.CARRIED_ON: (_to(BOTH, "n20_goes_on"),),
    EventKind.PRESSURE_REPORTED: (_to(Role.REGISTRAR, "n20_pressure"),),
    # two complaints about the same facts: both cases are told in the same moment
    EventKind.JOINING_PROPOSED: (_to(BOTH, "n35_proposed"), _to(Role.PANEL_CHAIR, YOUR_TURN)),
    EventKind.JOINING_PROPOSED_HERE: (_to(BOTH, "n35_proposed"),),
    EventKind.JOINING_RULED: (_to(BOTH, "n35_ruled"), _to(Role.REGISTRAR, YOUR_TURN)),
    EventKind.JOINING_RULED_HERE: (_to(BOTH, "n35_ruled"),),
    EventKind.SEPARATED: (_to(BOTH, "n35_separated"),),
    EventKind.SEPARATED_HERE: (_to(BOTH, "n35_separated"), _to(Role.REGISTRAR, YOUR_TURN)),
    # a respondent who leaves, and comes back
    EventKind.RESPONDENT_LEFT: (_to(frozenset({Role.PANEL_CHAIR, Role.REGISTRAR}), YOUR_TURN),),
    EventKind.WENT_ON_AFTER_LEAVING: (_to(BOTH, "n34_goes_on"),),
    EventKind.CLOSED_AFTER_LEAVING: (_to(BOTH, "n34_closed"),),
    EventKind.RESPONDENT_BACK: (_to(Role.REGISTRAR, YOUR_TURN),),
    EventKind.RESUMED: (_to(BOTH, "n34_resumed"),),
    # appeal and what follows
    EventKind.APPEAL_FILED: (_to(BOTH, "n23_appeal_received"),),
    EventKind.LATE_APPEAL_ASKED: (_to(BOTH, "n23_late_asked"),),
    EventKind.LATE_APPEAL_ADMITTED: (_to(BOTH, "n23_late_admitted"),),
    EventKind.LATE_APPEAL_REFUSED: (_to(BOTH, "n23_late_refused"),),
    EventKind.APPEAL_ADMITTED: (_to(BOTH, "n23_admitted"), _to(Role.REGISTRAR, YOUR_TURN)),
    EventKind.APPEAL_REFUSED: (_to(BOTH, "n23_refused"),),
    EventKind.APPEAL_PANEL_SERVED: (_to(BOTH, "n24_appeal_panel"), _to(SITTING, YOUR_TURN)),
    EventKind.APPEAL_ANSWERED: (_to(SITTING, YOUR_TURN),),
    EventKind.APPEAL_ANSWER_LAPSED: (_to(SITTING, YOUR_TURN),),
    EventKind.APPEAL_DECISION_SERVED: (_to(BOTH, "n25_appeal_decision"),),
    EventKind.WINDOW_CLOSED: (_to(BOTH, "n26_final"),),
    EventKind.MONITORING_STARTED: (_to(RSP, "n28_monitoring"),),
    EventKind.MONITORING_ENDED: (_to(BOTH, "n26_closed"),),
    EventKind.TASK_SHOWN: (_to(Role.MONITOR, YOUR_TURN),),
    EventKind.PLAN_STEP_DUE: (_to(RSP, "n28_due"), _to(Role.MONITOR, YOUR_TURN)),
    EventKind.BREACH_REPORTED: (_to(RSP, "n28_breach"),),
    EventKind.BREACH_FOUND: (_to(RSP, "n28_breach"), _to(Role.MONITOR, YOUR_TURN)),
    EventKind.BREACH_ANSWERED: (_to(Role.MEASURE_CHAIR, YOUR_TURN),),
    EventKind.BREACH_RULED: (_to(RSP, "n28_ruled"), _to(Role.MONITOR, YOUR_TURN)),
    EventKind.MEASURE_ENDING: (_to(RSP, "n29_ending"),),
    EventKind.MEASURE_ENDED: (_to(RSP, "n29_measure_ended"),),
    EventKind.RETURN_CERTIFIED: (_to(RSP, "n29_return"),),
    EventKind.RESTRICTION_TOLD: (_to(Role.CANDIDATE, "n22_apply"),),
    EventKind.RESTRICTION_ENDED: (_to(Role.CANDIDATE, "n22_end"),),
    EventKind.CLOSED: (_to(BOTH, "n26_closed"),),
    # more time, and pauses
    EventKind.EXTENSION_ASKED: (_to(frozenset({Role.REGISTRAR, Role.PANEL_CHAIR}), YOUR_TURN),),
    EventKind.EXTENSION_RULED: (_to(BOTH, "n18_extension"),),
    EventKind.CASE_PAUSED: (_to(BOTH, "n18_paused"),),
    EventKind.CASE_WENT_ON: (_to(BOTH, "n18_goes_on"), _to(IN_CHARGE, YOUR_TURN)),
    EventKind.WENT_ON_QUIETLY: (_to(IN_CHARGE, YOUR_TURN),),
    # a conflict of interest found late
    EventKind.CONFLICT_REPORTED: (_to(BOTH, "n27_conflict_reported"),),
    EventKind.CONFLICT_RULED: (_to(BOTH, "n27_conflict_ruled"),),
    EventKind.CONFLICT_TO_APPEAL: (_to(BOTH, "n27_with_appeal"),),
    EventKind.SET_ASIDE: (_to(BOTH, "n27_set_aside"), _to(Role.REGISTRAR, YOUR_TURN)),
    # copies that leave
    EventKind.COPY_MADE: (_to(Role.CANDIDATE, "n35_copy_made"),),
    # the clock
    EventKind.STATUS_SENT: (_to(BOTH, "n19_status"),),
    EventKind.REMINDED: (_to(RSP, "n12_reminder"),),
    EventKind.OVERDUE_NOTICED: (_to(IN_CHARGE, "n32_overdue"),),
    EventKind.CASE_SILENT: (_to(Role.REGISTRAR, "n32_silent"), _to(Role.CANDIDATE, "n32_alarm_above")),
    EventKind.STEP_UNOWNED: (_to(Role.REGISTRAR, "n32_unowned"), _to(Role.CANDIDATE, "n32_alarm_above")),
    EventKind.OVERDUE_PASSED_UP: (_to(Role.CANDIDATE, "n32_above"),),
}

EVENTS: dict[Action, EventKind] = {
    Action.ASSIGN_OFFICER: EventKind.OFFICER_ASSIGNED,
    Action.SCREEN_SAFETY: EventKind.SAFETY_SCREENED,
    Action.FRAME_ALLEGATION: EventKind.ALLEGATION_FRAMED,
    Action.IDENTIFY_PARTY: EventKind.PARTY_IDENTIFIED,
    Action.ASK_FACTS: EventKind.FACTS_ASKED,
    Action.ANSWER_FACTS: EventKind.FACTS_ANSWERED,
    Action.FACTS_LAPSED: EventKind.FACTS_LAPSED,
    Action.OFFER_INFORMAL: EventKind.INFORMAL_OFFERED,
    Action.OPEN_BRANCH: EventKind.BRANCH_OPENED,
    Action.OPEN_NATIONAL: EventKind.NATIONAL_OPENED,
    Action.PROPOSE_DISMISSAL: EventKind.DISMISSAL_PROPOSED,
    Action.CONFIRM_DISMISSAL: EventKind.DISMISSAL_CONFIRMED,
    Action.REFUSE_DISMISSAL: EventKind.DISMISSAL_REFUSED,
    Action.REFER_OUT: EventKind.REFERRED_OUT,
    Action.REQUEST_REVIEW: EventKind.REVIEW_REQUESTED,
    Action.REVIEW_LAPSED: EventKind.REVIEW_LAPSED,
    Action.UPHOLD_DISMISSAL: EventKind.DISMISSAL_UPHELD,
    Action.OVERTURN_DISMISSAL: EventKind.DISMISSAL_OVERTURNED,
    Action.CONSENT: EventKind.TALKS_ACCEPTED,
    Action.DECLINE_INFORMAL: EventKind.TALKS_DECLINED,
    Action.INFORMAL_LAPSED: EventKind.TALKS_LAPSED,
    Action.ADD_TALK_NOTE: EventKind.TALK_NOTE_ADDED,
    Action.PROPOSE_TERMS: EventKind.TERMS_PROPOSED,
    Action.SIGN_TERMS: EventKind.TERMS_SIGNED,
    Action.LEAVE_INFORMAL: EventKind.TALKS_LEFT,
    Action.RECORD_CHECK_IN: EventKind.CHECK_IN_RECORDED,
    Action.COMPLETE_AGREEMENT: EventKind.AGREEMENT_COMPLETED,
    Action.FORM_PANEL: EventKind.PANEL_DRAWN,
    Action.ANSWER_CONFLICT: EventKind.CONFLICT_ANSWERED,
    Action.CALL_DUTY: EventKind.DUTY_CALLED,
    Action.PROPOSE_INTERIM: EventKind.INTERIM_PROPOSED,
    Action.CONFIRM_INTERIM: EventKind.INTERIM_IMPOSED,
    Action.REFUSE_INTERIM: EventKind.INTERIM_NOT_AGREED,
    Action.RENEW_INTERIM: EventKind.INTERIM_RENEWAL_PROPOSED,
    Action.LIFT_INTERIM: EventKind.INTERIM_LIFTED,
    Action.CONTEST_INTERIM: EventKind.INTERIM_CONTESTED,
    Action.RULE_INTERIM: EventKind.INTERIM_RULED,
    Action.RECUSE: EventKind.RECUSED,
    Action.DECLARE: EventKind.DECLARED,
    Action.DISCLOSE: EventKind.DISCLOSED,
    Action.CHALLENGE: EventKind.CHALLENGE_FILED,
    Action.RULE_CHALLENGE: EventKind.CHALLENGE_VOTED,
    Action.STRIKE: EventKind.STRUCK,
    Action.WAIVE: EventKind.WAIVER_GIVEN,
    Action.SERVE_NOTICE: EventKind.NOTICE_SERVED,
    Action.RECORD_DELIVERY: EventKind.DELIVERY_RECORDED,
    Action.ANSWER_ALLEGATIONS: EventKind.ALLEGATIONS_ANSWERED,
    Action.RESPONSE_LAPSED: EventKind.RESPONSE_LAPSED,
    Action.ADD_EVIDENCE: EventKind.EVIDENCE_ADDED,
    Action.OFFER_EVIDENCE: EventKind.EVIDENCE_OFFERED,
    Action.ADMIT_EVIDENCE: EventKind.EVIDENCE_ADMITTED,
    Action.REFUSE_EVIDENCE: EventKind.EVIDENCE_NOT_ADMITTED,
    Action.ADD_ADDENDUM: EventKind.ADDENDUM_ADDED,
    Action.NAME_WITNESS: EventKind.WITNESS_NAMED,
    Action.INVITE_WITNESS: EventKind.WITNESS_INVITED,
    Action.SIGN_STATEMENT: EventKind.STATEMENT_SIGNED,
    Action.DECLINE_STATEMENT: EventKind.STATEMENT_DECLINED,
    Action.NAME_SUPPORTER: EventKind.SUPPORTER_NAMED,
    Action.INVITE_SUPPORTER: EventKind.SUPPORTER_INVITED,
    Action.CONFIRM_SUPPORT: EventKind.SUPPORT_CONFIRMED,
    Action.REMOVE_SUPPORTER: EventKind.SUPPORTER_REMOVED,
    Action.SUBMIT_REPORT: EventKind.REPORT_SUBMITTED,
    Action.REPLY_EVIDENCE: EventKind.EVIDENCE_REPLIED,
    Action.CLOSE_REVIEW: EventKind.EVIDENCE_REVIEW_CLOSED,
    Action.CALL_HEARING: EventKind.HEARING_CALLED,
    Action.RECORD_PRESENCE: EventKind.PRESENCE_RECORDED,
    Action.PUT_QUESTION: EventKind.QUESTION_PUT,
    Action.RULE_QUESTION: EventKind.QUESTION_RULED,
    Action.MARK_ANSWERED: EventKind.QUESTION_ANSWERED,
    Action.HOLD_HEARING: EventKind.HEARING_HELD,
    Action.WRITE_MINUTES: EventKind.MINUTES_WRITTEN,
    Action.APPROVE_MINUTES: EventKind.MINUTES_SEEN,
    Action.CLOSE_MINUTES: EventKind.MINUTES_CLOSED,
    Action.SAY_NEEDS: EventKind.NEEDS_SAID,
    Action.AGREE_DAY: EventKind.DAY_AGREED,
    Action.ASK_POSTPONEMENT: EventKind.POSTPONEMENT_ASKED,
    Action.RULE_POSTPONEMENT: EventKind.POSTPONEMENT_RULED,
    Action.DECIDE_ON_PAPERS: EventKind.PAPERS_CHOSEN,
    Action.VOTE: EventKind.VOTE_CAST,
    Action.PROPOSE_MEASURE: EventKind.MEASURE_PROPOSED,
    Action.PROPOSE_OUTCOME: EventKind.OUTCOME_PROPOSED,
    Action.WRITE_REASONS: EventKind.REASONS_WRITTEN,
    Action.READ_FOR_LEAKS: EventKind.LEAKS_READ,
    Action.ADD_DISSENT: EventKind.DISSENT_ADDED,
    Action.SIGN_DECISION: EventKind.DECISION_SIGNED,
    Action.SERVE_DECISION: EventKind.DECISION_SERVED,
    Action.REQUEST_ESCALATION: EventKind.ESCALATION_REQUESTED,
    Action.RULE_ESCALATION: EventKind.ESCALATION_RULED,
    Action.ESCALATE: EventKind.ESCALATED,
    Action.SEND_OUTSIDE: EventKind.MOVED_EXTERNAL,
    Action.FILE_APPEAL: EventKind.APPEAL_FILED,
    Action.ASK_LATE_APPEAL: EventKind.LATE_APPEAL_ASKED,
    Action.ADMIT_LATE_APPEAL: EventKind.LATE_APPEAL_ADMITTED,
    Action.REFUSE_LATE_APPEAL: EventKind.LATE_APPEAL_REFUSED,
    Action.WINDOW_CLOSED: EventKind.WINDOW_CLOSED,
    Action.ADMIT_APPEAL: EventKind.APPEAL_ADMITTED,
    Action.REFUSE_APPEAL: EventKind.APPEAL_REFUSED,
    Action.ANSWER_APPEAL: EventKind.APPEAL_ANSWERED,
    Action.APPEAL_ANSWER_LAPSED: EventKind.APPEAL_ANSWER_LAPSED,
    Action.START_MONITORING: EventKind.MONITORING_STARTED,
    Action.MONITORING_ENDED: EventKind.MONITORING_ENDED,
    Action.REPORT_CONFLICT: EventKind.CONFLICT_REPORTED,
    Action.RULE_CONFLICT: EventKind.CONFLICT_RULED,
    Action.TAKE_UP_PLAN: EventKind.PLAN_TAKEN_UP,
    Action.SHOW_TASK: EventKind.TASK_SHOWN,
    Action.SETTLE_TASK: EventKind.TASK_SETTLED,
    Action.REPORT_BREACH: EventKind.BREACH_REPORTED,
    Action.ANSWER_BREACH: EventKind.BREACH_ANSWERED,
    Action.RULE_BREACH: EventKind.BREACH_RULED,
    Action.COMPLETE_PLAN: EventKind.PLAN_COMPLETED,
    Action.CERTIFY_RETURN: EventKind.RETURN_CERTIFIED,
    Action.TICK_OFF: EventKind.RESTRICTION_TICKED_OFF,
    Action.CLOSE: EventKind.CLOSED,
    Action.WITHDRAW: EventKind.WITHDRAWAL_ASKED,
    Action.ACCEPT_WITHDRAWAL: EventKind.WITHDRAWN,
    Action.CARRY_ON: EventKind.CARRIED_ON,
    Action.ANSWER_TESTIMONY: EventKind.TESTIMONY_ANSWERED,
    Action.PROPOSE_JOINING: EventKind.JOINING_PROPOSED,
    Action.OBJECT_JOINING: EventKind.JOINING_OBJECTED,
    Action.RULE_JOINING: EventKind.JOINING_RULED,
    Action.SEPARATE: EventKind.SEPARATED,
    Action.GO_ON_AFTER_LEAVING: EventKind.WENT_ON_AFTER_LEAVING,
    Action.CLOSE_AFTER_LEAVING: EventKind.CLOSED_AFTER_LEAVING,
    Action.RESUME: EventKind.RESUMED,
    Action.ASK_EXTENSION: EventKind.EXTENSION_ASKED,
    Action.RULE_EXTENSION: EventKind.EXTENSION_RULED,
    Action.STAY: EventKind.CASE_PAUSED,
    Action.RESUME_CLOCK: EventKind.CASE_WENT_ON,
    Action.REPORT_EXTERNAL: EventKind.EXTERNAL_REPORTED,
}

ELSEWHERE: dict[tuple[Action, Tier], EventKind] = {
    (Action.NAME_WITNESS, Tier.INTAKE): EventKind.WITNESS_NOTED,
    (Action.SERVE_NOTICE, Tier.APPEAL): EventKind.APPEAL_PANEL_SERVED,
    (Action.SERVE_DECISION, Tier.APPEAL): EventKind.APPEAL_DECISION_SERVED,
    (Action.ESCALATE, Tier.NATIONAL): EventKind.MOVED_EXTERNAL,
    (Action.ESCALATE, Tier.APPEAL): EventKind.MOVED_EXTERNAL,
}
"""The same act means something else at some levels, and other people hear of it."""

LEAVES_WITH: dict[EventKind, EventKind] = {
    EventKind.TALKS_ACCEPTED: EventKind.TALKS_BEGAN,
    EventKind.TERMS_SIGNED: EventKind.AGREEMENT_SIGNED,
    EventKind.PANEL_DRAWN: EventKind.SEAT_OFFERED,
    EventKind.INTERIM_RENEWAL_PROPOSED: EventKind.INTERIM_RENEWED,
    EventKind.RECUSED: EventKind.MEMBER_STOOD_DOWN,
    EventKind.DISCLOSED: EventKind.MEMBER_HELD,
    EventKind.CHALLENGE_FILED: EventKind.MEMBER_HELD,
    EventKind.CHALLENGE_VOTED: EventKind.CHALLENGE_CLOSED,
    EventKind.WAIVER_GIVEN: EventKind.CHALLENGE_CLOSED,
}
"""Acts whose letter waits for a later event: the second signature, the one person asked, the role that ended."""


def event_of(action: Action, tier: Tier | None = None) -> EventKind:
    """The event by which an act is recorded; `tier` is the level at which it was done."""
    return ELSEWHERE.get((action, tier), EVENTS[action]) if tier else EVENTS[action]


def letters_of(action: Action, tier: Tier) -> Letters:
    """Every letter that an act sends, at once or with the event that completes it."""
    kind = event_of(action, tier)
    kinds = (kind, LEAVES_WITH[kind]) if kind in LEAVES_WITH else (kind,)
    return tuple(letter for each in kinds for letter in TABLE.get(each, ()))
