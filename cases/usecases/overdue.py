"""When a clock has run out and nobody has acted: who is told, who takes over, what goes on by itself (1.6).

Each overdue case is asked once a day. What was done already stands in the record, so that nothing is done twice; an
extension moves the last day, and the table counts from there again.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from branches.models import Member
from cases import access, load
from cases.domain import conflicts
from cases.domain import overdue as rules
from cases.domain.facts import CaseFacts
from cases.domain.ladder import Overdue, Rung
from cases.domain.vocabulary import Action, EventKind, Ground, Role, SeatKind, SeatStatus, State
from cases.models import Case, CaseEvent, Seat
from cases.record import System, record
from cases.usecases import decisions, escalate, informal, routing, seats, triage

CLOCK = System("the time was over")
NOBODY = "Nobody acted in time. The site decides nothing by that: the complaint goes on."
BY_ITSELF: dict[Action, Callable[..., None]] = {
    Action.ESCALATE: lambda *, case_id, by, at: escalate.up(Case(pk=case_id), Ground.OVERDUE, by=by, at=at),
    Action.SEND_OUTSIDE: escalate.send_outside,
    Action.REFUSE_DISMISSAL: lambda **who: triage.refuse_dismissal(reason=NOBODY, **who),
    Action.OVERTURN_DISMISSAL: lambda **who: triage.overturn_dismissal(reason=NOBODY, **who),
    Action.INFORMAL_LAPSED: informal.informal_lapsed,
    Action.SERVE_DECISION: decisions.serve_decision,
}
DONE: dict[EventKind, Rung] = {
    EventKind.OVERDUE_NOTICED: Rung.TELL,
    EventKind.OVERDUE_PASSED_UP: Rung.TELL_ABOVE,
    EventKind.HANDED_ON: Rung.HAND_ON,
}
"""By which entry of the record it is known that something was done about this last day."""


def unseen(today: date) -> Any:
    """Overdue cases that were not asked today, what is most overdue first; read along the index of last days.

    One that is paused owes nothing: its date is the review of the pause.
    """
    waiting = Q(overdue_seen_on__lt=today) | Q(overdue_seen_on__isnull=True)
    return (
        Case.objects.exclude(state=State.CLOSED)
        .filter(waiting, due_on__lt=today, stayed_until__isnull=True)
        .order_by("due_on", "id")
    )


def follow(case: Case, *, at: datetime) -> bool:
    """Do what the table says and was not done yet. Says whether there was anything."""
    today = load.local_day(at)
    Case.objects.filter(pk=case.pk).update(overdue_seen_on=today)
    facts, procedure = load.case_facts(case, today=today), load.procedure_of(case)
    rule = procedure.when_overdue(facts.tier, facts.state)
    now = [rung for rung in rules.rungs(procedure, facts) if rung not in _done(case)]
    if Rung.ACT in now and rule and rule.act:
        BY_ITSELF[rule.act](case_id=case.pk, by=System("nobody acted in time"), at=at)
        return True
    acts: dict[Rung, Callable[[], bool]] = {
        Rung.TELL: lambda: _tell(case, facts, at=at),
        Rung.TELL_ABOVE: lambda: _tell_above(case, rule, facts, at=at),
        Rung.HAND_ON: lambda: _hand_on(case, rule, facts, at=at),
    }
    did = [acts[rung]() for rung in now]
    return any(did)


def _done(case: Case) -> frozenset[Rung]:
    """What the record says was done about this step and this last day."""
    about = {"data__step": str(case.state), "data__due": case.due_on.isoformat() if case.due_on else ""}
    kinds = CaseEvent.objects.filter(case=case, kind__in=list(DONE), **about).values_list("kind", flat=True)
    return frozenset(DONE[EventKind(kind)] for kind in kinds)


def _about(facts: CaseFacts) -> dict[str, Any]:
    return {"step": str(facts.state), "due": facts.due_on.isoformat() if facts.due_on else ""}


def _tell(case: Case, facts: CaseFacts, *, at: datetime) -> bool:
    """N-32 to everybody who is in charge of the case, and to the registrar."""
    record(EventKind.OVERDUE_NOTICED, case=case, by=CLOCK, at=at, data=_about(facts))
    return True


def _tell_above(case: Case, rule: Overdue | None, facts: CaseFacts, *, at: datetime) -> bool:
    """N-32 to one person of the next level: reference, step and days. It gives no role, and opens nothing."""
    member = first_above(case, rule.above if rule else (), facts)
    if member is None:
        return False
    data = {**_about(facts), "member": member.pk}
    record(EventKind.OVERDUE_PASSED_UP, case=case, by=CLOCK, at=at, data=data, to={Role.CANDIDATE: [member.pk]})
    return True


def first_above(case: Case, pools: tuple[str, ...], facts: CaseFacts) -> Member | None:
    """The first in published order who has no conflict of interest, and does not lead the branch."""
    procedure = load.procedure_of(case)
    for pool in pools:
        for member in load.people.source(procedure, pool, case.branch_id, facts.today):
            barred = conflicts.between(procedure, facts, member.pk, "above")
            if not barred and member.pk not in facts.branch_leaders:
                return member
    return None


def _hand_on(case: Case, rule: Overdue | None, facts: CaseFacts, *, at: datetime) -> bool:
    """Somebody else gets the work, if there is somebody. Where nothing follows by itself the clock starts again."""
    procedure = load.procedure_of(case)
    role = rules.answerable(procedure, (facts.tier, facts.state))
    record(EventKind.HANDED_ON, case=case, by=CLOCK, at=at, data={**_about(facts), "role": str(role)})
    if role is not None:
        HANDS.get(role, _desk)(case, role, facts, at=at)
    clock = procedure.clock(facts.tier, facts.state)
    if rule and rule.act is None and clock:
        again = procedure.due(facts.today, clock.days)
        Case.objects.filter(pk=case.pk).update(due_on=again, overdue_seen_on=None)
    return True


def _desk(case: Case, role: Role, facts: CaseFacts, *, at: datetime) -> None:
    """One person's work: the next in the order of the desk, never again the one who had it."""
    before = _holders(facts, role)
    desk = f"admissibility-{facts.proceeding}" if role is Role.APPEALS_OFFICER else routing.DESKS[role]
    if routing.first_free(case, role, at=at, desk=desk, without=before, facts=facts) is None:
        return
    access.withdraw(case, by=CLOCK, at=at, because="overdue", members=before, roles=[role])
    routing.assign(case, role, by=CLOCK, at=at, desk=desk, without=before)


