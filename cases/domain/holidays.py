"""Days on which no period ends, as an article of the procedure."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from cases.domain.reading import Entry


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """A day on which no period ends: the same one each year, or one date."""

    name: str
    each_year: tuple[int, int] | None
    day: date | None
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        yearly = "each_year" in entry.keys
        return cls(
            name=entry.text("name"),
            each_year=entry.day_of_year("each_year") if yearly else None,
            day=None if yearly else entry.day("day"),
            source=entry.text("source"),
        )

    def falls_on(self, on: date) -> bool:
        return on == self.day or (on.month, on.day) == self.each_year
