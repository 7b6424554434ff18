"""The people of the demo world: three branches, one of them tiny, and every body of the organisation.

All names are invented. The three branches and both committees are those of the scenarios the tests tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product

from django.contrib.auth.hashers import make_password

from branches.models import Branch, Interest, Member, Membership, Office, name_key
from branches.posts import Post, Relation

BRANCHES = {"Northside": 140, "Eastport": 35, "Lakeview": 9}
NATIONAL = ("Dee", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo")
NATIONAL_ALTERNATES = ("Kim", "Lou", "Mia", "Nils")
APPEALS = ("Pia", "Quin", "Rae", "Sol", "Tess")
APPEALS_ALTERNATES = ("Uma", "Vic", "Wes")
DUTY = ("Jo", "Kim")
RESERVE = ("Abel", "Bea", "Cyd", "Dov", "Edda", "Finn")
NORTHSIDE = ("Ana", "Rob", "Bo", "Lena", "Cal", "Omar", "Tara")
FAMILY_NAMES = (
    "Adler", "Bishop", "Castro", "Dunn", "Engel", "Farrow", "Grant", "Holm", "Ibsen", "Jansen", "Keane", "Lindt",
    "Moreau", "Novak", "Osei", "Petrov", "Quist", "Rossi", "Sato", "Thorne", "Ueda", "Varga", "Weber", "Young",
)  # fmt: skip
FIRST_NAMES = ("Alma", "Bruno", "Clara", "David", "Elsa", "Frank", "Greta", "Hugo", "Iris", "Jonas", "Klara", "Leo")
LAST = "Demo"


@dataclass(frozen=True)
class Cast:
    """Everyone by first name, and the branches by name."""

    members: dict[str, Member]
    branches: dict[str, Branch]
    storied: set[int] = field(default_factory=set)
    """Who is a side of some story: they take no seat in another."""

    def __getattr__(self, name: str) -> Member:
        try:
            return self.members[name.capitalize()]
        except KeyError:
            raise AttributeError(name) from None

    def crowd(self, branch: str) -> list[Member]:
        """The members of a branch who have no part of their own in the scenarios."""
        here = self.branches[branch].pk
        return [m for name, m in self.members.items() if m.branch_id == here and name == m.full_name]


def build(*, day: date, at: datetime, password: str | None = None, sizes: dict[str, int] = BRANCHES) -> Cast:
    """Fill an empty database with the organisation. Everyone shares the password, so it is hashed once."""
    branches = {name: Branch.objects.create(name=name, slug=name.lower()) for name in sizes}
    members = _members(branches, sizes, make_password(password), joined=day - timedelta(days=900))
    _offices(members, branches, since=day - timedelta(days=400))
    Interest.objects.create(
        member=members["Fay"],
        other=members["Rob"],
        relation=Relation.FAMILY,
        declared_at=at,
        declared_by=members["Fay"],
    )
    return Cast(members, branches)


def _members(branches: dict[str, Branch], sizes: dict[str, int], password: str, joined: date) -> dict[str, Member]:
    placed = dict.fromkeys(NORTHSIDE, "Northside")
    placed |= dict.fromkeys(("Eva", "Ned", "Olga"), "Eastport") | dict.fromkeys(("Lars", "Mona"), "Lakeview")
    elsewhere: tuple[str, ...] = (*NATIONAL, *NATIONAL_ALTERNATES, *APPEALS, *APPEALS_ALTERNATES, *RESERVE)
    elsewhere += ("Zed", "Zora", "Yara", "Ada", "Ira", "Nora", "Stan")
    rows = [_member(f"{first} {LAST}", branches[branch], password, joined) for first, branch in placed.items()]
    rows += [_member(f"{first} {LAST}", None, password, joined) for first in elsewhere]
    names = _crowd_names()
    for name, branch in branches.items():
        here = sum(place == name for place in placed.values())
        rows += [_member(next(names), branch, password, joined) for _ in range(max(0, sizes[name] - here))]
    Member.objects.bulk_create(rows)
    Membership.objects.bulk_create([Membership(member=m, branch=m.branch, since=joined) for m in rows if m.branch])
    return {m.full_name.split()[0] if m.full_name.endswith(f" {LAST}") else m.full_name: m for m in rows}


def _member(full_name: str, branch: Branch | None, password: str, joined: date) -> Member:
    first, last = full_name.lower().split(" ", 1)
    address = f"{first}@demo.example" if last == LAST.lower() else f"{first}.{last.replace(' ', '.')}@demo.example"
    return Member(
        email=address, full_name=full_name, name_key=name_key(full_name), branch=branch, joined_on=joined,
        password=password,
    )  # fmt: skip


def _crowd_names() -> Iterator[str]:
    for round_, (last, first) in product(("", " II", " III"), product(FAMILY_NAMES, FIRST_NAMES)):
        yield f"{first} {last}{round_}"


def _offices(members: dict[str, Member], branches: dict[str, Branch], since: date) -> None:
    northside, eastport, lakeview = (branches[name] for name in ("Northside", "Eastport", "Lakeview"))
    held: list[tuple[str, Post, Branch | None]] = [
        ("Bo", Post.BRANCH_LEADER, northside),
        ("Lena", Post.BRANCH_LEADER, northside),
        ("Omar", Post.INTAKE_OFFICER, northside),
        ("Cal", Post.FACILITATOR, northside),
        ("Eva", Post.BRANCH_LEADER, eastport),
        ("Ned", Post.BRANCH_LEADER, eastport),
        ("Olga", Post.FACILITATOR, eastport),
        ("Lars", Post.BRANCH_LEADER, lakeview),
        ("Ira", Post.INTAKE_OFFICER, None),
        ("Nora", Post.INTAKE_OFFICER, None),
        ("Stan", Post.NATIONAL_OFFICER, None),
        ("Zed", Post.REGISTRAR, None),
        ("Zora", Post.REGISTRAR, None),
        ("Yara", Post.AUDITOR, None),
        ("Ada", Post.ADMINISTRATOR, None),
        ("Dee", Post.NATIONAL_CHAIR, None),
        ("Pia", Post.APPEALS_CHAIR, None),
    ]
    held += [(name, Post.NATIONAL_MEMBER, None) for name in NATIONAL[1:]]
    held += [(name, Post.NATIONAL_ALTERNATE, None) for name in NATIONAL_ALTERNATES]
    held += [(name, Post.APPEALS_MEMBER, None) for name in APPEALS[1:]]
    held += [(name, Post.APPEALS_ALTERNATE, None) for name in APPEALS_ALTERNATES]
    held += [(name, Post.RESERVE, None) for name in RESERVE]
    held += [(name, Post.DUTY, None) for name in DUTY]
    Office.objects.bulk_create(
        [Office(member=members[name], post=post, branch=branch, since=since) for name, post, branch in held]
    )
