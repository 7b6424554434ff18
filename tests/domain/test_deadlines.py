"""The dates of the paper, to the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import challenges, deadlines
from cases.domain.procedure import Holiday
from cases.domain.vocabulary import State, Tier
from tests.domain.facts import PROCEDURE

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))


def test_a_branch_case_that_uses_every_last_day_has_exactly_these_dates():
    """SC-03."""
    road = [
        (State.FORMING, date(2026, 6, 15)),
        (State.RESPONDING, date(2026, 6, 29)),
        (State.INVESTIGATING, date(2026, 7, 29)),
        (State.EVIDENCE_REVIEW, date(2026, 8, 8)),
        (State.HEARING, date(2026, 8, 29)),
        (State.DELIBERATING, date(2026, 9, 12)),
        (State.SIGNED, date(2026, 9, 15)),
        (State.APPEAL_WINDOW, date(2026, 10, 15)),
    ]
    day = date(2026, 6, 8)
    for state, expected in road:
        day = PROCEDURE.due(day, PROCEDURE.clock(Tier.BRANCH, state).days)
        assert (state, day) == (state, expected)


@pytest.mark.parametrize(
    ("filed_on", "too_late"),
    [(date(2026, 9, 16), False), (date(2026, 10, 15), False), (date(2026, 10, 16), True)],
)
def test_an_appeal_is_in_time_until_the_last_day_is_over(filed_on, too_late):
    window = PROCEDURE.clock(Tier.BRANCH, State.APPEAL_WINDOW)
    assert deadlines.passed(PROCEDURE.due(date(2026, 9, 15), window.days), filed_on) is too_late


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 12, 10), date(2026, 12, 24)),
        (date(2026, 12, 11), date(2026, 12, 27)),
        (date(2026, 12, 12), date(2026, 12, 27)),
        (date(2026, 12, 13), date(2026, 12, 27)),
        (date(2027, 12, 11), date(2027, 12, 26)),
    ],
    ids=["the day before", "on it", "on the second", "the day after", "a year without the second"],
)
def test_a_last_day_on_a_holiday_moves_to_the_next_day_that_is_none(start, last):
    christmas = Holiday(name="Christmas", each_year=(12, 25), day=None, source="test")
    once = Holiday(name="A day of 2026", each_year=None, day=date(2026, 12, 26), source="test")
    assert replace(PROCEDURE, holidays=(christmas, once)).due(start, 14) == last


def test_the_days_of_a_step_and_the_days_to_challenge_obey_the_holidays_of_the_case():
    assert PROCEDURE.due(date(2026, 12, 11), 14) == date(2026, 12, 26)
    assert challenges.last_day(PROCEDURE, date(2026, 12, 20)) == date(2026, 12, 26)


def test_a_holiday_that_comes_every_fourth_year_moves_only_that_years_date():
    leap = replace(PROCEDURE, holidays=(Holiday(name="Leap day", each_year=(2, 29), day=None, source="test"),))
    assert leap.due(date(2028, 2, 15), 14) == date(2028, 3, 1)
    assert leap.due(date(2027, 2, 15), 14) == date(2027, 3, 1)
    assert leap.due(date(2027, 2, 14), 14) == date(2027, 2, 28)


@pytest.mark.parametrize(("today", "days"), [(14, 0), (15, 0), (16, 1), (29, 14)])
def test_overdue_days_start_on_the_day_after(today, days):
    assert deadlines.overdue_days(date(2026, 6, 15), date(2026, 6, today)) == days


def test_what_has_no_date_is_never_overdue():
    assert deadlines.overdue_days(None, date(2026, 6, 1)) == 0
    assert not deadlines.passed(None, date(2026, 6, 1))


@pytest.mark.parametrize(("today", "due"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_both_sides_hear_something_every_thirty_days(today, due):
    assert deadlines.status_due(date(2026, 6, 1), today) is due


@pytest.mark.parametrize(("today", "over"), [(date(2026, 8, 30), False), (date(2026, 8, 31), True)])
def test_the_target_of_ninety_days_counts_from_receipt(today, over):
    assert deadlines.over_target(date(2026, 6, 1), today) is over


@given(DAYS, st.integers(0, 400), st.frozensets(DAYS, max_size=5))
def test_a_period_is_never_shortened_and_never_ends_on_a_holiday(start, days, holidays):
    day = deadlines.due(start, days, holidays.__contains__)
    assert day >= start + timedelta(days=days)
    assert day not in holidays


@given(DAYS, st.integers(0, 60), st.integers(0, 5), st.integers(0, 5))
def test_whoever_starts_later_or_has_more_days_never_ends_earlier(start, days, later, more):
    assert PROCEDURE.due(start + timedelta(days=later), days + more) >= PROCEDURE.due(start, days)


@given(DAYS, st.integers(0, 60), st.frozensets(DAYS, max_size=8), DAYS)
def test_one_more_holiday_never_makes_a_date_earlier(start, days, holidays, another):
    without = deadlines.due(start, days, holidays.__contains__)
    assert deadlines.due(start, days, (holidays | {another}).__contains__) >= without


@given(DAYS, st.integers(1, 60))
def test_the_day_of_the_service_itself_does_not_count(start, days):
    assert not deadlines.passed(PROCEDURE.due(start, days), start + timedelta(days=days))
    assert deadlines.due(start, days, frozenset().__contains__) == start + timedelta(days=days)
