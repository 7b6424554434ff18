"""The doors to a case, and the only caller of guardian.

`open_to(member)` is for those who handle a case: an open role, a grant, and no conflict of interest.
`followed_by(member)` is for its parties. Nothing else returns case rows to a page. A conflict beats every
grant, role and flag; a superuser opens nothing.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from guardian.shortcuts import assign_perm, remove_perm

from branches import queries as people
from branches.models import Member
from branches.posts import Post
from cases.domain.vocabulary import EventKind, Role, SeatStatus, Why
from cases.models import Case, CaseRole, CaseUserObjectPermission, Conflict, Draft, Notice, Party, Seat
from cases.record import Actor, Entry, record, record_all

PERMISSION = "open_case"
SIDES = (Role.COMPLAINANT, Role.RESPONDENT)
OVERSEERS = frozenset({Post.REGISTRAR, Post.AUDITOR})
CONFLICT_QUESTION = "n09_conflict_question"
STEPPED_ASIDE = "n11_stepped_aside"  # says nothing of the case, and goes to somebody who has just lost it
WITNESS_ASKED = "n13_witness"  # neutral words to somebody who has no door to the case
WITHOUT_CASE = frozenset({STEPPED_ASIDE, WITNESS_ASKED})


def handles(member: Member, case: str = "pk") -> Q:
    """The three conditions of a handler, as one predicate over cases, or over rows that name theirs in `case`."""
    here = OuterRef(case)
    role = CaseRole.objects.filter(case=here, member=member, until__isnull=True)
    grant = CaseUserObjectPermission.objects.filter(content_object=here, user=member)
    return Q(Exists(role)) & Q(Exists(grant)) & ~_barred(member, case)


def follows(member: Member, case: str = "pk") -> Q:
    """A side that has been told, as one predicate over cases, or over rows that name theirs in `case`."""
    told = Party.objects.filter(member=member, informed_at__isnull=False, side__in=SIDES)
    return Q(Exists(told.filter(case=OuterRef(case))))


def _barred(member: Member, case: str = "pk") -> Q:
    conflict = Conflict.objects.filter(case=OuterRef(case), member=member, until__isnull=True)
    return Q(Exists(conflict))


def open_to(member: Member) -> QuerySet[Case]:
    """The cases this person handles now."""
    return Case.objects.filter(handles(member))


def followed_by(member: Member) -> QuerySet[Case]:
    """The cases in which this person is a side and has been told so: a few, read along the parties' index."""
    told = Party.objects.filter(member=member, informed_at__isnull=False, side__in=SIDES)
    return Case.objects.filter(pk__in=told.values("case"))


def asked(member: Member) -> QuerySet[Case]:
    """The cases in which this person was drawn and has to answer the conflict question. Nothing else opens by it."""
    seat = Seat.objects.filter(case=OuterRef("pk"), member=member, status=SeatStatus.ASKED)
    running = seat.filter(proceeding__ended_at__isnull=True)
    return Case.objects.filter(Exists(running)).exclude(_barred(member))


def oversees(member: Member, day: date) -> bool:
    """Is this the registrar or an auditor on that day?"""
    return bool({post for post, _ in people.posts_of(member, day)} & OVERSEERS)


def overseen_by(member: Member, day: date) -> QuerySet[Case]:
    """Process data by office: the registrar's and auditor's reach, less every case they are barred from.

    Callers show reference, step, dates and owner role of these rows, and nothing else.
    """
    if not oversees(member, day):
        return Case.objects.none()
    party = Party.objects.filter(case=OuterRef("pk"), member=member)
    return Case.objects.exclude(_barred(member)).exclude(Exists(party))


