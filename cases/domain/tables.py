"""A report with its facts becomes a table: the same one for the page, the chart and every file."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from cases.domain import durations, suppression
from cases.domain.catalogue import AFTER, Names, Report, Shape
from cases.domain.suppression import ALL, Grid, Shown

SUM = "All together"
HIDDEN = "not shown"
NONE = "–"
HOW_MANY = "How many"
SPREAD = ("Half within", "Three in four within", "Nine in ten within")
LONGEST = "Longest"
LACK = ("Missing", "Too few by")
"""The last column of a table of seats: what is drawn is who is there, and what is said is who is not."""
FEW = 5
"""Rows that are so few stay on the page though all of them are nought."""


class Fact(NamedTuple):
    """So many things alike: their row and column, and for how many days. `over` is false for what goes on."""

    row: str
    col: str = ""
    n: int = 1
    days: int = 0
    over: bool = True


Cell = int | None
"""A number; None for one that is hidden."""


@dataclass(frozen=True)
class Line:
    """One row: its name, and a number for each column."""

    label: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A report as it is read. `hides` says that small numbers are hidden; `empty` that nothing at all was counted."""

    number: str
    slug: str
    question: str
    counts: str
    over: str
    shape: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    hides: bool = False

    @property
    def empty(self) -> bool:
        return not any(cell != 0 for line in self.lines for cell in line.cells)

    @property
    def hidden(self) -> int:
        return sum(cell is None for line in self.lines for cell in line.cells)

    def column(self, name: str) -> "Table":
        """Only one column of it. A filter takes away and never counts anew, so it tells nothing more."""
        place = self.head.index(name) - 1
        lines = tuple(replace(line, cells=(line.cells[place],)) for line in self.lines)
        return replace(self, head=(self.head[0], name), lines=lines)

    def as_data(self) -> dict[str, Any]:
        """For keeping: text, whole numbers and nothing."""
        lines = [[line.label, line.total, *line.cells] for line in self.lines]
        keys = ("number", "slug", "question", "counts", "over", "shape", "hides")
        plain = {key: getattr(self, key) for key in keys}
        return {**plain, "shape": str(self.shape), "head": list(self.head), "lines": lines}


def from_data(data: dict[str, Any]) -> Table:
    """A table that was kept."""
    lines = tuple(Line(label, tuple(cells), total) for label, total, *cells in data["lines"])
    return Table(**{**data, "head": tuple(data["head"]), "lines": lines})


def build(report: Report, facts: Iterable[Fact], *, hide: bool, rows: Names | None = None) -> Table:
    """The table of a report. With `hide`, as it may be published: small numbers are hidden, and what would tell them.

    `rows` names rows that come from the facts: months and branches.
    """
    facts, names = list(facts), report.rows or rows or {}
    make = {Shape.COUNTS: _counts, Shape.DAYS: _days, Shape.SHARES: _shares}[report.shape]
    head, lines = make(report, facts, names, hide)
    words = (report.number, report.slug, report.question, report.counts, report.over, str(report.shape))
    return Table(*words, head=(report.row, *head), lines=tuple(lines), hides=hide)


def _counts(report: Report, facts: list[Fact], rows: Names, hide: bool) -> tuple[tuple[str, ...], list[Line]]:
    seen: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        seen[fact.row, fact.col if report.cols else ""] += fact.n
    shown = _shown(report, Grid(tuple(rows), tuple(report.cols), seen), hide)
    kept = [row for row in rows if _stays(row, shown, rows, report)]
    cols: list[str | None] = [*report.cols, None] if report.adds_up or not report.cols else [*report.cols]
    lines = [Line(rows[row], tuple(shown[row, col] for col in cols)) for row in kept]
    if report.adds_up:
        lines.append(Line(SUM, tuple(shown[None, col] for col in cols), total=True))
    return (*report.cols.values(), *([SUM if report.cols else HOW_MANY] if None in cols else [])), lines


def _stays(row: str, shown: Shown, rows: Names, report: Report) -> bool:
    """A row of nothing but shown zeros is left out, unless the rows are a line in time or very few."""
    return not report.rows or len(rows) <= FEW or any(n != 0 for key, n in shown.items() if key[0] == row)


def _shown(report: Report, grid: Grid, hide: bool) -> Shown:
    counts = grid.entries()
    if not hide:
        return dict(counts)
    if report.adds_up:
        return suppression.protect(grid)
    return suppression.alone({key: count for key, count in counts.items() if key != ALL})


