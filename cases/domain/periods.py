"""The spans of time over which figures are published: halves of a year and years, each once (domain paper 6.3).

Two figures over nearly the same time would give away the difference between them. So a year is counted anew only where
no half of it is published; where both are, it is made of what they show, and tells nothing more (`domain/years.py`).
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
        return str(self.since.year) if self.halves else f"{self.since.year}-H{half}"

    @property
    def halves(self) -> "tuple[Period, ...]":
        """The two halves of a whole year; nothing for any other span."""
        both = half(self.since.year, 1), half(self.since.year, 2)
        return both if (self.since, self.until) == (both[0].since, both[1].until) else ()

    @property
    def whole_year(self) -> "Period":
        """The year in which it begins."""
        return whole(self.since.year)

    def overlaps(self, other: "Period") -> bool:
        return self.since < other.until and other.since < self.until


def half(year: int, number: int) -> Period:
    """The first or the second half of a year."""
    if number == 1:
        return Period(date(year, 1, 1), date(year, 7, 1))
    return Period(date(year, 7, 1), date(year + 1, 1, 1))


def whole(year: int) -> Period:
    """The whole of a year."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def read(word: str) -> Period | None:
    """A period as it stands in an address: "2026" or "2026-H1". None for anything else."""
    year, dash, number = word.partition("-H")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and 0 < int(year) < date.max.year):
        return None
    if not dash:
        return whole(int(year))
    return half(int(year), int(number)) if number in ("1", "2") else None


def ended(first: date, today: date) -> Iterator[Period]:
    """Every period that is over, the last ones first, each year after its halves; back to where this day lies."""
    for year in range(today.year, first.year - 1, -1):
        for period in (half(year, 2), half(year, 1), whole(year)):
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
    elif taken and period.halves:
        if not set(period.halves) <= set(taken):
            found.append("One half of this year is published. The year follows, made of both, when the other one is.")
    elif taken:
        found.append("A published period overlaps with this one. The difference would show what both hide.")
    return tuple(Refusal(Why.GUARD, because) for because in found)
