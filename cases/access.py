"""The doors to a case, and the only caller of guardian.

`open_to(member)` is for those who handle a case: an open role, a grant, and no conflict of interest.
`followed_by(member)` is for its parties. Nothing else returns case rows to a page. A conflict beats every
grant, role and flag; a superuser opens nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from guardian.shortcuts import remove_perm

from branches import queries as people
from branches.models import Member
from branches.posts import Post
from cases import load
from cases.domain.vocabulary import EventKind, Role, SeatStatus, State, Why
from cases.models import (
    Case,
    CaseRole,
    CaseUserObjectPermission,
    Conflict,
    Draft,
    Invitation,
    Notice,
    Party,
    RollOut,
    Seat,
)
from cases.record import Actor, Entry, record, record_all

PERMISSION = "open_case"
SIDES = (Role.COMPLAINANT, Role.RESPONDENT)
OVERSEERS = frozenset({Post.REGISTRAR, Post.AUDITOR})
ABOVE = frozenset({Post.NATIONAL_CHAIR, Post.NATIONAL_MEMBER, Post.NATIONAL_ALTERNATE, Post.AUDITOR})
ABOVE |= {Post.APPEALS_CHAIR, Post.APPEALS_MEMBER, Post.APPEALS_ALTERNATE}
CONFLICT_QUESTION = "n09_conflict_question"
STEPPED_ASIDE = "n11_stepped_aside"  # says nothing of the case, and goes to somebody who has just lost it
WITNESS_ASKED = "n13_witness"  # neutral words to somebody who has no door to the case
ON_HOLD = "n11_on_hold"  # says no more than that somebody is on hold, and has the way to answer
RULED = "n11_ruled"
OVERDUE_ABOVE = "n32_above"  # reference, step and days, to one person of the next level, who has no role in the case
ALARM_ABOVE = "n32_alarm_above"  # the same of a case that stands still
COPY_LEFT = "n35_copy_made"  # reference and day, to the two on whose word a copy left
HEARD_ABOVE = frozenset({OVERDUE_ABOVE, ALARM_ABOVE, COPY_LEFT})
OFFICE = Role.CANDIDATE
"""Under which role somebody gets a letter by office, who has no row in the case."""
RESTRICTIONS = frozenset({"n22_apply", "n22_end"})  # person, restriction and dates, to whoever applies it
WITHOUT_CASE = frozenset({ON_HOLD, RULED, STEPPED_ASIDE, WITNESS_ASKED})


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


def hears_above(member: Member, case: str = "pk") -> Q:
    """May somebody of the next level still hear that a case is overdue? Not who is barred from it or a party to it."""
    party = Party.objects.filter(case=OuterRef(case), member=member)
    return ~_barred(member, case) & ~Q(Exists(party))


def counts_for(member: Member, case: str = "pk") -> Q:
    """Which cases a figure for this person counts: all but those they are barred from or a party to.

    So the figures are those of a world without these cases, and the page says nothing of there being any.
    """
    return hears_above(member, case)


def stepped_aside(member: Member) -> bool:
    """Is this person out of an open case by their own word or by a ruling, so that they know of it?

    What a rule found, or a complainant wished, they may not know; nothing may change by it that they could see.
    """
    known = Conflict.objects.filter(member=member, until__isnull=True, by_rule=False).exclude(kind=Why.EXCLUDED)
    return known.exclude(case__state=State.CLOSED).exists()


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
    """Is this the registrar or an auditor on that day? Not while they must answer a formal case themselves (R-8)."""
    if not {post for post, _ in people.posts_of(member, day)} & OVERSEERS:
        return False
    return not load.others.formal_respondents().filter(member=member).exists()


def overseen_by(member: Member, day: date) -> QuerySet[Case]:
    """Process data by office: the registrar's and auditor's reach, less every case they are barred from.

    Callers show reference, step, dates and owner role of these rows, and nothing else.
    """
    if not oversees(member, day):
        return Case.objects.none()
    party = Party.objects.filter(case=OuterRef("pk"), member=member)
    return Case.objects.exclude(_barred(member)).exclude(Exists(party))


def overdue_for(member: Member, day: date) -> QuerySet[Case]:
    """Overdue cases of which somebody hears by office: within the reach of oversight, or told as the next level.

    Callers show reference, step and days of these rows, and nothing else.
    """
    late = Case.objects.filter(due_on__lt=day, closed_at__isnull=True)
    return _within(late, member, day, Q(letter=OVERDUE_ABOVE, created_at__date__gt=OuterRef("due_on")))


def alarmed_for(member: Member, day: date) -> QuerySet[Case]:
    """Cases that stand still although no date has passed, for the same people, and as little of them (INV-08)."""
    still = Case.objects.filter(alarmed_on__isnull=False, closed_at__isnull=True)
    return _within(still, member, day, Q(letter=ALARM_ABOVE, created_at__date__gte=OuterRef("alarmed_on")))


def _within(rows: QuerySet[Case], member: Member, day: date, heard: Q) -> QuerySet[Case]:
    posts = {post for post, _ in people.posts_of(member, day)}
    if posts & OVERSEERS:
        return overseen_by(member, day).filter(pk__in=rows.values("pk"))
    if not posts & ABOVE:
        return Case.objects.none()
    told = Notice.objects.filter(heard, case=OuterRef("pk"), member=member, dropped_at__isnull=True)
    return rows.filter(Exists(told), hears_above(member))


def held(case: Case, role: Role) -> bool:
    """Does somebody without a conflict of interest have this role in the case now?"""
    barred = Conflict.objects.filter(case=case, member=OuterRef("member"), until__isnull=True)
    return CaseRole.objects.filter(~Exists(barred), case=case, role=role, until__isnull=True).exists()


def audited_by(member: Member, day: date) -> QuerySet[Case]:
    """The cases of which an auditor may read where they stand, who decides, and what was decided without names."""
    audits = Post.AUDITOR in {post for post, _ in people.posts_of(member, day)}
    return overseen_by(member, day) if audits else Case.objects.none()


def to_apply(member: Member, day: date) -> QuerySet[RollOut]:
    """What somebody applies by office: of people of their branch, or of all. Nothing of a case they may not know of.

    Callers show the person, the restriction and its dates of these rows, and nothing else.
    """
    held = people.held_by(member, day)
    of_all = held.filter(branch__isnull=True, post=OuterRef("pool"))
    here = held.filter(branch=OuterRef("measure__bound__member__branch"))
    of_branch = here.annotate(pool=Concat(Value(load.people.OWN_BRANCH), "post")).filter(pool=OuterRef("pool"))
    return RollOut.objects.filter(Exists(of_all) | Exists(of_branch), hears_above(member, "case"))


def applying(item: RollOut, day: date) -> list[int]:
    """Everybody of the office who may be told: the same people for whom `to_apply` has this row."""
    bound = item.measure.bound.member
    pool = load.people.source(load.procedure_of(item.case), item.pool, bound.branch_id if bound else None, day)
    return [member.pk for member in pool if to_apply(member, day).filter(pk=item.pk).exists()]


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


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where somebody stands towards a case: the three conditions of a handler, and that of a side, one by one.

    `ended` is the last role they had, its last moment and why; None where they never had one.
    """

    roles: frozenset[Role]
    granted: bool
    barred: frozenset[Why]
    side: Role | None
    ended: tuple[Role, datetime, str] | None

    @property
    def handles(self) -> bool:
        return bool(self.roles) and self.granted and not self.barred

    @property
    def follows(self) -> bool:
        return self.side is not None

    @property
    def knows(self) -> bool:
        """Was this person once given the case, or told of it as a side? To anybody else nothing is said of it."""
        return bool(self.roles) or self.ended is not None or self.follows


