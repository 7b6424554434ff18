"""The clock's own acts. Nobody can stop them; none of them decides a case on its merits."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from cases import load
from cases.domain import deadlines
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Ground, Role, SeatStatus, State, Tier
from cases.models import Case, Draft, Seat
from cases.record import System, record
from cases.usecases import appeals, decisions, escalate, informal, inquiry, intake, routing, seats, triage

CLOCK = System("the time was over")
DRAFT_DAYS = 30
LAPSES: dict[Action, Callable[..., None]] = {
    Action.FACTS_LAPSED: triage.facts_lapsed,
    Action.REVIEW_LAPSED: triage.review_lapsed,
    Action.INFORMAL_LAPSED: informal.informal_lapsed,
    Action.RESPONSE_LAPSED: inquiry.response_lapsed,
    Action.CLOSE_REVIEW: inquiry.close_review,
    Action.APPEAL_ANSWER_LAPSED: appeals.appeal_answer_lapsed,
    Action.WINDOW_CLOSED: decisions.window_closed,
    Action.MONITORING_ENDED: decisions.monitoring_ended,
}


def sweep(*, at: datetime) -> dict[str, int]:
    """Do everything that is due. Idempotent: what was done is no longer due. Returns what was done."""
    today = load.local_day(at)
    return {
        "lapsed": _each(_overdue(today), lambda case: _lapse(case, at=at)),
        "moved_up": _each(_overdue(today - timedelta(days=29)), lambda case: _move_up(case, at=at)),
        "unanswered": _each(_silent(today), lambda seat: seats.lapse(seat, at=at)),
        "told": _each(_untold(today), lambda case: _tell(case, at=at)),
        "routed": _each(_unrouted(), lambda case: _route(case, at=at)),
        "drafts": Draft.objects.filter(sent_at__isnull=True, updated_at__lt=at - timedelta(days=DRAFT_DAYS)).delete()[
            0
        ],
    }


def _each(rows: Any, act: Callable[[Any], bool | None]) -> int:
    """Each in its own transaction, so that one refusal leaves the others done."""
    done = 0
    for row in list(rows):
        try:
            with transaction.atomic():
                done += act(row) is not False
        except Refused:
            continue
    return done


def _overdue(today: date) -> Any:
    return Case.objects.exclude(state=State.CLOSED).filter(due_on__lt=today).order_by("due_on", "id")[:500]


def _lapse(case: Case, *, at: datetime) -> bool:
    clock = load.procedure_of(case).clock(Tier(case.tier), State(case.state))
    if clock is None or clock.lapses is None:
        return False
    LAPSES[clock.lapses](case_id=case.pk, by=CLOCK, at=at)
    return True


def _move_up(case: Case, *, at: datetime) -> bool:
    """A branch proceeding thirty days overdue moves to the national committee by itself (G9)."""
    rule = load.procedure_of(case).ground(Ground.OVERDUE)
    late = (load.local_day(at) - case.due_on).days if case.due_on else 0
    if (
        case.tier != Tier.BRANCH
        or rule is None
        or rule.automatic_after_days is None
        or late < rule.automatic_after_days
    ):
        return False
    escalate.up(case, Ground.OVERDUE, by=System("rule G9"), at=at)
    return True


def _silent(today: date) -> Any:
    asked = Seat.objects.filter(status=SeatStatus.ASKED, answer_by__lt=today, proceeding__ended_at__isnull=True)
    return asked.select_related("case")[:500]


def _untold(today: date) -> Any:
    """Open cases whose sides have heard nothing for a month; the exact number of days is the procedure's."""
    return Case.objects.exclude(state=State.CLOSED).filter(status_sent_on__lt=today - timedelta(days=27))[:500]


def _tell(case: Case, *, at: datetime) -> bool:
    today = load.local_day(at)
    every = load.procedure_of(case).number("status_days")
    if not deadlines.status_due(case.status_sent_on, today, every):
        return False
    Case.objects.filter(pk=case.pk).update(status_sent_on=case.status_sent_on + timedelta(days=every))
    record(EventKind.STATUS_SENT, case=case, by=System("a month has passed"), at=at)
    return True


def _unrouted() -> Any:
    return Case.objects.filter(state=State.ROUTING)[:500]


def _route(case: Case, *, at: datetime) -> bool:
    if routing.first_free(case, Role.INTAKE_OFFICER, at=at, desk="intake") is None:
        return False
    intake.assign_officer(case_id=case.pk, by=System("looking for an officer again"), at=at)
    return True
