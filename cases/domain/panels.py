"""Panels: who is drawn, when they may sit, how many votes a question needs, and how votes are counted.

Every share is of all seated members at the moment of the vote: absence and abstention never help a side.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from cases.domain.answer import Refusal
from cases.domain.facts import MeasureFacts, PanelFacts
from cases.domain.procedure import Body, Procedure
from cases.domain.vocabulary import (
    Choice,
    MeasureKind,
    MotionKind,
    Outcome,
    Role,
    SeatKind,
    SeatStatus,
    Tier,
    Why,
)

TAKEN = frozenset({SeatStatus.ASKED, SeatStatus.SEATED, SeatStatus.HELD})
LADDER = tuple(MeasureKind)
PLENTY = 1000
"""More people than any body needs: a count of those who could be asked stops here."""


@dataclass(frozen=True)
class Missing:
    """How many people must still be asked."""

    members: int
    investigators: int

    def __bool__(self) -> bool:
        return self.members + self.investigators > 0


@dataclass(frozen=True)
class Quorum:
    """For the meter: how many of the seats are taken, and how many must be."""

    present: int
    needed: int
    seats: int

    @property
    def enough(self) -> bool:
        return self.present >= self.needed


@dataclass(frozen=True)
class Tally:
    """The votes of seated members on one question."""

    yes: int
    no: int
    abstain: int
    missing: int


def draw(pool: Sequence[int], *, seed: str, barred: Collection[int]) -> tuple[int, ...]:
    """The order in which people are asked. Anyone who knows the seed and the pool finds the same order."""
    free = set(pool) - set(barred)
    return tuple(sorted(free, key=lambda member: (sha256(f"{seed}|{member}".encode()).digest(), member)))


@dataclass(frozen=True, kw_only=True)
class Source:
    """One pool at the moment of a draw: everybody in it, and what stands against those who may not be asked."""

    name: str
    members: tuple[int, ...]
    against: Mapping[int, Why]

    @property
    def free(self) -> tuple[int, ...]:
        return tuple(member for member in self.members if member not in self.against)


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A draw by lot while it goes on: who was asked before, the order so far, the sources that were reached."""

    seed: str
    before: frozenset[int]
    cap: int | None
    sitting: Mapping[int, int]
    order: tuple[int, ...] = ()
    reached: tuple[Source, ...] = ()

    def passed_over(self, asked: Collection[int]) -> dict[Why, int]:
        """How many the lot came to and did not ask, by kind: in the last source up to the last who was asked."""
        counts: dict[Why, int] = {}
        for source in self.reached:
            order = draw(source.members, seed=self.seed, barred=())
            places = [place for place, member in enumerate(order) if member in asked]
            last = max(places, default=-1) if source is self.reached[-1] else len(order)
            for member in order[: last + 1]:
                if member in source.against and member not in self.before:
                    counts[source.against[member]] = counts.get(source.against[member], 0) + 1
        return counts


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What a panel has, needs and could still get: `free` people could be asked now."""

    seated: int
    waiting: int
    needed: int
    seats: int
    free: int

    @property
    def enough(self) -> bool:
        return self.seated >= self.needed

    @property
    def can_be(self) -> bool:
        """Could the panel still come to its quorum?"""
        return self.seated + self.waiting + self.free >= self.needed


def start(panel: PanelFacts, *, seed: str, cap: int | None, branches: Mapping[int, int]) -> Draw:
    """A draw for the empty seats of a panel; whoever was asked once is not asked again."""
    sitting = Counter(branches[member] for member in panel.taken if member in branches)
    return Draw(seed=seed, before=frozenset(s.member for s in panel.seats), cap=cap, sitting=sitting)


def reach(drawn: Draw, source: Source, branches: Mapping[int, int]) -> Draw:
    """Go on with one more source. Whoever would be one too many of a branch is left out."""
    sitting, order = Counter(drawn.sitting), list(drawn.order)
    for member in draw(source.free, seed=drawn.seed, barred=drawn.before):
        branch = branches.get(member)
        if drawn.cap is not None and branch is not None:
            if sitting[branch] >= drawn.cap:
                continue
            sitting[branch] += 1
        order.append(member)
    return replace(drawn, order=tuple(order), sitting=sitting, reached=(*drawn.reached, source))


def forecast(procedure: Procedure, panel: PanelFacts, *, free: int) -> Forecast:
    """The panel's count against its quorum, with those who are asked and those who could still be."""
    now = quorum(procedure, panel)
    waiting = sum(seat.kind is SeatKind.MEMBER for seat in panel.seats if seat.status is SeatStatus.ASKED)
    return Forecast(seated=now.present, waiting=waiting, needed=now.needed, seats=now.seats, free=free)


def missing(procedure: Procedure, panel: PanelFacts) -> Missing:
    """How many members and investigators must still be asked, so that nobody is asked without a seat."""
    body = procedure.body(panel.tier)
    wanted = body.investigators if body else 0
    return Missing(
        members=max(0, panel.formed_with - _taken(panel, SeatKind.MEMBER)),
        investigators=max(0, wanted - _taken(panel, SeatKind.INVESTIGATOR)),
    )


def can_sit(procedure: Procedure, tier: Tier, *, expulsion: bool, seated: int) -> bool:
    """Are enough members seated for this level's body to decide anything?"""
    body = procedure.body(tier)
    return body is not None and seated >= body.sits_with(expulsion=expulsion)


