"""The pools from which people are drawn or appointed, as the procedure names them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from branches import queries as people
from branches.models import CURRENT, Branch, Member, Membership, Office
from branches.posts import Post
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Tier
from cases.together import fetch

OWN_BRANCH = "own_branch:"


def pools(
    procedure: Procedure, tier: Tier, branch_id: int | None, today: date, sides: Iterable[int] = ()
) -> Iterator[tuple[str, list[int]]]:
    """The members from whom a body is drawn, source after source, each asked for only when it is reached.

    Without any conflict check. `sides` are the parties: where one of them is or was a member is not uninvolved.
    """
    body = procedure.body(tier)
    seen = set(_holding(body.never, today)) if body else set()
    sides = frozenset(sides)
    for name in body.pools if body else ():
        found = source(procedure, name, branch_id, today, sides).values_list("pk", flat=True)
        members = [member for member in found if member not in seen]
        seen |= set(members)
        yield name, members


def source(
    procedure: Procedure, name: str, branch_id: int | None, today: date, sides: frozenset[int] = frozenset()
) -> QuerySet[Member]:
    """The members of one pool of the procedure, in the published order."""
    if name == "branch_members":
        return members_of(procedure, [branch_id] if branch_id else [], today)
    if name in UNINVOLVED:
        return UNINVOLVED[name](procedure, branch_id, today, sides)
    if name.startswith(OWN_BRANCH):
        return people.holders(Post(name.removeprefix(OWN_BRANCH)), branch=branch_id, day=today)
    return people.holders(Post(name), branch=None, day=today)


def members_of(procedure: Procedure, branches: Iterable[int], today: date) -> QuerySet[Member]:
    """Members of these branches whose standing is as long as the procedure asks."""
    months = today.year * 12 + today.month - 1 - procedure.number("branch_member_months")
    joined = date(months // 12, months % 12 + 1, min(today.day, 28))
    return Member.objects.filter(CURRENT, branch__in=branches, joined_on__lte=joined).order_by("pk")


def involved(sides: Iterable[int]) -> frozenset[int]:
    """Every branch in which a party is or ever was a member.

    The day of what happened is sealed and may be unknown, so the look-back has no end: the strictest reading.
    """
    return frozenset(branch for rows in fetch(_involved(sides)) for branch in rows)


def _involved(sides: Iterable[int]) -> list[QuerySet[Any]]:
    sides = list(sides)
    return [
        Member.objects.filter(pk__in=sides, branch__isnull=False).values_list("branch", flat=True),
        Membership.objects.filter(member__in=sides).values_list("branch", flat=True),
    ]


def _neighbours(procedure: Procedure, branch_id: int | None, today: date, sides: frozenset[int]) -> QuerySet[Member]:
    """Members of the other branches of the region; a branch without a region has no neighbours."""
    if branch_id is None:
        return Member.objects.none()
    region = Branch.objects.filter(pk=branch_id).values("region")
    near = Branch.objects.filter(region__in=region).exclude(region="").exclude(pk=branch_id)
    return members_of(procedure, _free(near, sides), today)


def _uninvolved_members(
    procedure: Procedure, branch_id: int | None, today: date, sides: frozenset[int]
) -> QuerySet[Member]:
    return members_of(procedure, _free(_others(branch_id), sides), today)


def _uninvolved_leaders(
    procedure: Procedure, branch_id: int | None, today: date, sides: frozenset[int]
) -> QuerySet[Member]:
    free = _free(_others(branch_id), sides)
    return people.leaders_of(free, day=today).filter(CURRENT).order_by("pk")


def _others(branch_id: int | None) -> QuerySet[Branch]:
    return Branch.objects.exclude(pk=branch_id) if branch_id is not None else Branch.objects.all()


def _free(branches: QuerySet[Branch], sides: frozenset[int]) -> list[int]:
    found, now, ever = fetch([branches.values_list("pk", flat=True), *_involved(sides)])
    return sorted({*found} - {*now, *ever})


UNINVOLVED: dict[str, Callable[..., QuerySet[Member]]] = {
    "neighbour_members": _neighbours,
    "uninvolved_leaders": _uninvolved_leaders,
    "uninvolved_members": _uninvolved_members,
}
"""Pools of people from places that have nothing to do with the parties; always drawn by lot."""


def _holding(posts: Iterable[str], today: date) -> Iterable[int]:
    return Office.objects.on(today).filter(post__in=list(posts)).values_list("member_id", flat=True)


def branch_pool(procedure: Procedure, branch_id: int | None, today: date, sides: Iterable[int]) -> frozenset[int]:
    """Everybody from whom a branch's panel could be drawn, neighbours too."""
    groups = pools(procedure, Tier.BRANCH, branch_id, today, sides) if branch_id else ()
    return frozenset(member for _, group in groups for member in group)
