"""Who gets a case: nobody is told before the exclusions are computed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from branches.models import Member
from cases import access, load
from cases.domain import conflicts, delays, escalation, late_appeals, lateness
from cases.domain.facts import CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, EventKind, Ground, Role, State, Tier
from cases.models import Case, CaseRole, Challenge, Extension, LateConflict, LateEvidence, LateRequest, Seat, Writing
from cases.record import Actor, record
from cases.usecases import act as frame

DESKS = {
    Role.INTAKE_OFFICER: "intake",
    Role.SECOND_OFFICER: "second look",
    Role.REVIEWER: "review",
    Role.FACILITATOR: "informal",
    Role.ESCALATION_RULER: "ruling",
    Role.CHALLENGE_RULER: "challenge",
    Role.CONFLICT_RULER: "late conflict",
    Role.APPEALS_OFFICER: "consent",
    Role.DUTY: "duty",
    Role.INTERIM_RULER: "interim ruling",
    Role.MONITOR: "plan",
    Role.MEASURE_CHAIR: "measures",
    Role.READMISSION_MEMBER: "readmission",
    Role.REGISTRAR: "registry",
}
DECIDED = frozenset({State.FINAL, State.MONITORING, State.CLOSED})
LATE_APPEAL = "late appeal"
"""Who let a late appeal be checked may check it; who consented to something else in the case may not."""
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
    taken = without | {hand.member for hand in facts.hands if hand.open} | _overruled(facts) | _drawn(case)
    for source in _sources(role, case, facts):
        pool, elsewhere = load.others.pool(load.people.source(procedure, source, case.branch_id, facts.today))
        about = replace(facts, other_cases=facts.other_cases | elsewhere)
        for member in pool:
            if member.pk not in taken and not conflicts.between(procedure, about, member.pk, desk):
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
    member = first_free(case, role, at=at, desk=desk or desk_for(case, role), without=without, facts=facts)
    if member is None:
        record(EventKind.NOBODY_FREE, case=case, by=by, at=at, data={"role": str(role)})
        return None
    access.grant(case, member, role, desk=desk or desk_for(case, role), by=by, at=at, tell=True)
    return member


def desk_for(case: Case, role: Role) -> str:
    """Under which name the rules remember who does this work here."""
    return LATE_APPEAL if role is Role.APPEALS_OFFICER and case.state in DECIDED else DESKS[role]


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


def unstaffed(today: date) -> QuerySet[Case]:
    """Open cases with an empty desk: nobody was free when it was needed, or the one who had it stepped aside.

    Only those in which something happened since yesterday, or which are looked at again each day because a desk is
    empty (`silence`): a desk becomes empty by an entry of the record, and never by itself.
    """
    lately = Case.objects.exclude(state=State.CLOSED).filter(look_on__lte=today + timedelta(days=1))
    return lately.filter(_empty())


def unstaffed_late() -> QuerySet[Case]:
    """Cases, closed ones too, in which a late request waits and nobody has it."""
    late = LateRequest.objects.filter(ruled_at__isnull=True).values("case")
    return Case.objects.filter(~_held(Role.APPEALS_OFFICER), pk__in=late)


def has_empty_desk(case: Case) -> bool:
    return Case.objects.filter(_empty(), pk=case.pk).exists()


def _empty() -> Q:
    asked = Writing.objects.filter(
        case=OuterRef("pk"), action=Action.REQUEST_ESCALATION, proceeding__ended_at__isnull=True
    )
    passed_on = Challenge.objects.filter(
        case=OuterRef("pk"), passed_on_at__isnull=False, ruled_at__isnull=True, proceeding__ended_at__isnull=True
    )
    empty = Q(~_held(Role.REGISTRAR)) | Q(Exists(asked), ~_held(Role.ESCALATION_RULER))
    empty |= Q(Exists(passed_on), ~_held(Role.CHALLENGE_RULER))
    reported = LateConflict.objects.filter(case=OuterRef("pk"), ruled_at__isnull=True)
    empty |= Q(Exists(reported), ~_held(Role.CONFLICT_RULER))
    offered = LateEvidence.objects.filter(
        case=OuterRef("pk"), ruled_at__isnull=True, proceeding__ended_at__isnull=True, proceeding__reopened__gt=0
    )
    more_time = Extension.objects.filter(
        case=OuterRef("pk"),
        consent=True,
        granted__isnull=True,
        state=OuterRef("state"),
        entered_on=OuterRef("entered_on"),
    )
    empty |= Q(Exists(offered) | Exists(more_time), ~_held(Role.APPEALS_OFFICER))
    for state, role in WAITS_FOR.items():
        empty |= Q(~_held(role), state=state)
    return empty


def staff(case: Case, *, by: Actor, at: datetime) -> bool:
    """Give every empty desk of a case to somebody who is free by now. Says whether there was one."""
    facts = load.case_facts(case, today=timezone.localdate(at))
    wanted = {Role.REGISTRAR, WAITS_FOR.get(facts.state, Role.REGISTRAR)} if facts.state is not State.CLOSED else set()
    wanted |= {Role.ESCALATION_RULER} if facts.escalation_asked else set()
    wanted |= {Role.CHALLENGE_RULER} if any(challenge.passed_on for challenge in facts.challenges) else set()
    wanted |= {Role.CONFLICT_RULER} if facts.late_conflict else set()
    wanted |= {Role.APPEALS_OFFICER} if wants_appeals_officer(load.procedure_of(case), facts) else set()
    wanted -= {hand.role for hand in facts.hands if hand.open}
    desks = {role: desk_for(case, role) for role in DESKS if role in wanted}
    free = [role for role, desk in desks.items() if first_free(case, role, at=at, desk=desk, facts=facts)]
    for role in free:
        if role is Role.INTAKE_OFFICER:
            to_intake(case, by=by, at=at)
        else:
            assign(case, role, by=by, at=at)
    return bool(free)


def wants_appeals_officer(procedure: Procedure, facts: CaseFacts) -> bool:
    """Does a late appeal, late evidence, or more time than others may give wait for somebody of the committee?"""
    more_time = facts.extension is not None and delays.needs_consent(procedure, facts)
    offered = bool(facts.offers) and lateness.spent(procedure, facts)
    return late_appeals.waiting(facts) is not None or offered or more_time


def consent(case: Case, *, by: Actor, at: datetime) -> None:
    """Ask somebody of the Appeals Committee, unless one of them is there already."""
    if not CaseRole.objects.filter(case=case, role=Role.APPEALS_OFFICER, until__isnull=True).exists():
        assign(case, Role.APPEALS_OFFICER, by=by, at=at)


def send_home(case: Case, *, by: Actor, at: datetime) -> bool:
    """Take the case back from who was asked for consent, once nothing waits for it. Says whether that was so."""
    facts = load.case_facts(case, today=timezone.localdate(at))
    if wants_appeals_officer(load.procedure_of(case), facts):
        return False
    members = {hand.member for hand in facts.hands if hand.open and hand.desk == DESKS[Role.APPEALS_OFFICER]}
    access.withdraw(case, by=by, at=at, because="ruled", members=members, roles=[Role.APPEALS_OFFICER])
    return bool(members)


def consenting() -> QuerySet[Case]:
    """Cases that somebody has for a consent; what it was for may be over with its step."""
    rows = CaseRole.objects.filter(role=Role.APPEALS_OFFICER, desk=DESKS[Role.APPEALS_OFFICER], until__isnull=True)
    return Case.objects.filter(pk__in=rows.values("case")).order_by("pk")


def first_reader(case: Case, *, at: datetime) -> str:
    """Who takes the first look, by office and body and never by name; empty while nobody can."""
    facts = load.case_facts(case, today=timezone.localdate(at))
    procedure = load.procedure_of(case)
    officers = {hand.member for hand in facts.hands if hand.open and hand.role is Role.INTAKE_OFFICER}
    for source in _sources(Role.INTAKE_OFFICER, case, facts):
        if load.people.source(procedure, source, case.branch_id, facts.today).filter(pk__in=officers).exists():
            return _one_of(procedure.pools[source], case)
    return ""


def _held(role: Role) -> Exists:
    return Exists(CaseRole.objects.filter(case=OuterRef("pk"), role=role, until__isnull=True))


def _overruled(facts: CaseFacts) -> frozenset[int]:
    """After a review a case comes back only when a dismissal fell: who dismissed it does not look at it again."""
    if not any(hand.role is Role.REVIEWER and not hand.open for hand in facts.hands):
        return frozenset()
    return frozenset(hand.member for hand in facts.hands if hand.role is not Role.REGISTRAR)


def _drawn(case: Case) -> frozenset[int]:
    """Whoever was drawn for a panel of this case, also who has not answered yet, works at no other desk (INV-04)."""
    return frozenset(Seat.objects.filter(case=case).values_list("member", flat=True))


def branch_kept_out(case: Case, facts: CaseFacts) -> bool:
    """May nobody of the branch take the first look? Grounds G2 and G4, or the complaint is about a leader."""
    grounds = escalation.automatic(load.procedure_of(case), facts, eligible_at_branch=None)
    return facts.branch is None or facts.names_a_leader or bool(KEEPS_OUT & set(grounds))


def _sources(role: Role, case: Case, facts: CaseFacts) -> list[str]:
    """The desk's pools in the order of the procedure, without the branch's own where the branch may not act."""
    desk = load.procedure_of(case).desk(role, facts.tier)
    pools = desk.pools if desk else ()
    return [p for p in pools if not (p.startswith(load.people.OWN_BRANCH) and branch_kept_out(case, facts))]


def of_the_branch(case: Case, role: Role, facts: CaseFacts) -> frozenset[int]:
    """Everybody of the branch itself who could be asked to do this work."""
    own = [pool for pool in _sources(role, case, facts) if pool.startswith(load.people.OWN_BRANCH)]
    procedure = load.procedure_of(case)
    found = (load.people.source(procedure, pool, case.branch_id, facts.today) for pool in own)
    return frozenset(member for source in found for member in source.values_list("pk", flat=True))


def _one_of(pool: str, case: Case) -> str:
    """The procedure's own words for a pool, said of one person of it."""
    words = pool.replace("the branch", str(case.branch)) if case.branch else pool
    return words if words.startswith("the ") else f"one of the {words}"
