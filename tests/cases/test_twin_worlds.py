"""Twin worlds: the demo world with and without one case is the same world to everybody who may not have that case.

A page is taken of every list and address before the case is filed, while it goes on, and when it is over. Whoever is
not entitled to it gets the same bytes each time, but for the token of a form. Whoever has lost it gets the same bytes
from that moment on.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from branches.models import Member
from branches.usecases import declare_interest
from cases import access, delivery, mailing, references
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain.vocabulary import Action, Category, Ground, Relation, Role, SeatStatus
from cases.models import Case, CaseRole, Conflict, Notice, Party, Seat
from cases.usecases import drafts
from conduct.policy import Policy
from tests import sweep
from tests.browsing import Browser, Seen, same_for_all
from tests.clock import stopped
from tests.conftest import POSTGRESQL

CODE = references.new()
"""The case will have this reference; before it is filed it belongs to nobody."""

OF_A_CASE = ("case", "case-conflicts", "case-timeline", "case-hearing", "bundle", "bundle-file")
OF_A_CASE += ("my-case", "my-hearing", "my-bundle", "my-bundle-file", "oversight-challenge", "oversight-decisions")
FILES = ("case-file", "my-file")
ASKED_FOR = (
    f"/cases/?q={CODE}",
    f"/cases/?q={CODE[:3]}",
    "/cases/?state=triage",
    "/people/?q=Rob",
    "/oversight/?from=x",
)
OWN = 3
Story = Callable[[Cast, datetime], Iterator[Road]]
Album = dict[str, Seen]


@pytest.fixture(scope="module")
def db(standing: None) -> None:
    """One transaction for the whole file, so that the world is built once."""


@pytest.fixture(scope="module")
def world(db, demo_world):
    Member.objects.create_superuser("root@demo.example", full_name="Root Demo", joined_on=demo_world.cast.ana.joined_on)
    return demo_world


@pytest.fixture
def cast(world) -> Iterator[Cast]:
    """Each test on a savepoint, at one moment that does not pass."""
    at = timezone.now()
    draft = drafts.new_id(world.cast.ana)  # an offer to write makes up a number each time
    fixed = patch.object(references, "new", lambda: CODE), patch.object(drafts, "new_id", lambda owner: draft)
    with transaction.atomic(), stopped(at), fixed[0], fixed[1]:
        _post(at)  # what the other cases still have to send
        mail.outbox.clear()
        yield world.cast
        transaction.set_rollback(True)


def _post(at: datetime) -> None:
    """Deliver what waits, also for Monday, and send its mail."""
    delivery.deliver_due(at=at + timedelta(days=4))
    mailing.mail_due(at=at + timedelta(days=5))


# The case, from its filing to its end. Each halt is a moment at which everybody looks.


def _end(road: Road) -> Road:
    return road.vote().measure().decide().appeal().admit().outcome()


def about_a_member(cast: Cast, at: datetime) -> Iterator[Road]:
    """For the national committee. Somebody of the committee, a registrar and the auditor are named as excluded."""
    unwanted = ("Hana Demo", "Zora Demo", "Yara Demo")
    road = Road.file(cast, cast.ana, at - timedelta(days=25), must_not_see=unwanted)
    yield road
    yield road.screen().frame(Category.STALKING).to_national(Ground.GRAVE).draw()
    yield road.clear().notice().answer().do(Action.NAME_WITNESS, road.who(Role.PANEL_CHAIR), name="Petra Lang")
    yield road.do(Action.RECUSE, road.panel()[-1])
    yield road.clear().report().review().papers()
    yield _end(road)


def about_the_leader(cast: Cast, at: datetime) -> Iterator[Road]:
    """About the leader of a branch, who is not told before the panel sits."""
    road = Road.file(cast, cast.tara, at - timedelta(days=20), about=("Bo Demo",), about_leader="yes")
    yield road
    yield road.screen().frame().to_national(Ground.LEADERSHIP).draw()
    yield road.clear(4)


def at_another_branch(cast: Cast, at: datetime) -> Iterator[Road]:
    """A branch's own case; a tie that is declared on the way takes one of its panel out, and it moves up."""
    here = cast.crowd("Eastport")
    road = Road.file(cast, here[0], at - timedelta(days=20), about=(here[1].full_name,))
    yield road
    yield road.screen().frame().to_branch().seat_panel().notice()
    declare_interest(member=road.panel()[0], other=here[1], relation=Relation.PARTNER, by=road.panel()[0], at=road.at)
    yield road.clear().answer()
    road.do(Action.REQUEST_ESCALATION, here[0], ground=Ground.FEAR_OF_BIAS, text="They are friends.")
    ruler = road.who(Role.ESCALATION_RULER)
    yield road.do(Action.RULE_ESCALATION, ruler, upheld=True, reason="They are friends.").seat_panel().notice()


