"""Every state × every act × every role, against the table written by hand in `grid.txt`."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from cases.domain import engine
from cases.domain.facts import AppealFacts, MeasureFacts, MotionFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import (
    Action,
    Category,
    DismissalGround,
    Ground,
    MeasureKind,
    MotionKind,
    Outcome,
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
    ZED,
    act,
    actor,
    allegation,
    case,
    finding,
    panel,
    seat,
    whys,
)

PLACES, CELLS = read()
EVERYWHERE = list(product(Tier, State))
WHO = {Role.COMPLAINANT: ANA, Role.RESPONDENT: ROB, Role.SYSTEM: None}
SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
LAPSES = {clock.lapses for clock in PROCEDURE.clocks} - {None, Action.CLOSE_REVIEW}
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
        answer = engine.may(PROCEDURE, facts, actor(WHO.get(role, ZED), role), asked)
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
        "deliveries": frozenset({"app"}),
        "appeal": AppealFacts(by_side=Role.COMPLAINANT, by_member=ANA) if tier is Tier.APPEAL else None,
    }
    return case(state, tier, **(known | facts)), act(action, **values)


def _panel(tier):
    if tier is Tier.NATIONAL:
        inquiring = (seat(HANA, kind=SeatKind.INVESTIGATOR),)
        return panel(CAL, DEE, ELI, FAY, GUS, tier=tier, formed_with=5, more=inquiring)
    return panel(CAL, DEE, ELI, tier=tier, formed_with=3)


def _needs(tier, role):
    """The facts and values that an act needs beyond an ordinary case."""
    other, member = (Role.RESPONDENT, ROB) if role is Role.COMPLAINANT else (Role.COMPLAINANT, ANA)
    voted = {"motions": (finding(1, True),)}
    at_appeal = tier is Tier.APPEAL
    decided = {"motions": (DECIDED,), "outcome_reasoned": True} if at_appeal else voted | {"reasoned": frozenset({1})}
    return {
        Action.OPEN_NATIONAL: ({}, {"ground": Ground.EXPULSION}),
        Action.PROPOSE_DISMISSAL: ({}, {"dismissal_ground": DismissalGround.INSUFFICIENT}),
        Action.SIGN_TERMS: ({"terms_written": True}, {}),
        Action.RECORD_CHECK_IN: ({"signatures": SIDES}, {}),
        Action.COMPLETE_AGREEMENT: ({"signatures": SIDES}, {}),
        Action.RULE_ESCALATION: ({"escalation_asked": Ground.FEAR_OF_BIAS}, {}),
        Action.ESCALATE: ({}, {"ground": Ground.NO_QUORUM}),
        Action.FORM_PANEL: ({"panel": panel(tier=tier, formed_with=0)}, {}),
        Action.SUBMIT_REPORT: ({}, {}),
        Action.CLOSE_REVIEW: ({"replies": SIDES}, {}),
        Action.CALL_HEARING: ({"notice_served_on": date(2026, 6, 1)}, {"hearing_on": TODAY + timedelta(days=30)}),
        Action.HOLD_HEARING: ({"hearing_on": TODAY}, {}),
        Action.VOTE: ({"motions": (finding(1, None),)}, {"motion": 1}),
        Action.PROPOSE_MEASURE: (voted, {"measure": MeasureFacts(kind=MeasureKind.WARNING, days=90)}),
        Action.WRITE_REASONS: (decided, {}),
        Action.SIGN_DECISION: (decided, {}),
        Action.ANSWER_APPEAL: ({"appeal": AppealFacts(by_side=other, by_member=member)}, {}),
        Action.START_MONITORING: ({"measure_running": True, "measure_running_until": date(2026, 9, 1)}, {}),
    }
