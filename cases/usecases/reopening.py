"""A decided case that is opened again: asked for by a side, ruled on, and heard by a fresh panel (T28).

Source: procedure paper 1.9, 2.7. The first decision is kept as it was; a fresh panel gets the evidence, nothing else.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import access, load
from cases.domain import reopening as rules
from cases.domain.answer import Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, AppealGround, Role, State, Tier
from cases.load import late_appeals as rows
from cases.models import LateRequest, Proceeding
from cases.record import System
from cases.usecases import act as frame
from cases.usecases import late_appeals, measures, routing


@transaction.atomic
def ask_reopening(
    *, case_id: UUID, by: Member, at: datetime, ground: AppealGround, cause: str, text: str, seen: str = ""
) -> None:
    """A side asks to open a decided case again. The decision stays final until somebody has ruled."""
    given = ActFacts(action=Action.ASK_REOPENING, given=frozenset({"ground", "cause", "text"}))
    act = frame.begin(case_id, Action.ASK_REOPENING, by=by, at=at, given=given, seen=seen)
    if ground not in rules.grounds(act.procedure, act.facts):
        raise Refused((rules.TOO_LATE,))
    days = act.procedure.number("reopening_ruling_days")
    late_appeals.keep(act, by, days=days, ground=ground, cause=cause, text=text, reopens=True)


@transaction.atomic
def admit_reopening(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """Heard again by a fresh panel at the level that decided; measures rest, and nobody of before has a part in it."""
    act, row = late_appeals.begin(case_id, Action.ADMIT_REOPENING, by, at, reason, seen)
    decided = act.proceeding
    if decided.tier == Tier.APPEAL:
        decided = Proceeding.objects.get(successors=decided)
    closed = late_appeals.open_again(act.case)
    late_appeals.ruled(row, how="admitted", at=at)
    rows.waiting(act.proceeding).update(ruled_at=at, how="reopened")
    measures.drop(act.case, because="reopened", at=at)
    access.withdraw(act.case, by=by, at=at, because="reopened", roles=frozenset(Role) - {Role.REGISTRAR})
    frame.open_next(act, Tier(decided.tier), how="reopened", state=State.FORMING)
    frame.finish(act, data={"request": row.number, "side": row.side, "ground": row.ground})
    if closed:
        routing.assign(act.case, Role.REGISTRAR, by=System("a closed case is open again"), at=at)


@transaction.atomic
def refuse_reopening(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """The reason does not carry it: the decision stays final. Both sides read why."""
    late_appeals.refuse(case_id, Action.REFUSE_REOPENING, by, at, reason, seen)


def unruled(today: date) -> Any:
    """Requests to open a case again whose last day for a ruling is over."""
    return late_appeals.unruled(today).filter(reopens=True)


@transaction.atomic
def pass_on(row: LateRequest, *, at: datetime) -> bool:
    """No ruling in time: somebody else rules, within as many days again. Silence opens nothing and refuses nothing."""
    case, today = frame.locked(row.case_id), load.local_day(at)
    late = unruled(today).filter(pk=row.pk).first()
    if late is None:
        return False
    late_appeals.hand_on(late, case, days="reopening_ruling_days", at=at)
    return True
