"""The article of a procedure that says what follows when a clock has run out (domain paper 1.6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from cases.domain.reading import Entry
from cases.domain.vocabulary import Action, State, Tier, Word


class Rung(Word):
    """One thing that the clock does when nobody has acted, in the order in which they are done on one day."""

    TELL = "tell", "The owner and the registrar are told"
    TELL_ABOVE = "tell_above", "The next level is told"
    HAND_ON = "hand_on", "Somebody else gets the work"
    ACT = "act", "It goes on by itself"


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """What follows when a clock has run out and nobody has acted (domain paper 1.6). Days count from the last day.

    `tell`: the owner and the registrar. `tell_above`: one person of the pools `above`, of reference, step and days
    alone. `may_ask`: either side may ask for another level. `hand_on`: somebody else gets the work; where no `act`
    follows, with the whole time again. `after`: the system takes the step `act` by itself.
    """

    name: str
    tiers: frozenset[Tier]
    at: frozenset[State]
    tell: int
    tell_above: int | None
    above: tuple[str, ...]
    may_ask: int | None
    hand_on: int | None
    after: int | None
    act: Action | None
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            name=entry.text("name"),
            tiers=frozenset(entry.words("tiers", Tier)),
            at=frozenset(entry.words("at", State)),
            tell=entry.number("tell"),
            tell_above=entry.maybe_number("tell_above"),
            above=entry.names("above", ()),
            may_ask=entry.maybe_number("may_ask"),
            hand_on=entry.maybe_number("hand_on"),
            after=entry.maybe_number("after"),
            act=entry.maybe_word("act", Action),
            source=entry.text("source"),
        )

    def rungs(self) -> Iterator[tuple[Rung, int]]:
        """What the clock does, with the days after which it does so."""
        known = {
            Rung.TELL: self.tell,
            Rung.TELL_ABOVE: self.tell_above,
            Rung.HAND_ON: self.hand_on,
            Rung.ACT: self.after,
        }
        for rung, days in known.items():
            if days is not None:
                yield rung, days
