"""How a panel was drawn, as the record has it: nothing is worked out again from the seed."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from branches.posts import Post
from cases import load
from cases.domain.vocabulary import EventKind, Why
from cases.models import CaseEvent, Proceeding
from cases.queries import wording
from cases.queries.folder import Folder

ELSEWHERE = frozenset({Why.LINKED, Why.UNDER_COMPLAINT, Why.ADVERSARY})
"""Kinds that tell of another matter: named to nobody, because they say that another case exists."""


def draws(folder: Folder, proceeding: Proceeding) -> tuple[CaseEvent, ...]:
    """Every draw of a proceeding, the first one first."""
    rows = CaseEvent.objects.filter(case=folder.case, kind=EventKind.PEOPLE_PASSED_OVER)
    return tuple(row for row in rows.order_by("case_number") if row.data["proceeding"] == proceeding.number)


def drawn_from(folder: Folder, proceeding: Proceeding) -> str:
    """For the two sides: from whom the panel was drawn, without a number or a name of anybody who was passed over."""
    names = dict.fromkeys(pool["pool"] for row in draws(folder, proceeding) for pool in row.data["pools"])
    return wording.then(words(folder.procedure.pools, names))


def words(pools: Any, names: Iterable[str]) -> list[str]:
    """The procedure's own words for its pools; the lot is named in the sentence around them."""
    return [gettext(plain(str(pools.get(name, name)))) for name in names]


def plain(written: str) -> str:
    return written.removesuffix(", drawn by lot")


def office_holders(folder: Folder, proceeding: Proceeding) -> set[int]:
    """Those of an elected body or pool that a draw reached. Who serves there is public; who is a member is not."""
    found: set[int] = set()
    for row in draws(folder, proceeding):
        day = load.local_day(row.at)
        for pool in row.data["pools"]:
            if pool["pool"] in Post.values:
                held = load.people.source(folder.procedure, pool["pool"], folder.case.branch_id, day)
                found |= set(held.values_list("pk", flat=True))
    return found


def told(data: Any, pools: Any, *, counts: bool) -> str:
    """One draw in words; how many were passed over, and why, only for those who may know it."""
    names = wording.then(words(pools, (pool["pool"] for pool in data["pools"])))
    sentence = f"Drawn by lot among the free members of: {names}"
    if not counts:
        return sentence
    numbers = ", ".join(f"{pool['free']} of {pool['counted']} free" for pool in data["pools"])
    counts_of: Counter[str] = Counter()
    for kind, count in data["passed_over"].items():
        counts_of["another reason" if Why(kind) in ELSEWHERE else Why(kind).label.lower()] += count
    passed = ", ".join(f"{kind}: {count}" for kind, count in counts_of.items())
    return f"{sentence} ({numbers}) · Passed over: {passed or 'nobody'} · Seed {data['seed']}"
