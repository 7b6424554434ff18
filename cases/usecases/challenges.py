"""Challenges, strikes, rulings and waivers: what is done about a doubt, and by whom (procedure paper 2.4)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import load
from cases.domain import challenges as rules
from cases.domain.answer import Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, EventKind, Role, Why
from cases.models import Challenge, Ruling, Seat, Waiver
from cases.record import System, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import conflicts, holds

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)


@transaction.atomic
def challenge(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    member: int,
    text: str,
    kind: Why | None = None,
    no_conflict: str = "",
    learned_on: date | None = None,
    seen: str = "",
) -> None:
    """2.4: somebody says that one person should not decide. That person is on hold at once, and others rule."""
    given = _filled(member=member, kind=kind or no_conflict, text=text.strip())
    nothing = load.procedure_of(frame.locked(case_id)).no_conflict(no_conflict)
    asked = ActFacts(
        action=Action.CHALLENGE,
        given=given,
        member=member,
        kind=kind,
        sole_ground=nothing.words if nothing else "",
        learned_on=learned_on,
    )
    act = frame.begin(case_id, Action.CHALLENGE, by=by, at=at, given=asked, seen=seen)
    mark = frame.fingerprint(f"{act.case.pk}|{rules.sameness(text)}")
    same = Challenge.objects.filter(case=act.case, filed_by=by, fingerprint=mark).exclude(member=member)
    if same.exists():
        raise Refused((rules.SAME_TEXT,))
    row = holds.doubt(
        act.case,
        act.proceeding,
        member,
        Why(str(kind)),
        by=by,
        role=_role(act, by),
        at=at,
        grounds=text,
        fingerprint=mark,
        learned_on=learned_on,
    )
    frame.finish(act, data={"challenge": row.number, "member": member, "why": row.kind})
    holds.hold(act.case, row, by=System("somebody raised a doubt"), at=at)
    holds.settle(act.case, at=at)


@transaction.atomic
def disclose(
    *, case_id: UUID, by: Member, at: datetime, kind: Why | None = None, text: str = "", seen: str = ""
) -> None:
    """2.3, C20: not sure about oneself: on hold, and others rule. A contact from outside is only noted (C18)."""
    given = ActFacts(action=Action.DISCLOSE, given=_filled(kind=kind, text=text.strip()), kind=kind)
    act = frame.begin(case_id, Action.DISCLOSE, by=by, at=at, given=given, seen=seen)
    if kind is Why.CONTACTED:
        act.write(text, ground=str(kind))
        frame.finish(act, data={"why": str(kind)})
        return
    row = holds.doubt(
        act.case, act.proceeding, by.pk, Why(str(kind)), by=by, role=Role.CANDIDATE, at=at, grounds=text
    )  # fmt: skip
    frame.finish(act, data={"challenge": row.number, "why": row.kind})
    holds.hold(act.case, row, by=System("somebody raised a doubt"), at=at)
    holds.settle(act.case, at=at)


@transaction.atomic
def rule_challenge(
    *, case_id: UUID, by: Member, at: datetime, challenge: int, keep: bool, reason: str, seen: str = ""
) -> None:
    """2.4: one of those who may rule says whether the person may stay. More than half keep; a tie puts out."""
    given = ActFacts(
        action=Action.RULE_CHALLENGE, given=_filled(ruling=True, reason=reason.strip()), challenge=challenge
    )
    act = frame.begin(case_id, Action.RULE_CHALLENGE, by=by, at=at, given=given, seen=seen)
    doubt = Challenge.objects.get(proceeding=act.proceeding, number=challenge)
    row = Ruling(case=act.case, challenge=doubt, member=by, keep=keep, given_at=at)
    act.keys.seal(row, reason=reason)
    row.save(force_insert=True)
    frame.finish(act, data={"challenge": challenge})
    holds.settle(act.case, at=at)


@transaction.atomic
def strike(*, case_id: UUID, by: Member, at: datetime, member: int, seen: str = "") -> None:
    """2.4: a side takes a drawn person off the panel, without a reason; the next in the order of the draw is asked."""
    given = ActFacts(action=Action.STRIKE, given=_filled(member=member), member=member)
    act = frame.begin(case_id, Action.STRIKE, by=by, at=at, given=given, seen=seen)
    row = holds.doubt(act.case, act.proceeding, member, Why.STRUCK, by=by, role=_role(act, by), at=at)
    row.ruled_at, row.excluded, row.how = at, True, "struck"
    row.save(update_fields=["ruled_at", "excluded", "how"])
    frame.finish(act, data={"member": member})
    person = Seat.objects.select_related("member").get(proceeding=act.proceeding, member=member).member
    conflicts.bar(act.case, person, Why.STRUCK, by=System("a side took somebody off the panel"), at=at)


@transaction.atomic
def waive(*, case_id: UUID, by: Member, at: datetime, challenge: int, agreed: bool, seen: str = "") -> None:
    """2.1: a side has read who it is and why, and says whether the person may stay. Both must say yes."""
    given = ActFacts(action=Action.WAIVE, given=frozenset({"answer"}), challenge=challenge)
    act = frame.begin(case_id, Action.WAIVE, by=by, at=at, given=given, seen=seen)
    doubt = Challenge.objects.select_related("member", "proceeding").get(proceeding=act.proceeding, number=challenge)
    Waiver.objects.create(
        case=act.case, challenge=doubt, side=_role(act, by), given_by=by, agreed=agreed, given_at=at
    )  # fmt: skip
    frame.finish(act, data={"challenge": challenge})
    if not agreed:
        holds.close(act.case, doubt, excluded=True, how="not_waived", at=at)
    holds.settle(act.case, at=at)


@transaction.atomic
def answer_challenge(*, challenge_id: UUID, by: Member, at: datetime, text: str = "", aside: bool = False) -> None:
    """2.4: whoever is on hold may give information, once, without taking part; or step aside and end it."""
    row = Challenge.objects.select_related("case").get(pk=challenge_id, member=by)
    case = frame.locked(row.case_id)
    facts = load.case_facts(case, today=load.local_day(at))
    answer = rules.may_answer(facts, by.pk, row.number)
    if aside and by.pk in rules.doubted(facts):
        record(EventKind.RECUSED, case=case, by=by, at=at, data={"challenge": row.number})
        conflicts.bar(case, by, Why.SELF_DECLARED, by=by, at=at)
        return
    answer.require()
    Keys(case.pk).seal(row, information=text)
    row.save(update_fields=["information"])
    record(EventKind.CHALLENGE_ANSWERED, case=case, by=by, at=at, data={"challenge": row.number})


def _filled(**words: object) -> frozenset[str]:
    return frozenset(name for name, word in words.items() if word)


def _role(act: frame.Act, by: Member) -> Role:
    """As whom somebody acts: a side before anything else."""
    roles = load.actor_facts(by, act.case, today=act.today).roles & act.step.by
    return next((side for side in SIDES if side in roles), sorted(roles)[0])
