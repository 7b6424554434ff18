"""The demo world: every story is lived day by day, in the order of time, through the real use-cases.

The clock runs in between as it would on a real site, so what is overdue, lapsed or reminded came about by itself.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from branches.models import Member
from cases import delivery, mailing
from cases.demo import cast, matters, stories
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.demo.stories import Story
from cases.domain import periods
from cases.domain.periods import Period
from cases.domain.vocabulary import EventKind, Role, SeatStatus, State
from cases.load import local_day
from cases.models import CaseEvent, CaseRole, Notice, Seat
from cases.record import System, record
from cases.reports import publishing
from cases.usecases import deadlines, law, refusals
from cases.usecases.intake import Named

DEMO = System("demo world")
SIZES = {"small": 0, "medium": 250, "large": 2000}
SPREAD_DAYS = 540
READ_AFTER = timedelta(days=1)
UNREAD_DAYS = timedelta(days=7)
MORNING = time(6)
DAYS, PUBLISHED = 180, 12
"""A half-year, and the cases told of one: more than the smallest number that is shown."""
Tell = Callable[[str, int, int], None]


class NotEmpty(Exception):
    """The database belongs to somebody already."""


@dataclass
class Scene:
    """One story with the moments of its acts: the first is the filing."""

    story: Story
    moments: list[datetime]
    random: Random
    road: Road | None = None
    done: int = 0


@dataclass(frozen=True)
class World:
    """What was built."""

    cast: Cast
    scenes: list[Scene] = field(default_factory=list)

    def road(self, title: str) -> Road:
        """The first case of a story."""
        return next(scene.road for scene in self.scenes if scene.story.title == title and scene.road)


def refuse_a_used_database() -> None:
    """Raise `NotEmpty` unless nobody lives here."""
    if CaseEvent.objects.filter(system=DEMO.reason).exists():
        raise NotEmpty("This database holds its demo world already. Nothing was changed.")
    if Member.objects.exists():
        raise NotEmpty("This database has members of its own. The demo world goes only into an empty one.")


@transaction.atomic
def build(*, size: str, seed: int, now: datetime, password: str, tell: Tell) -> World:
    """Fill an empty database. All or nothing; the same seed tells the same stories of the same people."""
    refuse_a_used_database()
    scenes = _plan(size, Random(seed), now)  # noqa: S311 (a story, not a secret)
    first = min(scene.moments[0] for scene in scenes) - timedelta(days=1)
    law.publish_default(first)
    people = cast.build(day=local_day(first), at=first, password=password)
    people.storied.update(people.members[name.split()[0]].pk for scene in scenes for name in _sides(scene.story))
    for branch in people.branches.values():
        data = {"branch": branch.pk, "size": size, "seed": seed}
        record(EventKind.BRANCH_ADDED, case=None, by=DEMO, at=first, data=data)
    _live(scenes, people, since=local_day(first), now=now, tell=tell)
    _publish(people, now)
    _read_old_letters(now)
    return World(people, scenes)


def _sides(story: Story) -> set[str]:
    """Whoever is named as a side of a story; drawn for a panel before, they would have to leave it half way (R-8)."""
    return {*story.about, *([story.by] if story.by else [])}


def _plan(size: str, random: Random, now: datetime) -> list[Scene]:
    """Every story once; in a larger world the common ones again, with other people and at other times."""
    told = list(stories.ALL)
    common = [story for story in stories.ALL if story.often]
    weights = [story.often for story in common]
    for story in random.choices(common, weights, k=max(0, SIZES[size] - len(told))):
        closed = story.state == "closed"
        rest = story.rest + random.randrange(SPREAD_DAYS) if closed else story.rest
        told.append(replace(story, by="", about=(), rest=rest))
    told += _before(now)
    return [Scene(story, _moments(story, random, now), Random(random.random())) for story in told]  # noqa: S311


def _before(now: datetime) -> Iterator[Story]:
    """Some cases of the last half-year that is over, so that there are figures to publish: all of one simple kind."""
    period, today = _over(now), local_day(now)
    story = stories.SIMPLE
    for place in range(PUBLISHED):
        ended = period.until - timedelta(days=2 + place * (DAYS // PUBLISHED))
        yield replace(story, title=f"{story.title} ({place + 1})", rest=(today - ended).days, branch="Northside")


def _over(now: datetime) -> Period:
    today = local_day(now)
    return next(periods.ended(today - timedelta(days=DAYS * 2), today))


def _publish(people: Cast, now: datetime) -> None:
    """The registrar has published the figures of that half-year."""
    period = _over(now)
    publishing.publish(period, by=people.zed, at=now)


def _moments(story: Story, random: Random, now: datetime) -> list[datetime]:
    """When each act happens: in the hours in which people do such things, one after the other, none after now."""
    waits = [days for days, _ in story.way]
    began = local_day(now) - timedelta(days=story.rest + sum(waits))  # days, not hours: some days have 25 of them
    moments: list[datetime] = []
    for place in range(len(waits) + 1):
        moment = _on(began + timedelta(days=sum(waits[:place])), time(9 + random.randrange(11), random.randrange(60)))
        if moments:
            moment = max(moment, moments[-1] + timedelta(minutes=20))
        moments.append(min(moment, now - timedelta(minutes=3 * (len(waits) + 1 - place))))
    return moments


def _on(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def _live(scenes: list[Scene], people: Cast, *, since: date, now: datetime, tell: Tell) -> None:
    """Act after act, whoever's turn it is, and every morning what the clock does by itself."""
    order = count()
    queue = [(scene.moments[0], next(order), scene) for scene in scenes]
    heapq.heapify(queue)
    mornings = _mornings(since, now)
    morning = next(mornings)
    total, done = sum(len(scene.moments) for scene in scenes), 0
    while queue:
        at, _, scene = heapq.heappop(queue)
        while morning <= at:
            _answer(scenes, morning)
            _tick(morning)
            morning = next(mornings, now)
        _act(scene, people, at)
        if scene.done < len(scene.moments):
            heapq.heappush(queue, (scene.moments[scene.done], next(order), scene))
        done += 1
        tell("acts", done, total)
    _tick(now)


