"""When a first notice may arrive."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.domain.quiet import Hours, leaves_at

LONDON = ZoneInfo("Europe/London")
HOURS = Hours(begin=8, until=20, friday_until=12)


def june(day: int, hour: int, minute: int = 0) -> datetime:
    """June 2026 begins on a Monday."""
    return datetime(2026, 6, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("served", "arrives"),
    [
        (june(1, 9), june(1, 9)),
        (june(1, 8), june(1, 8)),
        (june(1, 7, 59), june(1, 8)),
        (june(1, 0), june(1, 8)),
        (june(1, 19, 59), june(1, 19, 59)),
        (june(1, 20), june(2, 8)),
        (june(4, 23), june(5, 8)),  # a Thursday night: on Friday morning
        (june(5, 11, 59), june(5, 11, 59)),
        (june(5, 12), june(8, 8)),  # a Friday afternoon: on Monday
        (june(6, 10), june(8, 8)),
        (june(7, 23), june(8, 8)),
        (june(9, 10), june(10, 8)),  # a holiday
    ],
)
def test_a_first_notice_arrives_when_there_is_somebody_to_call(served, arrives):
    assert leaves_at(served, HOURS, lambda day: day == date(2026, 6, 9)) == arrives


def test_a_holiday_on_a_monday_makes_it_tuesday():
    assert leaves_at(june(5, 15), HOURS, lambda day: day == date(2026, 6, 8)) == june(9, 8)


def test_the_hour_is_that_of_the_clock_on_the_wall_on_the_day_it_arrives():
    """On the last Sunday of October 2026 the clocks go back."""
    served = datetime(2026, 10, 24, 10, tzinfo=LONDON)
    assert leaves_at(served, HOURS, lambda _: False).isoformat() == "2026-10-26T08:00:00+00:00"


def test_an_organisation_may_leave_its_hours_open():
    assert leaves_at(june(5, 23, 30), Hours(begin=0, until=24, friday_until=24), lambda _: False) == june(5, 23, 30)