STORIES: dict[Story, set[str]] = {
    about_a_member: {"Fay", "Hana", "Zora", "Yara", "Bo", "Lena", "Mona", "Eva", "Olga", "Stan", "Ada"},
    about_the_leader: {"Bo", "Lena", "Rob", "Cal", "Omar", "Mona", "Ada"},
    at_another_branch: {"Ana", "Rob", "Bo", "Lars", "Omar", "Ada"},
}
"""Each story with some who may never have that case."""
LOST = {about_a_member: 3, about_the_leader: 1, at_another_branch: 3}
MIDDLE, MOST = 1, 5


# Looking


def _places() -> list[str]:
    """Every address of the site that needs nothing behind it, and those of the case."""
    plain = [reverse(p.name) for p in sweep.patterns() if not p.pattern.converters]
    steps = [reverse(name, args=[CODE, act]) for name in ("case-step", "my-step") for act in ("recuse", "no_such_step")]
    files = [reverse(name, args=[CODE, sweep.NOTHING]) for name in FILES]
    return [*plain, *(reverse(name, args=[CODE]) for name in OF_A_CASE), *files, *steps, *ASKED_FOR]


def _own(member: Member) -> list[str]:
    """Some pages of other cases that are theirs, and their last letters."""
    found = [reverse("case", args=[case.code]) for case in access.open_to(member).order_by("code")[:OWN]]
    found += [reverse("my-case", args=[case.code]) for case in access.followed_by(member).order_by("code")[:OWN]]
    letters = Notice.objects.filter(member=member, released_at__isnull=False).exclude(case__code=CODE).order_by("-pk")
    return found + [reverse("letter", args=[notice.pk]) for notice in letters[:OWN]]


def look(member: Member | None) -> Album:
    """Everything this person can get from the site. Nothing of looking stays behind."""
    with transaction.atomic():
        browser = Browser(member)
        pages = _places() + (_own(member) if member else [])
        album = {}
        for url in pages:
            with transaction.atomic():
                cookies = browser.cookies.copy()
                answer = browser.get(url)
                browser.cookies = cookies
                transaction.set_rollback(True)
            assert answer.status_code < 500, url
            album[url] = same_for_all(answer)
        transaction.set_rollback(True)
    return album


def entitled(road: Road) -> set[Member]:
    """Whoever had a part in the case, by plain rows: worked on it, was drawn, is a side that was told, or oversees."""
    rows = [
        CaseRole.objects.filter(case=road.case).values_list("member", flat=True),
        Seat.objects.filter(case=road.case).values_list("member", flat=True),
        Party.objects.filter(case=road.case, informed_at__isnull=False).values_list("member", flat=True),
    ]
    barred = set(Conflict.objects.filter(case=road.case, until=None).values_list("member", flat=True))
    barred |= set(Party.objects.filter(case=road.case, member__isnull=False).values_list("member", flat=True))
    overseeing = {m.pk for m in (road.cast.zed, road.cast.zora, road.cast.yara)} - barred
    return set(Member.objects.filter(pk__in={pk for row in rows for pk in row} | overseeing))


