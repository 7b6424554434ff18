"""What is done to the register: one transaction each, and every listener hears of it inside that transaction.

`by` is the person who acts; `None` is the command line, which sets the organisation up. Only the registrar or an
administrator keeps the register; declaring one's own ties is open to every member. A refusal is `NotAllowed`.
A span runs from `since` up to, and not including, `until`: what ends today is over today.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Greatest
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localdate

from branches import hooks, queries
from branches.models import Branch, Interest, Member, Membership, Office
from branches.posts import BRANCH_POSTS, NATIONAL_POSTS, Post, Relation
from branches.refused import ONLY_REGISTER, NotAllowed

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class NewMember:
    """Someone to be entered in the register."""

    email: str
    full_name: str
    branch: Branch | None
    joined_on: date
    birth_year: int | None = None


@transaction.atomic
def add_branch(*, name: str, region: str = "", by: Member | None, at: datetime) -> Branch:
    """Found a branch."""
    _keeps_register(by, at)
    slug = slugify(name)[:50]
    if not slug or Branch.objects.filter(Q(name__iexact=name) | Q(slug=slug)).exists():
        raise NotAllowed("There is already a branch with this name, or one that reads the same.")
    branch = Branch.objects.create(name=name, slug=slug, region=region)
    hooks.people_changed("branch_added", frozenset(), by=by, at=at, branch=branch.pk)
    return branch


@transaction.atomic
def add_member(*, by: Member | None, at: datetime, **details: Any) -> Member:
    """Enter one member (the fields of `NewMember`). Nobody can sign in as this member before a password is set."""
    return add_members([NewMember(**details)], by=by, at=at)[0]


@transaction.atomic
def add_members(people: Sequence[NewMember], *, by: Member | None, at: datetime) -> list[Member]:
    """Enter all of these members, or none."""
    _keeps_register(by, at)
    if not people:
        return []
    members = [_row(person) for person in people]
    if queries.addresses_taken(member.email for member in members):
        raise NotAllowed("This e-mail address already belongs to a member.")
    try:
        with transaction.atomic():
            Member.objects.bulk_create(members, batch_size=BATCH)
    except IntegrityError as clash:
        raise NotAllowed("A member with the same e-mail address was added a moment ago.") from clash
    placed = [(m, p.branch, p.joined_on) for m, p in zip(members, people, strict=True) if p.branch]
    rows = [Membership(member=member, branch=branch, since=since) for member, branch, since in placed]
    Membership.objects.bulk_create(rows, batch_size=BATCH)
    where = sorted({branch.pk for _, branch, _ in placed})
    hooks.people_changed("member_added", _ids(members), by=by, at=at, branches=where)
    for member in queries.waiting_for_approval(members):
        mark(member, by=by, at=at)
    return members


@transaction.atomic
def export_members(*, by: Member | None, at: datetime) -> list[Member]:
    """Everybody who is a member now, by address, for a file that leaves; that it did is recorded."""
    _keeps_register(by, at)
    members = list(Member.objects.filter(left_on__isnull=True).select_related("branch").order_by("email"))
    hooks.people_changed("members_exported", frozenset(), by=by, at=at, count=len(members))
    return members


@transaction.atomic
def transfer_member(*, member: Member, branch: Branch, moved_on: date, by: Member | None, at: datetime) -> list[Office]:
    """Move a member to another branch. Their offices in the branch they leave end that day and are returned."""
    _keeps_register(by, at)
    member = _locked(member)
    here = member.memberships.filter(until__isnull=True).first()
    _require(member.branch_id != branch.pk, f"This member already belongs to {branch}.")
    _require(moved_on <= localdate(at), "A move is written down on its day or later, not before.")
    if here:
        _require(
            moved_on > here.since, f"The move has to come after {_day(here.since)}, when they joined their branch."
        )
        Membership.objects.filter(pk=here.pk).update(until=moved_on)
    ended = [_ended(office, moved_on, by, at) for office in _running(member, member.branch_id, moved_on)]
    left, member.branch = member.branch_id, branch
    member.save(update_fields=["branch"])
    Membership.objects.create(member=member, branch=branch, since=moved_on)
    places = {"left": left, "branch": branch.pk, "on": moved_on.isoformat()}
    hooks.people_changed("member_transferred", _ids([member]), by=by, at=at, **places)
    return ended


@transaction.atomic
def leave(*, member: Member, left_on: date, by: Member | None, at: datetime) -> Member:
    """End a membership, and every office with it; a member's own act, or the register's for anybody.

    Who left can still sign in: a party keeps every right in a case that goes on.
    """
    if by is None or by.pk != member.pk:
        _keeps_register(by, at)
    member = _locked(member)
    _require(member.left_on is None, "This member has left already.")
    _require(left_on <= localdate(at), "A leaving is written down on its day or later, not before.")
    _require(left_on >= member.joined_on, "Nobody leaves before they joined.")
    for office in member.offices.filter(Q(until__isnull=True) | Q(until__gt=left_on)):
        _ended(office, left_on, by, at)
    member.memberships.filter(until__isnull=True).update(until=Greatest("since", Value(left_on)))
    member.left_on = left_on
    member.save(update_fields=["left_on"])
    hooks.people_changed("member_left", _ids([member]), by=by, at=at, on=left_on.isoformat())
    return member


@transaction.atomic
def mark(member: Member, *, by: Member | None, at: datetime) -> None:
    """From now on the national level approves a new membership of this person. No reason is kept with it."""
    if Member.objects.filter(pk=member.pk, needs_approval=False).update(needs_approval=True):
        hooks.people_changed("marker_set", _ids([member]), by=by, at=at)


@transaction.atomic
def unmark(member: Member, *, by: Member | None, at: datetime) -> None:
    """The national level has approved a new membership of this person: none of their entries waits any more."""
    entries = Member.objects.filter(Q(pk=member.pk) | Q(pk=member.same_as_id) | Q(same_as=member.pk))
    lifted = list(entries.filter(needs_approval=True))
    if Member.objects.filter(pk__in=[entry.pk for entry in lifted]).update(needs_approval=False):
        hooks.people_changed("marker_lifted", _ids(lifted), by=by, at=at)


@transaction.atomic
def tell_apart(*, member: Member, by: Member, at: datetime) -> Member:
    """Two entries were compared, and they are two people: the new one waits for nobody."""
    _keeps_register(by, at)
    _require(by.pk != member.pk, "Nobody compares their own entry. Ask another person who keeps the register.")
    _require(queries.alike(member).exists(), "Nothing waits to be compared here.")
    Member.objects.filter(pk=member.pk).update(needs_approval=False)
    hooks.people_changed("member_changed", _ids([member]), by=by, at=at, change="told_apart")
    return member


@transaction.atomic
def appoint(
    *,
    member: Member,
    post: str,
    branch: Branch | None = None,
    since: date,
    until: date | None = None,
    by: Member | None,
    at: datetime,
) -> Office:
    """Give a member an office for a term. Nobody gives one to themselves."""
    _keeps_register(by, at)
    member, post = _locked(member), Post(post)
    _require(by is None or by.pk != member.pk, "Nobody gives an office to themselves. Ask another administrator.")
    _require(member.is_current, "This member has left, or waits for approval, and cannot be given an office.")
    _require(until is None or until > since, "The office has to end after it begins.")
    _fits(member, post, branch)
    held = member.offices.filter(post=post, branch=branch).filter(Q(until__isnull=True) | Q(until__gt=since))
    held = held if until is None else held.filter(since__lt=until)
    _require(not held.exists(), "This member already holds this office in that time.")
    office = Office.objects.create(member=member, post=post, branch=branch, since=since, until=until)
    hooks.people_changed("office_given", _ids([member]), by=by, at=at, **_facts(office))
    return office


@transaction.atomic
def end_office(*, office: Office, until: date, by: Member | None, at: datetime) -> Office:
    """End an office: from that day on it is no longer held. An end can be brought forward, not put off."""
    _keeps_register(by, at)
    _locked(office.member)
    office = Office.objects.select_for_update().get(pk=office.pk)
    _require(until >= office.since, f"The office began on {_day(office.since)}. It cannot end before that.")
    if office.until:
        _require(until < office.until, f"This office already ends on {_day(office.until)}.")
    return _ended(office, until, by, at)


@transaction.atomic
def declare_interest(
    *,
    member: Member,
    other: Member,
    relation: str,
    since: date | None = None,
    until: date | None = None,
    by: Member | None,
    at: datetime,
) -> Interest:
    """Enter a tie between two members: one's own, or anyone's for who keeps the register. It bars both ways."""
    if by is None or by.pk != member.pk:
        _keeps_register(by, at)
    _require(member.pk != other.pk, "A tie is with another person.")
    _require(since is None or since <= localdate(at), "A tie that has not begun yet cannot be declared.")
    _require(until is None or until <= localdate(at), "A tie that has not ended yet needs no end.")
    _require(since is None or until is None or until >= since, "A tie cannot end before it begins.")
    list(Member.objects.select_for_update(no_key=True).filter(pk__in=[member.pk, other.pk]).order_by("pk"))
    known = queries.ties_between(member, other).filter(relation=Relation(relation), until__isnull=True)
    _require(not known.exists(), "This tie is already in the register.")
    tie = Interest.objects.create(
        member=member,
        other=other,
        relation=relation,
        since=since,
        until=until,
        declared_at=at,
        declared_by=by or member,
    )
    hooks.people_changed("tie_declared", _both(tie), by=by, at=at, tie=tie.pk, relation=str(relation))
    return tie


@transaction.atomic
def end_interest(*, tie: Interest, until: date, by: Member | None, at: datetime) -> Interest:
    """Write down that a tie is over. Who declared it may, and who keeps the register.

    The end is never dated back beyond the day the tie was declared: that could undo a bar that already worked.
    """
    if by is None or by.pk != tie.declared_by_id:
        _keeps_register(by, at)
    tie = Interest.objects.select_for_update().get(pk=tie.pk)
    declared = localdate(tie.declared_at)
    _require(tie.until is None, "This tie has already ended.")
    _require(until <= localdate(at), "A tie that has not ended yet needs no end.")
    _require(until >= declared, f"The end cannot be before {_day(declared)}, the day the tie was declared.")
    tie.until = until
    tie.save(update_fields=["until"])
    hooks.people_changed("tie_ended", _both(tie), by=by, at=at, tie=tie.pk, until=until.isoformat())
    return tie


@transaction.atomic
def invite(*, member: Member, by: Member | None, at: datetime) -> Member:
    """Prepare a first password for a member who has none; an earlier invitation stops working.

    Never for somebody who has one: whoever holds the link could then act as that member.
    """
    _keeps_register(by, at)
    member = _locked(member)
    _require(member.is_active, "This member has left and cannot sign in.")
    _require(not member.has_usable_password(), "This member already has a password, and only they can change it.")
    member.set_unusable_password()
    member.save(update_fields=["password"])
    hooks.people_changed("member_changed", _ids([member]), by=by, at=at, change="invited")
    return member


def _keeps_register(by: Member | None, at: datetime) -> None:
    _require(by is None or queries.keeps_register(by, localdate(at)), ONLY_REGISTER)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotAllowed(otherwise)


def _locked(member: Member) -> Member:
    """The member as they are now; a second act about the same person waits for the first.

    Rows that only point at the member, such as a vote, are not held up by it.
    """
    return Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def _row(person: NewMember) -> Member:
    details = {"branch": person.branch, "joined_on": person.joined_on, "birth_year": person.birth_year}
    return Member.objects.build(email=person.email, full_name=person.full_name, **details)


def _fits(member: Member, post: Post, branch: Branch | None) -> None:
    _require(post not in BRANCH_POSTS or branch is not None, f"“{post.label}” belongs to a branch. Choose which one.")
    _require(
        post not in NATIONAL_POSTS or branch is None, f"“{post.label}” is a national office. Leave the branch empty."
    )
    leads_own = post != Post.BRANCH_LEADER or branch is None or branch.pk == member.branch_id
    _require(leads_own, f"Only a member of {branch} can lead it.")


def _running(member: Member, branch_id: int | None, day: date) -> list[Office]:
    """The offices of that branch that are, or will be, held on this day."""
    if branch_id is None:
        return []
    return list(member.offices.filter(Q(until__isnull=True) | Q(until__gt=day), branch=branch_id))


def _ended(office: Office, until: date, by: Member | None, at: datetime) -> Office:
    """End an office and say so; one that would only have begun later is never held."""
    office.until = max(office.since, until)
    office.save(update_fields=["until"])
    hooks.people_changed("office_ended", frozenset({office.member_id}), by=by, at=at, **_facts(office))
    return office


def _facts(office: Office) -> dict[str, Any]:
    until = office.until.isoformat() if office.until else None
    term = {"since": office.since.isoformat(), "until": until}
    return {"office": office.pk, "post": str(office.post), "branch": office.branch_id, **term}


def _ids(members: Iterable[Member]) -> frozenset[int]:
    return frozenset(member.pk for member in members)


def _both(tie: Interest) -> frozenset[int]:
    return frozenset({tie.member_id, tie.other_id})


def _day(day: date) -> str:
    return date_format(day, "j F Y")
