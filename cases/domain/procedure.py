"""The law of a case, read from one file: who may act, when, by when, and where it leads.

The file is what a committee adopts; this object is the only reading of it. Whether a procedure makes sense
is the business of `cases.domain.checker`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Self

from cases.domain.articles import (
    Body,
    Clock,
    ConflictRule,
    Desk,
    GroundRule,
    Lists,
    MeasureRule,
    Mode,
    Number,
    OutcomeRule,
    Share,
    Start,
    Step,
    Threshold,
)
from cases.domain.reading import LawFault, LawFile
from cases.domain.vocabulary import Action, Ground, MeasureKind, MotionKind, Outcome, Role, State, Tier, Why

__all__ = [
    "Body", "Clock", "ConflictRule", "Desk", "GroundRule", "LawFault", "MeasureRule", "Mode", "Number",
    "OutcomeRule", "Procedure", "Share", "Start", "Step", "Threshold",
]  # fmt: skip

Place = tuple[Tier, State]
START: Place = (Tier.INTAKE, State.ROUTING)


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One version of the rules. A case keeps the version it was received under (INV-13)."""

    name: str
    version: str
    title: str
    about: str
    approved_by: str
    approved_on: date
    in_force_from: date
    sha256: str
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]
    bodies: tuple[Body, ...]
    desks: tuple[Desk, ...]
    thresholds: tuple[Threshold, ...]
    measures: tuple[MeasureRule, ...]
    outcomes: tuple[OutcomeRule, ...]
    grounds: tuple[GroundRule, ...]
    conflicts: tuple[ConflictRule, ...]
    numbers: tuple[Number, ...]
    lists: Lists
    conditions: Mapping[str, str]
    records: Mapping[str, str]
    letters: Mapping[str, str]
    pools: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a file. Raises `LawFault` with every fault and its line; nothing is half read."""
        law = LawFile(text)
        top = law.top()
        procedure = cls(
            name=top.text("name"),
            version=top.text("version"),
            title=top.text("title"),
            about=top.text("about"),
            approved_by=top.text("approved_by"),
            approved_on=top.day("approved_on"),
            in_force_from=top.day("in_force_from"),
            sha256=sha256(text.encode()).hexdigest(),
            steps=law.each("step", "action", Step.read),
            clocks=law.each("clock", "state", Clock.read),
            bodies=law.each("body", "tier", Body.read),
            desks=law.each("desk", "role", Desk.read),
            thresholds=law.each("threshold", "question", Threshold.read),
            measures=law.each("measure", "kind", MeasureRule.read),
            outcomes=law.each("outcome", "kind", OutcomeRule.read),
            grounds=law.each("ground", "ground", GroundRule.read),
            conflicts=law.each("conflict", "kind", ConflictRule.read),
            numbers=law.each("number", "name", Number.read),
            lists=law.one("lists", Lists.read),
            conditions=law.glossary("conditions"),
            records=law.glossary("records"),
            letters=law.glossary("letters"),
            pools=law.glossary("pools"),
        )
        top.close()
        law.finish()
        return procedure

    def step(self, tier: Tier, state: State, action: Action) -> Step | None:
        """The step by which `action` is taken here, or None when it cannot be taken here."""
        return self._steps.get((tier, state, action))

    def required_step(self, tier: Tier, state: State, action: Action) -> Step:
        """The step that the engine has just allowed. Raises `KeyError` where there is none."""
        return self._steps[(tier, state, action)]

    def steps_from(self, tier: Tier, state: State) -> tuple[Step, ...]:
        """Every step out of, or within, a state; in the order of the file."""
        return tuple(step for step in self.steps if tier in step.tiers and state in step.at)

    def clock(self, tier: Tier, state: State) -> Clock | None:
        return next((c for c in self.clocks if state is c.state and tier in c.tiers), None)

    def body(self, tier: Tier) -> Body | None:
        return next((body for body in self.bodies if body.tier is tier), None)

    def desk(self, role: Role) -> Desk | None:
        return next((desk for desk in self.desks if desk.role is role), None)

    def threshold(self, question: MotionKind) -> Threshold | None:
        return next((t for t in self.thresholds if t.question is question), None)

    def measure(self, kind: MeasureKind, *, tier: Tier | None = None, days: int | None = None) -> MeasureRule | None:
        """The mildest rule that covers this measure, here, for so long; None when it is not allowed."""
        return next(
            (m for m in self.measures if m.kind is kind and (tier is None or tier in m.tiers) and m.covers(days)), None
        )

    def outcome(self, kind: Outcome) -> OutcomeRule | None:
        return next((outcome for outcome in self.outcomes if outcome.kind is kind), None)

    def ground(self, ground: Ground) -> GroundRule | None:
        return next((rule for rule in self.grounds if rule.ground is ground), None)

    def conflict(self, kind: Why) -> ConflictRule | None:
        return next((rule for rule in self.conflicts if rule.kind is kind), None)

    def number(self, name: str) -> int:
        """A setting by its name; the checker makes sure that every one exists."""
        return next(number.value for number in self.numbers if number.name == name)

    def ends(self, step: Step, tier: Tier, state: State) -> frozenset[Place]:
        """Where a step can lead; a delivered appeal leads to where its outcome says."""
        if step.action is not Action.SERVE_DECISION or tier is not Tier.APPEAL:
            return frozenset({step.lands(tier, state)})
        again = (Tier.BRANCH, Tier.NATIONAL)
        return frozenset((t, o.to) for o in self.outcomes for t in (again if o.fresh_panel else (tier,)))

    @cached_property
    def _steps(self) -> dict[tuple[Tier, State, Action], Step]:
        return {(tier, state, s.action): s for s in self.steps for tier in s.tiers for state in s.at}

    @cached_property
    def edges(self) -> tuple[tuple[Place, Step, Place], ...]:
        """Every move from place to place; a step that leaves the case where it is has none."""
        starts = [((tier, state), step) for step in self.steps for tier in step.tiers for state in step.at]
        moves = [(start, step, end) for start, step in starts for end in self.ends(step, *start)]
        return tuple((start, step, end) for start, step, end in moves if start != end)

    def reach(self, *, start: Place = START) -> frozenset[Place]:
        """Every place that a case can come to."""
        seen, front = {start}, {start}
        while front:
            front = {end for begin, _, end in self.edges if begin in front} - seen
            seen |= front
        return frozenset(seen)
