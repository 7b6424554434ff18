"""Every address of the site, from the resolver, with the things of the world behind it."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, reverse

from branches.models import Interest, Member, Office
from cases import load
from cases.domain.files import State as Checked
from cases.domain.vocabulary import Action, State, Tier
from cases.models import Case, Challenge, ExhibitFile, Notice, RollOut, Seat
from conduct.checks import addresses
from conduct.policy import Policy
from tests.world import World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WRITING = frozenset({"POST"})
RARE = frozenset(METHODS) - {"GET", *WRITING}
UNKNOWN = "000-000-00"
"""A reference that is well formed and belongs to no case."""
NOBODY = 999_999_999
FILES = 3
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
    word: str = ""
    """Where there are very many addresses alike in one case: what kind of these it is."""


def patterns() -> list[URLPattern]:
    return [pattern for _, pattern in addresses()]


def places(world: World) -> Iterator[Place]:
    """Every address of the site. A route with a parameter that nobody declared is an error."""
    for pattern in patterns():
        names = tuple(pattern.pattern.converters)
        if not names:
            yield _place(pattern, ())
            continue
        for args, absent, thing, *word in BEHIND[names](world, pattern.name):
            yield _place(pattern, args, absent, thing, *word)


def _place(pattern: URLPattern, args: Args, absent: Args = (), thing: Model | None = None, word: str = "") -> Place:
    name, policy = str(pattern.name), pattern.callback.policy
    away = reverse(name, args=absent) if absent else ""
    return Place(name, policy, reverse(name, args=args), away, thing, word)


Behind = Iterator[tuple[Any, ...]]


def _cases(world: World, route: str) -> Behind:
    for case in world.cases.values():
        yield (case.code,), (UNKNOWN,), case


def _steps(world: World, route: str) -> Behind:
    """Every step of every case; whatever the step, a case that is not there answers as one that has no such step."""
    nowhere = (UNKNOWN, "no_such_step")
    for case in world.cases.values():
        for action in Action:
            yield (case.code, action.value), nowhere, case, _from_here(case, action)
        yield (case.code, "no_such_step"), nowhere, case, "no step"


def _from_here(case: Case, action: Action) -> str:
    step = load.procedure_of(case).step(Tier(case.tier), State(case.state), action)
    return "from here" if step else "not from here"


def _drafts(world: World, route: str) -> Behind:
    for draft in (world.draft, world.sent):
        yield (draft,), (NOTHING,), world.cast.ana


def _draft_steps(world: World, route: str) -> Behind:
    for draft in (world.draft, world.sent):
        for step in ("what-happened", "who-must-not-see", "needs", "no-such-step"):
            yield (draft, step), (NOTHING, step), world.cast.ana


def _letters(world: World, route: str) -> Behind:
    """One letter of each kind from each case; of the files, which take long to make and ask the same door, a few."""
    rows = {(n.case_id, n.letter, n.role): n for n in Notice.objects.filter(released_at__isnull=False).order_by("-pk")}
    for notice in list(rows.values())[: FILES if route == "letter-file" else None]:
        yield (notice.pk,), (NOTHING,), notice


def _seats(world: World, route: str) -> Behind:
    for seat in Seat.objects.order_by("status", "pk")[:40]:
        yield (seat.pk,), (NOTHING,), seat


def _challenges(world: World, route: str) -> Behind:
    for row in Challenge.objects.order_by("pk")[:10]:
        yield (row.pk,), (NOTHING,), row


def _files(world: World, route: str) -> Behind:
    """Every file that somebody may open."""
    for file in ExhibitFile.objects.filter(state=Checked.READY).select_related("case").order_by("pk"):
        yield (file.case.code, file.pk), (UNKNOWN, NOTHING), file


def _roll_outs(world: World, route: str) -> Behind:
    for row in RollOut.objects.order_by("pk")[:10]:
        yield (row.pk,), (NOTHING,), row


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


def _links(world: World, route: str) -> Behind:
    """A look at a link tells nothing, whether it opens or not."""
    yield ("a" * 43,), ("b" * 43,), None


def _invitations(world: World, route: str) -> Behind:
    yield ("MQ", "set-password"), ("MQ", "no-such-token"), None


def _reports(world: World, route: str) -> Behind:
    for slug in ("branch-panels", "findings", "open-now"):
        yield (slug,), (), None


def _report_files(world: World, route: str) -> Behind:
    for kind in ("csv", "xlsx"):
        yield ("branch-panels", kind), (), None


def _periods(world: World, route: str) -> Behind:
    """One that is published, and to be published another that is not."""
    yield ("2023-H1" if route == "publish" else world.period,), () if route == "publish" else ("2023-H1",), None


BEHIND: dict[tuple[str, ...], Callable[[World, str], Behind]] = {
    ("code",): _cases,
    ("code", "action"): _steps,
    ("code", "file_id"): _files,
    ("roll_out",): _roll_outs,
    ("draft_id",): _drafts,
    ("draft_id", "step"): _draft_steps,
    ("notice",): _letters,
    ("seat_id",): _seats,
    ("challenge_id",): _challenges,
    ("tie_id",): _rows(Interest),
    ("member_id",): _rows(Member),
    ("office_id",): _rows(Office),
    ("version",): _versions,
    ("slug",): _reports,
    ("slug", "kind"): _report_files,
    ("period",): _periods,
    ("a", "b"): _pairs,
    ("version", "provision"): _provisions,
    ("uid", "token"): _invitations,
    ("secret",): _links,
}
"""What is behind an address, by the names of its parameters: (arguments, arguments that lead nowhere, the thing)."""
