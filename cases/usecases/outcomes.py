"""What an appeal's outcome does to the decision below: it stands, changes, falls, is heard afresh or explained."""

from dataclasses import replace

from cases import access, load
from cases.domain import conflicts, panels
from cases.domain.vocabulary import MotionKind, Outcome, Role, SeatKind, SeatStatus, State, Tier
from cases.models import AllegationFinding, Case, Decision, Motion, Proceeding, Seat
from cases.usecases import act as frame
from cases.usecases import decisions, measures
from cases.usecases import seats as seating

OF_THE_APPEAL = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.APPEALS_OFFICER, Role.CHALLENGE_RULER})


def apply(act: frame.Act) -> None:
    """Carry out the outcome that the appeals panel voted for, and serve it."""
    motion = Motion.objects.get(proceeding=act.proceeding, kind=MotionKind.OUTCOME, carried=True, void_at__isnull=True)
    outcome = Outcome(motion.outcome)
    data = {"outcome": str(outcome)}
    if outcome is Outcome.REMAND:
        measures.drop(act.case, because="remanded", at=act.at)
        _remand(act)
        frame.finish(act, to=State.FORMING, data=data)
        return
    if outcome is Outcome.EXPLAIN:
        state = State.DELIBERATING if _send_back(act) else State.FORMING
        frame.finish(act, to=state, data=data)
        return
    if outcome is Outcome.REVERSE:
        measures.drop(act.case, because="reversed", at=act.at)
    if outcome is Outcome.MODIFY:
        measures.drop(act.case, because="modified", at=act.at)
        measures.keep(act, motion)
    decisions.make_final(act, on=act.today)
    frame.finish(act, to=State.FINAL, data=data)


def was_reversed(case: Case) -> bool:
    """Has an appeals panel reversed the finding?"""
    carried = Motion.objects.filter(case=case, kind=MotionKind.OUTCOME, carried=True, void_at__isnull=True)
    served = Decision.objects.filter(case=case, proceeding__tier=Tier.APPEAL, served_at__isnull=False)
    served = served.filter(void_at__isnull=True)
    return carried.filter(outcome=Outcome.REVERSE, proceeding__decisions__in=served).exists()


def _send_back(act: frame.Act) -> bool:
    """The panel that decided has the case again, with what it found. Where too few of it can sit, a fresh panel does.

    Says whether it is the same panel.
    """
    decided = Proceeding.objects.get(successors=act.proceeding)
    seats = _free(act, decided)
    if not panels.can_sit(act.procedure, Tier(decided.tier), expulsion=False, seated=len(seats)):
        measures.drop(act.case, because="remanded", at=act.at)
        _remand(act)
        return False
    access.withdraw(act.case, by=act.by, at=act.at, because="explained", roles=OF_THE_APPEAL)
    new = frame.open_next(act, Tier(decided.tier), how="explained", state=State.DELIBERATING)
    new.explains, new.formed_with, new.answered = decided.number, decided.formed_with, decided.answered
    new.save(update_fields=["explains", "formed_with", "answered"])
    for seat in seats:
        role = Role.PANEL_CHAIR if seat.chair else Role.PANEL_MEMBER
        access.grant(act.case, seat.member, role, desk=new.desk, by=act.by, at=act.at, tell=True)
        seat.pk, seat.proceeding = None, new
        seat.save(force_insert=True)
    seating.choose_chair(new, by=act.by, at=act.at)
    for found in AllegationFinding.objects.filter(proceeding=decided, void_at__isnull=True):
        same = {"allegation_id": found.allegation_id, "finding": found.finding}
        AllegationFinding.objects.create(case=act.case, proceeding=new, **same)
    return True


def _free(act: frame.Act, decided: Proceeding) -> list[Seat]:
    """Who sat to the end, is still a member, and has nothing against them now, at the level to which it goes back."""
    rows = Seat.objects.filter(proceeding=decided, kind=SeatKind.MEMBER, status=SeatStatus.SEATED)
    facts = replace(load.case_facts(act.case, today=act.today), tier=Tier(decided.tier), panel=None)
    return [
        seat
        for seat in rows.filter(member__is_active=True, member__left_on=None).select_related("member").order_by("order")
        if not conflicts.between(act.procedure, facts, seat.member_id, decided.desk)
    ]


def _remand(act: frame.Act) -> None:
    """A new proceeding at the level that decided; everyone who sat before is out."""
    decided = Proceeding.objects.get(successors=act.proceeding)
    out = frozenset(Role) - {Role.REGISTRAR}
    access.withdraw(act.case, by=act.by, at=act.at, because="remanded", roles=out)
    frame.open_next(act, Tier(decided.tier), how="remanded", state=State.FORMING)
