"""Questions about people and places, asked by pages and by the case rules."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from branches.models import CURRENT, Branch, Interest, Member, Office
from branches.names import address_key, name_key
from branches.posts import REGISTER_POSTS, Post

CHUNK = 1000


def holders(post: str, *, branch: Branch | int | None = None, day: date) -> QuerySet[Member]:
    """Who holds a post on a day, longest in office first: the published order."""
    term = Q(offices__until__isnull=True) | Q(offices__until__gt=day)
    held = Q(offices__post=post, offices__branch=branch, offices__since__lte=day)
    return Member.objects.filter(held & term & CURRENT).order_by("offices__since", "pk")


def held_by(member: Member, day: date) -> QuerySet[Office]:
    """The offices a member holds on a day."""
    return Office.objects.on(day).filter(member=member)


def posts_of(member: Member, day: date) -> frozenset[tuple[Post, int | None]]:
    """The posts a member holds on a day, each with its branch."""
    rows = held_by(member, day).values_list("post", "branch")
    return frozenset((Post(post), branch) for post, branch in rows)


def leaders_of(branch_ids: Iterable[int], *, day: date) -> QuerySet[Member]:
    """Everyone in the leadership of these branches on a day."""
    offices = Office.objects.on(day).filter(post=Post.BRANCH_LEADER, branch__in=list(branch_ids))
    return Member.objects.filter(pk__in=offices.values("member"))


def ties_of(member_ids: Iterable[int]) -> QuerySet[Interest]:
    """Every tie that touches one of these members, from either side, ended ones too."""
    ids = list(member_ids)
    return Interest.objects.filter(Q(member__in=ids) | Q(other__in=ids))


def ties_between(one: Member, two: Member) -> QuerySet[Interest]:
    """The ties of these two with each other, whoever declared them, ended ones too."""
    return Interest.objects.filter(Q(member=one, other=two) | Q(member=two, other=one))


def members_named(name: str) -> QuerySet[Member]:
    """Members whose full name or e-mail address is exactly this, whatever the case and spacing."""
    if not (key := name_key(name)):
        return Member.objects.none()
    return Member.objects.filter(Q(name_key=key) | Q(email=address_key(name))).order_by("pk")


def members_by_name(names: Iterable[str]) -> dict[str, list[Member]]:
    """For each of these names whoever `members_named` finds, asked in one statement."""
    names = list(names)
    wanted = Q(name_key__in={name_key(name) for name in names}) | Q(email__in={address_key(name) for name in names})
    rows = list(Member.objects.filter(wanted).order_by("pk")) if names else []
    return {
        name: [
            row for row in rows if name_key(name) and (row.name_key == name_key(name) or row.email == address_key(name))
        ]
        for name in names
    }


def keeps_register(member: Member, day: date) -> bool:
    """Is this the registrar or an administrator on that day?"""
    return any(post in REGISTER_POSTS for post, _ in posts_of(member, day))


def ties_open_to(member: Member, day: date) -> QuerySet[Interest]:
    """The ties this member may look at: their own, or all of them for who keeps the register."""
    if keeps_register(member, day):
        return Interest.objects.all()
    return Interest.objects.filter(Q(member=member) | Q(other=member))


def alike(member: Member) -> QuerySet[Member]:
    """Entries that left with a marker and may be the same person: the same name, and no other year of birth."""
    left = Member.objects.filter(name_key=member.name_key, needs_approval=True, left_on__isnull=False)
    if member.birth_year is not None:
        left = left.filter(Q(birth_year=member.birth_year) | Q(birth_year__isnull=True))
    return left.filter(same_as__isnull=True).exclude(pk=member.pk).order_by("pk")


def waiting_for_approval(members: Iterable[Member]) -> list[Member]:
    """Those among these entries that look like somebody who left with a marker; one query for all of them."""
    members = list(members)
    names = sorted({member.name_key for member in members})
    chunks = (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))
    left = Member.objects.filter(needs_approval=True, left_on__isnull=False)
    known = {key for chunk in chunks for key in left.filter(name_key__in=chunk).values_list("name_key", flat=True)}
    return [member for member in members if member.name_key in known and alike(member).exists()]


def addresses_taken(addresses: Iterable[str]) -> set[str]:
    """Which of these addresses, in lower case, already belong to a member."""
    wanted = sorted(set(addresses))
    chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
    found = (Member.objects.filter(email__in=chunk).values_list("email", flat=True) for chunk in chunks)
    return {address for chunk in found for address in chunk}
