"""Questions about people and places, asked by pages and by the case rules."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from branches.models import Branch, Interest, Member, Office, name_key
from branches.posts import Post


def holders(post: str, *, branch: Branch | int | None = None, day: date) -> QuerySet[Member]:
    """Who holds a post on a day, longest in office first: the published order."""
    held = Q(offices__post=post, offices__branch=branch, offices__since__lte=day)
    term = Q(offices__until__isnull=True) | Q(offices__until__gte=day)
    return Member.objects.filter(held & term, is_active=True).order_by("offices__since", "pk")


def posts_of(member: Member, day: date) -> frozenset[tuple[Post, int | None]]:
    """The posts a member holds on a day, each with its branch."""
    rows = Office.objects.on(day).filter(member=member).values_list("post", "branch")
    return frozenset((Post(post), branch) for post, branch in rows)


def leaders_of(branch_ids: Iterable[int], *, day: date) -> QuerySet[Member]:
    """Everyone in the leadership of these branches on a day."""
    offices = Office.objects.on(day).filter(post=Post.BRANCH_LEADER, branch__in=list(branch_ids))
    return Member.objects.filter(pk__in=offices.values("member"))


def ties_of(member_ids: Iterable[int]) -> list[Interest]:
    """Every tie that touches one of these members, ended ones too."""
    ids = list(member_ids)
    return list(Interest.objects.filter(Q(member__in=ids) | Q(other__in=ids)))


def members_named(name: str) -> QuerySet[Member]:
    """Members whose full name or e-mail address is exactly this, whatever the case and spacing."""
    key = name_key(name)
    return (
        Member.objects.filter(Q(name_key=key) | Q(email=key)).order_by(F("pk").asc()) if key else Member.objects.none()
    )
