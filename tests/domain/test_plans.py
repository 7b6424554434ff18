"""When a plan is checked, when it is at risk, and when the clock reports what nobody does."""

from dataclasses import replace
from datetime import date, timedelta

from cases.domain import plans
from cases.domain.plan_words import PlanState
from cases.domain.plans import Dates
from tests.domain.facts import PROCEDURE
from tests.domain.plans import DONE, PLAN, REPORTED, TASK

START = date(2026, 6, 15)
DATES = Dates((30, 60, 90), 91)


def test_check_ins_are_on_day_30_60_and_90_and_then_each_quarter_until_the_last_day():
    found = DATES.until(START, START + timedelta(days=365))
    assert [(day - START).days for day in found] == [30, 60, 90, 181, 272, 363]
    assert [(day - START).days for day in DATES.until(START, START + timedelta(days=60))] == [30, 60]
    assert DATES.until(START, START + timedelta(days=29)) == ()


def test_a_plan_is_at_risk_the_day_after_something_was_due_and_reported_after_the_days_of_grace():
    due = TASK.due_on
    assert plans.state(PLAN, due) is PlanState.ACTIVE
    assert plans.state(PLAN, due + timedelta(days=1)) is PlanState.AT_RISK
    assert not plans.missed(PROCEDURE, PLAN, due + timedelta(days=7))
    assert plans.missed(PROCEDURE, PLAN, due + timedelta(days=8)) == (TASK,)
    assert plans.state(REPORTED, due) is PlanState.REPORTED
    assert plans.state(replace(DONE, steps=DONE.steps[:1]), due + timedelta(days=90)) is PlanState.ACTIVE
