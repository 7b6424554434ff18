"""Moving up: by rule, or by ruling on a request. The level left behind loses access in the same transaction."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from branches import queries as people
from branches.posts import Post
from cases import access, law, load
from cases.domain import escalation
from cases.domain.facts import ActFacts, CaseFacts
from cases.domain.vocabulary import Action, Ground, Role, State, Tier
from cases.models import Case, CaseRole, PublishedProcedure, Writing
from cases.record import Actor, System
from cases.usecases import act as frame
from cases.usecases import drawing, routing

KEPT = frozenset({Role.REGISTRAR})
LEAVING = frozenset(Role) - KEPT
LATE = System("no ruling in time")
BEFORE_VOTE = frozenset({State.FORMING, State.RESPONDING, State.INVESTIGATING, State.EVIDENCE_REVIEW, State.HEARING})


def check(case: Case, *, by: Actor, at: datetime, facts: CaseFacts) -> None:
    """Move the case up if a rule says that it cannot stay where it is."""
    if case.tier == Tier.INTAKE and case.state == State.TRIAGE:
        _leave_branch_intake(case, facts, by=by, at=at)
    if case.tier != Tier.BRANCH or case.state not in BEFORE_VOTE:
        return
    for ground in escalation.automatic(load.procedure_of(case), facts, eligible_at_branch=None):
        if ground in (Ground.LEADERSHIP, Ground.NATIONAL_OFFICER, Ground.GRAVE):
            up(case, ground, by=System(f"rule {ground.value}"), at=at)
            return


def grounds(case: Case, *, facts: CaseFacts) -> tuple[Ground, ...]:
    """The automatic grounds that hold now, with the branch's pool counted."""
    free = sum(map(len, eligible(case, Tier.BRANCH, facts=facts)))
    return escalation.automatic(load.procedure_of(case), facts, eligible_at_branch=free)


def eligible(case: Case, tier: Tier, *, facts: CaseFacts) -> list[list[int]]:
    """Members of a level's pools without a conflict of interest and without an earlier hand, source after source."""
    return [list(source.free) for source in drawing.sources(case, tier, facts=facts)]


@transaction.atomic
def up(case: Case, ground: Ground, *, by: Actor, at: datetime) -> None:
    """Close this level's proceeding and open the next level's; everyone of the level left behind is out."""
    given = ActFacts(action=Action.ESCALATE, ground=ground)
    act = frame.begin(case.pk, Action.ESCALATE, by=by, at=at, given=given)
    _leave_level(act, escalation.next_tier(act.procedure, Tier(act.case.tier)), ground)
    _copy(act.case, case)


