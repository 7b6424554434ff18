"""Measures as the rules see them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from cases.domain.facts import MeasureFacts, Running
from cases.domain.vocabulary import MeasureKind, State
from cases.models import Case, Measure, RollOut

FOLLOWED = (State.FINAL, State.MONITORING)


def standing(case: Case) -> QuerySet[Measure]:
    """What was decided and stands, also what has run its time."""
    return Measure.objects.filter(case=case, dropped_at__isnull=True).order_by("number")


def not_applied(case: Case) -> QuerySet[RollOut, int]:
    """Numbers of what an office was told to apply, or to end, and has not said is done; asked only at the end."""
    running = Q(measure__ended_at__isnull=True, measure__dropped_at__isnull=True)
    rows = RollOut.objects.filter(Q(ending=True) | running, case=case, done_at__isnull=True)
    rows = rows if case.state in FOLLOWED else rows.none()
    return rows.order_by("number").values_list("number", flat=True)


def facts(rows: Iterable[Measure], to_apply: Iterable[int]) -> dict[str, Any]:
    """What was decided, what of it runs or waits, and what somebody still has to apply."""
    kept = [(row, MeasureFacts(kind=MeasureKind(row.kind), days=row.days, trial=row.trial_days)) for row in rows]
    return {
        "measures": tuple(measure for _, measure in kept),
        "follow_up": tuple(_running(row) for row, _ in kept if row.ended_at is None),
        "to_apply": tuple(to_apply),
    }


def _running(row: Measure) -> Running:
    return Running(
        number=row.number,
        kind=MeasureKind(row.kind),
        waits=row.starts_on is None and row.trial_until is None,
        hangs=row.trial_until is not None,
        until=row.ends_on or row.trial_until,
        conditional=row.conditional,
        certified=row.certified,
    )
