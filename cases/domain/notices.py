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
    Role.REGISTRAR,
}

YOUR_TURN = "n33_your_turn"
TITLES = {
    "n01_received": "Your complaint was received",
    "n08_panel_changed": "The panel has changed",
    "n19_status": "Where the case stands",
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
    EventKind.PANEL_CHANGED: (_to(BOTH, "n08_panel_changed"),),
    EventKind.NOTICE_SERVED: (_to(BOTH, "n06_notice"), _to(SITTING, YOUR_TURN)),
    EventKind.ALLEGATIONS_ANSWERED: (_to(INQUIRING, YOUR_TURN),),
    EventKind.RESPONSE_LAPSED: (
        _to(BOTH, "n12_no_answer"),
        _to(INQUIRING, YOUR_TURN),
    ),
    EventKind.WITNESS_NAMED: (_to(Role.WITNESS, "n13_witness"),),
    EventKind.REPORT_SUBMITTED: (_to(BOTH, "n15_evidence_open"),),
    EventKind.EVIDENCE_REVIEW_CLOSED: (_to(BOTH, "n15_evidence_closed"), _to(Role.PANEL_CHAIR, YOUR_TURN)),
    EventKind.HEARING_CALLED: (_to(BOTH, "n16_hearing"), _to(SITTING, YOUR_TURN)),
    EventKind.HEARING_HELD: (_to(SITTING, YOUR_TURN),),
    EventKind.PAPERS_CHOSEN: (_to(BOTH, "n16_papers"), _to(SITTING, YOUR_TURN)),
    EventKind.DECISION_SIGNED: (_to(Role.REGISTRAR, YOUR_TURN),),
    EventKind.DECISION_SERVED: (_to(BOTH, "n21_decision"),),
    # moving up
    EventKind.ESCALATION_RULED: (_to(BOTH | {Role.PANEL_CHAIR}, "n07_ruling"),),
    EventKind.ESCALATED: (_to(BOTH, "n07_moved_up"), _to(Role.REGISTRAR, YOUR_TURN)),
    EventKind.MOVED_EXTERNAL: (_to(BOTH, "n07_external"), _to(Role.REGISTRAR, YOUR_TURN)),
    EventKind.EXTERNAL_REPORTED: (_to(BOTH, "n26_closed"),),
    # appeal and what follows
    EventKind.APPEAL_FILED: (_to(BOTH, "n23_appeal_received"),),
    EventKind.APPEAL_ADMITTED: (_to(BOTH, "n23_admitted"), _to(Role.REGISTRAR, YOUR_TURN)),
    EventKind.APPEAL_REFUSED: (_to(BOTH, "n23_refused"),),
    EventKind.APPEAL_PANEL_SERVED: (_to(BOTH, "n24_appeal_panel"), _to(SITTING, YOUR_TURN)),
    EventKind.APPEAL_ANSWERED: (_to(SITTING, YOUR_TURN),),
    EventKind.APPEAL_ANSWER_LAPSED: (_to(SITTING, YOUR_TURN),),
    EventKind.APPEAL_DECISION_SERVED: (_to(BOTH, "n25_appeal_decision"),),
    EventKind.WINDOW_CLOSED: (_to(BOTH, "n26_final"),),
    EventKind.MONITORING_STARTED: (_to(RSP, "n28_monitoring"),),
    EventKind.MONITORING_ENDED: (_to(RSP, "n29_measure_ended"), _to(CPL, "n26_closed")),
    EventKind.CLOSED: (_to(BOTH, "n26_closed"),),
    # the clock
    EventKind.STATUS_SENT: (_to(BOTH, "n19_status"),),
    EventKind.OVERDUE_NOTICED: (_to(IN_CHARGE, "n32_overdue"),),
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
    Action.RECUSE: EventKind.RECUSED,
    Action.SERVE_NOTICE: EventKind.NOTICE_SERVED,
    Action.RECORD_DELIVERY: EventKind.DELIVERY_RECORDED,
    Action.ANSWER_ALLEGATIONS: EventKind.ALLEGATIONS_ANSWERED,
    Action.RESPONSE_LAPSED: EventKind.RESPONSE_LAPSED,
    Action.ADD_EVIDENCE: EventKind.EVIDENCE_ADDED,
    Action.ADD_ADDENDUM: EventKind.ADDENDUM_ADDED,
    Action.NAME_WITNESS: EventKind.WITNESS_NAMED,
    Action.SUBMIT_REPORT: EventKind.REPORT_SUBMITTED,
    Action.REPLY_EVIDENCE: EventKind.EVIDENCE_REPLIED,
    Action.CLOSE_REVIEW: EventKind.EVIDENCE_REVIEW_CLOSED,
    Action.CALL_HEARING: EventKind.HEARING_CALLED,
    Action.HOLD_HEARING: EventKind.HEARING_HELD,
    Action.DECIDE_ON_PAPERS: EventKind.PAPERS_CHOSEN,
    Action.VOTE: EventKind.VOTE_CAST,
    Action.PROPOSE_MEASURE: EventKind.MEASURE_PROPOSED,
    Action.PROPOSE_OUTCOME: EventKind.OUTCOME_PROPOSED,
    Action.WRITE_REASONS: EventKind.REASONS_WRITTEN,
    Action.ADD_DISSENT: EventKind.DISSENT_ADDED,
    Action.SIGN_DECISION: EventKind.DECISION_SIGNED,
    Action.SERVE_DECISION: EventKind.DECISION_SERVED,
    Action.REQUEST_ESCALATION: EventKind.ESCALATION_REQUESTED,
    Action.RULE_ESCALATION: EventKind.ESCALATION_RULED,
    Action.ESCALATE: EventKind.ESCALATED,
    Action.FILE_APPEAL: EventKind.APPEAL_FILED,
    Action.WINDOW_CLOSED: EventKind.WINDOW_CLOSED,
    Action.ADMIT_APPEAL: EventKind.APPEAL_ADMITTED,
    Action.REFUSE_APPEAL: EventKind.APPEAL_REFUSED,
    Action.ANSWER_APPEAL: EventKind.APPEAL_ANSWERED,
    Action.APPEAL_ANSWER_LAPSED: EventKind.APPEAL_ANSWER_LAPSED,
    Action.START_MONITORING: EventKind.MONITORING_STARTED,
    Action.MONITORING_ENDED: EventKind.MONITORING_ENDED,
    Action.CLOSE: EventKind.CLOSED,
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
    EventKind.RECUSED: EventKind.MEMBER_STOOD_DOWN,
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
