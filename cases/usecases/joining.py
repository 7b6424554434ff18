"""Two complaints about the same facts: proposed, objected to, ruled on, heard together, and apart again.

Source: procedure paper 1.8. The later case joins the first and is closed; its people and allegations come to the first,
and every rule on conflicts of interest is asked about all of them before a word of it can be read there.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from branches.models import Member
from cases import access, load
from cases.domain import conflicts as kinds
from cases.domain import joining as rules
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, ClosureReason, EventKind, LinkKind, Role, State, Tier, Why
from cases.models import (
    Allegation,
    Case,
    CaseLink,
    CaseRole,
    Complaint,
    Conflict,
    InterimMeasure,
    Joining,
    Objection,
    Party,
    Seat,
)
from cases.record import Actor, System, person, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import conflicts, routing

TOGETHER = System("two cases are heard together")
APART = System("two cases are heard apart again")
OF_ITS_PANEL = (Why.CHALLENGED, Why.STRUCK)
CLOCK = System("no ruling in time")
UNRULED = "Nobody ruled in time, so the two cases stay apart."
ITSELF = Refusal(Why.GUARD, "Choose another case.")
NO_RULER = Refusal(Why.GUARD, "Whoever would rule has a conflict of interest in one of the two cases.")
NAMES = Refusal(Why.GUARD, "A name is withheld in one of the two cases. Together, more people would learn it.")
LAWS = Refusal(Why.GUARD, "The two cases were received under different versions of the rules.")
PROTECTED = Refusal(Why.GUARD, "A temporary measure names somebody who came with the other case. Lift it first.")


@transaction.atomic
def propose_joining(*, case_id: UUID, by: Member, at: datetime, other: str, reason: str, seen: str = "") -> None:
    """Propose that another case joins this one. Every side who knows of their own case can object."""
    conflicts.hold_people()
    found = candidates(by, case_id, on=load.local_day(at)).filter(code=other).first()
    given = ActFacts(action=Action.PROPOSE_JOINING, given=frozenset({"other", "reason"}))
    joins = _locked(case_id, found.pk if found else case_id)
    act = frame.begin(case_id, Action.PROPOSE_JOINING, by=by, at=at, given=given, seen=seen)
    if found is None:
        raise Refused((ITSELF,))
    _possible(act, joins)
    last = act.procedure.due(act.today, act.procedure.number("objection_days"))
    row = Joining(
        case=act.case,
        number=Joining.objects.filter(case=act.case).count() + 1,
        other=joins,
        proposed_by=by,
        proposed_at=at,
        object_until=last,
        rule_by=act.procedure.due(last, act.procedure.number("joining_days")),
    )
    act.keys.seal(row, narrative="")
    row.save(force_insert=True)
    act.write(reason, ground=str(row.number))
    data = {"joining": row.number, "rule_by": last.isoformat()}
    frame.finish(act, data=data)
    record(EventKind.JOINING_PROPOSED_HERE, case=joins, by=by, at=at, data=data)


@transaction.atomic
def object_joining(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """A side of either case says what stands against it; whoever rules reads it."""
    given = ActFacts(action=Action.OBJECT_JOINING, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.OBJECT_JOINING, by=by, at=at, given=given, seen=seen)
    row = load.requests.proposed(act.case).filter(how="").get()
    written = Objection(case_id=row.case_id, joining=row, written_by=by, written_at=at)
    Keys(row.case_id).seal(written, text=text)
    written.save(force_insert=True)
    frame.finish(act, data={"joining": row.number})


@transaction.atomic
def rule_joining(*, case_id: UUID, by: Actor, at: datetime, upheld: bool, reason: str, seen: str = "") -> None:
    """The chair of the case that would lead says yes or no; by itself it is only ever no."""
    conflicts.hold_people()
    waiting = Joining.objects.filter(case=case_id, how="").first()
    joins = _locked(case_id, waiting.other_id if waiting else case_id)
    given = ActFacts(action=Action.RULE_JOINING, given=frozenset({"ruling", "reason"}))
    act = frame.begin(case_id, Action.RULE_JOINING, by=by, at=at, given=given, seen=seen)
    row = Joining.objects.get(case=act.case, how="")
    ruler = person(by)
    if upheld:
        _possible(act, joins)
    row.ruled_by, row.ruled_at = ruler, at
    row.how = "joined" if upheld else "not_joined" if ruler else "no_ruling"
    row.save(update_fields=["ruled_by", "ruled_at", "how"])
    act.write(reason, ground=str(row.number))
    data = {"joining": row.number, "upheld": upheld}
    record(EventKind.JOINING_RULED_HERE, case=joins, by=by, at=at, data=data)
    if upheld:
        _join(act, row, joins)
    frame.finish(act, to=State.FORMING if upheld else State(act.case.state), data=data)


@transaction.atomic
def separate(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """What was joined last is a case of its own again: a fresh proceeding under its old reference and its old rules."""
    last = Joining.objects.filter(case=case_id, how="joined", separated_at__isnull=True).order_by("number").last()
    joins = _locked(case_id, last.other_id if last else case_id)
    given = ActFacts(action=Action.SEPARATE, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.SEPARATE, by=by, at=at, given=given, seen=seen)
    row = Joining.objects.filter(case=act.case, how="joined", separated_at__isnull=True).latest("number")
    came = Party.objects.filter(case=act.case, joined_from=joins)
    if InterimMeasure.objects.filter(case=act.case, bound__in=came).exists():
        raise Refused((PROTECTED,))
    if InterimMeasure.objects.filter(case=act.case, protects__in=came).exists():
        raise Refused((PROTECTED,))
    act.write(reason, ground=str(row.number))
    row.separated_at = at
    row.save(update_fields=["separated_at"])
    data = {"joining": row.number}
    frame.finish(act, data=data)
    came.delete()
    _reopen(joins, by=by, at=at)
    record(EventKind.SEPARATED_HERE, case=joins, by=by, at=at, data=data)
    conflicts.recheck(act.case, by=APART, at=at)


def candidates(registrar: Member, case_id: UUID, *, on: date) -> QuerySet[Case]:
    """Cases that could join this one: linked with it, running, and within what the registrar oversees."""
    newer = CaseLink.objects.filter(other=case_id, kind=LinkKind.SAME_RESPONDENT).values("case")
    older = CaseLink.objects.filter(case=case_id, kind=LinkKind.SAME_RESPONDENT).values("other")
    linked = Case.objects.filter(pk__in=newer) | Case.objects.filter(pk__in=older)
    seen = access.overseen_by(registrar, on).values("pk")
    return linked.filter(pk__in=seen, tier__in=rules.FORMAL, state=State.FORMING).order_by("code")


def unruled(today: date) -> Any:
    """Proposals whose last day for a ruling is over."""
    return Joining.objects.filter(how="", rule_by__lt=today).order_by("rule_by", "pk")


def lapse(row: Joining, *, at: datetime) -> bool:
    """No ruling in time, or the case went where it cannot be ruled on: the two cases stay apart."""
    joins = _locked(row.case_id, row.other_id)
    waiting = unruled(load.local_day(at)).filter(pk=row.pk)
    case = Case.objects.get(pk=row.case_id)
    if not waiting.exists():
        return False
    procedure = load.procedure_of(case)
    if procedure.step(Tier(case.tier), State(case.state), Action.RULE_JOINING):
        rule_joining(case_id=case.pk, by=CLOCK, at=at, upheld=False, reason=UNRULED)
        return True
    waiting.update(how="no_ruling", ruled_at=at)
    for told, kind in ((case, EventKind.JOINING_RULED), (joins, EventKind.JOINING_RULED_HERE)):
        record(kind, case=told, by=CLOCK, at=at, data={"joining": row.number, "upheld": False})
    return True


def _locked(*keys: UUID) -> Case:
    """Both cases, locked in the order of their keys; the last of the arguments is returned."""
    rows = Case.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    return {row.pk: row for row in rows}[keys[-1]]


def _possible(act: frame.Act, joins: Case) -> None:
    """Raise `Refused` with every reason against; whoever rules must be free of conflicts in both cases."""
    other = load.case_facts(joins, today=act.today)
    found = list(rules.against(act.facts, other))
    found += [] if joins.procedure_id == act.case.procedure_id else [LAWS]
    withheld = Complaint.objects.filter(case__in=(act.case, joins), name_withheld=True)
    found += [NAMES] if withheld.exists() else []
    if not found and _ruler_barred(act, joins):
        found = [NO_RULER]
    if found:
        raise Refused(tuple(found))


def _ruler_barred(act: frame.Act, joins: Case) -> bool:
    """Would the rules bar the chair, asked about the people of both cases? Nothing of the asking is kept."""
    chairs = CaseRole.objects.filter(case=act.case, role=Role.PANEL_CHAIR, until__isnull=True)
    with transaction.atomic():
        _bring_people(act.case, joins, act.keys)
        facts = load.case_facts(act.case, today=act.today)
        rows = list(chairs.values_list("member_id", "desk"))
        out = {member.pk for member, _ in _kept_out(joins)}
        barred = any(m in out or kinds.between(act.procedure, facts, m, desk) for m, desk in rows)
        transaction.set_rollback(True)
    return barred


def _join(act: frame.Act, row: Joining, joins: Case) -> None:
    """The people first, then every rule about all of them, and only then the words."""
    newer, older = sorted((act.case, joins), key=lambda one: one.received_at, reverse=True)
    link = {"case": newer, "other": older, "kind": LinkKind.SAME_FACTS}
    CaseLink.objects.get_or_create(**link, defaults={"after_roster": False, "linked_at": act.at})
    _bring_people(act.case, joins, act.keys)
    _end_other(joins, at=act.at)
    for member, kind in _kept_out(joins):
        conflicts.bar(act.case, member, kind, by=TOGETHER, at=act.at)
    conflicts.recheck(act.case, by=TOGETHER, at=act.at)
    act.case.refresh_from_db()
    theirs = Keys(joins.pk)
    row.allegations = _bring_allegations(act, joins, theirs)
    act.keys.seal(row, narrative=theirs.open(Complaint.objects.get(case=joins), "narrative"))
    row.save(update_fields=["allegations", "narrative"])
    act.proceeding.refresh_from_db()
    act.proceeding.joined_on, act.proceeding.answered = act.today, False
    act.proceeding.save(update_fields=["joined_on", "answered"])
    Seat.objects.filter(proceeding=act.proceeding).update(told_on=None)  # both sides can challenge them anew


def _kept_out(joins: Case) -> list[tuple[Member, Why]]:
    """Whom somebody keeps out of the other case, who stepped aside from it, and who worked on it: none of them here."""
    said = Conflict.objects.filter(case=joins, by_rule=False, until__isnull=True).exclude(kind__in=OF_ITS_PANEL)
    hands = CaseRole.objects.filter(case=joins).exclude(role=Role.REGISTRAR).select_related("member")
    found = {(row.member, Why(row.kind)) for row in said.select_related("member")}
    found |= {(row.member, Why.EARLIER_HAND) for row in hands}
    return sorted(found, key=lambda pair: (pair[0].pk, pair[1]))


def _bring_people(case: Case, joins: Case, keys: Keys) -> None:
    """Everybody named in the other case who is not named here already; they are told with the notice."""
    theirs = Keys(joins.pk)
    number = Party.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    for party in Party.objects.filter(case=joins).order_by("number"):
        if party.member and Party.objects.filter(case=case, side=party.side, member=party.member).exists():
            continue
        number += 1
        row = Party(
            case=case,
            number=number,
            side=party.side,
            member=party.member,
            named_by=party.named_by,
            joined_from=joins,
            informed_at=party.informed_at if party.side == Role.COMPLAINANT else None,
        )
        keys.seal(row, name=theirs.open(party, "name"))
        row.save(force_insert=True)


def _bring_allegations(act: frame.Act, joins: Case, theirs: Keys) -> list[int]:
    rest = load.requests.resting(joins)
    number = Allegation.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    numbers = []
    for old in Allegation.objects.filter(case=joins).exclude(number__in=rest).order_by("number"):
        number += 1
        row = Allegation(
            case=act.case,
            number=number,
            category=old.category,
            provision=old.provision,
            bases=old.bases,
            modalities=old.modalities,
            framed_by=old.framed_by,
            framed_at=act.at,
        )
        act.keys.seal(row, text=theirs.open(old, "text"))
        row.save(force_insert=True)
        data = {"allegation": number, "category": old.category, "provision": old.provision}
        record(EventKind.ALLEGATION_FRAMED, case=act.case, by=TOGETHER, at=act.at, data=data)
        numbers.append(number)
    return numbers


def _end_other(joins: Case, *, at: datetime) -> None:
    """The case that joined is closed; whoever worked on it has nothing more to do with it."""
    frame.end(load.open_proceeding(joins), at=at, how="joined")
    joins.closed_at, joins.closure_reason = at, ClosureReason.JOINED
    frame.move(joins, State.CLOSED, procedure=load.procedure_of(joins), on=load.local_day(at))
    access.withdraw(joins, by=TOGETHER, at=at, because="closed")


def _reopen(joins: Case, *, by: Actor, at: datetime) -> None:
    """A fresh proceeding at the level at which the case was; its clock begins, and somebody keeps its desk."""
    joins.closed_at, joins.closure_reason = None, ""
    before = load.open_proceeding(joins)
    frame.start_proceeding(joins, Tier(joins.tier), number=before.number + 1, at=at, predecessor=before)
    frame.move(joins, State.FORMING, procedure=load.procedure_of(joins), on=load.local_day(at))
    routing.assign(joins, Role.REGISTRAR, by=APART, at=at)