def handled_page(
    member: Member,
    *,
    after: tuple[datetime, str] | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int,
    only: Q = Q(),  # noqa: B008 - an empty condition, never changed
) -> QuerySet[CaseRole]:
    """A person's open roles, read along one index; the caller shows their cases.

    Newest case first, from the newest or from `after`; with `before` oldest first, going back up from there.
    """
    here = OuterRef("case")
    grant = CaseUserObjectPermission.objects.filter(content_object=here, user=member)
    conflict = Conflict.objects.filter(case=here, member=member, until__isnull=True)
    rows = CaseRole.objects.filter(only, Exists(grant), ~Exists(conflict), member=member, until__isnull=True)
    if after is not None:
        rows = rows.filter(Q(received_at__lt=after[0]) | Q(received_at=after[0], case__lt=after[1]))
    if before is not None:
        rows = rows.filter(Q(received_at__gt=before[0]) | Q(received_at=before[0], case__gt=before[1]))
    order = ("received_at", "case") if before is not None else ("-received_at", "-case")
    return rows.select_related("case", "case__branch").order_by(*order)[:limit]


def draft_of(member: Member, draft_id: UUID) -> QuerySet[Draft]:
    """A draft, for its owner only."""
    return Draft.objects.filter(pk=draft_id, owner=member)


def drafts_of(member: Member) -> QuerySet[Draft]:
    """The drafts of a member that are not sent, the one written last first."""
    return Draft.objects.filter(owner=member, sent_at__isnull=True).order_by("-updated_at")


def roles_in(case: Case, member: Member) -> frozenset[tuple[Role, str]]:
    """The open roles of a member, each with its desk."""
    rows = CaseRole.objects.filter(case=case, member=member, until__isnull=True)
    return frozenset((Role(role), desk) for role, desk in rows.values_list("role", "desk"))


def may_receive(notice: Notice) -> bool:
    """Asked again at the moment of sending: may this person still have this letter?"""
    if notice.letter in WITHOUT_CASE:
        return True
    door = followed_by if notice.role in SIDES else open_to
    door = asked if notice.letter == CONFLICT_QUESTION else door
    return door(notice.member).filter(pk=notice.case_id).exists()


def grant(case: Case, member: Member, role: Role, *, desk: str, by: Actor, at: datetime, tell: bool = False) -> None:
    """Give a member one role in one case, and with it the case. The caller has asked the conflict rules.

    Coming back to the desk where one worked before is not an earlier hand; that row ends here. `tell` sends the
    letter that a case waits for them.
    """
    CaseRole.objects.create(case=case, member=member, role=role, desk=desk, received_at=case.received_at, since=at)
    assign_perm(PERMISSION, member, case)
    _earlier_hands(case).filter(member=member).update(until=at)
    kind = EventKind.DESK_GIVEN if tell else EventKind.GRANT_GIVEN
    to = {Role.CANDIDATE: [member.pk]} if tell else {}
    record(kind, case=case, by=by, at=at, data={"member": member.pk, "role": str(role)}, to=to)


def withdraw(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    because: str,
    members: Iterable[int] | None = None,
    roles: Iterable[Role] | None = None,
) -> None:
    """End roles, all of them or those named. Who has none left loses the case at once and for good (C15)."""
    rows = CaseRole.objects.filter(case=case, until__isnull=True).select_related("member")
    rows = rows.filter(member__in=list(members)) if members is not None else rows
    rows = rows.filter(role__in=list(roles)) if roles is not None else rows
    ending = list(rows.order_by("since", "pk"))
    CaseRole.objects.filter(pk__in=[row.pk for row in ending]).update(until=at, ended_because=because)
    kept = set(CaseRole.objects.filter(case=case, until__isnull=True).values_list("member_id", flat=True))
    for row in ending:
        if row.member_id not in kept:
            remove_perm(PERMISSION, row.member, case)
    gone = {row.member_id for row in ending if row.role != Role.REGISTRAR} - kept
    barred = [Conflict(case=case, member_id=m, kind=Why.EARLIER_HAND, since=at) for m in sorted(gone)]
    Conflict.objects.bulk_create(barred, ignore_conflicts=True)
    told = [{"member": row.member_id, "role": row.role, "because": because} for row in ending]
    record_all([Entry(kind=EventKind.GRANT_WITHDRAWN, data=data) for data in told], case=case, by=by, at=at)


def _earlier_hands(case: Case) -> QuerySet[Conflict]:
    return Conflict.objects.filter(case=case, kind=Why.EARLIER_HAND, by_rule=True, until__isnull=True)
