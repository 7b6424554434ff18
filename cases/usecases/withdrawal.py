"""Withdrawing: at once before there is a formal case, later by a ruling; and never by somebody's silence.

Source: procedure paper 1.7. The complainant stays who they are in the case: they keep every right, and owe nothing.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import access, load
from cases.domain import joining
from cases.domain import withdrawal as rules
from cases.domain.facts import ActFacts
from cases.domain.requests import CarryOn, Pressed
from cases.domain.vocabulary import Action, ClosureReason, EventKind, State, Tier
from cases.models import Case, CaseRole, Party, Withdrawal
from cases.record import Actor, System, person, record
from cases.usecases import act as frame
from cases.usecases import informal, votes

REST = System("the complaint was withdrawn")
CLOCK = System("no ruling in time")
UNRULED = "Nobody ruled in time. The site decides nothing by that: the case goes on."


@transaction.atomic
def withdraw(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    allegations: Collection[int] = (),
    pressed: Pressed | str = "",
    text: str = "",
    seen: str = "",
) -> None:
    """The complainant withdraws these allegations, or everything. No reason is asked for."""
    forced = pressed == Pressed.YES
    what = frozenset(allegations) or _own(case_id, by, at=at)
    given = ActFacts(action=Action.WITHDRAW, withdrawn=what, pressed=forced)
    act = frame.begin(case_id, Action.WITHDRAW, by=by, at=at, given=given, seen=seen)
    ends = rules.at_once(act.facts, given)
    days = act.procedure.number("withdrawal_days")
    row = Withdrawal(
        case=act.case,
        number=Withdrawal.objects.filter(case=act.case).count() + 1,
        allegations=sorted(given.withdrawn),
        pressed=pressed,
        asked_by=by,
        asked_at=at,
        rule_by=None if ends else act.procedure.due(act.today, days),
        ruled_at=at if ends else None,
        how="at_once" if ends else "",
    )
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    if ends:
        _rest(act, row)
    else:
        _ask(act, row)
    if forced:
        record(EventKind.PRESSURE_REPORTED, case=act.case, by=by, at=at)


@transaction.atomic
def accept_withdrawal(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """Nothing speaks for going on without the complainant: what was withdrawn rests."""
    act, row = _ruling(case_id, Action.ACCEPT_WITHDRAWAL, by, at, reason, seen)
    row.ruled_at, row.ruled_by, row.how = at, by, "accepted"
    row.save(update_fields=["ruled_at", "ruled_by", "how"])
    _rest(act, row)


@transaction.atomic
def carry_on(
    *, case_id: UUID, by: Actor, at: datetime, reason: str, ground: CarryOn | str = "", seen: str = ""
) -> None:
    """The organisation goes on, for one of the listed reasons; or because nobody ruled in time, and for none."""
    act, row = _ruling(case_id, Action.CARRY_ON, by, at, reason, seen, ground=str(ground))
    ruler = person(by)
    row.ruled_at, row.ruled_by, row.how, row.ground = at, ruler, "carried_on" if ruler else "no_ruling", ground
    row.save(update_fields=["ruled_at", "ruled_by", "how", "ground"])
    frame.finish(act, data={**_data(row), "carry_on": str(ground)})


@transaction.atomic
def answer_testimony(*, case_id: UUID, by: Member, at: datetime, testifies: bool, seen: str = "") -> None:
    """Whoever withdrew says whether they will be a witness. They can change their mind, and need not say anything."""
    given = ActFacts(action=Action.ANSWER_TESTIMONY, given=frozenset({"answer"}))
    act = frame.begin(case_id, Action.ANSWER_TESTIMONY, by=by, at=at, given=given, seen=seen)
    rows = Withdrawal.objects.filter(case=act.case, allegations=[], how__in=load.requests.CARRIED)
    rows.update(testifies=testifies)
    frame.finish(act)


def unruled(today: date) -> Any:
    """Withdrawals whose last day for a ruling is over. An external body rules in its own way."""
    rows = Withdrawal.objects.filter(how="", rule_by__lt=today).exclude(case__tier=Tier.EXTERNAL)
    return rows.order_by("rule_by", "pk")


def lapse(row: Withdrawal, *, at: datetime) -> bool:
    """No ruling in time: the case goes on. Where nobody is there yet who could rule, the days begin again."""
    case = frame.locked(row.case_id)
    today = load.local_day(at)
    if not unruled(today).filter(pk=row.pk).exists():
        return False
    procedure, facts = load.procedure_of(case), load.case_facts(case, today=today)
    ruler = rules.ruler(procedure, facts)
    if not CaseRole.objects.filter(case=case, role=ruler, until__isnull=True).exists():
        again = procedure.due(today, procedure.number("withdrawal_days"))
        return Withdrawal.objects.filter(pk=row.pk).update(rule_by=again) > 0
    carry_on(case_id=case.pk, by=CLOCK, at=at, reason=UNRULED)
    return True


def _own(case_id: UUID, by: Member, *, at: datetime) -> frozenset[int]:
    """The whole of one's own complaint; where cases are heard together that is not everything."""
    if not Party.objects.filter(case=case_id, joined_from__isnull=False).exists():
        return frozenset()
    return joining.own_allegations(load.case_facts(Case.objects.get(pk=case_id), today=load.local_day(at)), by.pk)


def _ask(act: frame.Act, row: Withdrawal) -> None:
    """Somebody rules first. Nobody has to go on with talks to which they were pressed."""
    if act.facts.tier is Tier.INFORMAL:
        informal.back_to_triage(act, kind=EventKind.TALKS_LEFT)
        record(EventKind.WITHDRAWAL_ASKED, case=act.case, by=act.by, at=act.at, data=_data(row))
    else:
        frame.finish(act, to=State(act.case.state), data=_data(row), among=[row.asked_by_id])


def _rest(act: frame.Act, row: Withdrawal) -> None:
    """What was withdrawn is decided by nobody: the case is closed, or goes on with what is left."""
    if not row.allegations:
        frame.close(act, ClosureReason.WITHDRAWN)
        frame.finish(act, kind=EventKind.WITHDRAWN, data=_data(row))
        access.withdraw(act.case, by=REST, at=act.at, because="closed")
        return
    frame.finish(act, to=State(act.case.state), kind=EventKind.WITHDRAWN, data=_data(row))
    votes.drop(act.proceeding, row.allegations, by=REST, at=act.at)


def _ruling(
    case_id: UUID, action: Action, by: Actor, at: datetime, reason: str, seen: str, *, ground: str = ""
) -> tuple[frame.Act, Withdrawal]:
    given = ActFacts(
        action=action, given=frozenset({"ground", "reason"} if ground or person(by) is None else {"reason"})
    )
    act = frame.begin(case_id, action, by=by, at=at, given=given, seen=seen)
    row = Withdrawal.objects.get(case=act.case, how="")
    act.write(reason, ground=str(row.number))
    return act, row


def _data(row: Withdrawal) -> dict[str, Any]:
    return {"withdrawal": row.number, "allegations": row.allegations}