@transaction.atomic
def send_outside(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """Nobody took the first look, so nothing is written down that a panel could decide: an external body gets it."""
    given = ActFacts(action=Action.SEND_OUTSIDE, ground=Ground.OVERDUE)
    _leave_level(frame.begin(case_id, Action.SEND_OUTSIDE, by=by, at=at, given=given), Tier.EXTERNAL, Ground.OVERDUE)


def _leave_level(act: frame.Act, tier: Tier, ground: Ground) -> None:
    state = State.AWAITING_EXTERNAL if tier is Tier.EXTERNAL else State.FORMING
    access.withdraw(act.case, by=act.by, at=act.at, because="escalated", roles=LEAVING)
    frame.open_next(act, tier, how="escalated", ground=ground, state=state)
    frame.finish(act, to=state, data={"ground": ground.value, "next": str(tier)})


@transaction.atomic
def request_escalation(*, case_id: UUID, by: Actor, at: datetime, ground: Ground, text: str, seen: str = "") -> None:
    """A side, or the branch panel's chair, asks for the national committee; an unconflicted member of it rules."""
    given = ActFacts(action=Action.REQUEST_ESCALATION, ground=ground, given=frozenset({"ground", "text"}))
    act = frame.begin(case_id, Action.REQUEST_ESCALATION, by=by, at=at, given=given, seen=seen)
    act.write(text, ground=ground.value)
    routing.assign(act.case, Role.ESCALATION_RULER, by=System("a request to move up"), at=at)
    frame.finish(act, data={"ground": ground.value})


@transaction.atomic
def rule_escalation(*, case_id: UUID, by: Actor, at: datetime, upheld: bool, reason: str, seen: str = "") -> None:
    """The ruler says yes or no, with a reason both sides will read."""
    given = ActFacts(action=Action.RULE_ESCALATION, given=frozenset({"ruling", "reason"}))
    act = frame.begin(case_id, Action.RULE_ESCALATION, by=by, at=at, given=given, seen=seen)
    ground = act.facts.escalation_asked
    act.write(reason, ground=ground.value if ground else "")
    frame.finish(act, data={"upheld": upheld, "ground": ground.value if ground else ""})
    access.withdraw(act.case, by=by, at=at, because="ruled", roles=[Role.ESCALATION_RULER])
    if upheld and ground:
        up(act.case, ground, by=System("a ruling"), at=at)


def unruled(today: date) -> QuerySet[Writing]:
    """Requests that have waited for a ruling longer than the shortest time of all procedures; read along an index."""
    days = min((law.procedure_of(p).number("ruling_days") for p in law.versions(PublishedProcedure)), default=0)
    asked = Writing.objects.filter(action=Action.REQUEST_ESCALATION, proceeding__ended_at__isnull=True)
    ruled = Writing.objects.filter(
        proceeding=OuterRef("proceeding"), action=Action.RULE_ESCALATION, written_at__gt=OuterRef("written_at")
    )
    return asked.filter(~Exists(ruled), written_at__date__lt=today - timedelta(days=days)).order_by("written_at")


@transaction.atomic
def lapse(asked: Writing, *, at: datetime) -> bool:
    """No ruling in time: somebody else rules, within as many days again; then the case moves up without one.

    Where a case is decided is not what is decided, and a request must not lie with one person.
    """
    case = frame.locked(asked.case_id)
    today = load.local_day(at)
    facts, procedure = load.case_facts(case, today=today), load.procedure_of(case)
    first = procedure.due(load.local_day(asked.written_at), procedure.number("ruling_days"))
    if facts.escalation_asked is None or today <= first:
        return False
    if today > procedure.due(first, procedure.number("ruling_days")):
        up(case, facts.escalation_asked, by=LATE, at=at)
        return True
    return _other_ruler(case, asked, facts, at=at)


def _other_ruler(case: Case, asked: Writing, facts: CaseFacts, *, at: datetime) -> bool:
    """The second who is asked is the last: whoever has it since the request was made keeps it no longer."""
    role, desk = Role.ESCALATION_RULER, routing.DESKS[Role.ESCALATION_RULER]
    rows = CaseRole.objects.filter(case=case, role=role, since__gte=asked.written_at)
    had = frozenset(rows.values_list("member_id", flat=True))
    if len(had) != 1 or routing.first_free(case, role, at=at, desk=desk, without=had, facts=facts) is None:
        return False
    access.withdraw(case, by=LATE, at=at, because="no_answer", roles=[role])
    routing.assign(case, role, by=LATE, at=at, without=had)
    return True


def _leave_branch_intake(case: Case, facts: CaseFacts, *, by: Actor, at: datetime) -> None:
    """An officer of the branch does not keep a case that names the branch's leadership."""
    officers = {h.member for h in facts.hands if h.open and h.role is Role.INTAKE_OFFICER}
    local = officers and officers & (facts.branch_leaders | _local_officers(case, at))
    if local and routing.branch_kept_out(case, facts):
        access.withdraw(case, by=by, at=at, because="escalated", members=local)
        routing.to_intake(case, by=System("the branch may not act"), at=at)


def _local_officers(case: Case, at: datetime) -> set[int]:
    holders = people.holders(Post.INTAKE_OFFICER, branch=case.branch_id, day=load.local_day(at))
    return set(holders.values_list("pk", flat=True))


def _copy(source: Case, target: Case) -> None:
    """Let the caller's object show what the locked row now says."""
    for field in ("tier", "state", "entered_on", "due_on"):
        setattr(target, field, getattr(source, field))