def _intake(case: Case, role: Role, facts: CaseFacts, *, at: datetime) -> None:
    """From the branch to the national intake, and from there to the next: nobody of the branch is asked again."""
    local = routing.of_the_branch(case, role, facts)
    before = _holders(facts, role)
    without = before | local
    if routing.first_free(case, role, at=at, desk=routing.DESKS[role], without=without, facts=facts) is None:
        return
    access.withdraw(case, by=CLOCK, at=at, because="overdue", members=before, roles=[role])
    routing.to_intake(case, by=CLOCK, at=at, without=without)


def _chair(case: Case, role: Role, facts: CaseFacts, *, at: datetime) -> None:
    """The next who was drawn presides; who presided before goes on as a member."""
    seated = Seat.objects.filter(
        case=case, proceeding__ended_at__isnull=True, kind=SeatKind.MEMBER, status=SeatStatus.SEATED
    ).select_related("member", "case", "proceeding")
    order = list(seated.order_by("order"))
    now = next((seat for seat in order if seat.chair), None)
    if now is None or len(order) == 1:
        return
    after = order[(order.index(now) + 1) % len(order)]
    seats.pass_chair(now, after, by=CLOCK, at=at)


def _investigator(case: Case, role: Role, facts: CaseFacts, *, at: datetime) -> None:
    """Somebody else is drawn to inquire, if there is somebody to draw."""
    if not seats.somebody_left(case, facts):
        return
    for member in Member.objects.filter(pk__in=_holders(facts, role)).order_by("pk"):
        seats.vacate(case, member, by=CLOCK, at=at, because="overdue")


def _holders(facts: CaseFacts, role: Role) -> frozenset[int]:
    return frozenset(hand.member for hand in facts.hands if hand.open and hand.role is role)


HANDS: dict[Role, Callable[..., None]] = {
    Role.INTAKE_OFFICER: _intake,
    Role.PANEL_CHAIR: _chair,
    Role.INVESTIGATOR: _investigator,
}
"""How work is handed on that is not one person's desk."""
