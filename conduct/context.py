"""What every page may name: the organisation, whom to call, and where this person can go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from branches.posts import REGISTER_POSTS, Post
from branches.queries import posts_of

OFFICES = frozenset(Post)
LEADERS = frozenset({Post.BRANCH_LEADER, Post.INTAKE_OFFICER})
KEEPERS = frozenset({Post.REGISTRAR, Post.ADMINISTRATOR})
OVERSEERS = frozenset({Post.REGISTRAR, Post.AUDITOR})
REPORTS = OFFICES - {Post.BRANCH_LEADER, Post.INTAKE_OFFICER, Post.FACILITATOR, Post.DUTY, Post.RESERVE, Post.STAFF}
HANDLERS = OFFICES - {Post.ADMINISTRATOR, Post.AUDITOR}

VISITOR = [
    ("Raise a concern", "raise-start"),
    ("How it works", "procedure"),
    ("Code of conduct", "code"),
    ("Sign in", "sign-in"),
]
MEMBER = [("Today", "today"), ("My cases", "my-cases")]
BY_OFFICE = [
    (LEADERS, "Inbox", "inbox"),
    (HANDLERS, "Cases", "cases"),
    (REGISTER_POSTS, "People", "people"),
    (OVERSEERS, "Oversight", "oversight"),
    (REPORTS, "Reports", "reports"),
]
FOR_ALL_MEMBERS = [("Raise a concern", "raise-start"), ("How it works", "procedure")]
HELP = [
    ("Help", "help"),
    ("How it works", "procedure"),
    ("Code of conduct", "code"),
    ("Published figures", "all-published"),
    ("Who can see what", "privacy"),
    ("Leaving quickly", "leave-help"),
    ("Light or dark", "theme"),
]
THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """The two rows of links are asked for only by a page that draws them: the first costs one query."""
    theme = request.COOKIES.get("theme")
    return {
        "organisation": settings.ORGANISATION_NAME,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "helpline": settings.HELPLINE,
        "theme": theme if theme in THEMES else "",
        "nav": lambda: list(_links(request, _names(request))),
        "help_links": lambda: list(_links(request, HELP)),
    }


def _names(request: HttpRequest) -> list[tuple[str, str]]:
    if not request.user.is_authenticated:
        return VISITOR
    posts = {post for post, _ in posts_of(request.user, localdate())}
    return MEMBER + [(label, name) for offices, label, name in BY_OFFICE if offices & posts] + FOR_ALL_MEMBERS


def _links(request: HttpRequest, names: list[tuple[str, str]]) -> Iterator[Link]:
    for label, name in names:
        url = reverse(name)
        yield Link(label, url, request.path.startswith(url))
