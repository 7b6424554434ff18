"""What the rules find about people, kept as rows that every door subtracts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from branches.models import Office
from cases import load
from cases.domain import conflicts as rules
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import EventKind, SeatStatus, Why
from cases.models import Case, CaseRole, Conflict, Seat
from cases.record import Actor, Entry, record_all
from cases.together import fetch

Row = tuple[int, str]


@dataclass(frozen=True)
class Found:
    """Who is barred now, and the rows by which what is stored differs from it: to be opened, and to be ended."""

    wanted: frozenset[Row]
    new: frozenset[Row]
    over: frozenset[Row]

    @property
    def barred(self) -> frozenset[int]:
        return frozenset(member for member, _ in self.wanted)

    @property
    def changed(self) -> int:
        return len(self.new) + len(self.over)


def compare(case: Case, *, at: datetime, extra: Iterable[int] = (), facts: CaseFacts | None = None) -> Found:
    """Ask every rule about everyone who has, or could be given, this case; change nothing."""
    facts = facts or load.case_facts(case, today=timezone.localdate(at))
    offices, asked, desks, have = fetch(
        [
            Office.objects.on(facts.today).values_list("member_id", flat=True),
            Seat.objects.filter(case=case, status=SeatStatus.ASKED).values_list("member_id", flat=True),
            CaseRole.objects.filter(case=case, until__isnull=True).values_list("member_id", "desk"),
            Conflict.objects.filter(case=case, until__isnull=True).values_list("member_id", "kind", "by_rule"),
        ]
    )
    # Everyone whose conflict matters: whom the facts mention, office-holders, and all who have it or are asked.
    watched = frozenset(rules.mentioned(facts) | {*offices, *asked, *extra})
    found = rules.barred(load.procedure_of(case), facts, watched, dict(desks))
    wanted = frozenset(
        (member, str(kind)) for member, kinds in found.items() for kind in kinds if _stored(facts, member, kind)
    )
    said = {(member, kind) for member, kind, by_rule in have if not by_rule}
    kept = frozenset((member, kind) for member, kind, by_rule in have if by_rule)
    return Found(wanted=wanted, new=wanted - kept - said, over=kept - wanted)


def store(case: Case, *, by: Actor, at: datetime, extra: Iterable[int] = (), facts: CaseFacts | None = None) -> Found:
    """Make the rows say what the rules find, and record each difference."""
    found = compare(case, at=at, extra=extra, facts=facts)
    rows = list(Conflict.objects.filter(case=case, until__isnull=True, by_rule=True)) if found.over else []
    Conflict.objects.filter(pk__in=[r.pk for r in rows if (r.member_id, r.kind) in found.over]).update(until=at)
    Conflict.objects.bulk_create(
        [Conflict(case=case, member_id=m, kind=k, since=at) for m, k in sorted(found.new)], ignore_conflicts=True
    )
    opened = [Entry(kind=EventKind.CONFLICT_FOUND, data={"member": m, "kind": k}) for m, k in sorted(found.new)]
    ended = [Entry(kind=EventKind.CONFLICT_ENDED, data={"member": m, "kind": k}) for m, k in sorted(found.over)]
    record_all(opened + ended, case=case, by=by, at=at)
    return found


def _stored(facts: CaseFacts, member: int, kind: Why) -> bool:
    """Does this kind need a row? Who must answer a formal case is out everywhere; a row only ends work here (R-8)."""
    return kind is not Why.UNDER_COMPLAINT or member in _at_work(facts)


def _at_work(facts: CaseFacts) -> frozenset[int]:
    seats = facts.panel.seats if facts.panel else ()
    return frozenset(hand.member for hand in facts.hands) | {seat.member for seat in seats}
