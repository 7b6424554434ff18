"""The article of a procedure on measures: who may take one, by which majority, for how long, and who applies it."""

from dataclasses import dataclass
from typing import Self

from cases.domain.articles import Share
from cases.domain.reading import Entry
from cases.domain.vocabulary import MeasureKind, Tier, Word


class Start(Word):
    """When a measure begins to run."""

    AT_ONCE = "at_once", "When the decision is delivered"
    AFTER_APPEAL = "after_appeal", "When the decision is final"


@dataclass(frozen=True, kw_only=True)
class MeasureRule:
    """One rung of the ladder: who may impose it, by which majority, for how long.

    `suspended`: it may be decided and wait, until what would set it off happens or its time is over. `told` are the
    pools whose people apply it; those of a branch are of the branch of the person whom it binds.
    """

    kind: MeasureKind
    tiers: frozenset[Tier]
    share: Share
    min_seated: int
    formed_with: int
    max_days: int | None
    end_required: bool
    starts: Start
    suspended: bool
    told: tuple[str, ...]
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            kind=entry.word("kind", MeasureKind),
            tiers=frozenset(entry.words("tiers", Tier)),
            share=Share.read(entry),
            min_seated=entry.number("min_seated", 1),
            formed_with=entry.number("formed_with", 1),
            max_days=entry.maybe_number("max_days"),
            end_required=entry.flag("end_required", False),
            starts=entry.word("starts", Start, Start.AT_ONCE),
            suspended=entry.flag("suspended", False),
            told=entry.names("told", ()),
            source=entry.text("source"),
        )

    def covers(self, days: int | None) -> bool:
        """Whether a measure of this length fits; `None` is a measure for which nobody has said how long."""
        if days is None:
            return not self.end_required
        return self.max_days is None or days <= self.max_days

    def length(self, days: int | None) -> int | None:
        """How long it lasts: what nobody limited lapses after the longest time, where there is one (4.4)."""
        return self.max_days if days is None else days
