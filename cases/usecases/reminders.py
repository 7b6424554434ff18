"""N-12: a respondent whose answer is awaited is reminded on the days that the procedure names."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases import law, load
from cases.domain.vocabulary import EventKind, State, Tier
from cases.models import Case, CaseEvent, PublishedProcedure
from cases.record import System, record

REMINDER = System("a day of reminding has come")


def waiting(today: date) -> Any:
    """Cases at a step whose day of reminding has come without a reminder; the exact day is the procedure's."""
    clocks = [clock for row in law.versions(PublishedProcedure) for clock in law.procedure_of(row).clocks]
    found = Case.objects.filter(stayed_until__isnull=True, due_on__gte=today).order_by("pk")
    due = Q(pk__in=())
    for state, day in {(clock.state, day) for clock in clocks for day in clock.remind}:
        due |= Q(~Exists(_said(day)), state=state, entered_on__lte=today - timedelta(days=day))
    return found.filter(due)


def remind(case: Case, *, at: datetime) -> bool:
    """One letter for the latest day that has come; none is sent twice."""
    procedure = load.procedure_of(case)
    clock = procedure.clock(Tier(case.tier), State(case.state))
    days = [day for day in clock.remind if procedure.due(case.entered_on, day) <= load.local_day(at)] if clock else []
    if not days or Case.objects.filter(Exists(_said(days[-1])), pk=case.pk).exists():
        return False
    record(EventKind.REMINDED, case=case, by=REMINDER, at=at, data={"step": str(case.state), "day": days[-1]})
    return True


def _said(day: int) -> Any:
    """The reminder of this day, since the case came to its step."""
    return CaseEvent.objects.filter(
        case=OuterRef("pk"), kind=EventKind.REMINDED, data__day=day, at__gte=OuterRef("entered_on")
    )
