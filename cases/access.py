"""The doors to a case, and the only caller of guardian.

`open_to(member)` is for those who handle a case: an open role, a grant, and no conflict of interest.
`followed_by(member)` is for its parties. Nothing else returns case rows to a page. A conflict beats every
grant, role and flag; a superuser opens nothing.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from guardian.shortcuts import assign_perm, remove_perm

from branches import queries as people
from branches.models import Member
from branches.posts import Post
from cases.domain.vocabulary import EventKind, Role
from cases.models import Case, CaseRole, CaseUserObjectPermission, Conflict, Draft, Notice, Party
from cases.record import Actor, record

PERMISSION = "open_case"
OVERSEERS = frozenset({Post.REGISTRAR, Post.AUDITOR})
WITHOUT_CASE_FACTS = frozenset({"n09_conflict_question", "n11_recusal"})


def _of(member: Member) -> Q:
    """The three conditions of a handler, as one predicate over `Case`."""
    here = OuterRef("pk")
    role = CaseRole.objects.filter(case=here, member=member, until__isnull=True)
    grant = CaseUserObjectPermission.objects.filter(content_object=here, user=member)
    return Q(Exists(role)) & Q(Exists(grant)) & ~_barred(member)


def _barred(member: Member) -> Q:
    conflict = Conflict.objects.filter(case=OuterRef("pk"), member=member, until__isnull=True)
    return Q(Exists(conflict))


def open_to(member: Member) -> QuerySet[Case]:
    """The cases this person handles now."""
    return Case.objects.filter(_of(member))


def followed_by(member: Member) -> QuerySet[Case]:
    """The cases in which this person is a side and has been told so."""
    told = Party.objects.filter(
        case=OuterRef("pk"), member=member, informed_at__isnull=False, side__in=(Role.COMPLAINANT, Role.RESPONDENT)
    )
    return Case.objects.filter(Exists(told))


def overseen_by(member: Member, day: date) -> QuerySet[Case]:
    """Process data by office: the registrar's and auditor's reach, less every case they are barred from.

    Callers show reference, step, dates and owner role of these rows, and nothing else.
    """
    if not {post for post, _ in people.posts_of(member, day)} & OVERSEERS:
        return Case.objects.none()
    party = Party.objects.filter(case=OuterRef("pk"), member=member)
    return Case.objects.exclude(_barred(member)).exclude(Exists(party))


def handled_page(member: Member, *, after: tuple[datetime, str] | None, limit: int) -> QuerySet[CaseRole]:
    """A person's open roles, newest case first, read along one index; the caller shows their cases."""
    here = OuterRef("case")
    grant = CaseUserObjectPermission.objects.filter(content_object=here, user=member)
    conflict = Conflict.objects.filter(case=here, member=member, until__isnull=True)
    rows = CaseRole.objects.filter(Exists(grant), ~Exists(conflict), member=member, until__isnull=True)
    if after is not None:
        rows = rows.filter(Q(received_at__lt=after[0]) | Q(received_at=after[0], case__lt=after[1]))
    return rows.select_related("case", "case__branch").order_by("-received_at", "-case")[:limit]


def draft_of(member: Member, draft_id: str) -> QuerySet[Draft]:
    """A draft, for its owner only."""
    return Draft.objects.filter(pk=draft_id, owner=member)


def roles_in(case: Case, member: Member) -> frozenset[tuple[Role, str]]:
    """The open roles of a member, each with its desk."""
    rows = CaseRole.objects.filter(case=case, member=member, until__isnull=True)
    return frozenset((Role(role), desk) for role, desk in rows.values_list("role", "desk"))


def may_receive(notice: Notice) -> bool:
    """Asked again at the moment of sending: may this person still have this letter?"""
    if notice.letter in WITHOUT_CASE_FACTS:
        return True
    door = followed_by if notice.role in (Role.COMPLAINANT, Role.RESPONDENT) else open_to
    return door(notice.member).filter(pk=notice.case_id).exists()


def grant(case: Case, member: Member, role: Role, *, desk: str, by: Actor, at: datetime, tell: bool = False) -> None:
    """Give a member one role in one case, and with it the case. The caller has asked the conflict rules.

    `tell` sends the letter that a case waits for them.
    """
    CaseRole.objects.create(case=case, member=member, role=role, desk=desk, received_at=case.received_at, since=at)
    assign_perm(PERMISSION, member, case)
    to = {Role.CANDIDATE: [member.pk]} if tell else {}
    data = {"member": member.pk, "role": str(role)}
    record(EventKind.DESK_GIVEN if tell else EventKind.GRANT_GIVEN, case=case, by=by, at=at, data=data, to=to)


def withdraw(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    because: str,
    members: Iterable[int] | None = None,
    roles: Iterable[Role] | None = None,
) -> None:
    """End roles, all of them or those named; who has none left loses the grant in the same transaction."""
    rows = CaseRole.objects.filter(case=case, until__isnull=True).select_related("member")
    rows = rows.filter(member__in=list(members)) if members is not None else rows
    rows = rows.filter(role__in=list(roles)) if roles is not None else rows
    for row in list(rows):
        CaseRole.objects.filter(pk=row.pk).update(until=at, ended_because=because)
        data = {"member": row.member_id, "role": row.role, "because": because}
        record(EventKind.GRANT_WITHDRAWN, case=case, by=by, at=at, data=data)
        if not CaseRole.objects.filter(case=case, member=row.member, until__isnull=True).exists():
            remove_perm(PERMISSION, row.member, case)
