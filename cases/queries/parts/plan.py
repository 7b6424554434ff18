"""A corrective plan on a page: where it stands, what is due, and what was said where it was not kept."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.domain import plans as rules
from cases.domain.facts import CaseFacts
from cases.domain.plan_words import BreachRuling, PlanState
from cases.domain.vocabulary import Action, Part, Role
from cases.models import Breach, Measure, Party, Plan, PlanStep, Writing
from cases.queries.folder import Folder

ENDED = {"completed": PlanState.COMPLETED, "breached": PlanState.BREACHED}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A task, or a check-in, for which `task` is empty. `said` is what the respondent and the monitor wrote of it."""

    number: int
    task: str
    due_on: date
    settled_at: datetime | None
    said: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """That the plan was not kept, the respondent's side, and the ruling."""

    text: str
    answer: str
    reported_at: datetime
    hear_by: date
    rule_by: date
    ruling: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """`terms` and `steps` are empty for a monitor who has not taken it up; `person` is whom it binds."""

    person: str
    mine: bool
    state: str
    taken_up: bool
    terms: str
    steps: tuple[Step, ...]
    reports: tuple[Report, ...]
    ends_on: date | None
    over: bool


def plan(folder: Folder, facts: CaseFacts) -> PlanPart | None:
    """The newest plan of the case, for those who may read it; a respondent only the one that binds them."""
    if not folder.may(Part.PLAN):
        return None
    rows = Plan.objects.filter(case=folder.case).select_related("measure__bound__member").order_by("measure__number")
    rows = rows.filter(measure__bound__member=folder.reader) if folder.side else rows
    row = rows.last()
    if row is None:
        return None
    closed = folder.roles == {Role.MONITOR} and row.taken_up_by_id != folder.reader.pk
    return PlanPart(
        person=_name(folder, row.measure.bound),
        mine=folder.side is not None,
        state=_state(row.measure, facts, folder.today).label,
        taken_up=not closed,
        terms="" if closed else folder.read(row.measure, "terms", Part.PLAN),
        steps=() if closed else _steps(folder, row),
        reports=() if closed else _reports(folder, row),
        ends_on=row.measure.ends_on,
        over=row.measure.ended_at is not None or row.measure.dropped_at is not None,
    )


def _state(row: Measure, facts: CaseFacts, today: date) -> PlanState:
    if row.dropped_at is not None:
        return PlanState.SUPERSEDED
    if row.ended_at is not None or facts.plan is None:
        return ENDED.get(row.ended_because, PlanState.COMPLETED)
    return rules.state(facts.plan, today)


def _steps(folder: Folder, row: Plan) -> tuple[Step, ...]:
    written = Writing.objects.filter(case=folder.case, action__in=(Action.SHOW_TASK, Action.SETTLE_TASK))
    said = [(entry.ground, folder.read(entry, "text", Part.PLAN)) for entry in written.order_by("written_at")]
    return tuple(
        Step(
            number=step.number,
            task=folder.read(step, "text", Part.PLAN) if step.task else "",
            due_on=step.due_on,
            settled_at=step.settled_at,
            said=tuple(text for ground, text in said if ground == str(step.number)),
        )
        for step in PlanStep.objects.filter(plan=row).order_by("due_on", "number")
    )


def _reports(folder: Folder, row: Plan) -> tuple[Report, ...]:
    return tuple(
        Report(
            text=folder.read(report, "text", Part.PLAN),
            answer=folder.read(report, "answer", Part.PLAN),
            reported_at=report.reported_at,
            hear_by=report.hear_by,
            rule_by=report.rule_by,
            ruling=BreachRuling(report.ruling).label if report.ruling else "",
            open=report.ruled_at is None,
        )
        for report in Breach.objects.filter(plan=row).order_by("number")
    )


def _name(folder: Folder, bound: Party) -> str:
    return bound.member.full_name if bound.member else folder.read(bound, "name", Part.PLAN)
