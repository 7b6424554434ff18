"""Small numbers that give nobody away: what a table may show to those who may not see single cases (paper 6.3).

A count from 1 to 9 is hidden. Then more is hidden, until nobody can work a hidden count out from what is shown:
the sums are a flow of people through the table, so how much a hidden count could differ is a largest flow, and exact.
Sums are settled first and by themselves; the counts between them follow. So two tables that share a sum hide and
show it alike, and neither gives away what the other hides.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

SMALLEST = 10
"""Counts below this, other than none, are not shown; rates and middles need at least as many."""
BRANCH_MEMBERS = 100
"""A branch with fewer members has no row of its own."""

Key = tuple[str | None, str | None]
"""Where a count stands: its row and its column; None is the sum over all of them."""
ALL: Key = (None, None)
Shown = dict[Key, int | None]
"""What is published: the count, or None for one that is hidden."""


@dataclass(frozen=True)
class Grid:
    """Counts by one word or by two crossed. Without columns there are only the sums of the rows and the sum of all.

    `people` is how many there are of whom it speaks, where that is known.
    """

    rows: tuple[str, ...]
    cols: tuple[str, ...] = ()
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    people: int | None = None

    def entries(self) -> dict[Key, int]:
        """Every count of the table with every sum, zeros included."""
        cols = self.cols or ("",)
        inner: dict[Key, int] = {(row, col): self.counts.get((row, col), 0) for row in self.rows for col in cols}
        found: dict[Key, int] = {ALL: sum(inner.values())}
        found |= {(row, None): sum(inner[row, col] for col in cols) for row in self.rows}
        if self.cols:
            found |= {(None, col): sum(inner[row, col] for row in self.rows) for col in self.cols}
            found |= inner
        return found


def protect(grid: Grid) -> Shown:
    """The table as anybody may see it. Nothing at all where there are too few cases, or too few people, for any."""
    counts = grid.entries()
    if 0 < counts[ALL] < SMALLEST or (grid.people is not None and grid.people < SMALLEST):
        return dict.fromkeys(counts)
    hidden = _Hidden()
    for sums in ({k for k in counts if k[1] is None}, {k for k in counts if k[0] is None}):
        hidden = _settle(_Table({k: counts[k] for k in sums}), hidden, may=sums - {ALL})
    hidden = _settle(_Table(counts), hidden, may={k for k in counts if None not in k})
    return {key: None if key in hidden.keys else count for key, count in counts.items()}


def alone(counts: Mapping[Key, int]) -> Shown:
    """Counts that add up to nothing, as where one thing counts in several rows: each is hidden only for itself."""
    return {key: None if 0 < count < SMALLEST else count for key, count in counts.items()}


def wide_enough(base: int | None) -> bool:
    """May a rate or a middle be shown that rests on so many? Not where the number itself is hidden."""
    return base is not None and base >= SMALLEST


def own_row(members: int) -> bool:
    """Has a branch so many members that it may stand by itself?"""
    return members >= BRANCH_MEMBERS


def ranges(counts: Mapping[Key, int], shown: Shown) -> dict[Key, tuple[int, int]]:
    """For each hidden count: the least and the most it could be, for somebody who knows all that is shown.

    They also know that a hidden count is no zero, unless no count of its kind is shown, for then the zeros
    are among them. Exact: both ends can really be reached.
    """
    keys = frozenset(key for key, count in shown.items() if count is None)
    free = frozenset(_places(keys) - _places(key for key in set(shown) - keys if counts[key]))
    table, hidden = _Table(counts), _Hidden(keys, free)
    return {key: (counts[key] - table.less(key, hidden), counts[key] + table.more(key, hidden)) for key in keys}


@dataclass(frozen=True)
class _Hidden:
    """What is hidden so far; `free` names the kinds of place in which zeros are hidden too."""

    keys: frozenset[Key] = frozenset()
    free: frozenset[str] = frozenset()

    def __or__(self, more: Iterable[Key]) -> "_Hidden":
        return replace(self, keys=self.keys | set(more))


def _place(key: Key) -> str:
    return {(True, True): "all", (True, False): "cols", (False, True): "rows", (False, False): "inner"}[
        key[0] is None, key[1] is None
    ]


def _places(keys: Iterable[Key]) -> set[str]:
    return {_place(key) for key in keys}


def _settle(table: "_Table", hidden: _Hidden, *, may: set[Key]) -> _Hidden:
    """Hide the small counts among `may`, then the next smallest, until no hidden one can be told.

    Where that does not help, all of them are hidden, and the zeros among them: then only the sums stand, and the
    zeros of a sum that is shown as none.
    """
    may = {key for key in may if not table.sure(key, hidden)}
    hidden |= {key for key in may if 0 < table.counts[key] < SMALLEST}
    while bad := next(table.told(hidden), None):
        left = [key for key in may - hidden.keys if table.counts[key]]
        if not left:
            return replace(hidden | may, free=hidden.free | _places(may))
        near = [key for key in left if key[0] == bad[0] or key[1] == bad[1]]
        hidden |= [min(near or left, key=lambda key: (table.counts[key], str(key)))]
    return hidden


class _Table:
    """The counts as a flow: each row and column passes on exactly what it gets, so only a ring of counts can change."""

    def __init__(self, counts: Mapping[Key, int]) -> None:
        self.counts = counts
        self.crossed = any(None not in key for key in counts)

    def sure(self, key: Key, hidden: _Hidden) -> bool:
        """Is this a zero that follows from a shown sum of none?"""
        sums = {(key[0], None), (None, key[1])} - {key, ALL}
        return any(total in self.counts and total not in hidden.keys and not self.counts[total] for total in sums)

    def told(self, hidden: _Hidden) -> Iterator[Key]:
        """The hidden counts of which too much is known: a small one must be possibly no small one."""
        for key in sorted(hidden.keys & self.counts.keys(), key=str):
            count, more = self.counts[key], self.more(key, hidden)
            if count + more < SMALLEST if count < SMALLEST else not more + self.less(key, hidden):
                yield key

    def more(self, key: Key, hidden: _Hidden) -> int:
        """By how much this count could be larger."""
        start, end = self._ends(key)
        return self._flow(end, start, key, hidden)

    def less(self, key: Key, hidden: _Hidden) -> int:
        """By how much this count could be smaller."""
        start, end = self._ends(key)
        return min(self._flow(start, end, key, hidden), self.counts[key] - self._least(key, hidden))

    def _least(self, key: Key, hidden: _Hidden) -> int:
        return 0 if _place(key) in hidden.free else 1

    def _ends(self, key: Key) -> tuple[str, str]:
        """The way of a count: the sum of all splits into rows, each row into columns, which come together again."""
        row, col = key
        if row is None and col is None:
            return "end", "start"
        if row is None:
            return (f"col {col}", "end") if self.crossed else ("start", "end")
        if col is None:
            return ("start", f"row {row}") if self.crossed else ("start", "end")
        return f"row {row}", f"col {col}"

    def _flow(self, source: str, sink: str, without: Key, hidden: _Hidden) -> int:
        """The largest flow along hidden counts: forwards without limit, backwards as far as a count can shrink."""
        most = sum(self.counts.values()) + SMALLEST
        room: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for key in (hidden.keys & self.counts.keys()) - {without}:
            start, end = self._ends(key)
            room[start][end] += most
            room[end][start] += self.counts[key] - self._least(key, hidden)
        flow = 0
        while flow < most and (way := _way(room, source, sink)):
            step = min(room[one][two] for one, two in way)
            for one, two in way:
                room[one][two] -= step
                room[two][one] += step
            flow += step
        return min(flow, most)


def _way(room: Mapping[str, Mapping[str, int]], source: str, sink: str) -> list[tuple[str, str]]:
    """The shortest way along which something can still flow."""
    came: dict[str, str] = {source: ""}
    queue = deque([source])
    while queue and sink not in came:
        here = queue.popleft()
        for there, left in room.get(here, {}).items():
            if left > 0 and there not in came:
                came[there] = here
                queue.append(there)
    if sink not in came:
        return []
    way, here = [], sink
    while here != source:
        way.append((came[here], here))
        here = came[here]
    return way
