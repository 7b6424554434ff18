"""Seats: drawn from the unconflicted with a recorded seed, taken after a clear answer, lost at once."""

from datetime import datetime
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
    Tier,
    Why,
)
from cases.models import Case, Challenge, Proceeding, Seat
from cases.record import Actor, System, record
from cases.usecases import act as frame
from cases.usecases import appeals, conflicts, declarations, drawing, escalate, hearing_day, informal, routing, votes

ROLE = {SeatKind.MEMBER: Role.PANEL_MEMBER, SeatKind.INVESTIGATOR: Role.INVESTIGATOR}
WAITING = (SeatStatus.ASKED, SeatStatus.SEATED, SeatStatus.HELD)
SITTING = (SeatStatus.SEATED, SeatStatus.HELD)


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
        choose_chair(act.proceeding, by=by, at=at)
        declarations.at_joining(act, by)
        if act.facts.state is not State.FORMING:
            tell(act.case, act.proceeding, at=at)
        conflicts.recheck(act.case, by=System("a seat was taken"), at=at)
        return
    conflicts.bar(act.case, by, Why.SELF_DECLARED, by=by, at=at)
    refill(act.case, act.proceeding, by=System("a drawn person has a conflict"), at=at)


def tell(case: Case, proceeding: Proceeding, *, at: datetime) -> None:
    """Both sides are told of a person who came later; from this day that person can be challenged."""
    new = Seat.objects.filter(proceeding=proceeding, status=SeatStatus.SEATED, told_on__isnull=True)
    new.update(told_on=load.local_day(at))
    by = System("somebody took a seat")
    record(EventKind.PANEL_CHANGED, case=case, by=by, at=at, data={"proceeding": proceeding.number})


@transaction.atomic
def recuse(
    *, case_id: UUID, by: Member, at: datetime, kind: Why | None = None, reason: str = "", seen: str = ""
) -> None:
    """Step aside: at once, for good, and without having to say why (C20).

    What somebody wishes to write down is sealed, and no page shows it to anybody of the same body.
    """
    act = frame.begin(case_id, Action.RECUSE, by=by, at=at, seen=seen)
    if kind or reason.strip():
        act.write(reason, ground=str(kind or ""))
    frame.finish(act)
    conflicts.bar(act.case, by, Why.SELF_DECLARED, by=by, at=at)


def vacate(case: Case, member: Member, *, by: Actor, at: datetime, because: str = "conflict") -> None:
    """Take a person who is barred, or whose term is over, out of every role; the next person takes the place."""
    roles = [role for role, _ in access.roles_in(case, member)]
    hearing_day.left_the_room(case, member, at=at)
    access.withdraw(case, by=by, at=at, because=because, members=[member.pk])
    seat = Seat.objects.filter(case=case, member=member, status__in=WAITING, proceeding__ended_at__isnull=True).first()
    if roles or seat:
        kind = EventKind.MEMBER_STOOD_DOWN if because == "conflict" else EventKind.TERM_ENDED
        record(kind, case=case, by=by, at=at, to={Role.CANDIDATE: [member.pk]})
    if seat:
        waiting = Challenge.objects.filter(proceeding=seat.proceeding, member=member, ruled_at__isnull=True)
        waiting.update(ruled_at=at, excluded=True, how="moot")
        leave(case, seat, by=by, at=at)
    for role in sorted(roles):
        _replace(case, role, at=at)


def give_up(case: Case, member: Member, *, by: Actor, at: datetime, because: str) -> None:
    """What somebody has besides a seat goes to the next: whoever is on hold can turn out to keep the case, too."""
    roles = [role for role, _ in access.roles_in(case, member)]
    access.withdraw(case, by=by, at=at, because=because, members=[member.pk])
    for role in sorted(roles):
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
    open_to_draw = procedure.step(facts.tier, facts.state, Action.ANSWER_CONFLICT) is not None
    counted = WAITING if open_to_draw else SITTING
    there = sum(seat.status in counted and seat.kind is SeatKind.MEMBER for seat in facts.panel.seats)
    short = max(0, body.sits_with(expulsion=_expulsion(facts)) - there)
    missing = panels.missing(procedure, facts.panel)
    inquiring = missing.investigators if open_to_draw and not facts.report_written else 0
    wanted = [SeatKind.MEMBER] * short + [SeatKind.INVESTIGATOR] * inquiring
    wanted += [SeatKind.MEMBER] * (missing.members - short)
    drawn = _drawn(case, proceeding, facts, facts.panel, len(wanted)) if open_to_draw and wanted else None
    order = drawn.order if drawn else ()
    if len(order) < short + inquiring:
        _cannot_form(case, at=at)
        return
    if drawn and order:
        _record_draw(case, proceeding, drawn, order[: len(wanted)], by=by, at=at)
    for place, (member, kind) in enumerate(zip(order, wanted, strict=False), start=len(facts.panel.seats) + 1):
        _ask(case, proceeding, member, kind, place, by=by, at=at)


def refill(case: Case, proceeding: Proceeding, *, by: Actor, at: datetime) -> None:
    """After somebody was lost: ask the next, and see that those who sit have a chair."""
    fill(case, by=by, at=at)
    choose_chair(proceeding, by=by, at=at)


@transaction.atomic
def lapse(seat: Seat, *, at: datetime) -> None:
    """Silence is not clearance: whoever did not answer in time is not seated."""
    by = System("no answer to the conflict question")
    case = frame.locked(seat.case_id)
    late = Seat.objects.filter(pk=seat.pk, status=SeatStatus.ASKED)
    if late.update(status=SeatStatus.DECLINED, answered_at=at):
        record(EventKind.SEAT_LAPSED, case=case, by=by, at=at, data={"member": seat.member_id})
        refill(case, seat.proceeding, by=by, at=at)


