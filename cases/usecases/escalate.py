"""Moving up: by rule, or by ruling on a request. The level left behind loses access in the same transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches import queries as people
from branches.posts import Post
from cases import access, load
from cases.domain import conflicts, escalation
from cases.domain.facts import ActFacts, CaseFacts
from cases.domain.vocabulary import Action, Ground, Role, State, Tier
from cases.models import Case
from cases.record import Actor, System
from cases.usecases import act as frame
from cases.usecases import routing

KEPT = frozenset({Role.REGISTRAR})
LEAVING = frozenset(Role) - KEPT
BEFORE_VOTE = frozenset({State.FORMING, State.RESPONDING, State.INVESTIGATING, State.EVIDENCE_REVIEW, State.HEARING})


def check(case: Case, *, by: Actor, at: datetime) -> None:
    """Move the case up if a rule says that it cannot stay where it is."""
    if case.tier == Tier.INTAKE and case.state == State.TRIAGE:
        _leave_branch_intake(case, by=by, at=at)
    if case.tier != Tier.BRANCH or case.state not in BEFORE_VOTE:
        return
    facts = load.case_facts(case, today=load.local_day(at))
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
    procedure = load.procedure_of(case)
    groups = load.pools(procedure, tier, case.branch_id, facts.today)
    barred = conflicts.barred(procedure, facts, [m for group in groups for m in group], {})
    out = barred.keys() | {hand.member for hand in facts.hands}
    return [[member for member in group if member not in out] for group in groups]


@transaction.atomic
def up(case: Case, ground: Ground, *, by: Actor, at: datetime) -> None:
    """Close this level's proceeding and open the next level's; everyone of the level left behind is out."""
    given = ActFacts(action=Action.ESCALATE, ground=ground)
    act = frame.begin(case.pk, Action.ESCALATE, by=by, at=at, given=given)
    tier = escalation.next_tier(act.procedure, Tier(act.case.tier))
    state = State.AWAITING_EXTERNAL if tier is Tier.EXTERNAL else State.FORMING
    access.withdraw(act.case, by=by, at=at, because="escalated", roles=LEAVING)
    frame.open_next(act, tier, how="escalated", ground=ground, state=state)
    frame.finish(act, to=state, data={"ground": ground.value, "next": str(tier)})
    _copy(act.case, case)


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


def _leave_branch_intake(case: Case, *, by: Actor, at: datetime) -> None:
    """An officer of the branch does not keep a case that names the branch's leadership."""
    facts = load.case_facts(case, today=load.local_day(at))
    officers = {h.member for h in facts.hands if h.open and h.role is Role.INTAKE_OFFICER}
    local = {m for m in officers if m in facts.branch_leaders or m in _local_officers(case, at)}
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
