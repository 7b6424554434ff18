"""Seats: drawn from the unconflicted with a recorded seed, taken after a clear answer, lost at once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import access, load
from cases.domain import panels
from cases.domain.facts import ActFacts, CaseFacts, PanelFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import (
    Action,
    EventKind,
    Ground,
    Role,
    SeatKind,
    SeatStatus,
    State,
    Why,
)
from cases.models import Case, CaseRole, Proceeding, Seat
from cases.record import Actor, System, record
from cases.usecases import act as frame
from cases.usecases import appeals, conflicts, escalate, informal, routing, votes

ROLE = {SeatKind.MEMBER: Role.PANEL_MEMBER, SeatKind.INVESTIGATOR: Role.INVESTIGATOR}
WAITING = (SeatStatus.ASKED, SeatStatus.SEATED)


@transaction.atomic
def form_panel(*, case_id: UUID, by: Actor, at: datetime, seen: str = "") -> None:
    """Draw the panel. With too few people left, the case moves to its next place by itself."""
    act = frame.begin(case_id, Action.FORM_PANEL, by=by, at=at, seen=seen)
    body = act.procedure.body(act.facts.tier)
    act.proceeding.formed_with = body.formed_with(expulsion=_expulsion(act.facts)) if body else 0
    act.proceeding.save(update_fields=["formed_with"])
    frame.finish(act, data={"seats": act.proceeding.formed_with, "seed": act.proceeding.seed})
    fill(act.case, by=by, at=at)


@transaction.atomic
def answer_conflict(*, case_id: UUID, by: Member, at: datetime, clear: bool, seen: str = "") -> None:
    """The drawn person answers: no conflict, and takes the seat; or a conflict, and is out without a reason."""
    given = ActFacts(action=Action.ANSWER_CONFLICT, given=frozenset({"answer"}))
    act = frame.begin(case_id, Action.ANSWER_CONFLICT, by=by, at=at, given=given, seen=seen)
    seat = Seat.objects.get(proceeding=act.proceeding, member=by, status=SeatStatus.ASKED)
    seat.status = SeatStatus.SEATED if clear else SeatStatus.DECLINED
    seat.answered_at = at
    seat.save(update_fields=["status", "answered_at"])
    frame.finish(act, data={"clear": clear})
    if clear:
        access.grant(act.case, by, ROLE[SeatKind(seat.kind)], desk=act.proceeding.desk, by=by, at=at)
        _choose_chair(act.proceeding, by=by, at=at)
        return
    conflicts.bar(act.case, by, Why.SELF_DECLARED, by=by, at=at)
    refill(act.case, act.proceeding, by=System("a drawn person has a conflict"), at=at)


@transaction.atomic
def recuse(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """Step aside: at once, for good, and without having to say why."""
    act = frame.begin(case_id, Action.RECUSE, by=by, at=at, seen=seen)
    frame.finish(act)
    conflicts.bar(act.case, by, Why.SELF_DECLARED, by=by, at=at)


def vacate(case: Case, member: Member, *, by: Actor, at: datetime) -> None:
    """Take a barred person out of every role in the case, and let the next person take the place."""
    rows = CaseRole.objects.filter(case=case, member=member, until__isnull=True)
    roles = [Role(role) for role in rows.values_list("role", flat=True)]
    access.withdraw(case, by=by, at=at, because="conflict", members=[member.pk])
    seat = Seat.objects.filter(case=case, member=member, status__in=WAITING, proceeding__ended_at__isnull=True).first()
    if roles or seat:
        record(EventKind.MEMBER_STOOD_DOWN, case=case, by=by, at=at, to={Role.CANDIDATE: [member.pk]})
    if seat:
        _leave(case, seat, by=by, at=at)
    for role in roles:
        _replace(case, role, at=at)


def fill(case: Case, *, by: Actor, at: datetime) -> None:
    """Ask as many people as seats are empty; when too few can sit, move the case on.

    Nobody is drawn any more once the procedure gives them no time to answer: then the others go on, if they may.
    """
    proceeding = load.open_proceeding(case)
    procedure = load.procedure_of(case)
    facts = load.case_facts(case, today=load.local_day(at), proceeding=proceeding)
    body = procedure.body(facts.tier)
    if body is None or facts.panel is None or not proceeding.formed_with or not _at_work(procedure, facts):
        return
    drawing = procedure.step(facts.tier, facts.state, Action.ANSWER_CONFLICT) is not None
    counted = WAITING if drawing else (SeatStatus.SEATED,)
    there = sum(seat.status in counted and seat.kind is SeatKind.MEMBER for seat in facts.panel.seats)
    short = max(0, body.sits_with(expulsion=_expulsion(facts)) - there)
    missing = panels.missing(procedure, facts.panel)
    inquiring = missing.investigators if drawing and not facts.report_written else 0
    order = _drawn(case, proceeding, facts, facts.panel) if drawing else []
    if len(order) < short + inquiring:
        _cannot_form(case, at=at)
        return
    wanted = [SeatKind.MEMBER] * short + [SeatKind.INVESTIGATOR] * inquiring
    wanted += [SeatKind.MEMBER] * (missing.members - short)
    for place, (member, kind) in enumerate(zip(order, wanted, strict=False), start=len(facts.panel.seats) + 1):
        _ask(case, proceeding, member, kind, place, by=by, at=at)


def refill(case: Case, proceeding: Proceeding, *, by: Actor, at: datetime) -> None:
    """After somebody was lost: ask the next, and see that those who sit have a chair."""
    fill(case, by=by, at=at)
    _choose_chair(proceeding, by=by, at=at)


@transaction.atomic
def lapse(seat: Seat, *, at: datetime) -> None:
    """Silence is not clearance: whoever did not answer in time is not seated."""
    by = System("no answer to the conflict question")
    case = frame.locked(seat.case_id)
    late = Seat.objects.filter(pk=seat.pk, status=SeatStatus.ASKED)
    if late.update(status=SeatStatus.DECLINED, answered_at=at):
        record(EventKind.SEAT_LAPSED, case=case, by=by, at=at, data={"member": seat.member_id})
        refill(case, seat.proceeding, by=by, at=at)


def _drawn(case: Case, proceeding: Proceeding, facts: CaseFacts, panel: PanelFacts) -> list[int]:
    """Everyone who can still be asked, source after source, each in the order of the draw."""
    asked = {seat.member for seat in panel.seats}
    pools = escalate.eligible(case, facts.tier, facts=facts)
    return [member for pool in pools for member in panels.draw(pool, seed=proceeding.seed, barred=asked)]


def _ask(
    case: Case, proceeding: Proceeding, member: int, kind: SeatKind, place: int, *, by: Actor, at: datetime
) -> None:
    days = load.procedure_of(case).number("conflict_answer_days")
    Seat.objects.create(
        case=case,
        proceeding=proceeding,
        member_id=member,
        kind=kind,
        status=SeatStatus.ASKED,
        order=place,
        asked_at=at,
        answer_by=load.local_day(at) + timedelta(days=days),
    )
    data = {"member": member, "kind": str(kind), "place": place}
    record(EventKind.SEAT_OFFERED, case=case, by=by, at=at, data=data, to={Role.CANDIDATE: [member]})


def _choose_chair(proceeding: Proceeding, *, by: Actor, at: datetime) -> None:
    """The first drawn person who sits presides: nobody, and least of all the leadership, names the chair.

    A panel whose proceeding has ended has no chair any more: nobody of it gets the case back this way.
    """
    running = Seat.objects.filter(proceeding=proceeding, proceeding__ended_at__isnull=True, kind=SeatKind.MEMBER)
    seats = running.order_by("order")
    forming = proceeding.case.state == State.FORMING
    if seats.filter(chair=True).exists() or (forming and seats.filter(status=SeatStatus.ASKED).exists()):
        return
    first = seats.filter(status=SeatStatus.SEATED).select_related("member").first()
    if first is None:
        return
    Seat.objects.filter(pk=first.pk).update(chair=True)
    case = proceeding.case
    access.withdraw(case, by=by, at=at, because="presides", members=[first.member_id], roles=[Role.PANEL_MEMBER])
    access.grant(case, first.member, Role.PANEL_CHAIR, desk=proceeding.desk, by=by, at=at)


def _leave(case: Case, seat: Seat, *, by: Actor, at: datetime) -> None:
    """A seat is lost: before the hearing somebody else is drawn; in deliberation every vote is cleared.

    Where the panel's work is done the seat stays empty.
    """
    Seat.objects.filter(pk=seat.pk).update(status=SeatStatus.LEFT, left_at=at, chair=False)
    facts = load.case_facts(case, today=load.local_day(at))
    if not _at_work(load.procedure_of(case), facts):
        return
    proceeding = seat.proceeding
    voting = seat.kind == SeatKind.MEMBER and facts.state is State.DELIBERATING
    if voting:
        votes.clear(case, proceeding, by=by, at=at)
    refill(case, proceeding, by=by, at=at)
    if load.open_proceeding(case) != proceeding:
        return
    if voting:
        votes.open_findings(case, proceeding, by=System("deliberation starts again"), at=at)
    if seat.status == SeatStatus.SEATED and facts.state is not State.FORMING:
        record(EventKind.PANEL_CHANGED, case=case, by=by, at=at, data={"proceeding": proceeding.number})


def _at_work(procedure: Procedure, facts: CaseFacts) -> bool:
    """Does this panel still have something to decide? From there a case can still move on."""
    return procedure.step(facts.tier, facts.state, Action.ESCALATE) is not None


def _replace(case: Case, role: Role, *, at: datetime) -> None:
    by = System("the one before stepped aside")
    if role is Role.INTAKE_OFFICER:
        routing.to_intake(case, by=by, at=at)
    elif role is Role.FACILITATOR:
        informal.new_facilitator(case, by=by, at=at)
    elif role in routing.DESKS:
        routing.assign(case, role, by=by, at=at)
    elif role is Role.APPEALS_OFFICER:
        appeals.find_officer(case, by=by, at=at)


def _cannot_form(case: Case, *, at: datetime) -> None:
    """Too few people can sit: the rules name the next place, and somebody is always told."""
    escalate.up(case, Ground.NO_QUORUM, by=System("too few people can sit"), at=at)


def _expulsion(facts: CaseFacts) -> bool:
    return facts.appeal is not None and facts.appeal.expulsion_at_stake
