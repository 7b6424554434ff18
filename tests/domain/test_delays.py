"""More time and pauses: what the rules let happen to a date, whatever the numbers are."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import delays, engine
from cases.domain.vocabulary import Action, Role, State, Why
from tests.domain import broken
from tests.domain.delays import DUE, PAUSED, STEP
from tests.domain.facts import ANA, CAL, PROCEDURE, ROB, act, actor, case, whys

SIDES = (actor(ANA, Role.COMPLAINANT), actor(ROB, Role.RESPONDENT))
EXTENDABLE = sorted((tier, clock.state) for clock in PROCEDURE.clocks for tier in clock.tiers if clock.extend_days)
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 1, 1))


@given(st.sampled_from(EXTENDABLE), DAYS, DAYS, st.integers(0, 3))
def test_a_day_that_is_granted_is_later_than_the_old_one_and_no_holiday_shortens_it(place, due, until, before):
    tier, state = place
    facts = case(state, tier, due_on=due, extensions=before, today=due)
    asked = act(Action.ASK_EXTENSION, until=until)
    if delays.extension_possible(PROCEDURE, facts, SIDES[0], asked) is None:
        assert due < until <= PROCEDURE.due(due, PROCEDURE.clock(tier, state).extend_days)
        assert before < PROCEDURE.number("extensions") + delays.with_consent(PROCEDURE, facts)


def test_a_step_whose_end_protects_somebody_gets_no_more_time():
    """1.6: the appeal window, the review window, and what the registrar alone would owe."""
    places = {(tier, clock.state) for clock in PROCEDURE.clocks for tier in clock.tiers}
    closed = {state for _, state in places - set(EXTENDABLE)}
    assert {State.APPEAL_WINDOW, State.DISMISSED, State.SIGNED, State.FORMING, State.ROUTING} <= closed


@pytest.mark.parametrize("place", EXTENDABLE, ids=[f"{tier}-{state}" for tier, state in EXTENDABLE])
def test_wherever_time_can_be_asked_for_somebody_else_can_rule(place):
    tier, state = place
    ask, rule = (PROCEDURE.step(tier, state, a) for a in (Action.ASK_EXTENSION, Action.RULE_EXTENSION))
    owner = PROCEDURE.clock(tier, state).owner
    assert rule.by - ask.by and owner not in rule.by


def test_whoever_is_in_conflict_cannot_rule_and_a_side_never_does():
    facts = case(**{**STEP, "recused": frozenset({CAL})})
    ruling = act(Action.RULE_EXTENSION, "ruling", "reason", upheld=True)
    assert Why.SELF_DECLARED in whys(engine.may(PROCEDURE, facts, actor(CAL, Role.PANEL_CHAIR), ruling).against)
    for side in SIDES:
        assert Why.NOT_YOUR_ROLE in whys(engine.may(PROCEDURE, facts, side, ruling).against)


PAUSABLE = sorted(
    (tier, state) for step in PROCEDURE.steps if step.action is Action.STAY for tier in step.tiers for state in step.at
)
OPEN = {
    Action.DECLARE, Action.DISCLOSE, Action.CHALLENGE, Action.RULE_CHALLENGE, Action.STRIKE, Action.WAIVE,
    Action.RECUSE, Action.FORM_PANEL, Action.ANSWER_CONFLICT, Action.IDENTIFY_PARTY, Action.ESCALATE,
    Action.REQUEST_ESCALATION, Action.RULE_ESCALATION, Action.ANSWER_ALLEGATIONS, Action.ADD_EVIDENCE,
    Action.OFFER_EVIDENCE, Action.REPLY_EVIDENCE, Action.CALL_DUTY, Action.PROPOSE_INTERIM, Action.CONFIRM_INTERIM,
    Action.REFUSE_INTERIM, Action.RENEW_INTERIM, Action.LIFT_INTERIM, Action.CONTEST_INTERIM, Action.RULE_INTERIM,
    Action.ADD_ADDENDUM, Action.NAME_SUPPORTER, Action.ANSWER_APPEAL, Action.ASK_EXTENSION,
    Action.STAY, Action.RESUME_CLOCK, Action.AGREE_PAUSE, Action.SAY_NEEDS, Action.AGREE_DAY, Action.ASK_POSTPONEMENT,
    Action.RULE_POSTPONEMENT, Action.PUT_QUESTION, Action.SIGN_STATEMENT, Action.DECLINE_STATEMENT,
    Action.INVITE_SUPPORTER, Action.CONFIRM_SUPPORT, Action.REMOVE_SUPPORTER,
    Action.WITHDRAW, Action.ACCEPT_WITHDRAWAL, Action.CARRY_ON,
    Action.ANSWER_TESTIMONY, Action.OBJECT_JOINING, Action.REDACT, Action.LIFT_REDACTION, Action.TAKE_ORIGINAL,
    # a plan that runs has days of its own, also while the appeal against it is paused
    Action.TAKE_UP_PLAN, Action.SHOW_TASK, Action.SETTLE_TASK, Action.COMPLETE_PLAN, Action.REPORT_BREACH,
    Action.ANSWER_BREACH, Action.RULE_BREACH,
}  # fmt: skip


@pytest.mark.parametrize("place", PAUSABLE, ids=[f"{tier}-{state}" for tier, state in PAUSABLE])
def test_a_pause_closes_what_decides_the_case_and_nothing_else(place):
    tier, state = place
    facts = case(state, tier, due_on=DUE, stayed_until=DUE)
    for step in PROCEDURE.steps_from(tier, state):
        against = whys(engine.may(PROCEDURE, facts, actor(CAL, *step.by), act(step.action)).against)
        assert (Why.STAYED in against) is (step.action not in OPEN), step.action


@pytest.mark.parametrize("place", PAUSABLE, ids=[f"{tier}-{state}" for tier, state in PAUSABLE])
def test_neither_side_can_tell_a_quiet_pause_by_a_step_that_is_closed(place):
    for step in PROCEDURE.steps_from(*place):
        assert step.while_paused or not step.by & {Role.COMPLAINANT, Role.RESPONDENT}, step.action


def test_a_procedure_whose_pause_would_silence_a_side_is_refused():
    closed = broken.with_step(Action.REPLY_EVIDENCE, while_paused=False)
    found = broken.faults(closed)
    assert any("reply_evidence" in sentence and "while the case is paused" in sentence for sentence in found), found


def test_a_procedure_that_gives_time_nobody_can_rule_on_is_refused():
    found = broken.faults(broken.with_clock(State.FORMING, extend_days=5))
    assert any("“Panel being formed”" in sentence and "nobody may rule on it" in sentence for sentence in found), found
    alone = replace(PROCEDURE, steps=tuple(s for s in PROCEDURE.steps if s.action is not Action.RESUME_CLOCK))
    assert any("never ends by itself" in sentence for sentence in broken.faults(alone))


@pytest.mark.parametrize("days", [(14, 7), (0, 7), (7, 15), (7, 7)])
def test_days_to_remind_that_make_no_sense_are_refused(days):
    assert any(
        "days to remind come in order" in s for s in broken.faults(broken.with_clock(State.RESPONDING, remind=days))
    )
    assert any(
        "does not wait for the respondent" in s for s in broken.faults(broken.with_clock(State.FORMING, remind=(1,)))
    )


@given(st.integers(0, 60), st.integers(1, 30), st.integers(0, 40), DAYS)
def test_the_days_that_were_left_are_left_after_the_pause(left, length, late, began):
    """However late the end is seen, the step has as many days as it had."""
    ended = began + timedelta(days=length + 1 + late)
    assert (PROCEDURE.due(ended, left) - ended).days >= left
    assert PROCEDURE.due(ended, left) >= PROCEDURE.due(began, left)


def test_the_pause_is_over_on_the_day_after_its_review():
    assert not delays.pause_over(case(**{**PAUSED, "today": date(2026, 6, 20)}))
    assert delays.pause_over(case(**{**PAUSED, "today": date(2026, 6, 21)}))
