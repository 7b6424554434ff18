"""Every address, by every method, as everybody: whoever may not have a case finds no trace of it anywhere."""

import re

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from branches.models import Member
from cases.domain.vocabulary import Role
from cases.usecases import ACTS
from conduct.policy import Policy
from tests import sweep, world
from tests.readers import Reader, may_read
from tests.sweep import METHODS, Place
from tests.world import World

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
MARK = re.compile(r"mark[0-9a-f]{32}\d")
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{2}\b")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
LEAST = 500
USUAL = ("GET", "HEAD", "POST")


@pytest.fixture(scope="module")
def db(standing: None) -> None:
    """One transaction for the whole file, so that the world is built once."""


@pytest.fixture(scope="module")
def whole(db) -> World:
    return world.build()


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
def test_nobody_finds_a_trace_of_what_is_not_theirs(whole: World, name: str, capsys):
    visit = Visit(reader(name, whole))
    for place in sweep.places(whole):
        for method in visit.methods(place):
            visit.ask(place, method)
    assert not visit.faults, "\n".join(visit.faults[:20])
    with capsys.disabled():
        print(f"\n  swept as {name}: {visit.cells} answers, {visit.absent} as absent")
    assert visit.cells > LEAST, visit.cells


class Visit:
    """One reader's way through all addresses."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.cells = self.absent = 0
        self.shift = list(READERS).index(reader.name)
        self.faults: list[str] = []
        self.client = Client(raise_request_exception=False)
        if reader.member:
            self.client.force_login(reader.member)
        self.may_read = {word for word, mark in reader.world.marks.items() if may_read(reader, mark)}
        self.codes = {case.code: name for name, case in reader.world.cases.items()}
        self.knows = {case.code for case in reader.world.cases.values() if reader.knows(case)}
        self.away: dict[tuple[str, str], HttpResponse] = {}
        self.names = set(Member.objects.values_list("full_name", flat=True))

    def methods(self, place: Place) -> tuple[str, ...]:
        """Every method; but of addresses of which there are many alike only some, and others for each reader."""
        turn = place.turn + self.shift
        if place.many:
            mine = self.reader.may_open(place)
            return (("GET", "POST") if mine else USUAL) if turn % (9 if mine else 23) == 0 else ()
        return METHODS if turn % 4 == 0 else USUAL

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
            if _bytes(answer, place.url) != _bytes(nothing, place.absent):
                self.faults.append(f"{where} differs from {place.absent} → {nothing.status_code}")
        if self.reader.member is None:
            closed = answer.status_code in (302, 405) or (method == "POST" and answer.status_code == 200)
        elif place.policy in (Policy.REGISTER, Policy.OVERSIGHT):
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
        text = answer.content.decode() + "".join(f"{name}: {value}\n" for name, value in answer.items())
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
    """A step that does not exist or that only the clock takes, and the text of a draft that was not sent."""
    *_, last = place.url.strip("/").split("/")
    return last in ("no-such-step", "text") or ("/do/" in place.url and last not in ACTS)


def _bytes(answer: HttpResponse, url: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Everything a browser gets, but for the token that is new on every page and the address it asked for."""
    headers = sorted((name, value.replace(url, "")) for name, value in answer.items())
    body = TOKEN.sub(b"", answer.content)
    return answer.status_code, headers, body
