"""The acts in whose middle processes are killed. A person does them, and repeats them, or a worker by itself."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from branches.models import Member
from cases import mailing
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain.vocabulary import Ground, Tier
from cases.models import Ballot, Case, Conflict, Draft, Mail, Notice, Writing
from tests.faults import points
from tests.faults.stage import WEB, WORKER
from tests.forms import hidden, link
from tests.real.visitor import Visitor


@dataclass
class Act:
    """`send` is what a person does and repeats until it is answered; none where a worker does it by itself."""

    send: Callable[[int], int] | None
    is_done: Callable[[], bool]


@dataclass(frozen=True)
class Kind:
    """A kind of act: who does it, the table that tells it from others, and its points."""

    name: str
    by: str
    table: str
    begin: Callable[["World"], Act]
    points: tuple[str, ...] = points.IN_AN_ACT


class World:
    """People and cases, made by the real use-cases in our own process."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        crowd = cast.crowd("Northside")
        self.pairs = itertools.cycle(zip(crowd[::2], crowd[1::2], strict=False))
        self.filed = 0
        self.votes, self.seats = self._votes(), self._seats()

    def road(self, *, days: int) -> Road:
        """A case between two members who have no other part, filed so many days ago."""
        one, other = next(self.pairs)
        self.filed += 1
        at = timezone.now() - timedelta(days=days)
        return Road.file(self.cast, one, at, about=(other.full_name,))

    def at_branch(self) -> Road:
        with transaction.atomic():  # or a letter of nine days ago leaves before its reader, nine days ago, was out
            return self.road(days=9).screen().frame().to_branch()

    def voting(self) -> Road:
        with transaction.atomic():  # what lies in the past is no work for the clocks meanwhile
            return self._voting()

    def _voting(self) -> Road:
        road = self.road(days=9).screen().frame().to_national(Ground.EXPULSION).to_vote()
        for member in road.panel():
            road.declare(member)
        return road

    def _votes(self) -> Iterator[tuple[Road, Member]]:
        while True:
            road = self.voting()
            yield from ((road, member) for member in road.panel()[:-1])

    def _seats(self) -> Iterator[tuple[Road, Member]]:
        while True:
            road = self.voting()
            yield road, road.panel()[-1]


def signed_in(member: Member) -> Visitor:
    client = Client()
    client.force_login(member)
    visitor = Visitor(0)
    visitor.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return visitor


def _form(visitor: Visitor, address: str, **answers: object) -> Callable[[int], int]:
    """One form, filled in once and sent as often as it takes."""
    words: dict[str, object] = {}

    def send(port: int) -> int:
        visitor.port = port
        if not words:
            page = visitor.open(address)
            words.update(hidden(page) | answers)
            return NOT_YET
        return visitor.post(address, words).status_code

    return send


NOT_YET = 599
"""The form is filled in; it was not sent."""


def filing(world: World) -> Act:
    """A draft is written, and sent under the same number as often as it takes."""
    person, _ = next(world.pairs)
    visitor = signed_in(person)
    draft, words = "", {}

    def send(port: int) -> int:
        nonlocal draft, words
        visitor.port = port
        if not draft:
            draft = _drafted(visitor)
            words = hidden(visitor.open(f"/raise/{draft}/check/"))
            return NOT_YET
        return visitor.post(f"/raise/{draft}/check/", words).status_code

    return Act(send, lambda: Draft.objects.get(pk=draft).case_id is not None)


def _drafted(visitor: Visitor) -> str:
    visitor.open("/raise/safety/")
    visitor.open(link(visitor.open("/raise/"), "Start"))
    visitor.go_on(narrative="They shouted at me.")
    visitor.go_on(name="open", reach="")
    visitor.go_on(about_leader="no")
    visitor.go_on(must_not_see="")
    return visitor.at.split("/")[2]


def vote(world: World) -> Act:
    road, member = next(world.votes)
    send = _form(signed_in(member), f"/cases/{road.case.code}/do/vote/", motion="1", choice="yes")
    return Act(send, lambda: Ballot.objects.filter(case=road.case, member=member, void_at=None).count() == 1)


def recusal(world: World) -> Act:
    road, member = next(world.seats)
    send = _form(signed_in(member), f"/cases/{road.case.code}/do/recuse/")
    bars = Conflict.objects.filter(case=road.case, member=member, kind="self_declared")
    return Act(send, lambda: bars.count() == 1)


def request(world: World) -> Act:
    """A side asks for the national committee."""
    road = world.at_branch()
    words = {"ground": str(Ground.FEAR_OF_BIAS), "text": "They are friends."}
    send = _form(signed_in(road.side("complainant")), f"/my/{road.case.code}/do/request_escalation/", **words)
    return Act(send, lambda: Writing.objects.filter(case=road.case, action="request_escalation").count() == 1)


def clock(world: World) -> Act:
    """Rule G9: a branch that does nothing loses the case; a sweep does it."""
    road = world.at_branch()
    Case.objects.filter(pk=road.case.pk).update(due_on=timezone.localdate() - timedelta(days=31))
    return Act(None, lambda: Case.objects.get(pk=road.case.pk).tier == Tier.NATIONAL)


def release(world: World) -> Act:
    """Letters come into inboxes."""
    case = world.road(days=0).case
    waiting = Notice.objects.filter(case=case, released_at=None, dropped_at=None)
    return Act(None, lambda: not waiting.exists())


def mail(world: World) -> Act:
    """What was released is mailed, now and not in its own quarter of an hour."""
    case = world.road(days=0).case
    waiting = Notice.objects.filter(case=case, released_at=None, dropped_at=None)

    def is_done() -> bool:
        time_passes(timezone.now())
        return not waiting.exists() and not mailing.unfinished().filter(notices__case=case).exists()

    return Act(None, is_done)


@transaction.atomic
def time_passes(at: datetime) -> None:
    """Every mail is due, and the leases of the dead are over: whoever lives ends its own within seconds."""
    free = list(mailing.unfinished().select_for_update(skip_locked=True).values_list("pk", flat=True))
    Mail.objects.filter(pk__in=free, due_at__gt=at).update(due_at=at)
    dead = at + mailing.LEASE - timedelta(seconds=LIVES)
    Mail.objects.filter(pk__in=free, claimed_until__lt=dead).update(claimed_until=at)


LIVES = 5
"""Seconds after which somebody who claimed a mail is dead."""

NO_LETTER = tuple(point for point in points.IN_AN_ACT if point != points.TOLD)

KINDS = (
    Kind("filing", WEB, "cases_complaint", filing),
    Kind("a vote", WEB, "cases_ballot", vote, NO_LETTER),
    Kind("stepping aside", WEB, "cases_conflict", recusal),
    Kind("a request to move up", WEB, "cases_writing", request, NO_LETTER),
    Kind("moving up by the clock", WORKER, "cases_proceeding", clock),
    Kind("a letter released", WORKER, "cases_notice", release, (points.WRITING, points.WRITTEN, points.COMMITTING)),
    Kind("a mail", WORKER, "cases_mail", mail, (points.COMMITTED, points.MAILING, points.MAILED)),
)
