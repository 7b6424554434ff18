"""Bars and lines as lengths for the template: the words beside them are text of the page, so they stay readable.

A drawing that is scaled scales its letters too; so only the bar or line is a drawing, and no number is told by colour.
"""

from dataclasses import dataclass

from cases.domain import tables
from cases.domain.tables import Table

HEIGHT = 40
WIDTH = 100


@dataclass(frozen=True)
class Bar:
    """One line of the table: its name, its number in words, and the length of its bar in a hundred."""

    label: str
    words: str
    length: int
    hidden: bool


@dataclass(frozen=True)
class Chart:
    """Bars; or for what runs in time a line through points, on a drawing of 100 by 40 with nought at its foot."""

    bars: tuple[Bar, ...]
    points: str = ""
    first: str = ""
    last: str = ""
    most: str = ""

    @property
    def drawn(self) -> bool:
        return any(bar.length for bar in self.bars)


def chart(table: Table, *, line: bool) -> Chart:
    """What is drawn of a table: the number of each line by which they are compared."""
    series = tables.series(table)
    most = max((cell for _, cell in series if cell), default=0)
    place = tables.leading(table)
    bars = tuple(
        Bar(
            label=label,
            words=tables.words(table, cell, place),
            length=round(100 * cell / most) if cell and most else 0,
            hidden=cell is None,
        )
        for label, cell in series
    )
    whole = line and len(series) > 1 and all(cell is not None for _, cell in series)
    if not whole:
        return Chart(bars)
    step = WIDTH / (len(series) - 1)
    points = " ".join(
        f"{number * step:.1f},{HEIGHT - (cell or 0) * HEIGHT / (most or 1):.1f}"
        for number, (_, cell) in enumerate(series)
    )
    return Chart(bars, points, first=series[0][0], last=series[-1][0], most=str(most))
