"""Cases that belong together: found by the system from who is named in them, and told to nobody (domain paper 1.8)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from branches.models import Office
from cases.domain.vocabulary import ClosureReason, EventKind, LinkKind, Role, SeatStatus, State
from cases.models import Case, CaseLink, CaseRole, Party, Seat, Withdrawal
from cases.record import Actor, System, record
from cases.together import fetch
from cases.usecases import conflicts

LINKING = System("cases of the same people")
People = dict[UUID, dict[Role, set[int]]]


def lock_beside(case: Case) -> list[Case]:
    """The other open cases in which a side of this one is named, and those that its complainant has withdrawn.

    Locked before anything is recorded.
    """
    sides = Party.objects.filter(case=case, side__in=(Role.COMPLAINANT, Role.RESPONDENT), member__isnull=False)
    theirs = Party.objects.filter(member__in=sides.values("member")).values("case")
    mine = Withdrawal.objects.filter(asked_by__in=sides.filter(side=Role.COMPLAINANT).values("member")).values("case")
    withdrawn = Q(pk__in=mine, closure_reason=ClosureReason.WITHDRAWN)
    others = Case.objects.filter(Q(~Q(state=State.CLOSED), pk__in=theirs) | withdrawn).exclude(pk=case.pk)
    return list(others.order_by("pk").select_for_update(no_key=True))


def link(case: Case, others: Sequence[Case], *, at: datetime) -> None:
    """Store how the cases that name the same people belong together."""
    if not others:
        return
    people = _people([case, *others])
    for other in others:
        older, newer = sorted((case, other), key=lambda one: (one.received_at, one.pk))
        _link(newer, older, people, at=at)


def named(case: Case, others: Sequence[Case], *, by: Actor, at: datetime) -> None:
    """Somebody was named in a case: link it, and ask every rule again here and where somebody named here works."""
    link(case, others, at=at)
    running = [other for other in others if other.state != State.CLOSED]
    for touched in (case, *_worked_by_a_side(case, running, at=at)):
        conflicts.recheck(touched, by=by, at=at)


def _worked_by_a_side(case: Case, others: Sequence[Case], *, at: datetime) -> list[Case]:
    """The other cases whose rows can change: those of an office-holder who is named here, or of whoever works there.

    Nobody else has a row to change; whoever is drawn later is asked then.
    """
    if not others:
        return []
    named_here = Party.objects.filter(case=case, member__isnull=False).values("member")
    if Office.objects.on(timezone.localdate(at)).filter(member__in=named_here).exists():
        return list(others)
    roles = CaseRole.objects.filter(case__in=others, member__in=named_here, until__isnull=True)
    seats = Seat.objects.filter(case__in=others, member__in=named_here, proceeding__ended_at__isnull=True)
    found = fetch([rows.values_list("case", flat=True) for rows in (roles, seats)])
    worked = {case for cases in found for case in cases}
    return [other for other in others if other.pk in worked]


def _link(newer: Case, older: Case, people: People, *, at: datetime) -> None:
    tactical = _against_the_panel(newer, older, people)
    for kind in dict.fromkeys(_kinds(newer, older, people, tactical=tactical)):
        row, new = CaseLink.objects.get_or_create(
            case=newer, other=older, kind=kind, defaults={"after_roster": tactical, "linked_at": at}
        )
        if new:
            record(EventKind.CASE_LINKED, case=newer, by=LINKING, at=at, data={"kind": str(kind)})
        elif tactical and not row.after_roster:
            CaseLink.objects.filter(pk=row.pk).update(after_roster=True)


def _kinds(newer: Case, older: Case, people: People, *, tactical: bool) -> Iterator[LinkKind]:
    """How the newer of two cases belongs to the older one.

    Possible retaliation is a complaint of a respondent who already knew of the older case, against somebody who is
    named in it or who sits on its panel. Whether it is one, a person looks into.
    """
    new, old = people[newer.pk], people[older.pk]
    there = old[Role.COMPLAINANT] | old[Role.WITNESS] | old[Role.SUPPORTER]
    answers = new[Role.COMPLAINANT] & old[Role.RESPONDENT]
    against = bool(new[Role.RESPONDENT] & there)
    if new[Role.RESPONDENT] & old[Role.RESPONDENT]:
        yield LinkKind.SAME_RESPONDENT
        if older.closure_reason == ClosureReason.WITHDRAWN and new[Role.COMPLAINANT] & old[Role.COMPLAINANT]:
            yield LinkKind.AGAIN
    if (answers and against) or tactical:
        yield LinkKind.COUNTER
    if answers and (against or tactical) and _knew(answers, older, newer.received_at):
        yield LinkKind.RETALIATION


def _knew(members: Iterable[int], older: Case, day: datetime) -> bool:
    told = Party.objects.filter(case=older, member__in=members, side=Role.RESPONDENT, informed_at__lte=day)
    return told.exists()


def _against_the_panel(newer: Case, older: Case, people: People) -> bool:
    """Did a side of the older case file against somebody who sat on its panel by then? (C02, anti-tactical)"""
    sides = people[older.pk][Role.COMPLAINANT] | people[older.pk][Role.RESPONDENT]
    if not people[newer.pk][Role.COMPLAINANT] & sides:
        return False
    sat = Seat.objects.filter(
        case=older,
        proceeding__ended_at__isnull=True,
        status__in=(SeatStatus.SEATED, SeatStatus.HELD),
        answered_at__lte=newer.received_at,
        member__in=people[newer.pk][Role.RESPONDENT],
    )
    return sat.exists()


def _people(cases: Sequence[Case]) -> People:
    named: People = defaultdict(lambda: defaultdict(set))
    rows = Party.objects.filter(case__in=cases, member__isnull=False).values_list("case_id", "side", "member_id")
    for case, side, member in rows:
        if member is not None:
            named[case][Role(side)].add(member)
    return named
