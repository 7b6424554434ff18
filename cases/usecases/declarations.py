"""Declarations: nothing stands against me, for these people, at this stage (procedure paper 2.3)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import load
from cases.domain import declarations as rules
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, EventKind, SeatStatus, Why
from cases.models import CaseEvent, Declaration, Proceeding, Seat
from cases.usecases import act as frame
from cases.usecases import challenges, seats

CLEAR, UNSURE, ASIDE = ANSWERS = ("clear", "unsure", "aside")
INQUIRY_BEGAN = (EventKind.ALLEGATIONS_ANSWERED, EventKind.RESPONSE_LAPSED)
NOT_READ = Refusal(
    Why.MISSING_RECORD,
    "You joined after the inquiry had begun. Say that you have read the whole record; only then can you decide on it.",
)


@transaction.atomic
def declare(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    answer: str,
    kind: Why | None = None,
    text: str = "",
    read: bool = False,
    seen: str = "",
) -> None:
    """2.3: nothing stands against me; or I step aside; or I am not sure, and others rule."""
    if answer == ASIDE:
        seats.recuse(case_id=case_id, by=by, at=at, kind=kind, reason=text, seen=seen)
        return
    if answer == UNSURE:
        challenges.disclose(case_id=case_id, by=by, at=at, kind=kind, text=text, seen=seen)
        return
    given = ActFacts(action=Action.DECLARE, given=frozenset({"answer"} if answer == CLEAR else ()))
    act = frame.begin(case_id, Action.DECLARE, by=by, at=at, given=given, seen=seen)
    late = joined_late(act.proceeding, by.pk)
    if late and not read:
        raise Refused((NOT_READ,))
    _keep(act, by, rules.stage(act.facts))
    frame.finish(act, data={"stage": rules.stage(act.facts), "read": late})


def at_joining(act: frame.Act, member: Member) -> None:
    """2.3: the clear answer to the first question is the first declaration."""
    _keep(act, member, rules.INQUIRY)


def joined_late(proceeding: Proceeding, member: int) -> bool:
    """2.6: did this person take the seat after the inquiry had begun?"""
    seat = Seat.objects.filter(proceeding=proceeding, member=member, status=SeatStatus.SEATED).first()
    if seat is None or seat.answered_at is None:
        return False
    began = CaseEvent.objects.filter(case=proceeding.case_id, kind__in=INQUIRY_BEGAN, at__gte=proceeding.opened_at)
    return began.filter(at__lt=seat.answered_at).exists()


def _keep(act: frame.Act, member: Member, stage: str) -> None:
    Declaration.objects.create(
        case=act.case,
        proceeding=act.proceeding,
        member=member,
        stage=stage,
        people=load.named_now(act.case),
        declared_at=act.at,
    )
