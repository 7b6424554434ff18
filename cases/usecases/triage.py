"""The first look: safety first, then one outcome with its reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches import queries as people
from branches.models import Member
from cases import access
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import (
    Action,
    Category,
    ClosureReason,
    DismissalGround,
    Ground,
    Role,
    State,
    Tier,
    Why,
)
from cases.models import Allegation, Case, FactsRequest, Party, SafetyScreen, Writing
from cases.record import Actor, Recipients, System
from cases.usecases import act as frame
from cases.usecases import conflicts, links, routing

INTAKE = frozenset({Role.INTAKE_OFFICER, Role.SECOND_OFFICER, Role.REVIEWER, Role.ESCALATION_RULER})
ANOTHER_ENTRY = Refusal(Why.ALREADY_DONE, "This member is named in the case on that side already.")
ALREADY_TOLD = Refusal(Why.ALREADY_DONE, "This person is a member who was told of the case. Nobody takes their place.")
DISMISSED_AS = {
    DismissalGround.OUT_OF_SCOPE: ClosureReason.DISMISSED_OUT_OF_SCOPE,
    DismissalGround.INSUFFICIENT: ClosureReason.DISMISSED_INSUFFICIENT,
    DismissalGround.DUPLICATE: ClosureReason.DISMISSED_DUPLICATE,
    DismissalGround.BAD_FAITH: ClosureReason.DISMISSED_BAD_FAITH,
}


@transaction.atomic
def screen_safety(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    danger: str,
    ongoing: str,
    minors: str,
    contact: str,
    note: str = "",
    seen: str = "",
) -> None:
    """Look at danger before anything else (T04)."""
    given = ActFacts(action=Action.SCREEN_SAFETY, given=frozenset({"danger", "ongoing", "minors", "contact"}))
    act = frame.begin(case_id, Action.SCREEN_SAFETY, by=by, at=at, given=given, seen=seen)
    row = SafetyScreen(
        case=act.case,
        danger=danger,
        ongoing=ongoing,
        minors=minors,
        contact=contact,
        screened_by=by,
        screened_at=at,
    )
    act.keys.seal(row, note=note)
    row.save(force_insert=True)
    frame.finish(act)


@transaction.atomic
def frame_allegation(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    text: str,
    category: Category,
    provision: str,
    bases: list[str] | None = None,
    modalities: list[str] | None = None,
    seen: str = "",
) -> None:
    """Write one act down as one allegation, under one provision of the code."""
    given = ActFacts(action=Action.FRAME_ALLEGATION, given=frozenset({"text", "category", "provision"}))
    act = frame.begin(case_id, Action.FRAME_ALLEGATION, by=by, at=at, given=given, seen=seen)
    last = Allegation.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    row = Allegation(
        case=act.case,
        number=last + 1,
        category=category,
        provision=provision,
        bases=bases or [],
        modalities=modalities or [],
        framed_by=by,
        framed_at=at,
    )
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    frame.finish(act, data={"allegation": row.number, "category": str(category), "provision": provision})


@transaction.atomic
def identify_party(*, case_id: UUID, by: Member, at: datetime, party: int, member: Member, seen: str = "") -> None:
    """Say which member a named person is. Everyone close to that member is out in the same transaction."""
    given = ActFacts(action=Action.IDENTIFY_PARTY, given=frozenset({"party", "member"}))
    conflicts.hold_people()
    act = frame.begin(case_id, Action.IDENTIFY_PARTY, by=by, at=at, given=given, seen=seen)
    named = Party.objects.filter(case=act.case, number=party).first()
    if named is None or _stands_there(act.case, named, member):
        raise Refused((ANOTHER_ENTRY,))
    if named.member_id and named.informed_at:
        raise Refused((ALREADY_TOLD,))
    Party.objects.filter(pk=named.pk).update(member=member)
    beside = links.lock_beside(act.case)
    frame.finish(act, data={"party": party, "member": member.pk})
    links.named(act.case, beside, by=System("a person was named"), at=at)


@transaction.atomic
def name_witness(
    *, case_id: UUID, by: Member, at: datetime, name: str, member: Member | None = None, seen: str = ""
) -> None:
    """Add a witness. A witness handles nothing in the case from this moment on."""
    told = {Role.WITNESS: [member.pk]} if member else {}
    _name(case_id, Action.NAME_WITNESS, Role.WITNESS, name=name, member=member, by=by, at=at, seen=seen, told=told)


@transaction.atomic
def name_supporter(*, case_id: UUID, by: Member, at: datetime, name: str, seen: str = "") -> None:
    """C04: add a support person of a side, who handles nothing in the case from now on. Nothing opens to them.

    Whether the name is a member's is not said: nobody finds out here who is in the register.
    """
    found = list(people.members_named(name)[:2])
    member = found[0] if len(found) == 1 else None
    if member and Party.objects.filter(case=case_id, side=Role.SUPPORTER, member=member).exists():
        member = None
    _name(case_id, Action.NAME_SUPPORTER, Role.SUPPORTER, name=name, member=member, by=by, at=at, seen=seen)


def _name(
    case_id: UUID,
    action: Action,
    side: Role,
    *,
    name: str,
    member: Member | None,
    by: Member,
    at: datetime,
    seen: str,
    told: Recipients | None = None,
) -> None:
    """Name another person in a case, and ask every rule again."""
    given = ActFacts(action=action, given=frozenset({"name"}))
    conflicts.hold_people()
    act = frame.begin(case_id, action, by=by, at=at, given=given, seen=seen)
    last = Party.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    row = Party(case=act.case, number=last + 1, side=side, member=member, named_by=by)
    if member and _stands_there(act.case, row, member):
        raise Refused((ANOTHER_ENTRY,))
    act.keys.seal(row, name=name)
    row.save(force_insert=True)
    beside = links.lock_beside(act.case)
    frame.finish(act, data={"party": row.number, "member": member.pk if member else None}, people=told)
    links.named(act.case, beside, by=System("a person was named"), at=at)


@transaction.atomic
def ask_facts(*, case_id: UUID, by: Member, at: datetime, question: str, seen: str = "") -> None:
    """Ask the complainant for what is missing, once."""
    given = ActFacts(action=Action.ASK_FACTS, given=frozenset({"question"}))
    act = frame.begin(case_id, Action.ASK_FACTS, by=by, at=at, given=given, seen=seen)
    row = FactsRequest(case=act.case, asked_by=by, asked_at=at)
    act.keys.seal(row, question=question, answer="")
    row.save(force_insert=True)
    frame.finish(act)


@transaction.atomic
def answer_facts(*, case_id: UUID, by: Member, at: datetime, answer: str, seen: str = "") -> None:
    """The complainant answers; the first look goes on."""
    given = ActFacts(action=Action.ANSWER_FACTS, given=frozenset({"answer"}))
    act = frame.begin(case_id, Action.ANSWER_FACTS, by=by, at=at, given=given, seen=seen)
    row = FactsRequest.objects.filter(case=act.case, answered_at__isnull=True).latest("asked_at")
    act.keys.seal(row, answer=answer)
    row.answered_at = at
    row.save(update_fields=["answer", "answered_at"])
    frame.finish(act)


@transaction.atomic
def open_branch(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """Open a formal proceeding at the branch (T10)."""
    given = ActFacts(action=Action.OPEN_BRANCH, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.OPEN_BRANCH, by=by, at=at, given=given, seen=seen)
    _open_formal(act, Tier.BRANCH, reason)


@transaction.atomic
def open_national(*, case_id: UUID, by: Member, at: datetime, ground: Ground, reason: str, seen: str = "") -> None:
    """Send the case to the national committee, on a ground of the rules (T11)."""
    given = ActFacts(action=Action.OPEN_NATIONAL, given=frozenset({"ground", "reason"}), ground=ground)
    act = frame.begin(case_id, Action.OPEN_NATIONAL, by=by, at=at, given=given, seen=seen)
    _open_formal(act, Tier.NATIONAL, reason, ground)


@transaction.atomic
def propose_dismissal(
    *, case_id: UUID, by: Member, at: datetime, ground: DismissalGround, reason: str, seen: str = ""
) -> None:
    """Propose not to take it forward. A second officer without a conflict must confirm (T08)."""
    given = ActFacts(action=Action.PROPOSE_DISMISSAL, given=frozenset({"ground", "reason"}), dismissal_ground=ground)
    act = frame.begin(case_id, Action.PROPOSE_DISMISSAL, by=by, at=at, given=given, seen=seen)
    act.write(reason, ground=str(ground))
    frame.finish(act, data={"ground": str(ground)})
    routing.assign(act.case, Role.SECOND_OFFICER, by=System("a dismissal was proposed"), at=at)


@transaction.atomic
def confirm_dismissal(*, case_id: UUID, by: Member, at: datetime, reason: str = "", seen: str = "") -> None:
    """The second officer agrees; the complainant may ask for a review."""
    _written(case_id, Action.CONFIRM_DISMISSAL, by, at, reason, seen)
    _end_roles(case_id, INTAKE, at)


@transaction.atomic
def refuse_dismissal(*, case_id: UUID, by: Actor, at: datetime, reason: str, seen: str = "") -> None:
    """The second officer does not agree; the first look goes on."""
    _written(case_id, Action.REFUSE_DISMISSAL, by, at, reason, seen)
    _end_roles(case_id, {Role.SECOND_OFFICER}, at)


@transaction.atomic
def refer_out(*, case_id: UUID, by: Member, at: datetime, body: str, reason: str, seen: str = "") -> None:
    """Send the complainant to another body, with the reason (T09)."""
    given = ActFacts(action=Action.REFER_OUT, given=frozenset({"body", "reason"}))
    act = frame.begin(case_id, Action.REFER_OUT, by=by, at=at, given=given, seen=seen)
    act.write(f"{body}\n\n{reason}")
    frame.close(act, ClosureReason.REFERRED_OUT)
    frame.finish(act)
    _end_roles(case_id, INTAKE, at)


@transaction.atomic
def request_review(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """The complainant asks the next level to look at a dismissal again (T30)."""
    act = _written(case_id, Action.REQUEST_REVIEW, by, at, text, seen)
    routing.assign(act.case, Role.REVIEWER, by=System("a review was asked for"), at=at)


@transaction.atomic
def uphold_dismissal(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """The reviewer agrees with the dismissal; the case is closed."""
    given = ActFacts(action=Action.UPHOLD_DISMISSAL, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.UPHOLD_DISMISSAL, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    _close_dismissed(act)


@transaction.atomic
def overturn_dismissal(*, case_id: UUID, by: Actor, at: datetime, reason: str, seen: str = "") -> None:
    """The reviewer does not agree: a new first look, by somebody who did not dismiss it."""
    given = ActFacts(action=Action.OVERTURN_DISMISSAL, given=frozenset({"reason"} if reason.strip() else ()))
    act = frame.begin(case_id, Action.OVERTURN_DISMISSAL, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    act.case.days_left = None  # a new officer has the whole time
    frame.finish(act)
    _end_roles(case_id, INTAKE, at)
    before = frozenset(hand.member for hand in act.facts.hands)
    routing.to_intake(act.case, by=System("a dismissal was overturned"), at=at, without=before)


@transaction.atomic
def facts_lapsed(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """No answer came in time; the first look goes on without it."""
    frame.finish(frame.begin(case_id, Action.FACTS_LAPSED, by=by, at=at))


@transaction.atomic
def review_lapsed(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """Nobody asked for a review in time; the dismissed case is closed."""
    _close_dismissed(frame.begin(case_id, Action.REVIEW_LAPSED, by=by, at=at))


def _stands_there(case: Case, named: Party, member: Member) -> bool:
    """Is this member another person of the same side already?"""
    others = Party.objects.filter(case=case, side=named.side, member=member).exclude(pk=named.pk)
    return others.exists()


def _written(case_id: UUID, action: Action, by: Actor, at: datetime, reason: str, seen: str) -> frame.Act:
    """An act whose only record is its reason."""
    given = ActFacts(action=action, given=frozenset({"reason", "text"} if reason.strip() else ()))
    act = frame.begin(case_id, action, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    frame.finish(act)
    return act


def _open_formal(act: frame.Act, tier: Tier, reason: str, ground: Ground | None = None) -> None:
    act.write(reason, ground=ground.value if ground else "")
    access.withdraw(act.case, by=act.by, at=act.at, because="handed_on", roles=INTAKE)
    frame.open_next(act, tier, how="handed_on", ground=ground, state=State.FORMING)
    frame.finish(act, to=State.FORMING, data={"ground": ground.value if ground else ""})


def _close_dismissed(act: frame.Act) -> None:
    proposed = Writing.objects.filter(case=act.case, action=Action.PROPOSE_DISMISSAL).latest("written_at")
    frame.close(act, DISMISSED_AS[DismissalGround(proposed.ground)])
    frame.finish(act)
    _end_roles(act.case.pk, INTAKE, act.at)


def _end_roles(case_id: UUID, roles: frozenset[Role] | set[Role], at: datetime) -> None:
    case = Case.objects.get(pk=case_id)
    access.withdraw(case, by=System("the step is over"), at=at, because="step_over", roles=roles)
