"""The articles of a procedure: each is one kind of table in the file, read as it stands there."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Self

from cases.domain.reading import Entry
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    Category,
    Ground,
    MeasureKind,
    MotionKind,
    Outcome,
    Role,
    State,
    Tier,
    Why,
    Word,
)


class Mode(Word):
    """How a ground for moving up takes effect."""

    AUTOMATIC = "automatic", "By itself"
    RULING = "ruling", "When a ruling says so"


class Start(Word):
    """When a measure begins to run."""

    AT_ONCE = "at_once", "When the decision is delivered"
    AFTER_APPEAL = "after_appeal", "When the decision is final"


@dataclass(frozen=True)
class Share:
    """The part of all seated members that must vote yes; absence and abstention never help."""

    fraction: Fraction
    exceed: bool

    @classmethod
    def read(cls, entry: Entry, key: str = "share") -> Self:
        return cls(*entry.share(key))

    def needed(self, seated: int) -> int:
        """The smallest number of yes votes that carries a motion among `seated` members."""
        part = self.fraction * seated
        return floor(part) + 1 if self.exceed else ceil(part)

    def __str__(self) -> str:
        return f"{'more than' if self.exceed else 'at least'} {self.fraction}"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act: at which levels and states, by whom, what it asks for and where it leads."""

    action: Action
    tiers: frozenset[Tier]
    at: frozenset[State]
    to: State | None
    to_tier: Tier | None
    waits_for: str | None
    by: frozenset[Role]
    records: tuple[str, ...]
    guards: tuple[str, ...]
    letter: str | None
    late: bool

    @classmethod
    def read(cls, entry: Entry) -> Self:
        letter = entry.text("letter")
        return cls(
            action=entry.word("action", Action),
            tiers=frozenset(entry.words("tiers", Tier)),
            at=frozenset(entry.words("at", State)),
            to=entry.maybe_word("to", State),
            to_tier=entry.maybe_word("to_tier", Tier),
            waits_for=entry.text("waits_for", "") or None,
            by=frozenset(entry.words("by", Role)),
            records=entry.names("records", ()),
            guards=entry.names("guards", ()),
            letter=None if letter in ("", "none") else letter,
            late=entry.flag("late", True),
        )

    def lands(self, tier: Tier, state: State) -> tuple[Tier, State]:
        """Where a case stands after this step, when it is taken at `tier` and `state`."""
        return self.to_tier or tier, self.to or state


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How long a case may stay in a state, who is answerable, and what follows when nobody acts."""

    state: State
    tiers: frozenset[Tier]
    days: int
    owner: Role
    lapses: Action | None
    with_measure: bool
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            state=entry.word("state", State),
            tiers=frozenset(entry.words("tiers", Tier)),
            days=entry.number("days"),
            owner=entry.word("owner", Role),
            lapses=entry.maybe_word("lapses", Action),
            with_measure=entry.flag("with_measure", False),
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class Body:
    """Who decides at a level: how many sit, who is drawn first, where it goes when they cannot sit."""

    tier: Tier
    title: str
    seats: int
    alternates: int
    minimum: int
    seats_for_expulsion: int
    minimum_for_expulsion: int
    investigators: int
    pools: tuple[str, ...]
    way_out: Tier | None
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        seats, minimum = entry.number("seats"), entry.number("minimum")
        return cls(
            tier=entry.word("tier", Tier),
            title=entry.text("title"),
            seats=seats,
            alternates=entry.number("alternates"),
            minimum=minimum,
            seats_for_expulsion=entry.number("seats_for_expulsion", seats),
            minimum_for_expulsion=entry.number("minimum_for_expulsion", minimum),
            investigators=entry.number("investigators"),
            pools=entry.names("pools"),
            way_out=entry.maybe_word("way_out", Tier),
            source=entry.text("source"),
        )

    def formed_with(self, *, expulsion: bool) -> int:
        return self.seats_for_expulsion if expulsion else self.seats

    def sits_with(self, *, expulsion: bool) -> int:
        """The quorum: fewer seated members than this may not decide."""
        return self.minimum_for_expulsion if expulsion else self.minimum


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Who is asked, in this order, to do a single person's work in a case."""

    role: Role
    pools: tuple[str, ...]
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(role=entry.word("role", Role), pools=entry.names("pools"), source=entry.text("source"))


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The yes votes that a question needs."""

    question: MotionKind
    share: Share
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(question=entry.word("question", MotionKind), share=Share.read(entry), source=entry.text("source"))


@dataclass(frozen=True, kw_only=True)
class MeasureRule:
    """One rung of the ladder: who may impose it, by which majority, for how long."""

    kind: MeasureKind
    tiers: frozenset[Tier]
    share: Share
    min_seated: int
    formed_with: int
    max_days: int | None
    end_required: bool
    starts: Start
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
            source=entry.text("source"),
        )

    def covers(self, days: int | None) -> bool:
        """Whether a measure of this length fits; `None` is a measure without an end."""
        if days is None:
            return not self.end_required
        return self.max_days is None or days <= self.max_days


@dataclass(frozen=True, kw_only=True)
class OutcomeRule:
    """One way an appeal can end, and where the case goes then."""

    kind: Outcome
    share: Share
    to: State
    fresh_panel: bool
    harsher: Share | None
    harsher_for: frozenset[Role]
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        harsher_for = frozenset(entry.words("harsher_for", Role, ()))
        return cls(
            kind=entry.word("kind", Outcome),
            share=Share.read(entry),
            to=entry.word("to", State),
            fresh_panel=entry.flag("fresh_panel", False),
            harsher=Share.read(entry, "harsher_share") if harsher_for else None,
            harsher_for=harsher_for,
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class GroundRule:
    """A reason for moving from the branch to the national level, and how it takes effect."""

    ground: Ground
    mode: Mode
    overdue_days: int | None
    automatic_after_days: int | None
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            ground=entry.word("ground", Ground),
            mode=entry.word("mode", Mode),
            overdue_days=entry.maybe_number("overdue_days"),
            automatic_after_days=entry.maybe_number("automatic_after_days"),
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class ConflictRule:
    """A kind of conflict of interest. `years` since it ended: 0 while it lasts, None for ever."""

    kind: Why
    years: int | None
    towards_witnesses: bool
    words: str
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            kind=entry.word("kind", Why),
            years=entry.maybe_number("years"),
            towards_witnesses=entry.flag("towards_witnesses", False),
            words=entry.text("words"),
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class Number:
    """A setting of the procedure with what it means and where it comes from."""

    name: str
    value: int
    words: str
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            name=entry.text("name"),
            value=entry.number("value"),
            words=entry.text("words"),
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The short lists of the procedure."""

    automatic_categories: frozenset[Category]
    informal_barred: frozenset[Category]
    appeal_grounds: tuple[AppealGround, ...]
    check_in_days: tuple[int, ...]
    standard_of_proof: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            automatic_categories=frozenset(entry.words("automatic_categories", Category)),
            informal_barred=frozenset(entry.words("informal_barred", Category)),
            appeal_grounds=entry.words("appeal_grounds", AppealGround),
            check_in_days=entry.numbers("check_in_days"),
            standard_of_proof=entry.text("standard_of_proof"),
        )
