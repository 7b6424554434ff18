"""Every state × every act × every role, against the table written by hand in `grid.txt`."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from cases.domain import engine
from cases.domain.declarations import STAGES
from cases.domain.facts import (
    AppealFacts,
    ExtensionFacts,
    Hand,
    InterimFacts,
    LateRequestFacts,
    MeasureFacts,
    MotionFacts,
    OfferFacts,
    ReadmissionFacts,
    Running,
)
from cases.domain.hearing_facts import HearingFacts, MinutesFacts
from cases.domain.measure_facts import BreachFacts, PlanFacts, StepFacts
from cases.domain.procedure import Procedure
from cases.domain.requests import JoiningFacts, WithdrawalFacts
from cases.domain.vocabulary import (
    Action,
    Category,
    ClosureReason,
    DismissalGround,
    Ground,
    InterimKind,
    MeasureKind,
    MotionKind,
    Outcome,
    PostponementGround,
    Role,
    SeatKind,
    State,
    Tier,
    Why,
)
from tests.cases.grid import Cell, read
from tests.domain.facts import (
    ANA,
    CAL,
    DEE,
    ELI,
    FAY,
    GUS,
    HANA,
    PROCEDURE,
    ROB,
    TODAY,
    WITH_WITNESS,
    ZED,
    act,
    actor,
    allegation,
    case,
    doubt,
    finding,
    panel,
    party,
    seat,
    whys,
)

PLACES, CELLS = read()
EVERYWHERE = list(product(Tier, State))
WHO = {Role.COMPLAINANT: ANA, Role.RESPONDENT: ROB, Role.WITNESS: None, Role.SUPPORTER: None, Role.SYSTEM: None}
SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
LAPSES = {clock.lapses for clock in PROCEDURE.clocks} - {None, Action.CLOSE_REVIEW}
CAME = replace(party(GUS, Role.COMPLAINANT, number=3), joined=True)
TOGETHER = (party(ANA, Role.COMPLAINANT, number=1), party(ROB, informed=True), CAME)
GONE = {"parties": (party(ANA, Role.COMPLAINANT, number=1), party(ROB, informed=True, left=True))}
WITHDRAWN = {"withdrawal": WithdrawalFacts(rule_by=TODAY)}
DESK = "challenge"
SUSPENSION = Running(number=1, kind=MeasureKind.SUSPENSION, until=date(2026, 9, 1), conditional=True)
EVERYBODY = frozenset({CAL, DEE, ELI, FAY, GUS})
PLAN = PlanFacts(measure=1, taken_up_by=ZED, steps=(StepFacts(number=1, task=True, due_on=TODAY),))
BREACH = BreachFacts(number=1, hear_by=TODAY, rule_by=TODAY)
DECIDED = MotionFacts(number=1, kind=MotionKind.OUTCOME, open=False, carried=True, outcome=Outcome.AFFIRM)


def offered(procedure: Procedure) -> frozenset[Cell]:
    """What the engine offers, everywhere, to everybody."""
    return frozenset(
        (tier, state, role, choice.step.action)
        for tier, state in EVERYWHERE
        for role in Role
        for choice in engine.choices(procedure, case(state, tier), actor(WHO.get(role, ZED), role))
    )


def test_the_table_has_every_place_of_the_procedure_and_no_other():
    assert PROCEDURE.reach() == PLACES


def test_what_is_offered_is_what_the_table_says():
    found = offered(PROCEDURE)
    assert not found - CELLS, "offered, and not in the table"
    assert not CELLS - found, "in the table, and not offered"


@pytest.mark.parametrize("role", Role)
def test_what_is_not_in_the_table_is_refused_for_the_step_or_the_role(role):
    by = actor(WHO.get(role, ZED), role)
    for (tier, state), action in product(EVERYWHERE, Action):
        against = whys(engine.may(PROCEDURE, case(state, tier), by, act(action)).against)
        closed = bool(against & {Why.NOT_FROM_HERE, Why.NOT_YOUR_ROLE})
        assert closed is ((tier, state, role, action) not in CELLS), (tier, state, action)


def test_somebody_without_a_role_is_offered_nothing_anywhere():
    for tier, state in EVERYWHERE:
        assert not engine.choices(PROCEDURE, case(state, tier), actor(ZED))
        assert not any(engine.may(PROCEDURE, case(state, tier), actor(ZED), act(a)).allowed for a in Action)


def test_every_cell_of_the_table_is_open_when_its_conditions_hold():
    for tier, state, role, action in sorted(CELLS):
        facts, given = fitting(tier, state, role, action)
        step = PROCEDURE.required_step(tier, state, action)
        asked = replace(given, given=given.given | set(step.records))
        answer = engine.may(PROCEDURE, facts, actor(WHO.get(role, ZED), role, desk=DESK), asked)
        assert answer.allowed, (tier, state, role, action, answer.against)


def test_a_conflict_closes_every_cell_but_those_of_the_two_sides_and_the_clock():
    for tier, state, role, action in sorted(CELLS):
        facts, given = fitting(tier, state, role, action)
        barred = replace(facts, recused=frozenset({WHO.get(role, ZED)}))
        against = whys(engine.may(PROCEDURE, barred, actor(WHO.get(role, ZED), role), given).against)
        assert (Why.SELF_DECLARED in against) is (role not in WHO), (tier, state, role, action)


def _without(number: int, **changes) -> Procedure:
    steps = list(PROCEDURE.steps)
    changed = replace(steps[number], **changes) if changes else None
    return replace(PROCEDURE, steps=(*steps[:number], *([changed] if changed else []), *steps[number + 1 :]))


@pytest.mark.parametrize("number", range(len(PROCEDURE.steps)), ids=[str(s.action) for s in PROCEDURE.steps])
def test_the_table_notices_every_change_of_a_step(number):
    """Taken away, given to one role more, open at one more place: nothing passes by."""
    step = PROCEDURE.steps[number]
    stranger = next(role for role in Role if role not in step.by)
    elsewhere = next(state for state in State if state not in step.at)
    assert offered(_without(number)) < CELLS
    assert offered(_without(number, by=step.by | {stranger})) > CELLS
    assert offered(_without(number, at=frozenset(step.at) | {elsewhere})) != CELLS


def fitting(tier, state, role, action):
    """A case in which nothing stands against the act, and what the act brings."""
    facts, values = _needs(tier, role).get(action, ({}, {}))
    if action in LAPSES:
        facts = {"due_on": TODAY - timedelta(days=1), "deliveries": frozenset({"app", "letter"})}
    known = {
        "due_on": TODAY + timedelta(days=5),
        "allegations": (allegation(1, Category.HARASSMENT),),
        "safety_screened": True,
        "facts_asked": True,
        "dismissal_by": CAL,
        "panel": _panel(tier),
        "declared": frozenset((ZED, stage) for stage in STAGES),
        "deliveries": frozenset({"app"}),
        "appeal": AppealFacts(by_side=Role.COMPLAINANT, by_member=ANA) if tier is Tier.APPEAL else None,
    }
    return case(state, tier, **(known | facts)), act(action, **values)


def _panel(tier):
    if tier is Tier.NATIONAL:
        inquiring = (seat(HANA, kind=SeatKind.INVESTIGATOR),)
        return panel(CAL, DEE, ELI, FAY, GUS, tier=tier, formed_with=5, more=inquiring)
    return panel(CAL, DEE, ELI, tier=tier, formed_with=3)


def _just_told(tier):
    told = _panel(tier)
    return replace(told, seats=tuple(replace(seat, told_on=TODAY) for seat in told.seats))


def _to_rule(role, tier):
    """A doubt about Dee: for another member of the panel, or for the ruler of the next level."""
    if role is Role.CHALLENGE_RULER:
        ruling = frozenset({Hand(member=ZED, desk=DESK, role=role, open=True)})
        return {"challenges": (doubt(DEE, passed_on=True),), "hands": ruling}, {"challenge": 1}
    sitting = _panel(tier)
    return {"challenges": (doubt(DEE),), "panel": replace(sitting, seats=(*sitting.seats, seat(ZED)))}, {"challenge": 1}


def _offered(role, action):
    """Late evidence for whoever rules on it: the chair, an officer beyond the chair's openings, or the clock."""
    late = OfferFacts(number=1, side=Role.COMPLAINANT, rule_by=TODAY - timedelta(days=1))
    spent = role is Role.APPEALS_OFFICER or (role is Role.SYSTEM and action is Action.REFUSE_EVIDENCE)
    return {"offers": (late,), "reopened": 2 if spent else 0}, {"offer": 1}


