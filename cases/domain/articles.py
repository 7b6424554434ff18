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
    Level,
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
    """One act: at which levels and states, by whom, what it asks for and where it leads; `most` times in one case."""

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
    while_paused: bool
    most: int | None
    while_open: bool = False

    @classmethod
    def read(cls, entry: Entry) -> Self:
        letter = entry.text("letter")
        while_open = entry.flag("while_open", False)
        return cls(
            action=entry.word("action", Action),
            tiers=frozenset(entry.words("tiers", Tier, () if while_open else None)),
            at=frozenset(entry.words("at", State, () if while_open else None)),
            while_open=while_open,
            to=entry.maybe_word("to", State),
            to_tier=entry.maybe_word("to_tier", Tier),
            waits_for=entry.text("waits_for", "") or None,
            by=frozenset(entry.words("by", Role)),
            records=entry.names("records", ()),
            guards=entry.names("guards", ()),
            letter=None if letter in ("", "none") else letter,
            late=entry.flag("late", True),
            while_paused=entry.flag("while_paused", False),
            most=entry.maybe_number("most"),
        )

    def lands(self, tier: Tier, state: State) -> tuple[Tier, State]:
        """Where a case stands after this step, when it is taken at `tier` and `state`."""
        return self.to_tier or tier, self.to or state


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How long a case may stay in a state, who is answerable, and what follows when nobody acts.

    `extend_days` is the most that one extension can add; 0 where the step gets no more time. On the days `remind`,
    counted like those of the clock, the owner is reminded. A clock that `resumes` goes on with the days that were
    left when the case comes back; where it `may_be_silent` nothing has to happen while it runs.
    """

    state: State
    tiers: frozenset[Tier]
    days: int
    owner: Role
    lapses: Action | None
    with_measure: bool
    extend_days: int
    remind: tuple[int, ...]
    resumes: bool
    may_be_silent: bool
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
            extend_days=entry.number("extend_days", 0),
            remind=entry.numbers("remind") if "remind" in entry.keys else (),
            resumes=entry.flag("resumes", False),
            may_be_silent=entry.flag("may_be_silent", False),
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class Body:
    """Who decides at a level: how many sit, who is drawn first, where it goes when they cannot sit.

    `never` are offices whose holders are not drawn from any pool, `per_branch` the most people of one branch.
    """

    tier: Tier
    title: str
    seats: int
    alternates: int
    minimum: int
    seats_for_expulsion: int
    minimum_for_expulsion: int
    investigators: int
    pools: tuple[str, ...]
    never: tuple[str, ...]
    per_branch: int | None
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
            never=entry.names("never", ()),
            per_branch=entry.maybe_number("per_branch"),
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
    """Who is asked, in this order, to do a single person's work in a case; `tiers` are the levels where it is so."""

    role: Role
    tiers: frozenset[Tier]
    pools: tuple[str, ...]
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            role=entry.word("role", Role),
            tiers=frozenset(entry.words("tiers", Tier, tuple(Tier))),
            pools=entry.names("pools"),
            source=entry.text("source"),
        )


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
class OutcomeRule:
    """One way an appeal can end, and where the case goes then."""

    kind: Outcome
    share: Share
    to: State
    fresh_panel: bool
    same_panel: bool
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
            same_panel=entry.flag("same_panel", False),
            harsher=Share.read(entry, "harsher_share") if harsher_for else None,
            harsher_for=harsher_for,
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class GroundRule:
    """A reason for moving from the branch to the national level, and how it takes effect."""

    ground: Ground
    mode: Mode
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            ground=entry.word("ground", Ground),
            mode=entry.word("mode", Mode),
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class ConflictRule:
    """A kind of conflict of interest. `years` since it ended: 0 while it lasts, None for ever.

    `later` is the level once those years are over, `towards_others` the one towards witnesses and support persons,
    and `exception` the one in the milder case that the words name; None where it does not bar then or there. A rule
    without a level bars by itself.
    """

    kind: Why
    code: str
    level: Level
    years: int | None
    later: Level | None
    towards_others: Level | None
    exception: Level | None
    words: str
    source: str

    @classmethod
    def strictest(cls, kind: Why) -> Self:
        """How a kind is read that a procedure does not name: it bars by itself, everybody, for ever."""
        bars = Level.AUTOMATIC
        return cls(
            kind=kind, code="", level=bars, years=None, later=None, towards_others=bars, exception=bars, words="",
            source="",
        )  # fmt: skip

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            kind=entry.word("kind", Why),
            code=entry.text("code", ""),
            level=entry.word("level", Level, Level.AUTOMATIC),
            years=entry.maybe_number("years"),
            later=entry.maybe_word("later", Level),
            towards_others=entry.maybe_word("towards_others", Level),
            exception=entry.maybe_word("exception", Level),
            words=entry.text("words"),
            source=entry.text("source"),
        )


@dataclass(frozen=True, kw_only=True)
class NoConflict:
    """Something that is not a conflict of interest, whoever says so; a challenge on this ground alone is refused."""

    name: str
    title: str
    words: str
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            name=entry.text("name"),
            title=entry.text("title"),
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