def _drawn(case: Case, proceeding: Proceeding, facts: CaseFacts, panel: PanelFacts, wanted: int) -> panels.Draw:
    """Everyone who can still be asked, source after source until there are enough, each in the order of the draw."""
    return drawing.draw(case, facts=facts, panel=panel, seed=proceeding.seed, wanted=wanted)


def _record_draw(
    case: Case, proceeding: Proceeding, drawn: panels.Draw, asked: tuple[int, ...], *, by: Actor, at: datetime
) -> None:
    """What the lot was drawn from, in numbers: no page works it out again, and no name is kept of who was passed."""
    pools = [{"pool": s.name, "counted": len(s.members), "free": len(s.free)} for s in drawn.reached]
    passed = {str(kind): count for kind, count in sorted(drawn.passed_over(asked).items())}
    data = {"proceeding": proceeding.number, "seed": proceeding.seed, "pools": pools, "passed_over": passed}
    record(EventKind.PEOPLE_PASSED_OVER, case=case, by=by, at=at, data=data)


def _ask(
    case: Case, proceeding: Proceeding, member: int, kind: SeatKind, place: int, *, by: Actor, at: datetime
) -> None:
    procedure = load.procedure_of(case)
    Seat.objects.create(
        case=case,
        proceeding=proceeding,
        member_id=member,
        kind=kind,
        status=SeatStatus.ASKED,
        order=place,
        asked_at=at,
        answer_by=procedure.due(load.local_day(at), procedure.number("conflict_answer_days")),
    )
    data = {"member": member, "kind": str(kind), "place": place}
    record(EventKind.SEAT_OFFERED, case=case, by=by, at=at, data=data, to={Role.CANDIDATE: [member]})


def choose_chair(proceeding: Proceeding, *, by: Actor, at: datetime) -> None:
    """The first drawn person who sits presides: nobody, and least of all the leadership, names the chair.

    A panel whose proceeding has ended has no chair any more: nobody of it gets the case back this way.
    """
    running = Seat.objects.filter(proceeding=proceeding, proceeding__ended_at__isnull=True, kind=SeatKind.MEMBER)
    seats = running.order_by("order")
    forming = proceeding.case.state == State.FORMING
    if seats.filter(chair=True).exists() or (forming and seats.filter(status=SeatStatus.ASKED).exists()):
        return
    first = seats.filter(status=SeatStatus.SEATED).select_related("member", "case", "proceeding").first()
    if first is None:
        return
    _change(first, Role.PANEL_MEMBER, Role.PANEL_CHAIR, by=by, at=at)


def pass_chair(now: Seat, after: Seat, *, by: Actor, at: datetime) -> None:
    """Somebody else of the panel presides from now on."""
    _change(now, Role.PANEL_CHAIR, Role.PANEL_MEMBER, by=by, at=at)
    _change(after, Role.PANEL_MEMBER, Role.PANEL_CHAIR, by=by, at=at)


def somebody_left(case: Case, facts: CaseFacts) -> bool:
    """Could one more person be drawn now?"""
    forecast = drawing.forecast(case, facts=facts)
    return forecast is not None and forecast.free > 0


def give_chair_back(seat: Seat, *, by: Actor, at: datetime) -> None:
    """Who presided before the hold presides again; whoever stood in goes on as a member."""
    now = Seat.objects.filter(proceeding=seat.proceeding, chair=True).select_related("member").first()
    if now:
        pass_chair(now, seat, by=by, at=at)
    else:
        _change(seat, Role.PANEL_MEMBER, Role.PANEL_CHAIR, by=by, at=at)
    Seat.objects.filter(pk=seat.pk).update(presided=False)


def _change(seat: Seat, old: Role, new: Role, *, by: Actor, at: datetime) -> None:
    Seat.objects.filter(pk=seat.pk).update(chair=new is Role.PANEL_CHAIR)
    access.withdraw(seat.case, by=by, at=at, because="presides", members=[seat.member_id], roles=[old])
    access.grant(seat.case, seat.member, new, desk=seat.proceeding.desk, by=by, at=at)


def leave(case: Case, seat: Seat, *, by: Actor, at: datetime) -> None:
    """A seat is lost: before the hearing somebody else is drawn; in deliberation every vote is cleared.

    Where the panel's work is done the seat stays empty; where it only gives its reasons anew nothing was voted.
    """
    Seat.objects.filter(pk=seat.pk).update(status=SeatStatus.LEFT, left_at=at, chair=False)
    facts = load.case_facts(case, today=load.local_day(at))
    if not _at_work(load.procedure_of(case), facts):
        return
    proceeding = seat.proceeding
    voting = seat.kind == SeatKind.MEMBER and facts.state is State.DELIBERATING
    if voting and not proceeding.explains:
        votes.clear(case, proceeding, by=by, at=at)
    refill(case, proceeding, by=by, at=at)
    if load.open_proceeding(case) != proceeding:
        return
    if voting and not proceeding.explains:
        votes.open_findings(case, proceeding, by=System("deliberation starts again"), at=at)
    if seat.status in SITTING and facts.state is not State.FORMING:
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
    elif role is Role.APPEALS_OFFICER and case.tier == Tier.APPEAL:
        appeals.find_officer(case, by=by, at=at)
    elif role in routing.DESKS:
        routing.assign(case, role, by=by, at=at)


def _cannot_form(case: Case, *, at: datetime) -> None:
    """Too few people can sit: the rules name the next place, and somebody is always told."""
    escalate.up(case, Ground.NO_QUORUM, by=System("too few people can sit"), at=at)


def _expulsion(facts: CaseFacts) -> bool:
    return facts.appeal is not None and facts.appeal.expulsion_at_stake