def quorum(procedure: Procedure, panel: PanelFacts) -> Quorum:
    """The panel's count against its quorum."""
    body = procedure.body(panel.tier)
    needed = body.sits_with(expulsion=_formed_for_expulsion(body, panel.formed_with)) if body else panel.formed_with
    return Quorum(present=len(panel.seated), needed=needed, seats=panel.formed_with)


def needed(
    procedure: Procedure,
    kind: MotionKind,
    *,
    n: int,
    formed_with: int,
    tier: Tier,
    measure: MeasureFacts | None = None,
    outcome: Outcome | None = None,
    by_side: Role | None = None,
    standing: Iterable[MeasureFacts] = (),
) -> int | Refusal:
    """The yes votes that carry a question among `n` seated members, or why this panel may not decide it.

    `standing` are the measures of the appealed decision: the outcome of an appeal that goes beyond them is
    harsher. Source: procedure paper 4.2.
    """
    body = procedure.body(tier)
    if body is None or n < body.sits_with(expulsion=_formed_for_expulsion(body, formed_with)):
        return _refusal("Too few members are seated to decide. Another member must be seated, or the case moves up.")
    sitting = _Sitting(procedure, tier, n, formed_with)
    if kind is MotionKind.FINDING:
        return sitting.finding()
    if kind is MotionKind.MEASURE:
        return sitting.measure(measure)
    return sitting.outcome(outcome, measure, by_side, tuple(standing))


def tally(votes: Iterable[tuple[int, Choice]], *, seated: Collection[int]) -> Tally:
    """Count one vote for each seated member; whoever is not seated does not exist here."""
    members = frozenset(seated)
    cast = {member: choice for member, choice in votes if member in members}
    count = {choice: sum(c is choice for c in cast.values()) for choice in Choice}
    return Tally(count[Choice.YES], count[Choice.NO], count[Choice.ABSTAIN], len(members) - len(cast))


def result(tally: Tally, *, needed: int) -> bool | None:
    """Whether a question carries: None until every seated member has voted; a tie carries nothing."""
    return None if tally.missing else tally.yes >= needed


def _taken(panel: PanelFacts, kind: SeatKind) -> int:
    return sum(seat.kind is kind and seat.status in TAKEN for seat in panel.seats)


def _formed_for_expulsion(body: Body, formed_with: int) -> bool:
    return formed_with >= body.seats_for_expulsion > body.seats


@dataclass(frozen=True)
class _Sitting:
    """A panel with its quorum, about to decide."""

    procedure: Procedure
    tier: Tier
    n: int
    formed_with: int

    def finding(self) -> int | Refusal:
        threshold = self.procedure.threshold(MotionKind.FINDING)
        if threshold is None:
            return _refusal("The procedure does not say how many votes a finding needs.")
        return threshold.share.needed(self.n)

    def measure(self, measure: MeasureFacts | None) -> int | Refusal:
        if measure is None:
            return _refusal("Say which measure the panel shall vote on.")
        rule = self.procedure.measure(measure.kind, tier=self.tier, days=measure.days)
        if rule is None:
            return self._not_here(measure)
        if self.n < rule.min_seated or self.formed_with < rule.formed_with:
            return _refusal(
                f"{rule.kind.label} needs a panel that was formed with {rule.formed_with} members, of whom at "
                f"least {rule.min_seated} are seated now. Refer the case up."
            )
        return rule.share.needed(self.n)

    def outcome(
        self,
        outcome: Outcome | None,
        measure: MeasureFacts | None,
        by_side: Role | None,
        standing: tuple[MeasureFacts, ...],
    ) -> int | Refusal:
        rule = self.procedure.outcome(outcome) if outcome else None
        if rule is None:
            return _refusal("Say which outcome the panel shall vote on.")
        if outcome is not Outcome.MODIFY or measure is None:
            return rule.share.needed(self.n)
        if self.procedure.measure(measure.kind, tier=self.tier, days=measure.days) is None:
            return self._not_here(measure)
        if not _harsher(measure, standing):
            return rule.share.needed(self.n)
        if rule.harsher is None or by_side not in rule.harsher_for:
            return _refusal("On this appeal the measure may stay or become milder, but not harsher.")
        own = self.measure(measure)
        return own if isinstance(own, Refusal) else max(own, rule.harsher.needed(self.n))

    def _not_here(self, measure: MeasureFacts) -> Refusal:
        name, rules = measure.kind.label, self.procedure.measures
        if measure.days is None and any(rule.kind is measure.kind and rule.end_required for rule in rules):
            return _refusal(f"{name} needs a last day. Say for how many days.")
        if self.procedure.measure(measure.kind, days=measure.days) is None:
            return _refusal(f"{name} may not last that long. Choose fewer days.")
        return _refusal(f"This level may not take this measure ({name.lower()}). Refer the case up.")


def _harsher(measure: MeasureFacts, standing: tuple[MeasureFacts, ...]) -> bool:
    """Higher on the ladder than everything that stands, or the same rung for longer."""
    return not any(_weight(measure) <= _weight(other) for other in standing)


def _weight(measure: MeasureFacts) -> tuple[int, float]:
    return LADDER.index(measure.kind), float("inf") if measure.days is None else measure.days


def _refusal(because: str) -> Refusal:
    return Refusal(Why.GUARD, because)
