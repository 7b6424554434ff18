"""Every address, by every method, as everybody: whoever may not have a case finds no trace of it anywhere.

A cell is an address, a method, a case and the way a reader stands in it. Two readers who stand alike towards a case
that neither may open are one cell: the first of them asks. The page of a case that somebody may open is asked by
each; a form is asked for once in each case for each role, and sent once for each role.
"""

import base64
import inspect
import json
import logging
import re
import uuid
from collections.abc import Iterator

import pytest
from celery import Celery
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from redis import Redis

from branches.models import Member
from cases.domain.vocabulary import Role
from cases.models import Case, CaseEvent, Challenge, Notice
from cases.usecases import ACTS
from conduct.celery import app
from conduct.policy import Policy
from tests import contents, sweep, world
from tests.browsing import Browser, same_for_all
from tests.conftest import POSTGRESQL
from tests.readers import Reader, may_read
from tests.sweep import METHODS, RARE, WRITING, Place
from tests.world import World

MARK = re.compile(r"mark[0-9a-f]{32}\d")
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{2}\b")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ASKED = ("GET",) if POSTGRESQL else METHODS
"""Methods are told apart in Python, before any query; which rows a page finds is asked on both engines."""

Cell = tuple[Place, str]


@pytest.fixture(scope="module")
def db(standing: None) -> None:
    """One transaction for the whole file, so that the world is built once."""


@pytest.fixture(scope="module")
def whole(db) -> World:
    return world.build()


@pytest.fixture(scope="module")
def plan(whole: World) -> dict[str, list[Cell]]:
    """Who asks what. Everybody knows from it what is theirs, whichever process asks."""
    everyone = [reader(name, whole) for name in READERS]
    places, taken = list(sweep.places(whole)), set()
    found: dict[str, list[Cell]] = {one.name: [] for one in everyone}
    for one in everyone:
        for place in places:
            for method in ASKED:
                cell = _cell(one, place, method)
                if cell not in taken:
                    taken.add(cell)
                    found[one.name].append((place, method))
    return found


def _cell(one: Reader, place: Place, method: str) -> tuple[object, ...]:
    """What makes this question another one than those that were asked."""
    case = place.thing if isinstance(place.thing, Case) else getattr(place.thing, "case", None)
    mine = one.may_open(place)
    if method in RARE:
        return place.route, method, mine, one.posts
    if case is None or (mine and not place.word and method not in WRITING):
        return place.route, method, place.url, one.name
    own = getattr(place.thing, "member_id", None) == getattr(one.member, "pk", 0)
    if mine and place.word == "from here":
        act = place.url.strip("/").rsplit("/", 1)[-1]
        return place.route, method, act, one.roles(case) | one.sides(case), None if method in WRITING else case.pk
    return place.route, method, case.pk, place.word, mine, own, one.stands(case)


def reader(name: str, whole: World) -> Reader:
    return Reader(name, READERS[name](whole), whole)


def _holder(case: str, role: Role):
    return lambda whole: whole.roads[case].who(role)


def _called(name: str):
    return lambda whole: whole.cast.members[name]


def _stepped_aside(whole: World) -> Member:
    from cases.models import Conflict

    return Conflict.objects.get(case=whole.cases["vote"], kind="self_declared").member


READERS = {
    "visitor": lambda whole: None,
    "plain member": _called("Mona"),
    "complainant": _called("Ana"),
    "respondent": _called("Rob"),
    "witness and other complainant": _called("Tara"),
    "intake officer": _called("Omar"),
    "second officer": _holder("dismissal", Role.SECOND_OFFICER),
    "reviewer": _holder("reviewed", Role.REVIEWER),
    "facilitator": _holder("talks", Role.FACILITATOR),
    "drawn candidate": lambda whole: whole.roads["forming"].asked()[0],
    "panel member": lambda whole: whole.roads["vote"].panel()[-1],
    "panel chair": _holder("vote", Role.PANEL_CHAIR),
    "member of an appeals panel": lambda whole: whole.roads["appeal vote"].panel()[-1],
    "investigator": _holder("national", Role.INVESTIGATOR),
    "ruler on moving up": _holder("inquiry", Role.ESCALATION_RULER),
    "appeals officer": _holder("appealed", Role.APPEALS_OFFICER),
    "member on hold": lambda whole: Challenge.objects.get(case=whole.cases["hold"]).member,
    "registrar": _holder("vote", Role.REGISTRAR),
    "other registrar": _called("Zora"),
    "auditor": _called("Yara"),
    "administrator": _called("Ada"),
    "superuser": lambda whole: Member.objects.get(is_superuser=True),
    "member who stepped aside": _stepped_aside,
    "member named as excluded": _called("Lena"),
    "relative of a side": _called("Fay"),
    "leader it is about": _called("Bo"),
}


