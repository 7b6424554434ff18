"""The article on temporary measures: how long each kind lasts, and what follows when nobody reviews it."""

from dataclasses import dataclass
from typing import Self

from cases.domain.reading import Entry
from cases.domain.vocabulary import InterimKind


@dataclass(frozen=True, kw_only=True)
class InterimRule:
    """Days to the first review, to each later one, and in all; `lapses_days` after a missed review it ends by itself.

    Without `max_days` it lasts as long as the case is open; without `lapses_days` a missed review ends nothing.
    """

    kind: InterimKind
    review_days: int
    again_days: int
    max_days: int | None
    lapses_days: int | None
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            kind=entry.word("kind", InterimKind),
            review_days=entry.number("review_days"),
            again_days=entry.number("again_days"),
            max_days=entry.maybe_number("max_days"),
            lapses_days=entry.maybe_number("lapses_days"),
            source=entry.text("source"),
        )
