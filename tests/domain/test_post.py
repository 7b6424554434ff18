"""When mail leaves: in slots, spread within them, and ever more rarely after failures."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.domain import post


def clock(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 6, 1, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "slot"),
    [
        (clock(10, 0), clock(10, 15)),
        (clock(10, 0, 1), clock(10, 15)),
        (clock(10, 14, 59), clock(10, 15)),
        (clock(10, 15), clock(10, 30)),
        (clock(23, 50), clock(0, 0) + timedelta(days=1)),
    ],
)
def test_a_mail_waits_for_the_next_quarter_of_an_hour(at, slot):
    assert post.slot_after(at) == slot


@pytest.mark.parametrize(("chance", "minute"), [(0.0, 15), (0.2, 18), (0.8, 27)])
def test_a_mail_leaves_anywhere_in_its_slot(chance, minute):
    assert post.leaves_at(clock(10, 15), chance) == clock(10, minute)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 2), (2, 4), (3, 8), (5, 32), (8, 256), (9, 360), (10, 360), (30000, 360)]
)
def test_a_failure_is_tried_again_ever_more_rarely_but_at_least_every_six_hours(attempts, minutes):
    assert post.wait(attempts) == timedelta(minutes=minutes)
