"""A respondent who leaves while a formal case is open, and who comes back (domain paper 1.10).

Leaving ends nothing: the panel chooses whether the case goes on, and without a choice it goes on. Either way the
register learns one thing, that a new membership needs the national level; it never learns why.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from branches import usecases as register
from branches.models import Member
from cases import access, load
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, ClosureReason, EventKind, Role, State, Tier
from cases.models import Case, Party, Writing
from cases.record import Actor, System, record
from cases.usecases import act as frame
from cases.usecases import routing

FORMAL = (State.RESPONDING, State.INVESTIGATING, State.EVIDENCE_REVIEW, State.HEARING, State.DELIBERATING)
LEFT = System("the respondent has left")


def left(case: Case, *, at: datetime) -> None:
    """A respondent who knows of this formal case is no member any more: mark the register, tell who must choose."""
    if case.tier not in (Tier.BRANCH, Tier.NATIONAL) or case.state not in FORMAL:
        return
    gone = Party.objects.filter(_gone(), case=case, informed_at__isnull=False)
    for party in gone.filter(member__needs_approval=False).select_related("member"):
        if party.member is None:
            continue
        register.mark(party.member, by=None, at=at)
        record(EventKind.RESPONDENT_LEFT, case=case, by=LEFT, at=at)


def back(members: frozenset[int], *, at: datetime) -> None:
    """Somebody who left came back under a new entry: whoever keeps the desk of their closed cases hears of it."""
    theirs = Party.objects.filter(member__in=members, side=Role.RESPONDENT).exclude(_gone()).values("case")
    for case in Case.objects.filter(pk__in=theirs, closure_reason=ClosureReason.RESIGNED_UNDER_CHARGE).order_by("pk"):
        routing.assign(frame.locked(case.pk), Role.REGISTRAR, by=LEFT, at=at)
        record(EventKind.RESPONDENT_BACK, case=case, by=System("the respondent is back"), at=at)


@transaction.atomic
def go_on(*, case_id: UUID, by: Actor, at: datetime, reason: str, seen: str = "") -> None:
    """The panel goes on to a decision; whoever left keeps every right of a respondent."""
    given = ActFacts(action=Action.GO_ON_AFTER_LEAVING, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.GO_ON_AFTER_LEAVING, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    frame.finish(act)


@transaction.atomic
def close(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """The panel closes the case without a finding. It can be resumed when the person comes back."""
    given = ActFacts(action=Action.CLOSE_AFTER_LEAVING, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.CLOSE_AFTER_LEAVING, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    frame.close(act, ClosureReason.RESIGNED_UNDER_CHARGE)
    frame.finish(act)
    access.withdraw(act.case, by=System("the case is closed"), at=at, because="closed")


@transaction.atomic
def resume(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """A fresh proceeding under the old reference and the rules the case was received under (INV-13)."""
    given = ActFacts(action=Action.RESUME, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.RESUME, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    act.case.closed_at, act.case.closure_reason = None, ""
    number, tier = act.proceeding.number + 1, Tier(act.case.tier)
    frame.start_proceeding(act.case, tier, number=number, at=at, predecessor=act.proceeding)
    frame.finish(act)


def undecided(at: datetime) -> QuerySet[Case]:
    """Cases whose panel has let the days for the choice pass, by the shortest of all procedures."""
    today = load.local_day(at)
    gone = Party.objects.filter(_gone(), informed_at__isnull=False, member__left_on__lt=today)
    chosen = Writing.objects.filter(action=Action.GO_ON_AFTER_LEAVING).values("case")
    rows = Case.objects.filter(pk__in=gone.values("case"), tier__in=(Tier.BRANCH, Tier.NATIONAL), state__in=FORMAL)
    return rows.exclude(pk__in=chosen).order_by("pk")


def lapse(case: Case, *, at: datetime) -> bool:
    """No choice in time: the case goes on. Nobody ends a case by leaving it, or by waiting."""
    procedure = load.procedure_of(case)
    if procedure.step(Tier(case.tier), State(case.state), Action.GO_ON_AFTER_LEAVING) is None:
        return False  # a case under rules that know no such choice
    gone = Party.objects.filter(_gone(), case=case).select_related("member")
    first = min((p.member.left_on for p in gone if p.member and p.member.left_on), default=None)
    if first is None or load.local_day(at) <= procedure.due(first, procedure.number("leaving_days")):
        return False
    go_on(case_id=case.pk, by=LEFT, at=at, reason="The panel did not choose in time, so the case goes on.")
    return True


def _gone() -> Q:
    """Respondents who left, and are not back under another entry."""
    still = Q(member__same_as__isnull=True) | Q(member__same_as__left_on__isnull=False)
    return Q(still, side=Role.RESPONDENT, member__left_on__isnull=False)