@pytest.mark.parametrize("name", READERS)
def test_nobody_finds_a_trace_of_what_is_not_theirs(whole: World, plan, log, name: str, capsys):
    visit = Visit(reader(name, whole))
    for place, method in plan[name]:
        visit.ask(place, method)
    assert not visit.faults, "\n".join(visit.faults[:20])
    assert not traces(" ".join(log), whole)
    with capsys.disabled():
        print(f"\n  swept as {name}: {visit.cells} answers, {visit.absent} as absent")
    assert visit.cells > 50, visit.cells
    assert visit.absent > 5, visit.absent


def test_every_address_is_asked_by_every_method_and_by_somebody_in_every_case(whole: World, plan, capsys):
    """The plan leaves out only what is asked already, by somebody who stands there in the same way."""
    cells = [cell for asked in plan.values() for cell in asked]
    every = {(str(pattern.name), method) for pattern in sweep.patterns() for method in ASKED}
    assert every ^ {(place.route, method) for place, method in cells} == set()
    everyone = [reader(name, whole) for name in READERS]
    cases = {(place.route, place.thing.pk) for place, _ in cells if isinstance(place.thing, Case)}
    routes = {route for route, _ in cases}
    assert cases == {(route, case.pk) for route in routes for case in whole.cases.values()}
    ways = {(case.pk, one.stands(case)) for one in everyone for case in whole.cases.values()}
    asked = {
        (place.thing.pk, reader(name, whole).stands(place.thing))
        for name, mine in plan.items()
        for place, method in mine
        if isinstance(place.thing, Case) and method == "GET" and place.route == "case"
    }
    assert asked == ways
    with capsys.disabled():
        print(f"\n  the whole sweep: {len(cells)} cells; {len(ways)} ways to stand in {len(whole.cases)} cases")
    assert len(cells) > (1500 if POSTGRESQL else 5000), len(cells)


