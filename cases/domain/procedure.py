"""The law of a case, read from one file: who may act, when, by when, and where it leads.

The file is what a committee adopts; this object is the only reading of it. Whether a procedure makes sense
is the business of `cases.domain.checker`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Self

from cases.domain import deadlines, quiet
from cases.domain.articles import (
    Body,
    Clock,
    ConflictRule,
    Desk,
    GroundRule,
    Lists,
    Mode,
    NoConflict,
    Number,
    OutcomeRule,
    Share,
    Step,
    Threshold,
)
from cases.domain.holidays import Holiday
from cases.domain.interim_rule import InterimRule
from cases.domain.ladder import Overdue
from cases.domain.measure_rule import MeasureRule, Start
from cases.domain.reading import LawFault, LawFile
from cases.domain.vocabulary import (
    Action,
    Ground,
    InterimKind,
    MeasureKind,
    MotionKind,
    Outcome,
    Role,
    State,
    Tier,
    Why,
)

__all__ = [
    "Body", "Clock", "ConflictRule", "Desk", "GroundRule", "Holiday", "LawFault", "MeasureRule", "Mode", "NoConflict",
    "Number", "OutcomeRule", "Overdue", "Procedure", "Share", "Start", "Step", "Threshold",
]  # fmt: skip

Place = tuple[Tier, State]
NOT_OPEN = frozenset({State.ROUTING, State.FINAL, State.MONITORING, State.CLOSED})
"""Where nobody has looked at a case yet, and where it is decided."""
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
    overdue: tuple[Overdue, ...]
    bodies: tuple[Body, ...]
    desks: tuple[Desk, ...]
    thresholds: tuple[Threshold, ...]
    measures: tuple[MeasureRule, ...]
    outcomes: tuple[OutcomeRule, ...]
    grounds: tuple[GroundRule, ...]
    conflicts: tuple[ConflictRule, ...]
    no_conflicts: tuple[NoConflict, ...]
    numbers: tuple[Number, ...]
    interims: tuple[InterimRule, ...]
    holidays: tuple[Holiday, ...]
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
            overdue=law.each("overdue", "name", Overdue.read),
            bodies=law.each("body", "tier", Body.read),
            desks=law.each("desk", "role", Desk.read),
            thresholds=law.each("threshold", "question", Threshold.read),
            measures=law.each("measure", "kind", MeasureRule.read),
            outcomes=law.each("outcome", "kind", OutcomeRule.read),
            grounds=law.each("ground", "ground", GroundRule.read),
            conflicts=law.each("conflict", "kind", ConflictRule.read),
            no_conflicts=law.each("no_conflict", "name", NoConflict.read),
            numbers=law.each("number", "name", Number.read),
            interims=law.each("interim", "kind", InterimRule.read),
            holidays=law.each("holiday", "name", Holiday.read),
            lists=law.one("lists", Lists.read),
            conditions=law.glossary("conditions"),
            records=law.glossary("records"),
            letters=law.glossary("letters"),
            pools=law.glossary("pools"),
        )
        top.close()
        law.finish()
        return procedure._spread()

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

    def when_overdue(self, tier: Tier, state: State) -> Overdue | None:
        """What follows when the clock of this place has run out; None where the law says nothing of it."""
        return next((o for o in self.overdue if tier in o.tiers and state in o.at), None)

    def body(self, tier: Tier) -> Body | None:
        return next((body for body in self.bodies if body.tier is tier), None)

    def desk(self, role: Role, tier: Tier | None = None) -> Desk | None:
        """Who is asked for this work: at this level, or at the first level that has it."""
        return next((d for d in self.desks if d.role is role and (tier is None or tier in d.tiers)), None)

    def threshold(self, question: MotionKind) -> Threshold | None:
        return next((t for t in self.thresholds if t.question is question), None)

    def measure(self, kind: MeasureKind, *, tier: Tier | None = None, days: int | None = None) -> MeasureRule | None:
        """The mildest rule that covers this measure, here, for so long; None when it is not allowed."""
        return next(
            (m for m in self.measures if m.kind is kind and (tier is None or tier in m.tiers) and m.covers(days)), None
        )

    def interim(self, kind: InterimKind) -> InterimRule | None:
        return next((rule for rule in self.interims if rule.kind is kind), None)

    def outcome(self, kind: Outcome) -> OutcomeRule | None:
        return next((outcome for outcome in self.outcomes if outcome.kind is kind), None)

    def ground(self, ground: Ground) -> GroundRule | None:
        return next((rule for rule in self.grounds if rule.ground is ground), None)

    def conflict(self, kind: Why) -> ConflictRule | None:
        return next((rule for rule in self.conflicts if rule.kind is kind), None)

    def no_conflict(self, name: str) -> NoConflict | None:
        return next((rule for rule in self.no_conflicts if rule.name == name), None)

    def number(self, name: str) -> int:
        """A setting by its name; the checker makes sure that every one exists."""
        return next(number.value for number in self.numbers if number.name == name)

    def due(self, start: date, days: int) -> date:
        """The last day of a period that something on `start` set running; a holiday moves it to the next day (1.6)."""
        return deadlines.due(start, days, self.is_holiday)

    def first_word(self, moment: datetime) -> datetime:
        """When a first notice that is ready at this moment, in the organisation's time, may arrive."""
        hours = (self.number(f"first_notice_{name}") for name in ("from", "until", "friday_until"))
        return quiet.leaves_at(moment, quiet.Hours(*hours), self.is_holiday)

    def is_holiday(self, day: date) -> bool:
        return any(holiday.falls_on(day) for holiday in self.holidays)

    def ends(self, step: Step, tier: Tier, state: State) -> frozenset[Place]:
        """Where a step can lead; a delivered appeal leads to where its outcome says, a re-opening to who decided."""
        if step.action is Action.ADMIT_REOPENING and tier is Tier.APPEAL:
            return frozenset((t, State.FORMING) for t in (Tier.BRANCH, Tier.NATIONAL))
        if step.action is not Action.SERVE_DECISION or tier is not Tier.APPEAL:
            return frozenset({step.lands(tier, state)})
        again = (Tier.BRANCH, Tier.NATIONAL)
        return frozenset(
            (t, o.to) for o in self.outcomes for t in (again if o.fresh_panel or o.same_panel else (tier,))
        )

    def _spread(self) -> Self:
        """Steps that can be taken as long as a case is open, written out for every place where it is."""
        places = [place for place in self.reach() if place[1] not in NOT_OPEN]
        at = {tier: frozenset(state for t, state in places if t is tier) for tier in Tier}
        return replace(
            self,
            steps=tuple(
                replace(step, tiers=frozenset({tier}), at=at[tier]) if tier else step
                for step in self.steps
                for tier in ([tier for tier in Tier if at[tier]] if step.while_open else [None])
            ),
        )

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
