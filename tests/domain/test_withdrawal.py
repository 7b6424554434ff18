"""Withdrawing: when a case ends at once, who rules otherwise, and what nobody has to wait for."""

import pytest

from cases.domain import withdrawal
from cases.domain.guards import GUARDS
from cases.domain.vocabulary import Action, Role, State, Tier
from tests.domain.facts import ANA, PROCEDURE, TODAY, act, actor, case
from tests.domain.withdrawal import PART, WHOLE

RULED_AT = [
    (Tier.INTAKE, State.ROUTING, None),
    (Tier.INTAKE, State.TRIAGE, Role.INTAKE_OFFICER),
    (Tier.INTAKE, State.UNDER_REVIEW, Role.INTAKE_OFFICER),
    (Tier.INFORMAL, State.INFORMAL, None),
    (Tier.BRANCH, State.FORMING, Role.PANEL_CHAIR),
    (Tier.NATIONAL, State.DELIBERATING, Role.PANEL_CHAIR),
    (Tier.NATIONAL, State.SIGNED, None),
    (Tier.APPEAL, State.RESPONDING, None),
]


@pytest.mark.parametrize(("tier", "state", "role"), RULED_AT)
def test_the_chair_rules_in_a_formal_case_and_the_intake_officer_before_it(tier, state, role):
    assert withdrawal.ruler(PROCEDURE, case(state, tier)) is role


@pytest.mark.parametrize(("facts", "ends"), [(WHOLE, True), (PART, False)])
def test_a_ruling_ends_the_case_only_where_the_whole_complaint_is_withdrawn(facts, ends):
    formal = case(State.RESPONDING, Tier.BRANCH, **facts)
    against = GUARDS["nothing_left"](PROCEDURE, formal, actor(ANA), act(Action.ACCEPT_WITHDRAWAL))
    assert (against is None) is ends


def test_nobody_waits_for_a_reply_of_somebody_who_has_withdrawn():
    facts = {"tier": Tier.BRANCH, "replies": frozenset({Role.RESPONDENT}), "due_on": TODAY}
    for carried, closed in ((True, True), (False, False)):
        review = case(State.EVIDENCE_REVIEW, **facts, carried_on=carried)
        against = GUARDS["both_replied"](PROCEDURE, review, actor(None, Role.SYSTEM), act(Action.CLOSE_REVIEW))
        assert (against is None) is closed


def test_silence_of_who_rules_only_ever_goes_on():
    steps = [step for step in PROCEDURE.steps if Role.SYSTEM in step.by]
    assert not any(step.action is Action.ACCEPT_WITHDRAWAL for step in steps)
    assert all(step.to is None for step in steps if step.action is Action.CARRY_ON)


def test_while_it_waits_nothing_is_opened_dismissed_served_or_signed():
    acts = {step.action for step in PROCEDURE.steps if "no_withdrawal_waits" in step.guards}
    assert acts == {
        Action.OFFER_INFORMAL, Action.OPEN_BRANCH, Action.OPEN_NATIONAL, Action.PROPOSE_DISMISSAL, Action.REFER_OUT,
        Action.SERVE_NOTICE, Action.SIGN_DECISION,
    }  # fmt: skip
    signing = [step for step in PROCEDURE.steps if step.action is Action.SIGN_DECISION]
    assert all(("no_withdrawal_waits" in step.guards) is (Tier.APPEAL not in step.tiers) for step in signing)
