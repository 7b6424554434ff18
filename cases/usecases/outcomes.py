"""What an appeal's outcome does to the decision below: it stands, changes, falls, or is heard afresh."""

from cases import access
from cases.domain.vocabulary import MotionKind, Outcome, Role, State, Tier
from cases.models import Case, Decision, Motion, Proceeding
from cases.usecases import act as frame
from cases.usecases import decisions, measures


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


def _remand(act: frame.Act) -> None:
    """A new proceeding at the level that decided; everyone who sat before is out."""
    decided = Proceeding.objects.get(successors=act.proceeding)
    out = frozenset(Role) - {Role.REGISTRAR}
    access.withdraw(act.case, by=act.by, at=act.at, because="remanded", roles=out)
    frame.open_next(act, Tier(decided.tier), how="remanded", state=State.FORMING)
