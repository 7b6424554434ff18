"""Conflicts of interest as rows: computed by the rules, stored here, subtracted by every door."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from branches import queries as people
from branches.models import Member, Office
from cases import load
from cases.domain import conflicts as rules
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import EventKind, SeatStatus, State, Why
from cases.models import Case, CaseRole, Conflict, Party, Seat
from cases.record import Actor, Entry, record, record_all
from cases.usecases import escalate, seats

PEOPLE = 0x70656F706C65
"""The number of the lock that `hold_people` takes."""


@transaction.atomic
def recheck(case: Case, *, by: Actor, at: datetime, extra: Iterable[int] = (), facts: CaseFacts | None = None) -> int:
    """Ask every rule about everyone who has, or could be given, this case. Returns the rows changed.

    Runs whenever a fact changes: a person is named, a tie is declared, an office begins, a seat is taken.
    """
    facts = facts or load.case_facts(case, today=timezone.localdate(at))
    desks = dict(CaseRole.objects.filter(case=case, until__isnull=True).values_list("member_id", "desk"))
    found = rules.barred(load.procedure_of(case), facts, _watched(case, facts, extra), desks)
    wanted = {(member, str(kind)) for member, kinds in found.items() for kind in kinds}
    rows = list(Conflict.objects.filter(case=case, until__isnull=True, by_rule=True))
    have = {(row.member_id, row.kind) for row in rows}
    Conflict.objects.filter(pk__in=[r.pk for r in rows if (r.member_id, r.kind) not in wanted]).update(until=at)
    new = wanted - have
    Conflict.objects.bulk_create(
        [Conflict(case=case, member_id=m, kind=k, since=at) for m, k in sorted(new)], ignore_conflicts=True
    )
    found_now = [Entry(kind=EventKind.CONFLICT_FOUND, data={"member": m, "kind": k}) for m, k in sorted(new)]
    ended = [Entry(kind=EventKind.CONFLICT_ENDED, data={"member": m, "kind": k}) for m, k in sorted(have - wanted)]
    record_all(found_now + ended, case=case, by=by, at=at)
    escalate.check(case, by=by, at=at)  # first, so that nobody of a level that is left is still drawn and asked
    _put_out(case, {member for member, _ in wanted}, by=by, at=at)
    return len(wanted ^ have)


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
    """Every open case that a tie or an office of these members could touch."""
    near = members | {m for row in people.ties_of(members) for m in (row.member_id, row.other_id)}
    near |= {m for pair in load.led_together(members) for m in (pair.member, pair.other)}
    touched = set(Party.objects.filter(member__in=near).values_list("case", flat=True))
    touched |= set(CaseRole.objects.filter(member__in=members, until__isnull=True).values_list("case", flat=True))
    return Case.objects.exclude(state=State.CLOSED).filter(pk__in=touched).order_by("pk")


def _watched(case: Case, facts: CaseFacts, extra: Iterable[int]) -> frozenset[int]:
    """Everyone whose conflict matters: parties, ties, co-leaders, office-holders, and all who ever had a role."""
    named = facts.party_members | facts.witness_members | {hand.member for hand in facts.hands}
    tied = {m for tie in facts.ties for m in (tie.member, tie.other)}
    led = {pair.member for pair in facts.led_together}
    offices = Office.objects.on(facts.today).values_list("member_id", flat=True)
    asked = Seat.objects.filter(case=case, status=SeatStatus.ASKED).values_list("member_id", flat=True)
    return frozenset(named | tied | led | set(offices) | set(asked) | frozenset(extra))


def _put_out(case: Case, members: set[int], *, by: Actor, at: datetime) -> None:
    """Whoever is barred and has a role or is being asked loses it now."""
    roles = CaseRole.objects.filter(case=case, member__in=members, until__isnull=True)
    asked = Seat.objects.filter(
        case=case, member__in=members, status=SeatStatus.ASKED, proceeding__ended_at__isnull=True
    )
    losing = set(roles.values_list("member_id", flat=True)) | set(asked.values_list("member_id", flat=True))
    for member in Member.objects.filter(pk__in=losing).order_by("pk"):
        seats.vacate(case, member, by=by, at=at)
