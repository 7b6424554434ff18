"""Which pages are looked at, and as whom: from the resolver, so that a page nobody listed is missed by name."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from branches.models import Member
from cases.domain.vocabulary import Action, Role
from cases.models import Case, CaseRole, Challenge, Notice, Party, Seat
from tests import sweep
from tests.readers import Reader
from tests.sweep import Place
from tests.world import World

STEPS = frozenset({"case-step", "my-step"})
EXCUSED = {
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "sign-out": "answers a press and leads home",
    "leave": "leads to another site",
    "person-apart": "answers a press",
    "person-invite": "answers a press; its page is looked at in test_forms",
    "raise-on-behalf": "leads to the first question of a new draft, which is looked at in test_forms",
    "procedure-file": "plain text",
    "code-file": "plain text",
    "raise-recorded": "plain text",
    "calendar-file": "a file for a calendar",
    "case-file": "a file to save, opened in test_files",
    "my-file": "a file to save, opened in test_files",
    "report-file": "a file to save, opened in test_reports",
    "published-file": "a file to save, opened in test_reports",
    "bundle-file": "a file to save, opened in test_papers",
    "my-bundle-file": "a file to save, opened in test_papers",
    "letter-file": "a file to save, opened in test_letter_file",
    "members-file": "a file to save, opened in test_export",
    "my-bundle": "the page of whoever works on a case, which is looked at, with other words",
    "restriction-done": "answers a press",
    "statement": "opens by a link that works once; read in journeys/test_witness_link",
    "beside": "opens by a link that works once; read in journeys/test_support_person",
    "case-hearing": "nobody has called a hearing in this world; read in journeys/test_hearing",
    "my-hearing": "nobody has called a hearing in this world; read in journeys/test_hearing",
}
"""Addresses without a page of their own to look at."""

AS_WELL = {
    "today": ("Mona", "Ana", "Rob", "Zed", "Omar"),
    "calendar": ("Ana", "Mona"),
    "inbox": ("Omar", "Mona"),
    "cases": ("Zed", "Mona"),
    "my-cases": ("Ana", "Mona"),
    "oversight": ("Yara", "Mona"),
    "challenges": ("Dee", "Mona"),
    "overdue": ("Yara", "Mona"),
    "me-left": ("Mona",),
    "people": ("Ada", "Mona"),
    "access-why": ("Zed", "Mona"),
    "me": ("Fay", "Mona"),
    "raise-start": ("Ana", "Mona"),
    "reports": ("Zed", "Ada", "Mona"),
    "report": ("Zed", "Stan"),
    "publish": ("Zed",),
}
"""Pages that look different when they are empty, full or closed: whom to look at them as."""
ONE_CASE = {
    "case-timeline": "vote",
    "case-conflicts": "hold",
    "oversight-challenge": "hold",
    "oversight-decisions": "appealed",
}
"""Pages that every case has alike, and the case in which there is most on them."""


@dataclass(frozen=True)
class Look:
    """One page as one person."""

    route: str
    url: str
    member: Member | None

    def __str__(self) -> str:
        return f"{self.url} as {self.member or 'a visitor'}"


def looks(world: World) -> list[Look]:
    """Every page of the site with something on it, each as somebody for whom it is there."""
    found: dict[str, list[Look]] = defaultdict(list)
    windows = Windows()
    met: set[str] = set()
    for place in sweep.places(world):
        if place.route not in STEPS:
            found[place.route] += [look for look in _of(world, place, place.route not in met) if windows.shows(look)]
            met.add(place.route)
    steps = [step for look in found["case"] + found["my-case"] for step in windows.steps(look)]
    found["steps"] = list({(look.route, look.url.split("/")[-2]): look for look in steps}.values())
    found["closed steps"] = [_closed(world, "case-step", world.cast.zed), _closed(world, "my-step", world.cast.ana)]
    found["letter"] = list({_kind(look): look for look in found["letter"]}.values())
    return [look for several in found.values() for look in several]


def _of(world: World, place: Place, first: bool) -> list[Look]:
    return [Look(place.route, place.url, member) for member in dict.fromkeys(_readers(world, place, first))]


def _readers(world: World, place: Place, first: bool) -> Iterator[Member | None]:
    """Everyone with a part in the case; for other pages those named above, or the first who may open it."""
    if isinstance(place.thing, Case):
        yield from _of_the_case(world, place)
    elif isinstance(place.thing, Notice | Seat | Challenge):
        yield place.thing.member
    elif place.route in AS_WELL:
        yield from (world.cast.members[name] for name in AS_WELL[place.route])
    elif first or place.route.startswith("raise-"):
        anyone = (None, world.cast.ana, world.cast.zed, world.cast.fay)
        yield from [one for one in anyone if Reader("", one, world).may_open(place)][:1]


def _of_the_case(world: World, place: Place) -> Iterator[Member]:
    """One person for each role in it; of pages that are alike in all cases those of one are enough."""
    if place.route in ONE_CASE and place.thing != world.cases[ONE_CASE[place.route]]:
        return
    if place.route.startswith("oversight-"):
        yield world.cast.yara
        return
    if place.route == "my-case":
        rows = Party.objects.filter(case=place.thing, side__in=(Role.COMPLAINANT, Role.RESPONDENT))
        yield from (row.member for row in rows.filter(informed_at__isnull=False).select_related("member"))
        return
    rows = CaseRole.objects.filter(case=place.thing, until__isnull=True).select_related("member").order_by("role", "pk")
    yield from {row.role: row.member for row in rows}.values()


def _closed(world: World, route: str, member: Member) -> Look:
    return Look(route, reverse(route, args=[world.cases["vote"].code, Action.ANSWER_FACTS]), member)


def _kind(look: Look) -> tuple[str, str]:
    letter = Notice.objects.get(pk=look.url.split("/")[-2])
    return letter.letter, letter.role


class Windows:
    """Asked before a browser is, because it is quicker: what is at an address?"""

    def __init__(self) -> None:
        self.clients: dict[int | None, Client] = {}

    def shows(self, look: Look) -> bool:
        """Is there a page, and one of its own?"""
        answer = self._get(look)
        return answer.status_code in (200, 403) and answer["Content-Type"].startswith("text/html")

    def steps(self, look: Look) -> Iterator[Look]:
        """The forms to which the page of a case leads."""
        for option in self._get(look).context["page"].choices.allowed:
            yield Look("my-step" if look.route == "my-case" else "case-step", option.url, look.member)

    def _get(self, look: Look) -> HttpResponse:
        key = look.member.pk if look.member else None
        if key not in self.clients:
            self.clients[key] = Client()
            if look.member:
                self.clients[key].force_login(look.member)
        return self.clients[key].get(look.url)
