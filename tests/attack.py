"""Somebody with every published figure and patience: tries to work out a hidden one by taking one from another.

    python -m tests.attack --worlds 20

Each unit counted gets a random weight of its own, so that two sums of weights are equal only if the same units were
counted in both. The attacker has every shown count of every report, filter and period, of the year beside its two
halves, and what is left of each row and column when the shown counts are taken from its sum. Whatever two of these
differ by, and is a hidden count, is recovered. Prints the number of attempts; fails when one succeeds, and when the
same attack does not succeed on tables that hide the small numbers alone, and on years counted anew beside their halves.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random

from cases.domain import suppression, tables, years
from cases.domain.catalogue import PUBLISHED, Report, Shape
from cases.domain.suppression import ALL, Grid, Key, Shown
from cases.domain.tables import Fact, Table

YEARS = 2
BRANCHES = tuple(f"branch {n}" for n in range(6))
MONTHS = tuple(f"month {n}" for n in range(12))
BITS = 80
Protect = Callable[[Grid], Shown]
Units = list[tuple[str, str, int]]
"""What is counted: its row, its column and its weight."""


@dataclass
class Tried:
    """What an attack did."""

    tables: int = 0
    shown: int = 0
    hidden: int = 0
    attempts: int = 0
    recovered: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.tables:,} tables, {self.shown:,} shown and {self.hidden:,} hidden counts, {self.attempts:,} "
            f"attempts, {len(self.recovered):,} recovered"
        )


@dataclass(frozen=True)
class Published:
    """One table: what is shown of it, and for whoever judges the attack the weights of what was counted."""

    name: str
    shown: Shown
    weights: Mapping[Key, int]


def small_alone(grid: Grid) -> Shown:
    """How it must not be done: the small counts are hidden and nothing else."""
    return suppression.alone(grid.entries())


def world(random: Random, protect: Protect, *, years_anew: bool = False) -> Iterator[Published]:
    """Every published report of an invented organisation over some years and their halves, small and large, uneven."""
    for year in range(YEARS):
        cases = _cases(random, MONTHS[:6]), _cases(random, MONTHS[6:])
        for report in PUBLISHED:
            if report.shape is Shape.COUNTS:
                halves = [half.get(report.slug) or list(_units(random, report)) for half in cases]
                named = [(f"{report.slug} of {year}-H{n}", units) for n, units in enumerate(halves, start=1)]
                both = [_publish(random, name, report, units, protect) for name, units in named]
                yield from both
                if years_anew:
                    yield _publish(
                        random, f"{report.slug} of {year}", report, [u for half in halves for u in half], protect
                    )
                else:
                    yield _year(f"{report.slug} of {year}", report, halves, both)


def _year(name: str, report: Report, halves: list[Units], both: list[Published]) -> Published:
    """The year as the site makes it of its published halves."""
    plain = replace(report, rows={row: row for row in report.rows}, cols={col: col for col in report.cols})
    made = years.together(plain, *(_table(plain, units) for units in halves))
    shown = _read(made, plain, _rows(report, [unit for half in halves for unit in half]))
    weights = {key: sum(half.weights.get(key, 0) for half in both) for key in shown}
    for one in both:
        for key in shown.keys() & one.shown.keys():
            if shown[key] is None and one.shown[key] is not None and weights[key] == one.weights[key]:
                weights[key] = 0  # what everybody has of one half, and a hidden nought of the other: no secret
    return Published(name, shown, weights)


def _table(report: Report, units: Units) -> Table:
    facts = [Fact(row, col) for row, col, _ in units]
    return tables.build(report, facts, hide=True, rows={row: row for row in _rows(report, units)})


def _rows(report: Report, units: Units) -> tuple[str, ...]:
    """Every branch has its row; a half has its months."""
    if report.slug == "intake-by-branch":
        return BRANCHES
    return tuple(report.rows) or tuple(month for month in MONTHS if any(row == month for row, _, _ in units))


def _read(table: Table, report: Report, rows: tuple[str, ...]) -> Shown:
    """What a table shows by row and column. A row that is left out is one of noughts."""
    cols = [name if name in report.cols else None for name in table.head[1:]]
    lines = {None if line.total else line.label: line.cells for line in table.lines}
    empty = (0,) * len(cols)
    return {
        (row, col): cell
        for row in (*rows, *([None] if None in lines else []))
        for col, cell in zip(cols, lines.get(row, empty), strict=True)
    }


def _cases(random: Random, months: tuple[str, ...]) -> dict[str, Units]:
    """The complaints of a period: three reports count the very same ones."""
    found: dict[str, Units] = defaultdict(list)
    branches, uneven = _uneven(random, BRANCHES), _uneven(random, months)
    for _ in range(random.choice((4, 12, 40, 150))):
        weight = random.getrandbits(BITS)
        channel = random.choice(("", "", "", "", "", "call", "letter", "meeting"))
        for slug, row in (
            ("intake-by-month", next(uneven)), ("intake-by-branch", next(branches)), ("intake-by-channel", channel),
        ):  # fmt: skip
            found[slug].append((row, "", weight))
    return found


def _units(random: Random, report: Report) -> Iterator[tuple[str, str, int]]:
    rows, cols = _uneven(random, tuple(report.rows)), _uneven(random, tuple(report.cols) or ("",))
    for _ in range(random.choice((0, 3, 9, 15, 40, 90, 250))):
        yield next(rows), next(cols), random.getrandbits(BITS)


def _uneven(random: Random, words: tuple[str, ...]) -> Iterator[str]:
    """Some of these words often, most of them seldom."""
    weights = [random.choice((0, 1, 1, 3, 20)) for _ in words]
    weights = weights if any(weights) else [1] * len(words)
    while True:
        yield random.choices(words, weights)[0]


def _publish(random: Random, name: str, report: Report, units: Units, protect: Protect) -> Published:
    rows = _rows(report, units)
    counts, weights = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row, col, weight in units:
        counts[row, col] += 1
        weights[row, col] += weight
    grid = Grid(rows, tuple(report.cols), counts)
    shown = protect(grid)
    for row, col in grid.cols and [(row, col) for row in rows for col in report.cols if shown[row, col] is None]:
        # Nobody can see that a hidden count is none, so for the attacker something may stand there.
        weights[row, col] = weights[row, col] or random.getrandbits(BITS)
    return Published(name, shown, Grid(rows, tuple(report.cols), weights).entries())


def attack(tables: Iterable[Published]) -> Tried:
    """Every two known sums of all tables against every hidden count of all tables."""
    tables, tried = list(tables), Tried()
    secret: dict[int, str] = {}
    known: dict[int, str] = {}
    for table in tables:
        tried.tables += 1
        for key, count in table.shown.items():
            tried.shown += count is not None
            tried.hidden += count is None
            if count is None and table.weights[key]:
                secret[table.weights[key]] = f"{key} in {table.name}"
        for name, weight in _known(table):
            known.setdefault(weight, f"{name} in {table.name}")
    tried.recovered += [f"{secret[weight]}: {known[weight]}" for weight in secret.keys() & known.keys()]
    tried.attempts += len(known)
    for one, two in combinations(known, 2):
        tried.attempts += 1
        if (found := abs(one - two)) in secret:
            tried.recovered.append(f"{secret[found]}: {known[one]} and {known[two]}")
    return tried


def _known(table: Published) -> Iterator[tuple[str, int]]:
    """Every shown count, and what a row or column still holds when the shown ones are taken from its shown sum."""
    for key, count in table.shown.items():
        if count:
            yield str(key), table.weights[key]
    for total, parts in _lines(table.shown):
        hidden = [key for key in parts if table.shown[key] is None]
        if table.shown[total] and hidden:
            yield (
                f"the rest of {total}",
                table.weights[total] - sum(table.weights[key] for key in parts if key not in hidden),
            )


def _lines(shown: Shown) -> Iterator[tuple[Key, list[Key]]]:
    rows = [key for key in shown if key[1] is None and key != ALL]
    cols = [key for key in shown if key[0] is None and key != ALL]
    yield ALL, rows
    if cols:
        yield ALL, cols
        yield from (((row, None), [key for key in shown if key[0] == row and key[1] is not None]) for row, _ in rows)
        yield from (((None, col), [key for key in shown if key[1] == col and key[0] is not None]) for _, col in cols)


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--worlds", type=int, default=20)
    worlds = parser.parse_args().worlds
    failed = False
    for how, protect, anew, must_fail in (
        ("as published", suppression.protect, False, False),
        ("small numbers alone hidden", small_alone, False, True),
        ("years counted anew", suppression.protect, True, True),
    ):
        found = [attack(world(Random(seed), protect, years_anew=anew)) for seed in range(worlds)]
        recovered = [line for tried in found for line in tried.recovered]
        attempts = sum(tried.attempts for tried in found)
        hidden = sum(tried.hidden for tried in found)
        print(f"{how}: {worlds} worlds, {hidden:,} hidden counts, {attempts:,} attempts, {len(recovered):,} recovered")
        for line in recovered[: 0 if must_fail else 10]:
            print(f"  {line}")
        failed |= bool(recovered) != must_fail
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
