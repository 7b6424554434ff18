"""The spans of time over which figures are published: fixed, half a year or longer, once, and never overlapping.

Two figures over nearly the same time would give away the difference between them, so there are no such two (6.3).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cases.domain.answer import Refusal
from cases.domain.vocabulary import Why

MONTHS = 6


@dataclass(frozen=True, order=True)
class Period:
    """From a day up to, and not including, another."""

    since: date
    until: date

    def __str__(self) -> str:
        half = 1 if self.since.month <= MONTHS else 2
        return f"{self.since.year}-H{half}"

    def overlaps(self, other: "Period") -> bool:
        return self.since < other.until and other.since < self.until


def half(year: int, number: int) -> Period:
    """The first or the second half of a year."""
    if number == 1:
        return Period(date(year, 1, 1), date(year, 7, 1))
    return Period(date(year, 7, 1), date(year + 1, 1, 1))


def read(word: str) -> Period | None:
    """A period as it stands in an address: "2026-H1". None for anything else."""
    year, _, number = word.partition("-H")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and number in ("1", "2") and int(year)):
        return None
    return half(int(year), int(number))


def ended(first: date, today: date) -> Iterator[Period]:
    """Every period that is over, the last one first, back to the one in which this day lies."""
    for year in range(today.year, first.year - 1, -1):
        for number in (2, 1):
            period = half(year, number)
            if first < period.until <= today:
                yield period


def against(period: Period, published: Iterable[Period], today: date) -> tuple[Refusal, ...]:
    """Why the figures of this period may not be published now; nothing where they may."""
    found = []
    if period.until > today:
        found.append("This period is not over.")
    if (period.until.year - period.since.year) * 12 + period.until.month - period.since.month < MONTHS:
        found.append("A period is half a year or longer, so that no two of them show a single case between them.")
    taken = [other for other in published if period.overlaps(other)]
    if period in taken:
        found.append("These figures are published already. They are published once and do not change.")
    elif taken:
        found.append("A published period lies in this one. The difference would show what both hide.")
    return tuple(Refusal(Why.GUARD, because) for because in found)
