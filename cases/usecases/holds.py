"""On hold: out at once, not replaced yet, and in again or out for good when others have ruled."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from branches.models import Member
from cases import access, load
from cases.domain import challenges as rules
from cases.domain.facts import CaseFacts, ChallengeFacts
from cases.domain.vocabulary import EventKind, Role, SeatKind, SeatStatus, Why
from cases.models import Case, Challenge, Conflict, Proceeding, Seat
from cases.record import Actor, System, person, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import routing, seats

ON_PANEL = (SeatStatus.SEATED, SeatStatus.HELD)


def doubt(
    case: Case,
    proceeding: Proceeding,
    member: int,
    kind: Why,
    *,
    by: Actor,
    role: Role,
    at: datetime,
    grounds: str = "",
    fingerprint: str = "",
    learned_on: date | None = None,
) -> Challenge:
    """Write a doubt down. It does nothing by itself: `hold` follows."""
    last = Challenge.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    row = Challenge(
        case=case,
        proceeding=proceeding,
        number=last + 1,
        member_id=member,
        kind=kind,
        filed_by=person(by),
        role=role,
        filed_at=at,
        learned_on=learned_on,
        fingerprint=fingerprint,
        rule_by=_within(case, at),
    )
    Keys(case.pk).seal(row, grounds=grounds)
    row.save(force_insert=True)
    return row


def hold(case: Case, row: Challenge, *, by: Actor, at: datetime) -> None:
    """2.4: no access, no vote, no letter of the case from this moment; the chair passes to the next who was drawn."""
    seat = _seat(case, row.member_id)
    if not Conflict.objects.filter(case=case, member=row.member, kind=Why.CHALLENGED, until__isnull=True).exists():
        Conflict.objects.create(case=case, member=row.member, kind=Why.CHALLENGED, by_rule=False, since=at)
        data = {"member": row.member_id, "kind": str(Why.CHALLENGED)}
        record(EventKind.CONFLICT_FOUND, case=case, by=by, at=at, data=data)
    if seat and seat.status == SeatStatus.SEATED:
        Seat.objects.filter(pk=seat.pk).update(status=SeatStatus.HELD, presided=seat.chair, chair=False)
        access.withdraw(case, by=by, at=at, because="hold", members=[row.member_id])
        seats.choose_chair(seat.proceeding, by=System("the chair is on hold"), at=at)
    data = {"member": row.member_id, "challenge": row.number, "why": row.kind}
    record(EventKind.MEMBER_HELD, case=case, by=by, at=at, data=data, to={Role.CANDIDATE: [row.member_id]})


def lose(case: Case, member: Member, *, by: Actor, at: datetime) -> None:
    """Somebody who works on the case is barred: on hold where others may still rule on it, otherwise out for good."""
    seat = _seat(case, member.pk)
    kinds = _to_be_ruled(case, seat, at) if seat else None
    if seat is None or kinds is None:
        seats.vacate(case, member, by=by, at=at)
        return
    known = Challenge.objects.filter(proceeding=seat.proceeding, member=member, ruled_at__isnull=True)
    for kind in sorted(set(kinds) - {Why(known_kind) for known_kind in known.values_list("kind", flat=True)}):
        found = System("a conflict of interest was found")
        row = doubt(case, seat.proceeding, member.pk, kind, by=found, role=Role.SYSTEM, at=at)
        hold(case, row, by=found, at=at)
    seats.give_up(case, member, by=by, at=at, because="hold")
    settle(case, at=at)


def settle(case: Case, *, at: datetime) -> None:
    """Close every doubt on which all have ruled, and pass on what the panel cannot rule upon."""
    procedure = load.procedure_of(case)
    while True:
        facts = load.case_facts(case, today=load.local_day(at))
        up = next((c for c in facts.challenges if rules.goes_up(procedure, facts, c)), None)
        if up is not None:
            _pass_on(case, _row(case, up), facts, at=at)
            continue
        results = ((c, rules.excluded(procedure, facts, c)) for c in facts.challenges)
        done, out = next(((c, out) for c, out in results if out is not None), (None, None))
        if done is None or out is None:
            return
        close(case, _row(case, done), excluded=out, how="waived" if done.waived else "ruled", at=at)


@transaction.atomic
def overdue(row: Challenge, *, at: datetime) -> None:
    """2.4: the time for a ruling is over. The next level rules; where it has not ruled either, the doubt stands."""
    case = frame.locked(row.case_id)
    facts = load.case_facts(case, today=load.local_day(at))
    waiting = next((c for c in facts.challenges if c.number == row.number), None)
    if waiting and rules.lapsed(load.procedure_of(case), facts, waiting):
        close(case, _row(case, waiting), excluded=True, how="time", at=at)
    settle(case, at=at)


def close(case: Case, row: Challenge, *, excluded: bool, how: str, at: datetime) -> None:
    """The doubt is ruled: the person sits again, or is out and the next in the order of the draw is asked."""
    by = System("a doubt was ruled")
    row.ruled_at, row.excluded, row.how = at, excluded, how
    row.save(update_fields=["ruled_at", "excluded", "how"])
    waiting = Challenge.objects.filter(proceeding=row.proceeding, member=row.member_id, ruled_at__isnull=True)
    data = {"member": row.member_id, "challenge": row.number, "why": row.kind, "excluded": excluded, "how": how}
    record(EventKind.CHALLENGE_CLOSED, case=case, by=by, at=at, data=data, to={Role.CANDIDATE: [row.member_id]})
    seat = _seat(case, row.member_id)
    if excluded:
        waiting.update(ruled_at=at, excluded=True, how="moot")
        _bar(case, row, by=by, at=at)
        _let_ruler_go(case, at=at)
        if seat:
            seats.leave(case, seat, by=by, at=at)
    elif seat and not waiting.exists():
        _back(case, seat, row, by=by, at=at)
    _let_ruler_go(case, at=at)


def _back(case: Case, seat: Seat, row: Challenge, *, by: Actor, at: datetime) -> None:
    """Seated again; asked once more at this moment, so that nobody comes back whom something else bars by now."""
    _end(case, seat.member_id, (Why.CHALLENGED, Why(row.kind)), by=by, at=at)
    if not _free(case, seat, at):
        seats.vacate(case, seat.member, by=by, at=at)
        return
    Seat.objects.filter(pk=seat.pk).update(status=SeatStatus.SEATED)
    desk = seat.proceeding.desk
    access.grant(case, seat.member, seats.ROLE[SeatKind(seat.kind)], desk=desk, by=by, at=at)
    record(EventKind.MEMBER_KEPT, case=case, by=by, at=at, data={"member": seat.member_id, "challenge": row.number})
    if seat.presided:
        seats.give_chair_back(seat, by=by, at=at)


def _bar(case: Case, row: Challenge, *, by: Actor, at: datetime) -> None:
    """2.4: the doubt is now a conflict of interest that no rule computes: no change of facts lifts it."""
    _end(case, row.member_id, (Why.CHALLENGED,), by=by, at=at)
    open_rows = Conflict.objects.filter(case=case, member=row.member_id, kind=row.kind, until__isnull=True)
    if not open_rows.update(by_rule=False):
        Conflict.objects.create(case=case, member_id=row.member_id, kind=row.kind, by_rule=False, since=at)
        data = {"member": row.member_id, "kind": row.kind}
        record(EventKind.CONFLICT_FOUND, case=case, by=by, at=at, data=data)


def _end(case: Case, member: int, kinds: Iterable[Why], *, by: Actor, at: datetime) -> None:
    for kind in kinds:
        if Conflict.objects.filter(case=case, member=member, kind=kind, until__isnull=True).update(until=at):
            data = {"member": member, "kind": str(kind)}
            record(EventKind.CONFLICT_ENDED, case=case, by=by, at=at, data=data)


def _pass_on(case: Case, row: Challenge, facts: CaseFacts, *, at: datetime) -> None:
    """2.4: somebody of the next level rules, alone, within as many days again."""
    by = System("the panel cannot rule on it")
    row.passed_on_at, row.rule_by = at, _within(case, at)
    row.save(update_fields=["passed_on_at", "rule_by"])
    record(EventKind.CHALLENGE_PASSED_ON, case=case, by=by, at=at, data={"challenge": row.number})
    if not any(hand.open and hand.role is Role.CHALLENGE_RULER for hand in facts.hands):
        without = frozenset({row.filed_by_id} if row.filed_by_id else ())
        routing.assign(case, Role.CHALLENGE_RULER, by=by, at=at, without=without)


def _let_ruler_go(case: Case, *, at: datetime) -> None:
    """Whoever ruled for the next level has the case only while something waits for their ruling."""
    running = Challenge.objects.filter(case=case, ruled_at__isnull=True, passed_on_at__isnull=False)
    if not running.exists():
        access.withdraw(case, by=System("the ruling is given"), at=at, because="ruled", roles=[Role.CHALLENGE_RULER])


def _to_be_ruled(case: Case, seat: Seat, at: datetime) -> tuple[Why, ...] | None:
    facts = load.case_facts(case, today=load.local_day(at))
    return rules.to_be_ruled(load.procedure_of(case), facts, seat.member_id, seat.proceeding.desk)


def _free(case: Case, seat: Seat, at: datetime) -> bool:
    facts = load.case_facts(case, today=load.local_day(at))
    return not rules.standing_against(load.procedure_of(case), facts, seat.member_id, seat.proceeding.desk)


def _seat(case: Case, member: int) -> Seat | None:
    rows = Seat.objects.filter(case=case, member=member, status__in=ON_PANEL, proceeding__ended_at__isnull=True)
    return rows.select_related("member", "proceeding").first()


def _row(case: Case, challenge: ChallengeFacts) -> Challenge:
    return Challenge.objects.select_related("member", "proceeding").get(case=case, number=challenge.number)


def _within(case: Case, at: datetime) -> date:
    procedure = load.procedure_of(case)
    return procedure.due(load.local_day(at), procedure.number("challenge_ruling_days"))
