"""What an appeal's outcome does to the decision below: it stands, changes, falls, or is heard afresh."""

from cases import access
from cases.domain.vocabulary import MotionKind, Outcome, Role, State, Tier
from cases.models import Case, Decision, Measure, Motion, Proceeding
from cases.usecases import act as frame
from cases.usecases import decisions


def apply(act: frame.Act) -> None:
    """Carry out the outcome that the appeals panel voted for, and serve it."""
    motion = Motion.objects.get(proceeding=act.proceeding, kind=MotionKind.OUTCOME, carried=True, void_at__isnull=True)
    outcome = Outcome(motion.outcome)
    data = {"outcome": str(outcome)}
    if outcome is Outcome.REMAND:
        _drop_measures(act, "remanded")
        _remand(act)
        frame.finish(act, to=State.FORMING, data=data)
        return
    if outcome is Outcome.REVERSE:
        _drop_measures(act, "reversed")
    if outcome is Outcome.MODIFY:
        _drop_measures(act, "modified")
        _replace(act, motion)
    decisions.make_final(act, on=act.today)
    frame.finish(act, to=State.FINAL, data=data)


def was_reversed(case: Case) -> bool:
    """Has an appeals panel reversed the finding?"""
    carried = Motion.objects.filter(case=case, kind=MotionKind.OUTCOME, carried=True, void_at__isnull=True)
    served = Decision.objects.filter(case=case, proceeding__tier=Tier.APPEAL, served_at__isnull=False)
    return carried.filter(outcome=Outcome.REVERSE, proceeding__decision__in=served).exists()


def _remand(act: frame.Act) -> None:
    """A new proceeding at the level that decided; everyone who sat before is out."""
    decided = Proceeding.objects.get(successors=act.proceeding)
    out = frozenset(Role) - {Role.REGISTRAR}
    access.withdraw(act.case, by=act.by, at=act.at, because="remanded", roles=out)
    frame.open_next(act, Tier(decided.tier), how="remanded", state=State.FORMING)


def _drop_measures(act: frame.Act, because: str) -> None:
    Measure.objects.filter(case=act.case, dropped_at__isnull=True).update(dropped_at=act.at, dropped_because=because)


def _replace(act: frame.Act, motion: Motion) -> None:
    row = Measure(case=act.case, proceeding=act.proceeding, motion=motion, kind=motion.measure_kind, days=motion.days)
    act.keys.seal(row, terms=act.keys.open(motion, "terms"))
    row.save(force_insert=True)