# Beside the pages


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Every line that would reach the log, as it would be written there."""
    (handler,) = [h for h in logging.getLogger().handlers if h.name == "stderr"]
    lines: list[str] = []
    ear = logging.Handler()
    ear.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    ear.filters = handler.filters
    logging.getLogger().addHandler(ear)
    yield lines
    logging.getLogger().removeHandler(ear)


def traces(text: str, whole: World) -> set[str]:
    """What in these words could only have come from a case, for places where nothing of any case may stand."""
    codes = {case.code for case in whole.cases.values()} | {str(case.pk) for case in whole.cases.values()}
    return set(MARK.findall(text)) | {code for code in codes if code in text} | set(re.findall(world.UNSENT, text))


def test_the_search_for_traces_finds_them(whole: World):
    case, word = whole.roads["vote"].case, next(iter(whole.marks))
    assert traces(f"- {case.code} {word}, {case.pk}: {world.UNSENT}", whole) == {
        case.code,
        word,
        str(case.pk),
        world.UNSENT,
    }


def test_no_mail_shows_more_than_that_there_is_something(whole: World):
    assert len(whole.mail) > 20
    assert {(m.subject, m.body, tuple(m.cc + m.bcc), len(m.attachments)) for m in whole.mail} == {
        (whole.mail[0].subject, whole.mail[0].body, (), 0)
    }
    assert not traces(" ".join(m.message().as_string() for m in whole.mail), whole)


def test_the_work_that_waits_in_the_database_holds_codes_and_no_words(whole: World):
    rows = [*Notice.objects.values(), *CaseEvent.objects.values()]
    assert len(rows) > 500
    names = set(Member.objects.values_list("full_name", flat=True))
    words = {str(value) for row in rows for key, value in row.items() if key not in ("id", "case_id", "event_id")}
    assert not any(traces(word, whole) for word in words)
    assert not {name for name in names if any(name in word for word in words)}


def test_the_cache_is_not_used_for_anything_of_a_case(whole: World):
    """A page that was kept there would come back to somebody who has lost the case. Wrong links are counted there."""
    Visit(reader("registrar", whole)).ask(next(p for p in sweep.places(whole) if p.route == "cases"), "GET")
    assert {key for key in cache._cache if not key.startswith(":1:invited-")} == set()


def test_a_message_to_the_broker_names_a_task_and_nothing_else(whole: World, redis_url):
    """Work is found in the database when it is done: no message carries a case, a name or a word."""
    app.loader.import_default_modules()
    tasks = {name: task for name, task in app.tasks.items() if name.startswith("cases.")}
    assert len(tasks) >= 2
    queue = f"sweep-{uuid.uuid4()}"
    store = Redis.from_url(redis_url)
    try:
        with Celery(broker=redis_url) as sender:
            for name, task in tasks.items():
                assert not inspect.signature(task.run).parameters, name
                sender.send_task(name, queue=queue)
        sent = [json.loads(message) for message in store.lrange(queue, 0, -1)]
    finally:
        store.delete(queue)
    assert {message["headers"]["task"] for message in sent} == set(tasks)
    for message in sent:
        args, kwargs, _ = json.loads(base64.b64decode(message["body"]))
        assert (args, kwargs) == ([], {})
        assert not traces(json.dumps(message) + str(base64.b64decode(message["body"])), whole)


class Visit:
    """One reader's way through all addresses."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.cells = self.absent = 0
        self.faults: list[str] = []
        self.client = Browser(reader.member)
        self.may_read = {word for word, mark in reader.world.marks.items() if may_read(reader, mark)}
        self.codes = {case.code: name for name, case in reader.world.cases.items()}
        self.knows = {case.code for case in reader.world.cases.values() if reader.knows(case)}
        self.away: dict[tuple[str, str], HttpResponse] = {}
        self.names = set(Member.objects.values_list("full_name", flat=True))

    def ask(self, place: Place, method: str) -> None:
        answer = self._send(method, place.url)
        self.cells += 1
        where = f"{self.reader.name}: {method} {place.url} → {answer.status_code}"
        if answer.status_code >= 500:
            self.faults.append(where)
        self._look_for_traces(answer, where)
        if self.reader.may_open(place):
            if method == "GET" and answer.status_code == 404 and not _may_be_missing(place):
                self.faults.append(f"{where}, but it is theirs")
        else:
            self._must_be_closed(place, method, answer, where)

    def _must_be_closed(self, place: Place, method: str, answer: HttpResponse, where: str) -> None:
        self.absent += 1
        if place.absent:
            nothing = self._nothing(method, place.absent)
            if same_for_all(answer, place.url) != same_for_all(nothing, place.absent):
                self.faults.append(f"{where} differs from {place.absent} → {nothing.status_code}")
        if place.policy in (Policy.MACHINES, Policy.GUEST):
            closed = answer.status_code in (404, 405)
        elif self.reader.member is None:
            closed = answer.status_code in (302, 405) or (method == "POST" and answer.status_code == 200)
        elif place.policy in (Policy.REGISTER, Policy.OVERSIGHT, Policy.FIGURES):
            closed = answer.status_code in (403, 405)
        else:
            closed = answer.status_code in (404, 405)
        if not closed:
            self.faults.append(f"{where}, but it is not theirs")

    def _nothing(self, method: str, url: str) -> HttpResponse:
        """What this reader gets at an address behind which there is nothing; asked once."""
        if (method, url) not in self.away:
            self.away[method, url] = self._send(method, url)
        return self.away[method, url]

    def _send(self, method: str, url: str) -> HttpResponse:
        """One request, of which nothing stays: neither in the database nor in the browser."""
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            answer = self.client.generic(method, url)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return answer

    def _look_for_traces(self, answer: HttpResponse, where: str) -> None:
        if not contents.known(answer):
            self.faults.append(f"{where} is {answer.get('Content-Type')}, which nobody knows how to read")
            return
        text = contents.words(answer)
        for word in set(MARK.findall(text)) - self.may_read:
            mark = self.reader.world.marks[word]
            self.faults.append(f"{where} shows {mark.place} of {self.codes[mark.row.case.code]}")
        typed = set(CODE.findall(where))
        for code in (
            (set(CODE.findall(text)) & self.codes.keys()) - self.knows - (typed if answer.status_code == 302 else set())
        ):
            self.faults.append(f"{where} names the case {self.codes[code]}")
        if world.UNSENT in text and self.reader.member != self.reader.world.cast.ana:
            self.faults.append(f"{where} shows a draft")
        title = TITLE.search(text)
        if title and any(name in title[1] for name in self.names):
            self.faults.append(f"{where} has a name in its title: {title[1]}")


def _may_be_missing(place: Place) -> bool:
    """A step that does not exist or that only the clock takes, a draft that was not sent, a hearing nobody called."""
    *_, last = place.url.strip("/").split("/")
    return last in ("no-such-step", "text", "hearing") or ("/do/" in place.url and last not in ACTS)
