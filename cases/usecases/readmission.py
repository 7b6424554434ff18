"""Coming back after an expulsion: a request, statements of who was harmed, votes of a fresh panel, and the register.

Source: procedure paper 4.4, N-30. The panel are people of the national committee who never touched the case.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from branches import usecases as register
from branches.models import Member
from cases import access, load
from cases.domain import readmission as rules
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, Choice, ClosureReason, EventKind, MeasureKind, Role, State, Tier, Why
from cases.models import Case, CaseRole, Measure, Party, Readmission, ReadmissionStatement, ReadmissionVote
from cases.record import Actor, System, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import conflicts, measures, routing

SEAT = Role.READMISSION_MEMBER
ASKED = System("somebody asks to be readmitted")
COUNTED = System("all have voted")
CLOCK = System("no vote in time")
YES_OR_NO = Refusal(Why.MISSING_RECORD, "Vote yes or no. If it is a conflict of interest, step aside instead.")


@transaction.atomic
def ask_readmission(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """The person who was expelled asks to come back. Nothing changes before the answer."""
    given = ActFacts(action=Action.ASK_READMISSION, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.ASK_READMISSION, by=by, at=at, given=given, seen=seen)
    p = act.procedure
    row = Readmission(
        case=act.case,
        proceeding=act.proceeding,
        measure=load.readmissions.expulsions(act.case).get(bound__member=by),
        number=Readmission.objects.filter(case=act.case).count() + 1,
        asked_by=by,
        asked_at=at,
        say_by=p.due(act.today, p.number("readmission_say_days")),
        rule_by=p.due(act.today, p.number("readmission_days")),
    )
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    data = {"request": row.number, "side": str(Role.RESPONDENT), "rule_by": row.rule_by.isoformat()}
    frame.finish(act, data=data)
    _seat(act.case, by=ASKED, at=at)


@transaction.atomic
def say_readmission(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """Whoever was harmed says something to the request; only those who decide read it."""
    given = ActFacts(action=Action.SAY_READMISSION, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.SAY_READMISSION, by=by, at=at, given=given, seen=seen)
    row = ReadmissionStatement(case=act.case, request=_waiting(act.case), written_by=by, written_at=at)
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    frame.finish(act, data={"request": row.request.number})


@transaction.atomic
def vote_readmission(*, case_id: UUID, by: Member, at: datetime, choice: Choice, reason: str, seen: str = "") -> None:
    """One vote, secret until all have voted. The last one decides."""
    conflicts.hold_people()
    given = ActFacts(action=Action.VOTE_READMISSION, given=frozenset({"choice", "reason"}))
    act = frame.begin(case_id, Action.VOTE_READMISSION, by=by, at=at, given=given, seen=seen)
    if choice is Choice.ABSTAIN:
        raise Refused((YES_OR_NO,))
    row = ReadmissionVote(case=act.case, request=_waiting(act.case), member=by, cast_at=at)
    act.keys.seal(row, choice=str(choice), reason=reason)
    row.save(force_insert=True)
    frame.finish(act, data={"request": row.request.number})
    _count(act.case, row.request, at=at)


def waiting() -> QuerySet[Readmission]:
    """Requests without an answer; there are never many."""
    return Readmission.objects.filter(how="").order_by("rule_by", "pk")


@transaction.atomic
def tick(row: Readmission, *, at: datetime) -> bool:
    """Who did not vote in time is followed by somebody else; empty seats are filled; silence decides nothing."""
    conflicts.hold_people()
    case, today = frame.locked(row.case_id), load.local_day(at)
    found = waiting().filter(pk=row.pk).first()
    if found is None:
        return False
    p = load.procedure_of(case)
    if not _stands(case, found):
        found.ruled_at, found.how = at, "moot"
        found.save(update_fields=["ruled_at", "how"])
        access.withdraw(case, by=CLOCK, at=at, because="step_over", roles=[SEAT])
        return True
    late = today > found.rule_by
    if late:
        found.rule_by = p.due(today, p.number("readmission_days"))
        found.save(update_fields=["rule_by"])
        silent = _seated(case) - frozenset(found.votes.values_list("member", flat=True))
        access.withdraw(case, by=CLOCK, at=at, because="no_answer", members=silent, roles=[SEAT])
    filled = _seat(case, by=CLOCK, at=at)
    return _count(case, found, at=at) or filled or late


def _stands(case: Case, row: Readmission) -> bool:
    """Is the person still expelled, and the case where it can be voted on?"""
    step = load.procedure_of(case).step(Tier(case.tier), State(case.state), Action.VOTE_READMISSION)
    return step is not None and load.readmissions.expulsions(case).filter(pk=row.measure_id).exists()


def _waiting(case: Case) -> Readmission:
    return waiting().get(case=case)


def _seated(case: Case) -> frozenset[int]:
    rows = CaseRole.objects.filter(case=case, role=SEAT, until__isnull=True)
    return frozenset(rows.values_list("member", flat=True))


def _seat(case: Case, *, by: Actor, at: datetime) -> bool:
    """Give every empty seat to somebody of the committee who never had one here. Says whether somebody was found."""
    desk = routing.DESKS[SEAT]
    before = frozenset(CaseRole.objects.filter(case=case, role=SEAT).values_list("member", flat=True))
    found = False
    for _ in range(load.procedure_of(case).number("readmission_seats") - len(_seated(case))):
        member = routing.first_free(case, SEAT, at=at, desk=desk, without=before)
        if member is None:
            break
        access.grant(case, member, SEAT, desk=desk, by=by, at=at, tell=True)
        before, found = before | {member.pk}, True
    return found


def _count(case: Case, row: Readmission, *, at: datetime) -> bool:
    """The result, once everybody who sits has voted. Says whether there is one."""
    keys, seated = Keys(case.pk), _seated(case)
    votes = {vote.member_id: keys.open(vote, "choice") for vote in row.votes.filter(member__in=seated)}
    p = load.procedure_of(case)
    yes = sum(choice == Choice.YES for choice in votes.values())
    carried = rules.carried(p, seated=len(seated), yes=yes) if votes.keys() == seated else None
    if carried is None:
        return False
    row.ruled_at, row.how = at, "readmitted" if carried else "refused"
    row.save(update_fields=["ruled_at", "how"])
    again = rules.again(p, load.local_day(row.asked_at))
    hear = [row.asked_by_id, *row.statements.values_list("written_by", flat=True)]
    data = {"request": row.number, "side": str(Role.RESPONDENT), "upheld": carried, "rule_by": again.isoformat()}
    record(EventKind.READMISSION_RULED, case=case, by=COUNTED, at=at, data=data, among=hear)
    access.withdraw(case, by=COUNTED, at=at, because="ruled", roles=[SEAT])
    if carried:
        measures.end(row.measure, because="readmitted", at=at, by=COUNTED)
        if not _other_reason(row):
            register.unmark(row.asked_by, by=None, at=at)
    return True


def _other_reason(row: Readmission) -> bool:
    """Does another case keep the national level's approval: a second expulsion, or one left under a complaint?"""
    entries = Member.objects.filter(Q(pk=row.asked_by_id) | Q(same_as=row.asked_by_id))
    bound = Measure.objects.filter(kind=MeasureKind.EXPULSION, bound__member__in=entries, dropped_at__isnull=True)
    resigned = Case.objects.filter(closure_reason=ClosureReason.RESIGNED_UNDER_CHARGE)
    of_them = Party.objects.filter(case__in=resigned, side=Role.RESPONDENT, member__in=entries)
    return bound.filter(ended_at__isnull=True).exclude(pk=row.measure_id).exists() or of_them.exists()
