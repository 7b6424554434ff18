"""Whose term, membership or account has ended works on no case any more; the place is filled again at once."""

from collections.abc import Iterable
from datetime import date, datetime

from branches.models import Member
from cases import load
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Role, SeatStatus, Tier
from cases.models import Case, CaseRole, Seat
from cases.record import Actor
from cases.usecases import seats

PANEL = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR})


def check(case: Case, members: Iterable[int], *, by: Actor, at: datetime) -> int:
    """Feature 33: take these people out where they no longer belong to those who may be asked. Returns how many."""
    today = load.local_day(at)
    gone = [m for m in Member.objects.filter(pk__in=list(members)).order_by("pk") if _over(case, m, today)]
    for member in gone:
        seats.vacate(case, member, by=by, at=at, because="office_ended")
    return len(gone)


def _over(case: Case, member: Member, today: date) -> bool:
    """Does this person work on the case, or is asked to, without belonging to any pool of that work?"""
    roles = {
        Role(role)
        for role in CaseRole.objects.filter(case=case, member=member, until__isnull=True).values_list("role", flat=True)
    }
    waiting = Seat.objects.filter(
        case=case, member=member, status__in=(SeatStatus.ASKED, SeatStatus.HELD), proceeding__ended_at__isnull=True
    )
    if waiting.exists():
        roles.add(Role.PANEL_MEMBER)
    if not roles:
        return False
    left = not member.is_active or (member.left_on is not None and member.left_on <= today)
    return left or any(not _belongs(case, member, role, today) for role in sorted(roles))


def _belongs(case: Case, member: Member, role: Role, today: date) -> bool:
    procedure = load.procedure_of(case)
    if role in PANEL:
        return _of_the_body(procedure, case, member, today)
    desk = procedure.desk(role, Tier(case.tier))
    if desk is None or not desk.pools:
        return True
    sources = (load.people.source(procedure, pool, case.branch_id, today) for pool in desk.pools)
    return any(source.filter(pk=member.pk).exists() for source in sources)


def _of_the_body(procedure: Procedure, case: Case, member: Member, today: date) -> bool:
    """At the level of the running proceeding: a member of one of its pools, and no holder of a barred office."""
    facts = load.case_facts(case, today=today)
    pools = load.people.pools(procedure, facts.tier, case.branch_id, today, facts.party_members)
    return any(member.pk in members for _, members in pools)
