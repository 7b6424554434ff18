"""Conflicts of interest as rows: computed by the rules, stored here, subtracted by every door."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from branches.models import Member, Membership, Office
from cases import load
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import EventKind, SeatStatus, State, Why
from cases.models import Case, CaseRole, Conflict, Party, Seat
from cases.record import Actor, record
from cases.together import fetch
from cases.usecases import escalate, holds, standing

SITTING = (SeatStatus.ASKED, SeatStatus.SEATED, SeatStatus.HELD)
PEOPLE = 0x70656F706C65
"""The number of the lock that `hold_people` takes."""


@transaction.atomic(savepoint=False)
def recheck(case: Case, *, by: Actor, at: datetime, extra: Iterable[int] = (), facts: CaseFacts | None = None) -> int:
    """Ask every rule about everyone who has, or could be given, this case. Returns the rows changed.

    Runs whenever a fact changes: a person is named, a tie is declared, an office begins, a seat is taken.
    """
    facts = facts or load.case_facts(case, today=load.local_day(at))
    found = standing.store(case, by=by, at=at, extra=extra, facts=facts)
    # First, so that nobody of a level that is left is still drawn and asked. What the rules found is no fact of theirs.
    escalate.check(case, by=by, at=at, facts=facts)
    _put_out(case, found.barred, by=by, at=at)
    return found.changed


@transaction.atomic
def bar(case: Case, member: Member, kind: Why, *, by: Actor, at: datetime) -> None:
    """Keep one person out for a reason that no rule computes: excluded by name, or declared by oneself."""
    if Conflict.objects.filter(case=case, member=member, kind=kind, until__isnull=True).exists():
        return
    Conflict.objects.create(case=case, member=member, kind=kind, by_rule=False, since=at)
    record(EventKind.CONFLICT_FOUND, case=case, by=by, at=at, data={"member": member.pk, "kind": str(kind)})
    _put_out(case, {member.pk}, by=by, at=at)


def hold_people() -> None:
    """Ties and offices change, and people are named in cases, one after the other. Taken before any case is locked.

    Otherwise a tie declared in the same moment in which a relative is named would be seen by neither.
    """
    if connection.vendor == "postgresql":  # SQLite has one writer at a time as it is
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PEOPLE])


def near_to(members: frozenset[int]) -> QuerySet[Case]:
    """Every open case that a tie, an office, a move or a notice to these members could touch.

    The cases of whoever they are joined to, those in which they have a role or are asked, and above the branch also
    those of people of their branches.
    """
    near = load.ties.beside(members, timezone.localdate())
    local = Membership.objects.filter(branch__in=Membership.objects.filter(member__in=members).values("branch"))
    above = Party.objects.filter(member__in=local.values("member"), case__tier__in=load.ties.ABOVE_BRANCH)
    drawn = Office.objects.filter(member__in=members).exists()
    touched = Q(pk__in=Party.objects.filter(member__in=near).values("case"))
    touched |= Q(pk__in=CaseRole.objects.filter(member__in=members, until__isnull=True).values("case"))
    touched |= Q(pk__in=Seat.objects.filter(member__in=members, status__in=SITTING).values("case"))
    touched |= Q(pk__in=above.values("case")) if drawn else Q(pk__in=[])
    return Case.objects.exclude(state=State.CLOSED).filter(touched).order_by("pk")


def lock_worked_by(members: Collection[int]) -> list[Case]:
    """Every open case in which one of these members has a role, a seat or the question. Locked before any record."""
    touched = Q(pk__in=CaseRole.objects.filter(member__in=members, until__isnull=True).values("case"))
    touched |= Q(pk__in=Seat.objects.filter(member__in=members, status__in=SITTING).values("case"))
    cases = Case.objects.exclude(state=State.CLOSED).filter(touched).order_by("pk")
    return list(cases.select_for_update(no_key=True))


def _put_out(case: Case, members: Collection[int], *, by: Actor, at: datetime) -> None:
    """Whoever is barred and has a role, a seat or a question loses it now; others may have to rule on it first."""
    roles = CaseRole.objects.filter(case=case, member__in=members, until__isnull=True)
    # Whoever is seated and works has a role, too; a panel whose work is done keeps its seats.
    waiting = (SeatStatus.ASKED, SeatStatus.HELD)
    asked = Seat.objects.filter(case=case, member__in=members, status__in=waiting, proceeding__ended_at__isnull=True)
    losing = {m for rows in fetch([q.values_list("member_id", flat=True) for q in (roles, asked)]) for m in rows}
    for member in Member.objects.filter(pk__in=losing).order_by("pk"):
        holds.lose(case, member, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Where what is stored about one case is not what the rules say: rows that lack, that are over, people at work."""

    case: str
    missing: int
    over: int
    at_work: int


def fault(case: Case, *, at: datetime) -> Fault | None:
    """What a re-check would mend in this case; None where there is nothing. Changes nothing."""
    found = standing.compare(case, at=at)
    said = Conflict.objects.filter(case=case, until__isnull=True).values("member")
    roles = CaseRole.objects.filter(case=case, until__isnull=True)
    working = roles.filter(Q(member__in=found.barred) | Q(member__in=said))
    ended = {member for member, _ in found.over} - found.barred
    left = set(working.values_list("member_id", flat=True)) - ended
    if not found.changed and not left:
        return None
    return Fault(case=case.code, missing=len(found.new), over=len(found.over), at_work=len(left))


@transaction.atomic
def mend(case: Case, *, by: Actor, at: datetime) -> Fault | None:
    """Ask every rule again, and put right what was wrong. Returns what it was."""
    hold_people()
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    found = fault(locked, at=at)
    if found is not None:
        recheck(locked, by=by, at=at)
        said = Conflict.objects.filter(case=locked, until__isnull=True).values_list("member_id", flat=True)
        _put_out(locked, set(said), by=by, at=at)
    return found


def open_cases() -> QuerySet[Case]:
    return Case.objects.exclude(state=State.CLOSED).order_by("received_at", "pk")
