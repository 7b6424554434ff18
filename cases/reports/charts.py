"""Bars, lines and stairs as lengths for the template. No number is told by colour, and each stands as text, too.

A drawing that is scaled scales its letters, too. So only the bar or line is drawn and its words are text of the page;
the stairs keep their shape and carry their numbers themselves.
"""

from dataclasses import dataclass

from cases.domain import tables
from cases.domain.catalogue import AFTER, Shape
from cases.domain.tables import Cell, Line, Table

HEIGHT = 40
WIDTH = 100


@dataclass(frozen=True)
class Bar:
    """One line of the table: its name, its number in words, and the length of its bar in a hundred.

    For days `slow` is how far the slower cases reach: three in four, and nine in ten.
    """

    label: str
    words: str
    length: int
    hidden: bool
    slow: tuple[int, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A day, and how many of a hundred are still open on it; where they stand in the drawing. Said where it is new."""

    day: int
    share: int
    said: bool
    x: str
    y: str


@dataclass(frozen=True)
class Stairs:
    """How the cases of one level become fewer: a line that goes down on the days for which the table has a number."""

    label: str
    base: int
    path: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Chart:
    """Bars; or stairs; or for what runs in time a line, on a drawing of 100 by 40 with nought at its foot."""

    bars: tuple[Bar, ...]
    points: str = ""
    first: str = ""
    last: str = ""
    most: str = ""
    stairs: tuple[Stairs, ...] = ()
    days: bool = False

    @property
    def drawn(self) -> bool:
        return bool(self.stairs) or any(bar.length or any(bar.slow) for bar in self.bars)


def chart(table: Table, *, line: bool) -> Chart:
    """What is drawn of a table: the number of each line by which they are compared."""
    if table.shape == Shape.SHARES and table.head[1] == tables.HOW_MANY:
        return Chart((), stairs=tuple(_stairs(line) for line in table.lines if None not in line.cells))
    series = tables.series(table)
    bars = tuple(_bars(table))
    whole = line and len(series) > 1 and all(cell is not None for _, cell in series)
    if not whole:
        return Chart(bars, days=table.shape == Shape.DAYS)
    most = max((cell for _, cell in series if cell), default=0)
    step = WIDTH / (len(series) - 1)
    points = " ".join(
        f"{number * step:.1f},{HEIGHT - (cell or 0) * HEIGHT / (most or 1):.1f}"
        for number, (_, cell) in enumerate(series)
    )
    return Chart(bars, points, first=series[0][0], last=series[-1][0], most=str(most))


def _bars(table: Table) -> list[Bar]:
    place, lines = tables.leading(table), [line for line in table.lines if not line.total]
    reach = len(tables.SPREAD) if table.shape == Shape.DAYS else 1
    drawn = [line.cells[place : place + reach] for line in lines]
    most = max((cell for cells in drawn for cell in cells if cell), default=0)
    return [
        Bar(
            label=line.label,
            words=_words(table, cells, place),
            length=_length(cells[0], most),
            hidden=cells[0] is None,
            slow=tuple(_length(cell, most) for cell in cells[1:]),
        )
        for line, cells in zip(lines, drawn, strict=True)
    ]


def _words(table: Table, cells: tuple[Cell, ...], place: int) -> str:
    """The number of a bar; of days all three, with the word once."""
    last = tables.words(table, cells[-1], place)
    return " · ".join([*(str(cell) for cell in cells[:-1] if cell is not None), last])


def _length(cell: Cell, most: int) -> int:
    return round(100 * cell / most) if cell and most else 0


LEFT, TOP, DEEP, PER_DAY = 12, 18, 96, 0.8
"""Of the drawing of stairs: where the first day and all hundred are, how deep none is, and how wide a day."""


def _stairs(line: Line) -> Stairs:
    base, *shares = (cell or 0 for cell in line.cells)
    marks = tuple(
        Mark(
            day,
            share,
            said=place == len(AFTER) - 1 or share != before,
            x=f"{LEFT + day * PER_DAY:.1f}",
            y=f"{TOP + DEEP * (100 - share) / 100:.1f}",
        )
        for place, (day, share, before) in enumerate(zip(AFTER, shares, [100, *shares[:-1]], strict=True))
    )
    steps = "".join(f"H{mark.x}V{mark.y}" for mark in marks)
    return Stairs(line.label, base, f"M{LEFT} {TOP}{steps}h8", marks)
