"""Who gets a case: nobody is told before the exclusions are computed."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from branches.models import Member
from cases import access, load
from cases.domain import conflicts, escalation
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import Action, EventKind, Ground, Role, State, Tier
from cases.models import Case, CaseRole, Writing
from cases.record import Actor, record
from cases.usecases import act as frame

DESKS = {
    Role.INTAKE_OFFICER: "intake",
    Role.SECOND_OFFICER: "second look",
    Role.REVIEWER: "review",
    Role.FACILITATOR: "informal",
    Role.ESCALATION_RULER: "ruling",
    Role.REGISTRAR: "registry",
}
LOOKING = frozenset({State.ROUTING, State.TRIAGE})
WAITS_FOR = {
    State.ROUTING: Role.INTAKE_OFFICER,
    State.TRIAGE: Role.INTAKE_OFFICER,
    State.DISMISSAL_PROPOSED: Role.SECOND_OFFICER,
    State.UNDER_REVIEW: Role.REVIEWER,
    State.INFORMAL_OFFERED: Role.FACILITATOR,
    State.INFORMAL: Role.FACILITATOR,
    State.INFORMAL_AGREED: Role.FACILITATOR,
}
"""The desk without which a case stands still."""
KEEPS_OUT = frozenset({Ground.LEADERSHIP, Ground.NATIONAL_OFFICER})


def first_free(
    case: Case,
    role: Role,
    *,
    at: datetime,
    desk: str,
    without: frozenset[int] = frozenset(),
    facts: CaseFacts | None = None,
) -> Member | None:
    """The first person in published order who may take this role in this case, or None."""
    facts = facts or load.case_facts(case, today=timezone.localdate(at))
    procedure = load.procedure_of(case)
    taken = without | {hand.member for hand in facts.hands if hand.open} | _overruled(facts)
    for source in _sources(role, case, facts):
        for member in load.source(procedure, source, case.branch_id, facts.today):
            if member.pk not in taken and not conflicts.between(procedure, facts, member.pk, desk):
                return member
    return None


def assign(
    case: Case,
    role: Role,
    *,
    by: Actor,
    at: datetime,
    desk: str = "",
    without: frozenset[int] = frozenset(),
    facts: CaseFacts | None = None,
) -> Member | None:
    """Give a role to the first free person. Nobody free: the record says so and the registrar is told."""
    member = first_free(case, role, at=at, desk=desk or DESKS[role], without=without, facts=facts)
    if member is None:
        record(EventKind.NOBODY_FREE, case=case, by=by, at=at, data={"role": str(role)})
        return None
    access.grant(case, member, role, desk=desk or DESKS[role], by=by, at=at, tell=True)
    return member


def to_intake(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    without: frozenset[int] = frozenset(),
    facts: CaseFacts | None = None,
) -> None:
    """Find an intake officer: of the branch if it may act, otherwise of the national intake.

    A change of officer never starts the clock of the first look again.
    """
    procedure = load.procedure_of(case)
    officer = assign(case, Role.INTAKE_OFFICER, by=by, at=at, without=without, facts=facts)
    state = State.TRIAGE if officer else State.ROUTING
    if case.state in LOOKING and case.state != state:
        frame.move(case, state, procedure=procedure, on=timezone.localdate(at), tier=Tier.INTAKE)
    if officer:
        record(EventKind.OFFICER_ASSIGNED, case=case, by=by, at=at, data={"member": officer.pk})


def unstaffed() -> QuerySet[Case]:
    """Open cases with an empty desk: nobody was free when it was needed, or the one who had it stepped aside."""
    asked = Writing.objects.filter(
        case=OuterRef("pk"), action=Action.REQUEST_ESCALATION, proceeding__ended_at__isnull=True
    )
    empty = Q(~_held(Role.REGISTRAR)) | Q(Exists(asked), ~_held(Role.ESCALATION_RULER))
    for state, role in WAITS_FOR.items():
        empty |= Q(~_held(role), state=state)
    return Case.objects.filter(empty).exclude(state=State.CLOSED)


def staff(case: Case, *, by: Actor, at: datetime) -> bool:
    """Give every empty desk of a case to somebody who is free by now. Says whether there was one."""
    facts = load.case_facts(case, today=timezone.localdate(at))
    wanted = {Role.REGISTRAR, WAITS_FOR.get(facts.state, Role.REGISTRAR)}
    wanted |= {Role.ESCALATION_RULER} if facts.escalation_asked else set()
    wanted -= {hand.role for hand in facts.hands if hand.open}
    free = [role for role in DESKS if role in wanted and first_free(case, role, at=at, desk=DESKS[role], facts=facts)]
    for role in free:
        if role is Role.INTAKE_OFFICER:
            to_intake(case, by=by, at=at)
        else:
            assign(case, role, by=by, at=at)
    return bool(free)


def first_reader(case: Case, *, at: datetime) -> str:
    """Who takes the first look, by office and body and never by name; empty while nobody can."""
    facts = load.case_facts(case, today=timezone.localdate(at))
    procedure = load.procedure_of(case)
    officers = {hand.member for hand in facts.hands if hand.open and hand.role is Role.INTAKE_OFFICER}
    for source in _sources(Role.INTAKE_OFFICER, case, facts):
        if load.source(procedure, source, case.branch_id, facts.today).filter(pk__in=officers).exists():
            return _one_of(procedure.pools[source], case)
    return ""


def _held(role: Role) -> Exists:
    return Exists(CaseRole.objects.filter(case=OuterRef("pk"), role=role, until__isnull=True))


def _overruled(facts: CaseFacts) -> frozenset[int]:
    """After a review a case comes back only when a dismissal fell: who dismissed it does not look at it again."""
    if not any(hand.role is Role.REVIEWER and not hand.open for hand in facts.hands):
        return frozenset()
    return frozenset(hand.member for hand in facts.hands if hand.role is not Role.REGISTRAR)


def branch_kept_out(case: Case, facts: CaseFacts) -> bool:
    """May nobody of the branch take the first look? Grounds G2 and G4, or the complaint is about a leader."""
    grounds = escalation.automatic(load.procedure_of(case), facts, eligible_at_branch=None)
    return facts.branch is None or facts.names_a_leader or bool(KEEPS_OUT & set(grounds))


def _sources(role: Role, case: Case, facts: CaseFacts) -> list[str]:
    """The desk's pools in the order of the procedure, without the branch's own where the branch may not act."""
    desk = load.procedure_of(case).desk(role)
    pools = desk.pools if desk else ()
    return [p for p in pools if not (p.startswith(load.OWN_BRANCH) and branch_kept_out(case, facts))]


def _one_of(pool: str, case: Case) -> str:
    """The procedure's own words for a pool, said of one person of it."""
    words = pool.replace("the branch", str(case.branch)) if case.branch else pool
    return words if words.startswith("the ") else f"one of the {words}"
