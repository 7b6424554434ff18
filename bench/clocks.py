"""The background work at several sizes: a turn of the clock with nothing due, with much due, and the outbox."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from cases import delivery
from cases.domain.vocabulary import ClosureReason, EventKind, State
from cases.models import Case, CaseEvent, CaseRole, CaseUserObjectPermission, Proceeding
from cases.usecases import deadlines

IDLE = 5
"""Turns of the clock with nothing due; the median counts."""


def measure(due: int) -> dict[str, Any]:
    """Open every case, turn the clock without and with something due, and close again what was closed."""
    closed = list(Case.objects.filter(state=State.CLOSED).values_list("pk", flat=True))
    _open_all()
    try:
        idle = sorted(_seconds(_turn) for _ in range(IDLE))[IDLE // 2]
        told = CaseEvent.objects.filter(kind=EventKind.OVERDUE_NOTICED).values("case")  # at a smaller size
        late = list(
            Case.objects.exclude(pk__in=told).order_by("-received_at", "-id").values_list("pk", flat=True)[:due]
        )
        Case.objects.filter(pk__in=late).update(due_on=timezone.localdate() - timedelta(days=1), overdue_seen_on=None)
        done: dict[str, int] = {}
        taken = _seconds(lambda: done.update(_turn()))
        letters = delivery.unreleased().count()
        out = _seconds(lambda: delivery.deliver_due(at=timezone.now()))
    finally:
        _close(closed)
    left = delivery.unreleased().count()
    return {
        "open": Case.objects.count(),
        "idle_ms": idle * 1000,
        "due": done.get("overdue", 0),
        "sweep_ms": taken * 1000,
        "letters": letters - left,
        "outbox_ms": out * 1000,
    }


def _turn() -> dict[str, int]:
    return deadlines.sweep(at=timezone.now())


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _open_all() -> None:
    """Every case at its first look, with its people and dates that are not due: a place that is busy everywhere."""
    today = timezone.localdate()
    over = Case.objects.filter(state=State.CLOSED)
    CaseRole.objects.filter(case__in=over).update(until=None, ended_because="")
    Proceeding.objects.filter(case__in=over).update(ended_at=None, ended_as="")
    Case.objects.update(
        state=State.TRIAGE, closed_at=None, closure_reason="", due_on=today + timedelta(days=5), overdue_seen_on=None,
        status_sent_on=today, rechecked_on=today, look_on=None, quiet_since=today, alarmed_on=None,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _close(closed: list[Any]) -> None:
    for start in range(0, len(closed), 5_000):
        some, at = closed[start : start + 5_000], timezone.now()
        CaseRole.objects.filter(case__in=some, until__isnull=True).update(until=at, ended_because="closed")
        CaseUserObjectPermission.objects.filter(content_object__in=some).delete()
        Proceeding.objects.filter(case__in=some).update(ended_at=at, ended_as="completed")
        Case.objects.filter(pk__in=some).update(
            state=State.CLOSED, closed_at=at, closure_reason=ClosureReason.REFERRED_OUT, due_on=None
        )
