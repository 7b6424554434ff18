"""Who applies a measure is told person, restriction and dates, and says when it is done (domain paper 3.3, N-22).

Nobody of these learns why, or of which case. Whoever may not know of the case is not told: others of the same office
are, and where nobody is left the registrar sees to it.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Member
from cases import access, load
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, EventKind, MeasureKind, Why
from cases.models import Measure, RollOut
from cases.record import Entry, System, record, record_all
from cases.usecases import act as frame

CLOCK = System("a measure began or ended")
NOT_OPEN = Refusal(Why.ALREADY_DONE, "Somebody has said already that this is done, or it was taken back.")


def open_for(row: Measure, procedure: Procedure, on: date, *, at: datetime) -> None:
    """Tell every office that the rules name for such a measure."""
    rule = procedure.measure(MeasureKind(row.kind), days=row.days)
    _tell(row, rule.told if rule else (), on, at=at, ending=False)


def take_back(row: Measure, procedure: Procedure, on: date, *, at: datetime) -> None:
    """Tell those who were told that it is over. What nobody has applied yet need not be applied any more."""
    told = list(RollOut.objects.filter(measure=row, ending=False).order_by("number").values_list("pool", flat=True))
    _tell(row, told, on, at=at, ending=True)


def _tell(row: Measure, pools: Any, on: date, *, at: datetime, ending: bool) -> None:
    last = RollOut.objects.filter(case=row.case).aggregate(last=Max("number"))["last"] or 0
    made = [
        RollOut(case=row.case, measure=row, number=last + place, pool=pool, ending=ending, told_at=at)
        for place, pool in enumerate(pools, start=1)
    ]
    RollOut.objects.bulk_create(made)
    kind = EventKind.RESTRICTION_ENDED if ending else EventKind.RESTRICTION_TOLD
    told = [Entry(kind=kind, data=_about(item), to={access.OFFICE: access.applying(item, on)}) for item in made]
    record_all(told, case=row.case, by=CLOCK, at=at)


@transaction.atomic
def read_back(*, roll_out: UUID, by: Member, at: datetime) -> None:
    """Somebody of the office says that it is done; asked again whether this is theirs to say."""
    found = access.to_apply(by, load.local_day(at)).filter(pk=roll_out, done_at__isnull=True).first()
    if found is None:
        raise Refused((NOT_OPEN,))
    frame.locked(found.case_id)
    done = RollOut.objects.filter(pk=found.pk, done_at__isnull=True).update(done_at=at, done_by=by)
    if not done:
        raise Refused((NOT_OPEN,))
    record(EventKind.RESTRICTION_APPLIED, case=found.case, by=by, at=at, data=_about(found))


@transaction.atomic
def tick_off(*, case_id: UUID, by: Member, at: datetime, number: int, reason: str, seen: str = "") -> None:
    """The registrar saw to it otherwise, and writes down how: by telephone, or where nobody of that office may know."""
    given = ActFacts(action=Action.TICK_OFF, given=frozenset({"reason"}), number=number)
    act = frame.begin(case_id, Action.TICK_OFF, by=by, at=at, given=given, seen=seen)
    act.write(reason, ground=str(number))
    RollOut.objects.filter(case=act.case, number=number, done_at__isnull=True).update(done_at=at, done_by=by)
    frame.finish(act, data={"roll_out": number})


def _about(item: RollOut) -> dict[str, Any]:
    return {"measure": item.measure.number, "roll_out": item.number}
