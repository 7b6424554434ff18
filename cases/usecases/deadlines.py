"""The clock's own acts. Nobody can stop them; none of them decides a case on its merits."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from branches.models import Office
from cases import law, load
from cases.domain import deadlines, escalation
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Ground, Role, SeatStatus, State, Tier
from cases.models import Case, CaseRole, Draft, PublishedProcedure, Seat
from cases.record import System, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import appeals, conflicts, decisions, escalate, informal, inquiry, routing, seats, triage

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
        "moved_up": _each(_overdue(today).filter(tier=Tier.BRANCH), lambda case: _move_up(case, at=at)),
        "reminded": _each(_overdue(today).filter(overdue_told=False), lambda case: _remind(case, at=at)),
        "unanswered": _each(_silent(today), lambda seat: seats.lapse(seat, at=at)),
        "told": _each(_untold(today), lambda case: _tell(case, at=at)),
        "rechecked": _recheck(today, at=at),
        "staffed": _each(routing.unstaffed(), lambda case: routing.staff(case, by=System("looking again"), at=at)),
        "drafts": _each(_forgotten(at), _shred),
    }


def _each(rows: Any, act: Callable[[Any], bool | None]) -> int:
    """Each in its own transaction, so that one refusal leaves the others done."""
    done = 0
    for key in list(rows.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                row = _still(rows, key)
                done += row is not None and act(row) is not False
        except Refused:
            continue
    return done


def _still(rows: Any, key: Any) -> Any:
    """The row, if it is still due when nobody else acts on its case: two sweeps at once do nothing twice."""
    if rows.model is Case:
        frame.locked(key)
    return rows.filter(pk=key).first()


def _overdue(today: date) -> Any:
    return Case.objects.exclude(state=State.CLOSED).filter(due_on__lt=today).order_by("due_on", "id")


def _lapse(case: Case, *, at: datetime) -> bool:
    clock = load.procedure_of(case).clock(Tier(case.tier), State(case.state))
    if clock is None or clock.lapses is None:
        return False
    LAPSES[clock.lapses](case_id=case.pk, by=CLOCK, at=at)
    return True


def _move_up(case: Case, *, at: datetime) -> bool:
    """A branch proceeding thirty days overdue moves to the national committee by itself (G9)."""
    facts = load.case_facts(case, today=load.local_day(at))
    grounds = escalation.automatic(load.procedure_of(case), facts, eligible_at_branch=None)
    if case.tier != Tier.BRANCH or Ground.OVERDUE not in grounds:
        return False
    escalate.up(case, Ground.OVERDUE, by=System("rule G9"), at=at)
    return True


def _remind(case: Case, *, at: datetime) -> bool:
    """Tell the owner of an overdue step, and the registrar, once."""
    clock = load.procedure_of(case).clock(Tier(case.tier), State(case.state))
    if clock is None or case.due_on is None:
        return False
    Case.objects.filter(pk=case.pk).update(overdue_told=True)
    owners = CaseRole.objects.filter(case=case, role=clock.owner, until__isnull=True).values_list(
        "member_id", flat=True
    )
    people = {Role.CANDIDATE: list(owners) if clock.owner is not Role.REGISTRAR else []}
    data = {"step": str(case.state), "due": case.due_on.isoformat()}
    record(EventKind.OVERDUE_NOTICED, case=case, by=CLOCK, at=at, data=data, to=people)
    return True


def _forgotten(at: datetime) -> Any:
    return Draft.objects.filter(sent_at__isnull=True, updated_at__lt=at - timedelta(days=DRAFT_DAYS))


def _shred(draft: Draft) -> None:
    """A draft that nobody came back to: its key goes with it, so that no copy can be read either."""
    Keys(draft.pk).forget()
    draft.delete()


def _recheck(today: date, *, at: datetime) -> int:
    """An office that was given ahead of its day begins: what follows from it follows now."""
    begun = frozenset(Office.objects.filter(since=today).values_list("member_id", flat=True))
    by = System("an office began")
    return _each(conflicts.near_to(begun), lambda case: conflicts.recheck(case, by=by, at=at, extra=begun) > 0)


def _silent(today: date) -> Any:
    return Seat.objects.filter(status=SeatStatus.ASKED, answer_by__lt=today, proceeding__ended_at__isnull=True)


def _untold(today: date) -> Any:
    """Open cases whose sides have heard nothing for a month; the exact number of days is the procedure's."""
    shortest = min((law.procedure_of(p).number("status_days") for p in law.versions(PublishedProcedure)), default=0)
    return Case.objects.exclude(state=State.CLOSED).filter(status_sent_on__lte=today - timedelta(days=shortest))


def _tell(case: Case, *, at: datetime) -> bool:
    today = load.local_day(at)
    every = load.procedure_of(case).number("status_days")
    if not deadlines.status_due(case.status_sent_on, today, every):
        return False
    whole = (today - case.status_sent_on).days // every * every
    Case.objects.filter(pk=case.pk).update(status_sent_on=case.status_sent_on + timedelta(days=whole))
    record(EventKind.STATUS_SENT, case=case, by=System("a month has passed"), at=at)
    return True
