"""The figures of a year from those of its two halves, where these are published already (domain paper 6.3).

Counted anew, a year less one half would show what the other half hides. So it is made of what everybody has: a number
that is hidden in one half is hidden in the year. Whatever can be worked out from the year could be before.
"""

from dataclasses import replace

from cases.domain.catalogue import Report, Shape
from cases.domain.tables import Cell, Line, Table

HALVES = ("first half", "second half")


def together(report: Report, first: Table, second: Table) -> Table:
    """The table of the year. Numbers are added; days are not, for the middle of two middles is no middle."""
    lines = _side_by_side(first, second) if report.shape is Shape.DAYS else _added(report, first, second)
    return replace(first, lines=tuple(lines))


def _labels(*halves: Table) -> list[tuple[str, bool]]:
    """Every line by its name, in its order; the sums last."""
    found = dict.fromkeys((line.label, line.total) for table in halves for line in table.lines)
    return sorted(found, key=lambda named: named[1])


def _side_by_side(*halves: Table) -> list[Line]:
    return [
        replace(line, label=f"{line.label}, {which}")
        for label, _ in _labels(*halves)
        for which, table in zip(HALVES, halves, strict=True)
        for line in table.lines
        if line.label == label
    ]


def _added(report: Report, *halves: Table) -> list[Line]:
    names = halves[0].head[1:]
    return [
        Line(label, tuple(_sum([_cell(report, half, label, name) for half in halves]) for name in names), total)
        for label, total in _labels(*halves)
    ]


def _sum(cells: list[Cell]) -> Cell:
    shown = [cell for cell in cells if cell is not None]
    return sum(shown) if len(shown) == len(cells) else None


def _cell(report: Report, half: Table, label: str, column: str) -> Cell:
    """A number of a half. A line that is not there is one of nothing, unless it may stand in another line."""
    line = next((line for line in half.lines if line.label == label), None)
    if line is None:
        return 0 if report.rows or report.by_month else None
    return line.cells[half.head.index(column) - 1] if column in half.head else None