def _late_appeal(role):
    """For a side whose time to appeal is over; or a request that waits, for the clock one that two people left."""
    decided = {"decided_on": TODAY - timedelta(days=40)}
    if role in SIDES:
        return decided, {}
    asked = LateRequestFacts(number=1, side=Role.RESPONDENT, rule_by=TODAY - timedelta(days=1), passed_on=True)
    return {**decided, "late_requests": (asked,)}, {}


def _reopening(role):
    """For a side to which no appeal is open any more; or a request that waits."""
    decided = {"decided_on": TODAY - timedelta(days=100)}
    asked = LateRequestFacts(number=1, side=Role.RESPONDENT, rule_by=TODAY, reopens=True)
    return (decided, {}) if role in SIDES else ({**decided, "late_requests": (asked,)}, {})


def _readmission(role):
    """Rob was expelled long ago, and has asked to come back; or asks now."""
    expelled = {"expelled": ((ROB, TODAY - timedelta(days=400)),)}
    asked = ReadmissionFacts(number=1, member=ROB, asked_on=TODAY, say_by=TODAY - timedelta(days=1))
    return (expelled, {}) if role is Role.RESPONDENT else ({**expelled, "readmissions": (asked,)}, {})


def _supported(role):
    """A support person whom the one who asks has named; for the chair, whom a side has named."""
    named = party(None, Role.SUPPORTER, number=4, named_by=WHO.get(role, ANA))
    return {"parties": (party(ANA, Role.COMPLAINANT, number=1), party(ROB), named)}, {"party": 4}


