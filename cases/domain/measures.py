"""Measures: what a panel must say before it votes on one, and what still has to be done about those that run.

Source: procedure paper 4.4. Every measure binds one person, every suspension has a last day, and one that is only
suspended says what would set it off and when that is over.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

from cases.domain import deadlines
from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts, Running
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import MeasureKind, Why

FOR_OTHERS = frozenset({MeasureKind.RESTRICTION})
"""What other people can apply only when they are told what exactly."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task of a plan, with the days it may take from the first day of the plan."""

    days: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Details:
    """The words of a measure beside its terms; kept together as one sealed text."""

    triggers: str = ""
    conditions: str = ""
    tasks: tuple[Task, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """Read again what `kept` wrote; nothing where nothing was kept."""
        found = json.loads(text) if text else {}
        tasks = tuple(Task(**task) for task in found.pop("tasks", ()))
        return cls(**found, tasks=tasks)

    def kept(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) if self != Details() else ""

    @property
    def given(self) -> frozenset[str]:
        """Which of the words are there."""
        return frozenset(name for name in ("triggers", "conditions", "tasks") if getattr(self, name))


def whom(case: CaseFacts, bound: int | None) -> int | None:
    """The number of the person whom a measure binds: the one that was named, or the only respondent there is."""
    known = [party.number for party in case.respondents if party.member is not None]
    if bound is not None:
        return bound if bound in known else None
    return known[0] if len(known) == 1 else None


def measure_whole(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """What the panel votes on says whom it binds, and all that the ladder asks of such a measure."""
    return None if act.measure is None else next(_missing(p, case, act), None)


def _missing(p: Procedure, case: CaseFacts, act: ActFacts) -> Iterator[Refusal]:
    measure = act.measure
    if measure is None:
        return
    kind, rule = measure.kind, p.measure(measure.kind, tier=case.tier, days=measure.days)
    if whom(case, act.bound) is None:
        yield Refusal(Why.MISSING_RECORD, "Say which respondent it binds.")
    if kind in FOR_OTHERS and "instruction" not in act.given:
        yield Refusal(Why.MISSING_RECORD, "Say what those who apply it are told: the restriction, and no reason.")
    if measure.trial is not None and rule is not None:
        most = p.number("suspended_days")
        yield from _refused(
            (rule.suspended, f"{kind.label} cannot be suspended: it is decided now or not at all."),
            ("triggers" in act.given, "Say what would set off the suspended measure."),
            (measure.trial <= most, f"A measure can be suspended for {most} days at the longest."),
        )
    if "triggers" in act.given and measure.trial is None:
        yield Refusal(Why.MISSING_RECORD, "Say for how many days the measure is suspended.")
    if "conditions" in act.given and kind is not MeasureKind.SUSPENSION:
        yield Refusal(Why.GUARD, "Only the end of a suspension can hang on conditions.")
    if kind is MeasureKind.PLAN and any(m.carried and m.measure and m.measure.kind is kind for m in case.motions):
        yield Refusal(Why.ALREADY_DONE, "The panel has voted for a plan already. One case has one plan at a time.")
    if kind is MeasureKind.PLAN or measure.tasks:
        longest = rule.length(measure.days) if rule else None
        yield from _refused(
            (kind is MeasureKind.PLAN, "Only a corrective plan has tasks."),
            (bool(measure.tasks), "Write the tasks of the plan, each with the days it may take."),
            (not longest or all(n <= longest for n in measure.tasks), f"The plan ends after {longest} days."),
        )


def _refused(*rules: tuple[bool, str]) -> Iterator[Refusal]:
    yield from (Refusal(Why.GUARD, because) for holds, because in rules if not holds)


def running(case: CaseFacts) -> tuple[Running, ...]:
    """What is in force, or hangs over somebody, on that day."""
    return tuple(m for m in case.follow_up if not m.waits and m.until and not deadlines.passed(m.until, case.today))


def last_day(case: CaseFacts) -> date | None:
    """When the last of them is over."""
    return max((m.until for m in case.follow_up if m.until and not m.waits), default=None)


def to_certify(case: CaseFacts) -> tuple[Running, ...]:
    """Suspensions whose end hangs on conditions that nobody has looked at."""
    return tuple(m for m in running(case) if m.conditional and m.certified is None and not m.hangs)


def conditions_open(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    found = to_certify(case)
    if not found:
        return Refusal(Why.NO_OCCASION, "No suspension waits for somebody to say whether its conditions are met.")
    return _named(act, found)


def rolled_out(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Feature 35: a case is not over before everybody who applies a measure has said that it is done."""
    left = len(case.to_apply)
    return unless(not left, f"Wait until all who apply the measures have said that it is done. Still open: {left}.")


def roll_out_open(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if not case.to_apply:
        return Refusal(Why.NO_OCCASION, "Nothing waits to be applied.")
    known = act.asking or act.number in case.to_apply
    return unless(known, "Choose one of the lines that are not done.", Why.MISSING_RECORD)


def _named(act: ActFacts, found: tuple[Running, ...]) -> Refusal | None:
    known = act.asking or act.number in {m.number for m in found}
    return unless(known, "Choose one of the measures on this page.", Why.MISSING_RECORD)
