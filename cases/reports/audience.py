"""How closely somebody may look at figures, from their office and nothing else (domain papers 3.3, 6.2, 6.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Q

from branches import queries as people
from branches.models import Member
from branches.posts import Post
from cases import access
from cases.domain.catalogue import EXACT, REPORTS, Audience, Report
from cases.domain.vocabulary import Tier

CHAIRS = {Post.NATIONAL_CHAIR: Tier.NATIONAL, Post.APPEALS_CHAIR: Tier.APPEAL}
OVERSEERS = {Post.AUDITOR: Audience.AUDITOR, Post.REGISTRAR: Audience.REGISTRAR}
LEADERS = frozenset({
    Post.NATIONAL_OFFICER, Post.ADMINISTRATOR, Post.NATIONAL_MEMBER, Post.NATIONAL_ALTERNATE, Post.APPEALS_MEMBER,
    Post.APPEALS_ALTERNATE,
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What somebody sees: as which audience, at which level only, and the cases that count for them."""

    audience: Audience
    tier: Tier | None = None
    reach: Callable[[str], Q]

    @property
    def exact(self) -> bool:
        return self.audience in EXACT

    def may(self, report: Report) -> bool:
        return self.audience in report.seen_by

    @property
    def reports(self) -> tuple[Report, ...]:
        return tuple(report for report in REPORTS if self.may(report))


def sight(member: Member, day: date) -> Sight:
    """The closest look that somebody's offices give them on a day.

    Whoever stepped aside from an open case, or was ruled out of one, sees no more than leaders do: exact numbers would
    say more about that case than they may know. The oversight of somebody who must answer a formal case rests, too.
    """
    posts = {post for post, _ in people.posts_of(member, day)}
    reach = partial(access.counts_for, member)
    exact: list[tuple[Audience, Tier | None]] = [
        (audience, None) for post, audience in OVERSEERS.items() if post in posts
    ]
    exact = exact if exact and access.oversees(member, day) else []
    exact += [(Audience.CHAIR, tier) for post, tier in CHAIRS.items() if post in posts]
    if exact and not access.stepped_aside(member):
        audience, tier = exact[0]
        return Sight(audience=audience, tier=tier, reach=reach)
    leads = posts & (LEADERS | CHAIRS.keys() | OVERSEERS.keys())
    return Sight(audience=Audience.LEADERSHIP if leads else Audience.PUBLIC, reach=reach)


def publishes(member: Member, day: date) -> bool:
    """The registrar makes the figures public; nobody else does (paper 3.2, row 9)."""
    return Post.REGISTRAR in {post for post, _ in people.posts_of(member, day)}
