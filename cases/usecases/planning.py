"""A plan begins and ends with its measure: its tasks and check-ins get their days, and it gets a monitor."""

from datetime import date, datetime, timedelta

from cases import access
from cases.domain import plans as rules
from cases.domain.measures import Details
from cases.domain.plan_words import BreachRuling
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import MeasureKind, Role
from cases.models import Breach, Case, Measure, Plan, PlanStep
from cases.record import Actor, System
from cases.sealed import Keys
from cases.usecases import routing


def open_for(row: Measure, procedure: Procedure, on: date, *, at: datetime) -> None:
    """Date its tasks and check-ins from its first day, and find a monitor without a conflict of interest."""
    if row.kind != MeasureKind.PLAN or row.ends_on is None:
        return
    plan = Plan.objects.create(case=row.case, measure=row)
    keys = Keys(row.case_id)
    again = rules.Dates(procedure.lists.check_in_days, procedure.number("check_in_again_days"))
    tasks = [(on + timedelta(days=t.days), t.text) for t in Details.read(keys.open(row, "details")).tasks]
    every = [(day, text) for day, text in (*tasks, *((day, "") for day in again.until(on, row.ends_on)))]
    for number, (day, text) in enumerate(sorted(every), start=1):
        step = PlanStep(case=row.case, plan=plan, number=number, task=bool(text), due_on=day)
        keys.seal(step, text=text)
        step.save(force_insert=True)
    find_monitor(row.case, at=at)


def find_monitor(case: Case, *, at: datetime) -> bool:
    return routing.assign(case, Role.MONITOR, by=System("a plan needs a monitor"), at=at) is not None


def close_for(row: Measure, *, by: Actor, at: datetime) -> None:
    """The plan is over, however it ended: whoever followed it loses the case."""
    if row.kind == MeasureKind.PLAN:
        Breach.objects.filter(plan__measure=row, ruled_at__isnull=True).update(
            ruled_at=at, ruling=BreachRuling.SUPERSEDED
        )
        access.withdraw(row.case, by=by, at=at, because="step_over", roles=[Role.MONITOR])