def _temporary(**more):
    """A no-contact order between Ana and Rob, in force."""
    kept = InterimFacts(
        number=1, kind=InterimKind.NO_CONTACT, bound=ROB, protected=ANA, imposed_on=TODAY, review_by=TODAY, **more
    )
    return {"interims": (kept,)}, {"interim_number": 1}


def _needs(tier, role):
    """The facts and values that an act needs beyond an ordinary case."""
    other, member = (Role.RESPONDENT, ROB) if role is Role.COMPLAINANT else (Role.COMPLAINANT, ANA)
    voted = {"motions": (finding(1, True),)}
    at_appeal = tier is Tier.APPEAL
    decided = {"motions": (DECIDED,), "outcome_reasoned": True} if at_appeal else voted | {"reasoned": frozenset({1})}
    return {
        Action.OBJECT_JOINING: ({"joining": JoiningFacts(leads=True, object_until=TODAY)}, {}),
        Action.RULE_JOINING: ({"joining": JoiningFacts(leads=True, object_until=TODAY - timedelta(days=1))}, {}),
        Action.SEPARATE: ({"parties": TOGETHER}, {}),
        Action.ACCEPT_WITHDRAWAL: (WITHDRAWN, {}),
        Action.CARRY_ON: (WITHDRAWN, {}),
        Action.ANSWER_TESTIMONY: ({"carried_on": True}, {}),
        Action.GO_ON_AFTER_LEAVING: (GONE, {}),
        Action.CLOSE_AFTER_LEAVING: (GONE, {}),
        Action.RESUME: ({"closed_as": ClosureReason.RESIGNED_UNDER_CHARGE}, {}),
        Action.OPEN_NATIONAL: ({}, {"ground": Ground.EXPULSION}),
        Action.PROPOSE_DISMISSAL: ({}, {"dismissal_ground": DismissalGround.INSUFFICIENT}),
        Action.SIGN_TERMS: ({"terms_written": True}, {}),
        Action.RECORD_CHECK_IN: ({"signatures": SIDES}, {}),
        Action.COMPLETE_AGREEMENT: ({"signatures": SIDES}, {}),
        Action.RULE_ESCALATION: ({"escalation_asked": Ground.FEAR_OF_BIAS}, {}),
        Action.ASK_EXTENSION: ({}, {"until": TODAY + timedelta(days=12)}),
        Action.RULE_EXTENSION: (
            {
                "extension": ExtensionFacts(asked_by=ANA, until=TODAY + timedelta(days=12)),
                "extensions": 2 if role is Role.APPEALS_OFFICER else 0,
            },
            {},
        ),
        Action.STAY: ({}, {"until": TODAY + timedelta(days=30)}),
        Action.AGREE_PAUSE: ({"stayed_until": TODAY + timedelta(days=5), "pauses": 3}, {}),
        Action.RESUME_CLOCK: ({"stayed_until": TODAY + timedelta(days=5)}, {}),
        Action.ASK_LATE_APPEAL: _late_appeal(role),
        Action.ADMIT_LATE_APPEAL: _late_appeal(role),
        Action.REFUSE_LATE_APPEAL: _late_appeal(role),
        Action.ASK_READMISSION: _readmission(role),
        Action.SAY_READMISSION: _readmission(role),
        Action.VOTE_READMISSION: _readmission(role),
        Action.ASK_REOPENING: _reopening(role),
        Action.ADMIT_REOPENING: _reopening(role),
        Action.REFUSE_REOPENING: _reopening(role),
        Action.RULE_CONFLICT: ({"late_conflict": Why.FAMILY}, {}),
        Action.ESCALATE: ({}, {"ground": Ground.NO_QUORUM}),
        Action.FORM_PANEL: ({"panel": panel(tier=tier, formed_with=0)}, {}),
        Action.DECLARE: ({"declared": frozenset()}, {}),
        Action.CHALLENGE: ({"panel": _just_told(tier)}, {"member": DEE, "kind": Why.FRIEND}),
        Action.STRIKE: ({"panel": _just_told(tier)}, {"member": DEE}),
        Action.RULE_CHALLENGE: _to_rule(role, tier),
        Action.WAIVE: ({"challenges": (doubt(DEE, kind=Why.COLLEAGUE, by=None),)}, {"challenge": 1}),
        Action.SUBMIT_REPORT: ({}, {}),
        Action.INVITE_SUPPORTER: _supported(role),
        Action.REMOVE_SUPPORTER: _supported(role),
        Action.INVITE_WITNESS: ({"parties": WITH_WITNESS}, {"party": 3}),
        Action.CLOSE_REVIEW: ({"replies": SIDES}, {}),
        Action.CALL_HEARING: ({"notice_served_on": date(2026, 6, 1)}, {"hearing_on": TODAY + timedelta(days=30)}),
        Action.PROPOSE_INTERIM: ({}, {"interim": InterimKind.NO_CONTACT, "bound": 2, "protects": 1}),
        Action.CONFIRM_INTERIM: _temporary(asked_by=DEE),
        Action.REFUSE_INTERIM: _temporary(asked_by=DEE),
        Action.RENEW_INTERIM: _temporary(),
        Action.LIFT_INTERIM: _temporary(),
        Action.CONTEST_INTERIM: _temporary(),
        Action.RULE_INTERIM: _temporary(rule_by=TODAY),
        Action.TAKE_ORIGINAL: ({"files": frozenset({"1.1"})}, {"file": "1.1"}),
        Action.REDACT: ({"exhibits": frozenset({1})}, {"number": 1}),
        Action.LIFT_REDACTION: ({"hidden": frozenset({1})}, {"number": 1}),
        Action.ADMIT_EVIDENCE: _offered(role, Action.ADMIT_EVIDENCE),
        Action.REFUSE_EVIDENCE: _offered(role, Action.REFUSE_EVIDENCE),
        Action.HOLD_HEARING: ({"hearing_on": TODAY, "hearing": HearingFacts(present=EVERYBODY)}, {}),
        Action.RECORD_PRESENCE: ({"hearing_on": TODAY}, {}),
        Action.PUT_QUESTION: ({"hearing_on": TODAY}, {}),
        Action.RULE_QUESTION: ({"hearing": HearingFacts(waiting=frozenset({1}))}, {"question": 1, "upheld": True}),
        Action.MARK_ANSWERED: ({"hearing": HearingFacts(admitted=frozenset({1}))}, {"question": 1}),
        Action.APPROVE_MINUTES: ({"minutes": MinutesFacts(open=True)}, {"upheld": True}),
        Action.WRITE_MINUTES: ({"minutes": MinutesFacts(open=True)}, {}),
        Action.CLOSE_MINUTES: ({"minutes": MinutesFacts(open=True)}, {}),
        Action.AGREE_DAY: ({}, {"until": TODAY + timedelta(days=3)}),
        Action.ASK_POSTPONEMENT: ({"hearing_on": TODAY + timedelta(days=1)}, {}),
        Action.RULE_POSTPONEMENT: ({"hearing": HearingFacts(asked=PostponementGround.ILLNESS)}, {}),
        Action.VOTE: ({"motions": (finding(1, None),)}, {"motion": 1}),
        Action.PROPOSE_MEASURE: (voted, {"measure": MeasureFacts(kind=MeasureKind.WARNING, days=90)}),
        Action.WRITE_REASONS: (decided, {}),
        Action.READ_FOR_LEAKS: ({"outcome_reasoned": True, "name_withheld": True}, {}),
        Action.SIGN_DECISION: (decided, {}),
        Action.ANSWER_APPEAL: ({"appeal": AppealFacts(by_side=other, by_member=member)}, {}),
        Action.START_MONITORING: ({"follow_up": (SUSPENSION,)}, {}),
        Action.CERTIFY_RETURN: ({"follow_up": (SUSPENSION,)}, {"number": 1}),
        Action.TAKE_UP_PLAN: ({"plan": replace(PLAN, taken_up_by=None)}, {}),
        Action.SHOW_TASK: ({"plan": PLAN}, {"number": 1}),
        Action.SETTLE_TASK: ({"plan": PLAN}, {"number": 1}),
        Action.REPORT_BREACH: ({"plan": PLAN}, {}),
        Action.ANSWER_BREACH: ({"plan": replace(PLAN, breach=BREACH)}, {}),
        Action.RULE_BREACH: ({"plan": replace(PLAN, breach=replace(BREACH, answered=True))}, {}),
        Action.COMPLETE_PLAN: ({"plan": replace(PLAN, steps=())}, {}),
        Action.TICK_OFF: ({"to_apply": (1,)}, {"number": 1}),
    }
