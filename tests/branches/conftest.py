"""Two branches, one person per kind of right, and an ear for what is told to listeners."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from branches import hooks, usecases
from branches.models import Branch, Member, Office
from branches.posts import Post

PASSWORD = "three calm herons"
JOINED = date(2020, 5, 4)


def member(name: str, branch: Branch | None = None, **fields: Any) -> Member:
    """Someone who joined long ago, with a membership to show for it."""
    row = Member.objects.create_user(
        f"{name.lower()}@example.org", PASSWORD, full_name=f"{name} Lind", joined_on=JOINED, branch=branch, **fields
    )
    if branch:
        row.memberships.create(branch=branch, since=JOINED)
    return row


def holder(name: str, post: Post, branch: Branch | None = None) -> Member:
    row = member(name, branch)
    Office.objects.create(member=row, post=post, branch=branch, since=JOINED)
    return row


def browser(who: Member) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def harbour(db) -> Branch:
    return Branch.objects.create(name="Harbour", slug="harbour")


@pytest.fixture
def hill(db) -> Branch:
    return Branch.objects.create(name="Hill", slug="hill")


@pytest.fixture
def ana(harbour) -> Member:
    return member("Ana", harbour)


@pytest.fixture
def bo(harbour) -> Member:
    return member("Bo", harbour)


@pytest.fixture
def guest(db) -> Member:
    """A member who has no password yet."""
    row = member("Guest")
    row.set_unusable_password()
    row.save()
    return row


@pytest.fixture
def rita(db) -> Member:
    """The registrar."""
    return holder("Rita", Post.REGISTRAR)


@pytest.fixture
def act(rita) -> Any:
    """A use-case done by the registrar, now."""

    def done(usecase: str, /, **facts: Any) -> Any:
        return getattr(usecases, usecase)(**{"by": rita, "at": now()} | facts)

    return done


@pytest.fixture
def today() -> date:
    return localdate()


@pytest.fixture
def yesterday(today) -> date:
    return today - timedelta(days=1)


@pytest.fixture
def heard(monkeypatch) -> list[tuple[str, frozenset[int], dict[str, Any]]]:
    """What listeners were told; those of the cases stay in place."""
    told: list[tuple[str, frozenset[int], dict[str, Any]]] = []

    def listen(kind: str, members: frozenset[int], by: Any, at: Any, data: dict[str, Any]) -> None:
        told.append((kind, members, data))

    monkeypatch.setattr(hooks, "LISTENERS", [*hooks.LISTENERS, listen])
    return told
