"""What joins people to each other, as the rules see it: the register, offices held together, time in one branch."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from branches import queries as people
from branches.models import Membership, Office
from branches.posts import Post
from cases.domain.facts import BranchTime, LedTogether, SameBody, Tie
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Relation, Tier
from cases.models import Case
from cases.together import Reading, reads

OFFICERS = frozenset({Post.NATIONAL_OFFICER})
STAFF = frozenset({Post.STAFF})
COMMITTEE = frozenset({Post.NATIONAL_MEMBER, Post.NATIONAL_CHAIR, Post.NATIONAL_ALTERNATE})
APPEALS = frozenset({Post.APPEALS_MEMBER, Post.APPEALS_CHAIR, Post.APPEALS_ALTERNATE})
BODIES = (OFFICERS, STAFF, COMMITTEE, APPEALS)
"""The national bodies whose members work together (C14)."""
EXECUTIVE = OFFICERS | STAFF
NATIONAL_OFFICES = OFFICERS | STAFF | COMMITTEE | APPEALS
ABOVE_BRANCH = (Tier.NATIONAL, Tier.APPEAL)


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What offices say about the people of a case: who led or served with them, and who leads the branch today."""

    led_together: frozenset[LedTogether]
    same_bodies: frozenset[SameBody]
    leaders: frozenset[int]
    national: frozenset[int]


@reads
def ties(members: frozenset[int]) -> Reading[frozenset[Tie]]:
    """The ties of the register that touch one of these members."""
    return frozenset(
        Tie(member=row.member_id, other=row.other_id, relation=Relation(row.relation), until=row.until)
        for row in (yield people.ties_of(members))
    )


@reads
def shared_offices(members: Iterable[int], branch: int | None, today: date) -> Reading[Shared]:
    """Read in two queries: the offices of these members, then those that anybody held beside them."""
    members = frozenset(members)
    theirs = yield Office.objects.filter(member__in=members)
    led = {office.branch_id for office in theirs if office.post == Post.BRANCH_LEADER}
    bodies = frozenset(post for office in theirs for post in _body(office))
    led_there = Q(post=Post.BRANCH_LEADER, branch__in=led | {branch} - {None})
    beside = yield Office.objects.filter(led_there | Q(post__in=bodies))
    pairs = [(own, other) for own in theirs for other in beside if _met(own, other)]
    return Shared(
        led_together=frozenset(
            LedTogether(member=other.member_id, other=own.member_id, until=_end(own, other))
            for own, other in pairs
            if own.post == Post.BRANCH_LEADER
        ),
        same_bodies=frozenset(
            SameBody(
                member=other.member_id, other=own.member_id, executive=own.post in EXECUTIVE, until=_end(own, other)
            )
            for own, other in pairs
            if own.post in NATIONAL_OFFICES
        ),
        leaders=frozenset(o.member_id for o in beside if _leads(o, branch) and _on(o, today)),
        national=frozenset(o.member_id for o in theirs if o.post in NATIONAL_OFFICES and _on(o, today)),
    )


def beside(members: frozenset[int], today: date) -> frozenset[int]:
    """Everybody who is, or was, joined to one of these members: by a tie, by leading or by serving together."""
    shared = shared_offices(members, None, today)
    pairs = {(tie.member, tie.other) for tie in ties(members)}
    pairs |= {(led.member, led.other) for led in shared.led_together}
    pairs |= {(body.member, body.other) for body in shared.same_bodies}
    return members | {end for pair in pairs for end in pair}


@reads
def branch_times(
    procedure: Procedure, case: Case, sides: frozenset[int], hands: frozenset[int]
) -> Reading[frozenset[BranchTime]]:
    """Time in the branches of the sides: the sides' own, and that of whoever can be drawn above the branch (C12)."""
    if case.tier not in ABOVE_BRANCH:
        return frozenset()
    names = {name for tier in ABOVE_BRANCH if (body := procedure.body(tier)) for name in body.pools}
    drawn = Office.objects.filter(post__in=names & set(Post.values)).values("member")
    rows = Membership.objects.filter(branch__in=Membership.objects.filter(member__in=sides).values("branch"))
    rows = rows.filter(Q(member__in=sides | hands) | Q(member__in=drawn))
    return frozenset(
        BranchTime(member=member, branch=branch, since=since, until=until)
        for member, branch, since, until in (yield rows.values_list("member_id", "branch_id", "since", "until"))
    )


def _body(office: Office) -> Iterator[Post]:
    for body in BODIES:
        if office.post in body:
            yield from body


def _met(own: Office, other: Office) -> bool:
    """Did these two people hold these offices in one place at one time?"""
    led = own.post == other.post == Post.BRANCH_LEADER and own.branch_id == other.branch_id
    served = any(own.post in body and other.post in body for body in BODIES)
    return own.member_id != other.member_id and (led or served) and _overlap(own, other)


def _overlap(one: Office, two: Office) -> bool:
    return (one.until is None or two.since < one.until) and (two.until is None or one.since < two.until)


def _end(one: Office, two: Office) -> date | None:
    return min((office.until for office in (one, two) if office.until), default=None)


def _leads(office: Office, branch: int | None) -> bool:
    return office.post == Post.BRANCH_LEADER and branch is not None and office.branch_id == branch


def _on(office: Office, day: date) -> bool:
    return office.since <= day and (office.until is None or office.until > day)
