"""A corrective plan is followed by a monitor, and by a clock that sees what nobody reports (domain paper 4.5)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from branches.models import Member
from cases import access, load
from cases.domain import plans as rules
from cases.domain.facts import ActFacts
from cases.domain.plan_words import BreachRuling
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, EventKind, Role
from cases.models import Breach, Case, CaseRole, Measure, Plan, PlanStep
from cases.record import System, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import follow_up, measures, planning, routing

CLOCK = System("a day of the plan came")
SILENT = "Nobody has written down that this was kept, and its days of grace are over."
RUNNING = {"measure__ended_at__isnull": True, "measure__dropped_at__isnull": True}


@transaction.atomic
def take_up_plan(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """The monitor has read who is named and says that nothing stands against them; only now does the plan open."""
    given = ActFacts(action=Action.TAKE_UP_PLAN, given=frozenset({"answer"}))
    act = frame.begin(case_id, Action.TAKE_UP_PLAN, by=by, at=at, given=given, seen=seen)
    Plan.objects.filter(case=act.case, **RUNNING).update(taken_up_at=at, taken_up_by=by)
    frame.finish(act)


@transaction.atomic
def show_task(*, case_id: UUID, by: Member, at: datetime, number: int, text: str, seen: str = "") -> None:
    """The respondent says how a task was done; the monitor settles it."""
    act = _begin(case_id, Action.SHOW_TASK, by, at, seen, "text", number=number)
    act.write(text, ground=str(number))
    frame.finish(act, data={"step": number})


@transaction.atomic
def settle_task(*, case_id: UUID, by: Member, at: datetime, number: int, text: str, seen: str = "") -> None:
    """The monitor has seen that a task is done, or has held a check-in, and writes down how they know."""
    act = _begin(case_id, Action.SETTLE_TASK, by, at, seen, "text", number=number)
    act.write(text, ground=str(number))
    steps = PlanStep.objects.filter(case=act.case, plan__in=_running(act.case), number=number, settled_at__isnull=True)
    steps.update(settled_at=at, settled_by=by)
    frame.finish(act, data={"step": number})


@transaction.atomic
def report_breach(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """The monitor reports that the plan was not kept; somebody who decides hears the respondent first."""
    act = _begin(case_id, Action.REPORT_BREACH, by, at, seen, "text")
    _report(act.case, act.procedure, _running(act.case)[0], text, at=at)
    frame.finish(act)


@transaction.atomic
def answer_breach(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """The respondent is heard before anybody rules."""
    act = _begin(case_id, Action.ANSWER_BREACH, by, at, seen, "text")
    row = Breach.objects.get(case=act.case, ruled_at__isnull=True)
    act.keys.seal(row, answer=text)
    row.answered_at = at
    row.save(update_fields=["answer", "answered_at"])
    frame.finish(act)


@transaction.atomic
def rule_breach(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    ruling: BreachRuling,
    reason: str,
    days: int | None = None,
    seen: str = "",
) -> None:
    """Excused: it goes on. Amended: what is open gets more days. Set off: what was suspended begins. Or it is over."""
    act = _begin(case_id, Action.RULE_BREACH, by, at, seen, "ruling", "reason", breach=ruling, days=days)
    act.write(reason)
    row = Breach.objects.select_related("plan__measure__case", "plan__measure__bound").get(
        case=act.case, ruled_at__isnull=True
    )
    row.ruled_at, row.ruling = at, ruling
    row.save(update_fields=["ruled_at", "ruling"])
    moved = act.procedure.number("plan_excuse_days") if ruling is BreachRuling.EXCUSED else days or 0
    frame.finish(act, data={"ruling": str(ruling)}, among=measures.people(row.plan.measure))
    if ruling in (BreachRuling.EXCUSED, BreachRuling.AMENDED):
        _move(row.plan, moved, act.today)
    else:
        _over(act, row.plan.measure, ruling)
    follow_up.dismiss(act.case, by=by, at=at)


@transaction.atomic
def complete_plan(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """Every task is done: the plan is completed, with what shows it, and nothing of it is held against the person."""
    act = _begin(case_id, Action.COMPLETE_PLAN, by, at, seen, "text")
    act.write(text)
    frame.finish(act)
    row = Measure.objects.select_related("bound", "case").get(plan__in=_running(act.case))
    measures.end(row, because="completed", at=at, by=by)
    measures.retime(act.case)


def _over(act: frame.Act, row: Measure, ruling: BreachRuling) -> None:
    """The plan has failed. What hangs over the person begins only where the ruling says so."""
    if ruling is BreachRuling.SET_OFF:
        hanging = Measure.objects.filter(case=act.case, trial_until__isnull=False, **measures.OPEN)
        for one in hanging.select_related("bound", "case").order_by("number"):
            measures.begin(one, act.procedure, act.today, at=act.at)
    measures.end(row, because="breached", at=act.at, by=act.by)
    measures.retime(act.case)


def _move(plan: Plan, days: int, today: date) -> None:
    """Open tasks and check-ins that have come due get more days from today, never beyond the last day of the plan."""
    last = plan.measure.ends_on or today
    for step in PlanStep.objects.filter(plan=plan, settled_at__isnull=True, due_on__lte=today):
        step.due_on, step.told_on = min(today + timedelta(days=days), last), None
        step.save(update_fields=["due_on", "told_on"])


# what the clock does


def unsettled(today: date) -> QuerySet[PlanStep]:
    """Tasks and check-ins of which somebody must be reminded, or that are over their days of grace."""
    open_breach = Breach.objects.filter(plan=OuterRef("plan"), ruled_at__isnull=True)
    rows = PlanStep.objects.filter(
        ~Exists(open_breach), settled_at__isnull=True, plan__measure__ended_at__isnull=True,
        plan__measure__dropped_at__isnull=True, due_on__lte=today + timedelta(days=REMIND_DAYS),
    )  # fmt: skip
    untold = Q(told_on__isnull=True) | Q(told_on__lt=F("due_on"), due_on__lte=today) | Q(due_on__lt=today)
    return rows.filter(untold).select_related("plan__measure__bound", "plan__measure__case").order_by("due_on", "pk")


REMIND_DAYS = 7
"""N-28: a week ahead, and on the day."""


@transaction.atomic
def tick(row: PlanStep, *, at: datetime) -> bool:
    """Remind of one task or check-in, or report it when its days of grace are over."""
    case, today = frame.locked(row.case_id), load.local_day(at)
    procedure = load.procedure_of(case)
    plan = load.case_facts(case, today=today).plan
    if plan is None or plan.breach is not None:
        return False
    if row.number in {step.number for step in rules.missed(procedure, plan, today)}:
        _report(case, procedure, row.plan, SILENT, at=at)
        record(EventKind.BREACH_FOUND, case=case, by=CLOCK, at=at, data={"step": row.number}, among=_bound(row.plan))
        return True
    if row.told_on is not None and (row.told_on >= row.due_on or today < row.due_on):
        return False
    row.told_on = today
    row.save(update_fields=["told_on"])
    data = {"step": row.number, "due": row.due_on.isoformat()}
    record(EventKind.PLAN_STEP_DUE, case=case, by=CLOCK, at=at, data=data, among=_bound(row.plan))
    return True


def unruled(today: date) -> QuerySet[Breach]:
    """Reports on which nobody has ruled in time, or that nobody has."""
    here = CaseRole.objects.filter(case=OuterRef("case"), role=Role.MEASURE_CHAIR, until__isnull=True)
    return Breach.objects.filter(Q(rule_by__lt=today) | ~Exists(here), ruled_at__isnull=True).order_by("rule_by", "pk")


@transaction.atomic
def pass_on(row: Breach, *, at: datetime) -> bool:
    """Somebody else rules, within as many days; never again whoever let them pass."""
    case, today = frame.locked(row.case_id), load.local_day(at)
    measure = row.plan.measure
    before = frozenset(CaseRole.objects.filter(case=case, role=Role.MEASURE_CHAIR).values_list("member_id", flat=True))
    if row.rule_by < today:
        procedure = load.procedure_of(case)
        access.withdraw(case, by=CLOCK, at=at, because="no_answer", roles=[Role.MEASURE_CHAIR])
        Breach.objects.filter(pk=row.pk).update(rule_by=procedure.due(today, procedure.number("measure_ruling_days")))
    return follow_up.find_chair(case, measure, at=at, without=before) is not None


def unmonitored() -> QuerySet[Plan]:
    """Plans that nobody follows: nobody was free, or the monitor stepped aside."""
    here = CaseRole.objects.filter(case=OuterRef("case"), role=Role.MONITOR, until__isnull=True)
    return Plan.objects.filter(~Exists(here), **RUNNING).order_by("pk")


@transaction.atomic
def staff(row: Plan, *, at: datetime) -> bool:
    """Another monitor, who says first that nothing stands against them."""
    case = frame.locked(row.case_id)
    Plan.objects.filter(pk=row.pk).update(taken_up_at=None, taken_up_by=None)
    if routing.first_free(case, Role.MONITOR, at=at, desk=routing.DESKS[Role.MONITOR]) is None:
        return False
    return planning.find_monitor(case, at=at)


def _report(case: Case, procedure: Procedure, plan: Plan, text: str, *, at: datetime) -> Breach:
    today = load.local_day(at)
    last = Breach.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    hear_by = procedure.due(today, procedure.number("breach_hearing_days"))
    rule_by = procedure.due(hear_by, procedure.number("measure_ruling_days"))
    row = Breach(case=case, plan=plan, number=last + 1, reported_at=at, hear_by=hear_by, rule_by=rule_by)
    Keys(case.pk).seal(row, text=text, answer="")
    row.save(force_insert=True)
    follow_up.find_chair(case, plan.measure, at=at)
    return row


def _begin(case_id: UUID, action: Action, by: Member, at: datetime, seen: str, *given: str, **values: Any) -> frame.Act:
    facts = ActFacts(action=action, given=frozenset(given), **values)
    return frame.begin(case_id, action, by=by, at=at, given=facts, seen=seen)


def _running(case: Case) -> QuerySet[Plan]:
    return Plan.objects.filter(case=case, **RUNNING).select_related("measure__bound", "measure__case")


def _bound(plan: Plan) -> list[int]:
    return list(measures.people(plan.measure))
