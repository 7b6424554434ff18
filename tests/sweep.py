"""Every address of the site, from the resolver, with the things of the world behind it."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, reverse

from branches.models import Interest, Member, Office
from cases.domain.vocabulary import Action
from cases.models import Notice, Seat
from conduct.checks import addresses
from conduct.policy import Policy
from tests.world import World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UNKNOWN = "000-000-00"
"""A reference that is well formed and belongs to no case."""
NOBODY = 999_999_999
NOTHING = uuid.UUID(int=7)

Args = tuple[Any, ...]


@dataclass(frozen=True)
class Place:
    """One address. `absent` is one of the same shape behind which there is nothing; `thing` is what is behind it."""

    route: str
    policy: Policy
    url: str
    absent: str = ""
    thing: Model | None = None
    turn: int = 0
    """The how-many-th address of its route it is."""
    many: bool = False
    """Are there very many alike?"""


def patterns() -> list[URLPattern]:
    return [pattern for _, pattern in addresses()]


def places(world: World) -> Iterator[Place]:
    """Every address of the site. A route with a parameter that nobody declared is an error."""
    for pattern in patterns():
        names = tuple(pattern.pattern.converters)
        if not names:
            yield _place(pattern, ())
            continue
        for turn, (args, absent, thing) in enumerate(BEHIND[names](world, pattern.name)):
            yield _place(pattern, args, absent, thing, turn, names in MANY)


def _place(
    pattern: URLPattern,
    args: Args,
    absent: Args = (),
    thing: Model | None = None,
    turn: int = 0,
    many: bool = False,
) -> Place:
    name, policy = str(pattern.name), pattern.callback.policy
    away = reverse(name, args=absent) if absent else ""
    return Place(name, policy, reverse(name, args=args), away, thing, turn, many)


Behind = Iterator[tuple[Args, Args, Model | None]]


def _cases(world: World, route: str) -> Behind:
    for case in world.cases.values():
        yield (case.code,), (UNKNOWN,), case


def _steps(world: World, route: str) -> Behind:
    for case in world.cases.values():
        for action in Action:
            yield (case.code, action.value), (UNKNOWN, action.value), case
        yield (case.code, "no_such_step"), (UNKNOWN, "no_such_step"), case


def _drafts(world: World, route: str) -> Behind:
    for draft in (world.draft, world.sent):
        yield (draft,), (NOTHING,), world.cast.ana


def _draft_steps(world: World, route: str) -> Behind:
    for draft in (world.draft, world.sent):
        for step in ("what-happened", "who-must-not-see", "needs", "no-such-step"):
            yield (draft, step), (NOTHING, step), world.cast.ana


def _letters(world: World, route: str) -> Behind:
    """One letter of each kind from each case."""
    rows = {(n.case_id, n.letter, n.role): n for n in Notice.objects.filter(sent_at__isnull=False).order_by("-pk")}
    for notice in rows.values():
        yield (notice.pk,), (NOTHING,), notice


def _seats(world: World, route: str) -> Behind:
    for seat in Seat.objects.order_by("status", "pk")[:40]:
        yield (seat.pk,), (NOTHING,), seat


def _rows(kind: type[Model]) -> Callable[[World, str], Behind]:
    def behind(world: World, route: str) -> Behind:
        for row in kind._default_manager.order_by("pk")[:3]:
            yield (row.pk,), (NOBODY,), row

    return behind


def _versions(world: World, route: str) -> Behind:
    yield ("iso-2014.1",), ("iso-1900.9",), None


def _pairs(world: World, route: str) -> Behind:
    yield ("iso-2014.1", "iso-2014.1"), ("iso-2014.1", "iso-1900.9"), None


def _provisions(world: World, route: str) -> Behind:
    yield ("iso-2014.1", "harassment"), ("iso-2014.1", "no-such-rule"), None


def _invitations(world: World, route: str) -> Behind:
    yield ("MQ", "set-password"), ("MQ", "no-such-token"), None


MANY = frozenset({("code", "action"), ("notice",), ("seat_id",)})

BEHIND: dict[tuple[str, ...], Callable[[World, str], Behind]] = {
    ("code",): _cases,
    ("code", "action"): _steps,
    ("draft_id",): _drafts,
    ("draft_id", "step"): _draft_steps,
    ("notice",): _letters,
    ("seat_id",): _seats,
    ("tie_id",): _rows(Interest),
    ("member_id",): _rows(Member),
    ("office_id",): _rows(Office),
    ("version",): _versions,
    ("a", "b"): _pairs,
    ("version", "provision"): _provisions,
    ("uid", "token"): _invitations,
}
"""What is behind an address, by the names of its parameters: (arguments, arguments that lead nowhere, the thing)."""