def mark_of(secret: str) -> str:
    """The keyed hash by which a link is known. The link itself is stored nowhere."""
    return salted_hmac("cases.invitations", secret, algorithm="sha256").hexdigest()


def invited_by(secret: str, day: date) -> QuerySet[Invitation]:
    """What a link opens that day: it was never opened or replaced, and is not too old."""
    fresh = Invitation.objects.filter(opened_at__isnull=True, ended_at__isnull=True, expires_on__gte=day)
    return fresh.filter(mark=mark_of(secret)).select_related("case__procedure", "party")


def may_be_let_in(invitation: Invitation, member: Member) -> bool:
    """May this account open a link of the case? Not who works or worked on it, nor who is kept out of it.

    That somebody supports a side is itself a conflict of interest for every desk, and no reason against reading along.
    """
    here = {"case": invitation.case_id, "member": member}
    works = CaseRole.objects.filter(**here).exists() or Seat.objects.filter(**here).exists()
    kept_out = Conflict.objects.filter(**here, until__isnull=True).exclude(kind=Why.ADVISER).exists()
    named = Party.objects.filter(**here).exclude(side=invitation.role).exists()
    return not (works or kept_out or named)


def guest(invitation: object, role: Role, day: date) -> Invitation | None:
    """What somebody may go on with who has opened a link in this browser; None is the answer for everything else."""
    try:
        key = UUID(str(invitation))
    except ValueError:
        return None
    rows = Invitation.objects.filter(pk=key, role=role, opened_at__isnull=False, ended_at__isnull=True)
    rows = rows.filter(case__closed_at__isnull=True)
    rows = rows if role is Role.SUPPORTER else rows.filter(expires_on__gte=day)
    return rows.select_related("case__procedure", "party", "proceeding").first()


