"""What the rules may know of measures."""

from dataclasses import dataclass
from datetime import date

from cases.domain.vocabulary import MeasureKind


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """A measure: `days` is None where it has no end.

    `trial` days it only hangs over the person, before it ends unused; None where it is not suspended. `tasks` are the
    days that each task of a plan may take.
    """

    kind: MeasureKind
    days: int | None = None
    trial: int | None = None
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Running:
    """A measure of a delivered decision that is not over.

    `waits` until the decision is final; `hangs` over the person until something sets it off, `until` that day.
    `conditional`: somebody says whether its conditions are met, and `certified` what they said.
    """

    number: int
    kind: MeasureKind
    waits: bool = False
    hangs: bool = False
    until: date | None = None
    conditional: bool = False
    certified: bool | None = None


@dataclass(frozen=True, kw_only=True)
class StepFacts:
    """A task or a check-in of a plan, with its day."""

    number: int
    task: bool
    due_on: date
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class BreachFacts:
    """A report that a plan was not kept, until somebody has ruled on it."""

    number: int
    hear_by: date
    rule_by: date
    answered: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """The plan that runs in a case. `taken_up_by` said last that nothing stands against their following it."""

    measure: int
    taken_up_by: int | None = None
    steps: tuple[StepFacts, ...] = ()
    breach: BreachFacts | None = None
