"""The clock's own acts. Nobody can stop them; none of them decides a case on its merits."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from branches.models import Member, Office
from cases import law, load
from cases.domain import deadlines
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, SeatStatus, State, Tier
from cases.models import Case, Challenge, Draft, LateConflict, PublishedProcedure, Seat
from cases.record import System, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import (
    appeals,
    conflicts,
    decisions,
    delays,
    escalate,
    holds,
    informal,
    inquiry,
    interim,
    joining,
    late,
    late_appeals,
    lateness,
    leaving,
    measures,
    overdue,
    plans,
    readmission,
    reminders,
    reopening,
    routing,
    seats,
    silence,
    terms,
    triage,
    withdrawal,
)

log = logging.getLogger(__name__)
CLOCK = System("the time was over")
AGAIN = System("looking again")
DRAFT_DAYS = 30
AGED = timedelta(days=7)
"""Days that pass free people (a look-back ends) and never bar one: every fact that bars is asked when it is made."""
AT_ONCE = 50
"""Aged cases that one turn of the clock asks again; at a turn each minute that is half a million in a week."""
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
        "went_on_again": _each(_paused_out(today), lambda case: delays.lapse(case, at=at)),
        "measures": _each(measures.due(today), lambda row: measures.tick(row, at=at)),
        "plans": _each(plans.unsettled(today), lambda row: plans.tick(row, at=at)),
        "breaches": _each(plans.unruled(today), lambda row: plans.pass_on(row, at=at)),
        "monitored": _each(plans.unmonitored(), lambda row: plans.staff(row, at=at)),
        "measures_asked": _each(measures.unruled(today), lambda row: measures.ask_again(row, at=at)),
        "lapsed": _each(_overdue(today), lambda case: _lapse(case, at=at)),
        "expelled": _each(measures.expelled(today), lambda row: measures.expel(row, at=at)),
        "overdue": _each(overdue.unseen(today), lambda case: overdue.follow(case, at=at)),
        "reminded": _each(reminders.waiting(today), lambda case: reminders.remind(case, at=at)),
        "unanswered_requests": _each(escalate.unruled(today), lambda asked: escalate.lapse(asked, at=at)),
        "unruled": _each(_unruled(today), lambda row: holds.overdue(row, at=at)),
        "unanswered": _each(_silent(today), lambda seat: seats.lapse(seat, at=at)),
        "joinings": _each(joining.unruled(today), lambda row: joining.lapse(row, at=at)),
        "withdrawals": _each(withdrawal.unruled(today), lambda row: withdrawal.lapse(row, at=at)),
        "late_evidence": _each(lateness.unruled(today), lambda row: lateness.lapse(row, at=at)),
        "late_appeals": _each(late_appeals.unruled(today), lambda row: late_appeals.lapse(row, at=at)),
        "reopenings": _each(reopening.unruled(today), lambda row: reopening.pass_on(row, at=at)),
        "readmissions": _each(readmission.waiting(), lambda row: readmission.tick(row, at=at)),
        "temporary": _each(interim.due(today), lambda row: interim.tick(row, at=at)),
        "paired": _each(interim.unpaired(), lambda case: interim.pair(case, at=at)),
        "passed_on": _each(_reported(today), lambda report: late.pass_on(report, at=at)),
        "told": _each(_untold(today), lambda case: _tell(case, at=at)),
        "went_on": _each(leaving.undecided(at), lambda case: leaving.lapse(case, at=at)),
        "rechecked": _recheck(today, at=at),
        "aged": _each(_unchecked(today), lambda case: _ask_again(case, today, at=at), most=AT_ONCE),
        "staffed": _each(routing.unstaffed(today), lambda case: routing.staff(case, by=AGAIN, at=at)),
        "staffed_late": _each(routing.unstaffed_late(), lambda case: routing.staff(case, by=AGAIN, at=at)),
        "alarmed": _each(silence.due(today), lambda case: silence.look(case, at=at)),
        "sent_home": _each(routing.consenting(), lambda case: routing.send_home(case, by=CLOCK, at=at)),
        "drafts": _each(_forgotten(at), _shred),
    }


def _each(rows: Any, act: Callable[[Any], bool | None], *, most: int | None = None) -> int:
    """Each in its own transaction, so that a refusal, or an error in one case, leaves all others done."""
    done = 0
    for key in list(rows.values_list("pk", flat=True)[:most]):
        try:
            with transaction.atomic():
                row = _still(rows, key)
                done += row is not None and act(row) is not False
        except Refused:
            continue
        except Exception:
            log.exception("The clock could not do what was due in one case; it goes on with the others.")
    return done


def _still(rows: Any, key: Any) -> Any:
    """The row, if it is still due when nobody else acts on its case: two sweeps at once do nothing twice."""
    if rows.model is Case:
        frame.locked(key)
    return rows.filter(pk=key).first()


def _overdue(today: date) -> Any:
    """Cases whose date has passed. One that is paused owes nothing: its date is the review of the pause."""
    rows = Case.objects.exclude(state=State.CLOSED).filter(due_on__lt=today, stayed_until__isnull=True)
    return rows.order_by("due_on", "id")


def _paused_out(today: date) -> Any:
    return Case.objects.exclude(state=State.CLOSED).filter(due_on__lt=today, stayed_until__lt=today).order_by("id")


def _lapse(case: Case, *, at: datetime) -> bool:
    clock = load.procedure_of(case).clock(Tier(case.tier), State(case.state))
    if clock is None or clock.lapses is None:
        return False
    LAPSES[clock.lapses](case_id=case.pk, by=CLOCK, at=at)
    return True


def _forgotten(at: datetime) -> Any:
    return Draft.objects.filter(sent_at__isnull=True, updated_at__lt=at - timedelta(days=DRAFT_DAYS))


def _shred(draft: Draft) -> None:
    """A draft that nobody came back to: its key goes with it, so that no copy can be read either."""
    Keys(draft.pk).forget()
    draft.delete()


def _recheck(today: date, *, at: datetime) -> int:
    """An office that was given ahead of its day begins, or one ends: what follows from it follows now."""
    turned = Q(since=today) | Q(until=today)
    changed = frozenset(Office.objects.filter(turned).values_list("member_id", flat=True))
    changed |= frozenset(Member.objects.filter(left_on=today).values_list("pk", flat=True))
    return _each(conflicts.near_to(changed), lambda case: _look_again(case, changed, at=at))


def _unchecked(today: date) -> Any:
    """Open cases whose rules were not asked for a week: a look-back ends, and another case is closed, on some day."""
    stale = Q(rechecked_on__lte=today - AGED) | Q(rechecked_on__isnull=True)
    return Case.objects.exclude(state=State.CLOSED).filter(stale).order_by("rechecked_on", "id")


def _ask_again(case: Case, today: date, *, at: datetime) -> bool:
    """Once a week for every case, a few at each turn of the clock, so that no turn takes long."""
    Case.objects.filter(pk=case.pk).update(rechecked_on=today)
    return conflicts.recheck(case, by=System("a week has passed"), at=at) > 0


def _look_again(case: Case, changed: frozenset[int], *, at: datetime) -> bool:
    mended = conflicts.recheck(case, by=System("an office began"), at=at, extra=changed)
    return mended + terms.check(case, changed, by=System("an office or membership ended"), at=at) > 0


def _silent(today: date) -> Any:
    return Seat.objects.filter(status=SeatStatus.ASKED, answer_by__lt=today, proceeding__ended_at__isnull=True)


def _unruled(today: date) -> Any:
    return Challenge.objects.filter(ruled_at__isnull=True, rule_by__lt=today, proceeding__ended_at__isnull=True)


def _reported(today: date) -> Any:
    return LateConflict.objects.filter(ruled_at__isnull=True, rule_by__lt=today).order_by("rule_by")


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
