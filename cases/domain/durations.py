"""What is made of many durations: the middle, the slow quarter, the slowest tenth, and who is still waiting."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.domain.events import EventKind

WAITED_FOR = (EventKind.OFFICER_ASSIGNED, EventKind.NOTICE_SERVED, EventKind.DECISION_SERVED)
"""What people wait for from their complaint on: the day on which a case first comes to each is kept for the figures."""

Days = Mapping[int, int]
"""How often each duration, in whole days, was seen."""


@dataclass(frozen=True)
class Spread:
    """Durations in short. `base` is how many there were."""

    base: int
    median: int
    p75: int
    p90: int
    longest: int


def spread(days: Days) -> Spread | None:
    """The durations in short; None where there are none. A share counts up to the first day by which it is reached."""
    base = sum(days.values())
    if not base:
        return None
    median, p75, p90 = (reached_by(days, share) for share in (50, 75, 90))
    return Spread(base, median, p75, p90, max(day for day, n in days.items() if n))


def reached_by(days: Days, percent: int) -> int:
    """The fewest days within which this share of them was over: nearest rank, so always a duration that was seen."""
    base, seen = sum(days.values()), 0
    for day in sorted(days):
        seen += days[day]
        if seen * 100 >= base * percent:
            return day
    raise ValueError("There is no middle of nothing.")


def still_open(over: Days, waiting: Days, after: Iterable[int]) -> list[int]:
    """Of a hundred cases, how many were still open after so many days, rounded (Kaplan–Meier).

    One that is still open counts for as long as it has been seen to be, and says nothing of later.
    """
    share, shares = 1.0, {}
    left = sum(over.values()) + sum(waiting.values())
    gone = Counter(waiting)
    for day in range(max([*over, *waiting, *after, 0]) + 1):
        if left and over.get(day, 0):
            share *= 1 - over[day] / left
        left -= over.get(day, 0) + gone[day]
        shares[day] = share
    return [round(100 * shares[day]) for day in after]


def band(days: int, limits: Iterable[int]) -> int:
    """Which band a number falls into: the first whose limit it does not pass, or one more than there are limits."""
    limits = tuple(limits)
    return next((place for place, limit in enumerate(limits) if days <= limit), len(limits))