def left(road: Road) -> set[Member]:
    """Whoever worked on the case and does not any more."""
    rows = CaseRole.objects.filter(case=road.case)
    now = rows.filter(until=None).values("member")
    asked = Seat.objects.filter(case=road.case, status=SeatStatus.ASKED).values("member")
    return set(Member.objects.filter(pk__in=rows.values("member")).exclude(pk__in=now).exclude(pk__in=asked))


def who_looks(cast: Cast, names: set[str]) -> list[Member | None]:
    """These, a visitor, a superuser, an ordinary member of the branch, and some who could have been drawn."""
    some = [cast.members[name] for name in sorted(names | {"Kim", "Abel", "Rae"})]
    return [None, Member.objects.get(is_superuser=True), cast.crowd("Northside")[-1], *some]


def differences(before: Album, after: Album) -> list[str]:
    return [url for url in before | after if before.get(url) != after.get(url)]


@pytest.mark.parametrize("story", STORIES if not POSTGRESQL else [about_a_member], ids=lambda story: story.__name__)
def test_the_world_with_the_case_is_the_world_without_it(cast: Cast, story: Story, capsys):
    """And whoever had it and has lost it learns nothing from then on: an officer, one who stepped aside."""
    at, pages = timezone.now(), 0
    before = {member: look(member) for member in who_looks(cast, STORIES[story])}
    lost: dict[Member, Album] = {}
    for halt, road in enumerate(story(cast, at)):
        delivery.deliver_due(at=at + timedelta(days=4))  # also what waits for Monday
        gone = left(road)
        lost = {member: album for member, album in lost.items() if member in gone}
        lost |= {member: look(member) for member in list(gone - lost.keys())[: MOST - len(lost)]}
        if halt == MIDDLE:
            pages += _same(before, entitled(road), f"{story.__name__}, on the way")
    assert road.case.code == CODE
    theirs = entitled(road)
    pages += _same(before, theirs, f"{story.__name__}, in the end") + _same(lost, set(), "who has lost it")
    outside = {member.full_name.split()[0] for member in before if member and member not in theirs}
    assert outside >= STORIES[story], STORIES[story] - outside
    assert len(lost) >= LOST[story], lost
    _post(at)
    told = {address for message in mail.outbox for address in message.to}
    assert told & {m.email for m in theirs}
    assert not told & {m.email for m in before if m and m not in theirs}
    with capsys.disabled():
        print(f"\n  {story.__name__}: {len(outside)} outside, {len(lost)} who left; {pages} pages were the same")


def _same(albums: dict[Member | None, Album], theirs: set[Member], when: str) -> int:
    """Everybody but these gets what they got; how many pages were compared."""
    for member in albums.keys() - theirs:
        assert differences(albums[member], look(member)) == [], f"{when}: {member and member.full_name}"
    return sum(len(albums[member]) for member in albums.keys() - theirs)


def test_the_comparison_sees_a_single_letter_of_difference(cast: Cast):
    """It would find a leak: the complainant gets other pages, and so does an excluded member without the bar."""
    before = {member: look(member) for member in (cast.ana, cast.zora, cast.hana)}
    road = Road.file(cast, cast.ana, timezone.now(), must_not_see=("Zora Demo", "Hana Demo"))
    assert differences(before[cast.ana], look(cast.ana))
    assert differences(before[cast.zora], look(cast.zora)) == []
    Conflict.objects.filter(case=road.case, member=cast.zora).delete()
    changed = differences(before[cast.zora], look(cast.zora))
    assert reverse("oversight") in changed, changed
    assert Case.objects.get(code=CODE) == road.case


def test_every_kind_of_page_is_among_those_that_are_compared(cast: Cast):
    plain = {p.name for p in sweep.patterns() if not p.pattern.converters}
    routes = plain | {p.name for p in sweep.patterns() if p.callback.policy in OF_CASES}
    shown = {*plain, *OF_A_CASE, *FILES, "case-step", "my-step"}
    assert routes <= shown, routes - shown


OF_CASES = frozenset({Policy.HANDLER, Policy.PARTY, Policy.AUDIT})
