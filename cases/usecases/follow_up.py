"""Who rules on a measure when the panel has lost the case: the chair that decided it, or the next desk."""

from datetime import datetime

from branches.models import CURRENT, Member
from cases import access, load
from cases.domain import conflicts, measures
from cases.domain.vocabulary import Role, SeatStatus
from cases.models import Case, CaseRole, Measure, Seat
from cases.record import Actor, System
from cases.usecases import routing

ASKED = System("a measure needs somebody to rule")


def find_chair(case: Case, row: Measure, *, at: datetime, without: frozenset[int] = frozenset()) -> Member | None:
    """The chair of the panel that decided on it, who knows it, if nothing stands against them now."""
    if CaseRole.objects.filter(case=case, role=Role.MEASURE_CHAIR, until__isnull=True).exists():
        return None
    chair = _chair(case, row, at=at, without=without)
    if chair is None:
        return routing.assign(case, Role.MEASURE_CHAIR, by=ASKED, at=at, without=without)
    access.grant(case, chair, Role.MEASURE_CHAIR, desk=row.proceeding.desk, by=ASKED, at=at, tell=True)
    return chair


def _chair(case: Case, row: Measure, *, at: datetime, without: frozenset[int]) -> Member | None:
    seat = Seat.objects.filter(proceeding=row.proceeding, chair=True, status=SeatStatus.SEATED)
    member = Member.objects.filter(CURRENT, pk__in=seat.values("member")).exclude(pk__in=without).first()
    facts = load.case_facts(case, today=load.local_day(at))
    if member is None or conflicts.between(load.procedure_of(case), facts, member.pk, row.proceeding.desk):
        return None
    return member


def dismiss(case: Case, *, by: Actor, at: datetime) -> None:
    """Whoever was asked to rule on a measure, and has nothing more to rule on, loses the case."""
    facts = load.case_facts(case, today=load.local_day(at))
    if not measures.to_certify(facts) and not (facts.plan and facts.plan.breach):
        access.withdraw(case, by=by, at=at, because="step_over", roles=[Role.MEASURE_CHAIR])