def _answer(scenes: list[Scene], at: datetime) -> None:
    """Whoever was drawn in the place of somebody who is out answers by the next morning, and the story can go on."""
    asked = Seat.objects.filter(status=SeatStatus.ASKED, proceeding__ended_at__isnull=True)
    waiting = set(asked.exclude(case__state=State.FORMING).values_list("case", flat=True))
    for scene in scenes:
        if scene.road and scene.road.case.pk in waiting and scene.done < len(scene.moments):
            scene.road.until(at).case.refresh_from_db()
            scene.road.clear()


def _mornings(since: date, now: datetime) -> Iterator[datetime]:
    days = (now.date() - since).days + 1
    return (m for m in (_on(since + timedelta(days=d), MORNING) for d in range(days)) if m < now)


def _tick(at: datetime) -> None:
    """The background work of a day. Its mail goes nowhere: nobody of the demo world has a mailbox."""
    deadlines.sweep(at=at)
    delivery.deliver_due(at=at)
    mailing.mail_due(at=at, through=get_connection("django.core.mail.backends.dummy.EmailBackend"))


def _act(scene: Scene, people: Cast, at: datetime) -> None:
    try:
        if scene.road is None:
            scene.road = _file(scene, people, at)
        else:
            scene.road.at = at
            scene.road.case.refresh_from_db()
            scene.story.way[scene.done - 1][1](scene.road)
    except Exception as problem:
        problem.add_note(f"in the story “{scene.story.title}”, act {scene.done}")
        raise
    scene.done += 1


def _file(scene: Scene, people: Cast, at: datetime) -> Road:
    story, random = scene.story, scene.random
    crowd = people.crowd(story.branch)
    random.shuffle(crowd)
    busy = _busy()
    crowd.sort(key=lambda member: member.pk not in busy)  # taken from the end
    by = people.members[story.by] if story.by else crowd.pop()
    about = story.about or (crowd.pop().full_name,)
    named = [Named(name=name) for name in about]
    named += [Named(name=crowd.pop().full_name, side=Role.WITNESS) for _ in range(story.witnesses)]
    matter = story.matter or random.choice(matters.GENTLE)
    return Road.file(people, by, at, matter=matter, people=tuple(named), **story.filing)


def _busy() -> set[int]:
    """Who works on a case: a story about one of them would end their part in another story (R-8)."""
    roles = CaseRole.objects.filter(until__isnull=True).values_list("member_id", flat=True)
    seats = Seat.objects.filter(proceeding__ended_at__isnull=True).values_list("member_id", flat=True)
    return {*roles, *seats}


def _read_old_letters(now: datetime) -> None:
    old = Notice.objects.filter(released_at__lt=now - UNREAD_DAYS).select_related("member")
    for notice in old.order_by("released_at", "pk").iterator():
        refusals.note_letter(notice_id=notice.pk, by=notice.member, at=(notice.released_at or now) + READ_AFTER)
