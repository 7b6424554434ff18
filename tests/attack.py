"""Somebody with every published figure and patience: tries to work out a hidden one by taking one from another.

    python -m tests.attack --worlds 20

Each unit counted gets a random weight of its own, so that two sums of weights are equal only if the same units were
counted in both. The attacker has every shown count of every report, filter and period, and what is left of each row
and column when the shown counts are taken from its sum. Whatever two of these differ by, and is a hidden count, is
recovered. Prints the number of attempts; fails when one succeeds, and when the same attack on tables that hide the
small numbers alone does not succeed.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

from cases.domain import suppression
from cases.domain.catalogue import PUBLISHED, Report, Shape
from cases.domain.suppression import ALL, Grid, Key, Shown

PERIODS = 4
BRANCHES = tuple(f"branch {n}" for n in range(6))
MONTHS = tuple(f"month {n}" for n in range(6))
BITS = 80
Protect = Callable[[Grid], Shown]


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


def world(random: Random, protect: Protect) -> Iterator[Published]:
    """Every published report of an invented organisation over some periods, small and large, even and uneven."""
    for period in range(PERIODS):
        cases = _cases(random)
        for report in PUBLISHED:
            if report.shape is Shape.COUNTS:
                units = cases[report.slug] if report.slug in cases else list(_units(random, report))
                yield _publish(random, f"{report.slug} of period {period}", report, units, protect)


def _cases(random: Random) -> dict[str, list[tuple[str, str, int]]]:
    """The complaints of a period: three reports count the very same ones."""
    found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    branches, months = _uneven(random, BRANCHES), _uneven(random, MONTHS)
    for _ in range(random.choice((4, 12, 40, 150))):
        weight = random.getrandbits(BITS)
        channel = random.choice(("", "", "", "", "", "call", "letter", "meeting"))
        for slug, row in (
            ("intake-by-month", next(months)), ("intake-by-branch", next(branches)), ("intake-by-channel", channel),
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


def _publish(
    random: Random, name: str, report: Report, units: list[tuple[str, str, int]], protect: Protect
) -> Published:
    rows = tuple(report.rows) or tuple(dict.fromkeys(row for row, _, _ in units))
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
            yield f"the rest of {total}", sum(table.weights[key] for key in hidden)


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
    for protect, must_fail in ((suppression.protect, False), (small_alone, True)):
        found = [attack(world(Random(seed), protect)) for seed in range(worlds)]
        recovered = [line for tried in found for line in tried.recovered]
        attempts = sum(tried.attempts for tried in found)
        hidden = sum(tried.hidden for tried in found)
        how = "small numbers alone hidden" if must_fail else "as published"
        print(f"{how}: {worlds} worlds, {hidden:,} hidden counts, {attempts:,} attempts, {len(recovered):,} recovered")
        for line in recovered[: 0 if must_fail else 10]:
            print(f"  {line}")
        failed |= bool(recovered) != must_fail
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
