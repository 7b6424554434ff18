"""The dates of the paper, to the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import deadlines
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
        day = deadlines.due(day, PROCEDURE.clock(Tier.BRANCH, state).days)
        assert (state, day) == (state, expected)


@pytest.mark.parametrize(
    ("filed_on", "too_late"),
    [(date(2026, 9, 16), False), (date(2026, 10, 15), False), (date(2026, 10, 16), True)],
)
def test_an_appeal_is_in_time_until_the_last_day_is_over(filed_on, too_late):
    assert deadlines.passed(deadlines.appeal_last_day(date(2026, 9, 15)), filed_on) is too_late


def test_a_last_day_on_a_holiday_moves_to_the_next_day_that_is_none():
    christmas = frozenset({date(2026, 12, 25), date(2026, 12, 26)})
    assert deadlines.due(date(2026, 12, 11), 14, christmas) == date(2026, 12, 27)
    assert deadlines.due(date(2026, 12, 10), 14, christmas) == date(2026, 12, 24)
    assert deadlines.due(date(2026, 12, 12), 14, christmas) == date(2026, 12, 27)


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
    day = deadlines.due(start, days, holidays)
    assert day >= start + timedelta(days=days)
    assert day not in holidays
