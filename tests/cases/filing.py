"""A small place to file in: one branch with its officers, the national intake, and a browser without scripts."""

import re
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from uuid import UUID

from django.test import Client
from django.urls import reverse

from branches.models import Branch, Interest, Member, Office
from branches.posts import Post, Relation
from cases.models import Draft
from tests.forms import hidden, link

SINCE = date(2020, 1, 1)
PASSWORD = "a long and quiet word"
STORY = "At the spring meeting they shouted at me. Ünïcode ✓"


@dataclass
class World:
    """Northside: Alma leads, Iva takes in, Mira and Noor are members; Nia is the national intake."""

    branch: Branch
    people: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        return self.people[name]

    def join(self, name: str, surname: str = "North") -> Member:
        details = {"full_name": f"{name.title()} {surname}", "branch": self.branch, "joined_on": SINCE}
        member = Member.objects.create_user(f"{name}@example.org", PASSWORD, **details)
        self.people[name] = member
        return member

    def appoint(self, name: str, post: Post, *, here: bool = False) -> None:
        branch = self.branch if here else None
        Office.objects.create(member=self.people[name], post=post, branch=branch, since=SINCE)


def northside() -> World:
    world = World(Branch.objects.create(name="Northside", slug="northside"))
    for name in ("alma", "iva", "mira", "noor", "nia", "rhea"):
        world.join(name)
    world.appoint("alma", Post.BRANCH_LEADER, here=True)
    world.appoint("iva", Post.INTAKE_OFFICER, here=True)
    world.appoint("nia", Post.INTAKE_OFFICER)
    world.appoint("rhea", Post.REGISTRAR)
    return world


def tie(one: Member, other: Member, relation: Relation) -> None:
    Interest.objects.create(
        member=one, other=other, relation=relation, declared_by=one, declared_at="2024-01-01T12:00:00Z"
    )


class Writer:
    """Someone at a browser: reads pages, fills in the forms that are on them, follows where they lead."""

    def __init__(self, member: Member | None, *, strict: bool = False) -> None:
        self.client = Client(enforce_csrf_checks=strict)
        if member:
            self.client.force_login(member)
        self.at = ""

    def open(self, address: str) -> str:
        response = self.client.get(address, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        self.at = response.redirect_chain[-1][0] if response.redirect_chain else address
        return unescape(response.content.decode())

    def start(self) -> str:
        """From the first page to the empty question."""
        self.open(reverse("raise-safety"))
        return self.open(link(self.open(reverse("raise-start")), "Start"))

    def put(self, address: str = "", **answers):
        """Post the form that is on a page now, with these answers."""
        address = address or self.at
        page = self.client.get(address).content.decode()
        return self.client.post(address, hidden(page) | answers)

    def go_on(self, **answers) -> str:
        """Continue, and arrive on the next page."""
        response = self.put(**answers)
        assert response.status_code == 302, response.content.decode()
        self.open(response["Location"])
        return self.at

    def three_answers(self, **answers) -> UUID:
        """The required road, up to the check page; returns the draft."""
        self.start()
        self.go_on(narrative=answers.get("narrative", STORY))
        self.go_on(name=answers.get("name", "open"), reach="mira@example.org")
        branch = Draft.objects.get(pk=self.draft).owner.branch_id
        self.go_on(branch=answers.get("branch", branch), about_leader=answers.get("about_leader", "no"))
        self.go_on(must_not_see=answers.get("must_not_see", ""))
        return self.draft

    @property
    def draft(self) -> UUID:
        return UUID(self.at.split("/")[2])


def words(response) -> str:
    """What a person reads on a page."""
    text = response if isinstance(response, str) else response.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