def explain(member: Member, code: str) -> Standing:
    """The conditions of the doors for one case, each by itself; the same questions whether or not there is one."""
    rows = CaseRole.objects.filter(case__code=code, member=member).order_by("until")
    conflicts = Conflict.objects.filter(case__code=code, member=member, until__isnull=True)
    sides = Party.objects.filter(case__code=code, member=member, informed_at__isnull=False, side__in=SIDES)
    side = sides.values_list("side", flat=True).first()
    last = rows.filter(until__isnull=False).last()
    return Standing(
        roles=frozenset(Role(role) for role in rows.filter(until__isnull=True).values_list("role", flat=True)),
        granted=CaseUserObjectPermission.objects.filter(content_object__code=code, user=member).exists(),
        barred=frozenset(Why(kind) for kind in conflicts.values_list("kind", flat=True)),
        side=Role(side) if side else None,
        ended=(Role(last.role), last.until, last.ended_because) if last and last.until else None,
    )


def roles_in(case: Case, member: Member) -> frozenset[tuple[Role, str]]:
    """The open roles of a member, each with its desk."""
    rows = CaseRole.objects.filter(case=case, member=member, until__isnull=True)
    return frozenset((Role(role), desk) for role, desk in rows.values_list("role", "desk"))


def may_receive(notice: Notice) -> bool:
    """Asked again at the moment of sending: may this person still have this letter?"""
    if notice.letter in WITHOUT_CASE:
        return True
    if notice.letter in HEARD_ABOVE:
        return Case.objects.filter(hears_above(notice.member), pk=notice.case_id).exists()
    if notice.letter in RESTRICTIONS:
        return to_apply(notice.member, localdate()).filter(case=notice.case_id).exists()
    door = followed_by if notice.role in SIDES else open_to
    door = asked if notice.letter == CONFLICT_QUESTION else door
    return door(notice.member).filter(pk=notice.case_id).exists()


def grant(case: Case, member: Member, role: Role, *, desk: str, by: Actor, at: datetime, tell: bool = False) -> None:
    """Give a member one role in one case, and with it the case. The caller has asked the conflict rules.

    Coming back to the desk where one worked before is not an earlier hand; that row ends here. `tell` sends the
    letter that a case waits for them.
    """
    CaseRole.objects.create(case=case, member=member, role=role, desk=desk, received_at=case.received_at, since=at)
    _give(case, member)
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


def follow(*, kept: Member, gone: Member, by: Actor, at: datetime) -> None:
    """Every role of one entry of a person goes to the other: open ones with their case, ended ones as a hand (C15)."""
    for row in CaseRole.objects.filter(member=gone).select_related("case").order_by("pk"):
        same = CaseRole.objects.filter(case=row.case, member=kept, role=row.role, until__isnull=True)
        if row.until is None and same.exists():
            CaseRole.objects.filter(pk=row.pk).update(until=at, ended_because="one person")
        elif row.until is None:
            _give(row.case, kept)
            data = {"member": kept.pk, "role": row.role}
            record(EventKind.GRANT_GIVEN, case=row.case, by=by, at=at, data=data)
        CaseRole.objects.filter(pk=row.pk).update(member=kept)
    CaseUserObjectPermission.objects.filter(user=gone).delete()


def _give(case: Case, member: Member) -> None:
    """Guardian's own row, as `assign_perm` writes it, in two statements instead of six."""
    permission = Permission.objects.get(codename=PERMISSION, content_type__app_label="cases")
    row = CaseUserObjectPermission(permission=permission, user=member, content_object=case)
    CaseUserObjectPermission.objects.bulk_create([row], ignore_conflicts=True)


def _earlier_hands(case: Case) -> QuerySet[Conflict]:
    return Conflict.objects.filter(case=case, kind=Why.EARLIER_HAND, by_rule=True, until__isnull=True)