def _days(report: Report, facts: list[Fact], rows: Names, hide: bool) -> tuple[tuple[str, ...], list[Line]]:
    """Durations in short. Where small numbers are hidden: from ten on, and neither the number nor the longest one.

    The numbers are those of other reports; here they would show what is hidden there.
    """
    days: dict[str, Counter[int]] = defaultdict(Counter)
    for fact in facts:
        days[fact.row][fact.days] += fact.n
    head = SPREAD if hide else (HOW_MANY, *SPREAD, LONGEST)
    found = {row: durations.spread(days[row]) for row in rows}
    return head, [Line(rows[row], _spread(short, hide)) for row, short in found.items() if short]


def _spread(short: durations.Spread, hide: bool) -> tuple[Cell, ...]:
    middle = (short.median, short.p75, short.p90)
    if not hide:
        return (short.base, *middle, short.longest)
    return middle if suppression.wide_enough(short.base) else (None,) * len(SPREAD)


def _shares(report: Report, facts: list[Fact], rows: Names, hide: bool) -> tuple[tuple[str, ...], list[Line]]:
    """How many of a hundred are still open, each row from ten on."""
    over: dict[str, Counter[int]] = defaultdict(Counter)
    waiting: dict[str, Counter[int]] = defaultdict(Counter)
    for fact in facts:
        (over if fact.over else waiting)[fact.row][fact.days] += fact.n
    lines = []
    for row, label in rows.items():
        base = sum(over[row].values()) + sum(waiting[row].values())
        wide = suppression.wide_enough(base)
        shares = durations.still_open(over[row], waiting[row], AFTER) if wide else [None] * len(AFTER)
        lines += [Line(label, (base, *shares))] if base else []
    return (HOW_MANY, *report.cols.values()), lines


def months(since: date, until: date) -> Names:
    """Every month that lies in this time, by its first day, also one in which nothing happened."""
    found, day = {}, since.replace(day=1)
    while day < until:
        found[day.strftime("%Y-%m")] = f"{day:%B %Y}"
        day = (day.replace(day=28) + (date(2000, 1, 8) - date(2000, 1, 1))).replace(day=1)
    return found


def words(table: Table, cell: Cell, column: int) -> str:
    """A number as it is read: hidden, in a hundred, in days, or as it is."""
    if cell is None:
        return HIDDEN if table.hides or table.shape == Shape.SHARES else NONE
    if table.shape == Shape.SHARES and table.head[column + 1] != HOW_MANY:
        return f"{cell} %"
    if table.shape == Shape.DAYS and table.head[column + 1] != HOW_MANY:
        return f"{cell} day{'' if cell == 1 else 's'}"
    return f"{cell:,}"


def title(table: Table) -> str:
    """What the table says, in one sentence; the question itself where it says nothing."""
    if table.head[-1] in LACK:
        lacking = [f"{line.label} ({line.cells[-1]})" for line in table.lines if line.cells[-1]]
        return f"Too few: {', '.join(lacking)}." if lacking else "Nothing is missing."
    place = leading(table)
    lines = [line for line in table.lines if not line.total and line.cells[place] is not None]
    top = max(lines, key=lambda line: line.cells[place] or 0, default=None)
    most = top.cells[place] if top else 0
    if table.empty:
        return "Nothing was counted."
    if top is None or (table.hides and not most):
        return "There are too few to show them without pointing at people."
    if table.shape == Shape.DAYS:
        return f"“{top.label}” takes longest: half within {most} day{'' if most == 1 else 's'}."
    if table.shape == Shape.SHARES:
        return f"{top.label}: of a hundred cases, {most} are still open after {AFTER[0]} days."
    whole = next((line.cells[-1] for line in table.lines if line.total), None)
    often = "Most often of what is shown" if table.hidden else "Most often"
    if sum(line.cells[place] == most for line in lines) > 1:
        return f"{often}: several, each {most:,}" + (f" of {whole:,}." if whole else ".")
    return f"{often}: {top.label}, {most:,}" + (f" of {whole:,}." if whole else ".")


def leading(table: Table) -> int:
    """The column by which the lines are compared, and which is drawn."""
    if table.head[-1] in LACK:
        return 0
    if table.shape == Shape.COUNTS:
        return len(table.head) - 2
    return 1 if table.head[1] == HOW_MANY and len(table.head) > 2 else 0


def series(table: Table) -> Sequence[tuple[str, Cell]]:
    """What the chart draws: one number for each line, without the sums."""
    return [(line.label, line.cells[leading(table)]) for line in table.lines if not line.total]
