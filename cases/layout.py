"""Where everything stands in the drawing of a procedure: one column for each level, lines in the gutters between.

Lines never cross a box. Those that lead to the same place share a track, so that a drawing of thirty moves
stays readable. All lengths are pixels of the drawing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.domain.procedure import Place, Procedure, Step
from cases.domain.vocabulary import Action, State, Tier

Key = tuple[Tier | None, State]
Point = tuple[float, float]

COLUMNS = (Tier.INTAKE, Tier.INFORMAL, Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL, Tier.EXTERNAL)
BARS = {State.FINAL: COLUMNS[2:5], State.MONITORING: COLUMNS[2:4], State.CLOSED: COLUMNS}
WIDTH, HEIGHT, BAR, HEADING = 156, 66, 44, 52
GUTTER, GAP, TRACK, ENTRY = 20, 24, 9, 9


@dataclass(frozen=True)
class Box:
    """One place: the column and row it stands in, and where that is."""

    key: Key
    col: int
    row: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """One move between two boxes, as the corners it turns at."""

    start: Key
    end: Key
    up: bool
    steps: tuple[Step, ...]
    points: tuple[Point, ...] = ()


@dataclass
class Layout:
    """The boxes and lines of one procedure."""

    boxes: dict[Key, Box] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    lanes: dict[Tier, float] = field(default_factory=dict)
    foot: float = 0
    width: float = 0
    height: float = 0


def key_of(place: Place) -> Key:
    """After the decision all levels share one box."""
    return (None, place[1]) if place[1] in BARS else place


def layout(procedure: Procedure) -> Layout:
    """Place every box a case can come to, then draw the lines between them."""
    keys = {key_of(place) for place in procedure.reach()}
    return _Grid(keys, _moves(procedure)).lay()


ASIDE = frozenset(
    {
        Action.CLOSE_AFTER_LEAVING,
        Action.RESUME,
        Action.WITHDRAW,
        Action.ACCEPT_WITHDRAWAL,
        Action.ADMIT_LATE_APPEAL,
        Action.ADMIT_REOPENING,
    }
)
"""From almost every step to the end, and back: lines across the whole drawing for what is rare. The list has them."""


def _moves(procedure: Procedure) -> list[Line]:
    found: dict[tuple[Key, Key, bool], dict[Step, None]] = defaultdict(dict)
    reached = procedure.reach()
    for start, step, end in procedure.edges:
        ends = key_of(start), key_of(end)
        if start in reached and ends[0] != ends[1] and step.action not in ASIDE:
            found[*ends, step.action is Action.ESCALATE][step] = None
    return [Line(start, end, up, tuple(steps)) for (start, end, up), steps in found.items()]


def _order(key: Key) -> tuple[bool, int]:
    """As the states follow each other; an appeal is checked before its panel is formed."""
    return key[1] is not State.ADMISSIBILITY, list(State).index(key[1])


class _Grid:
    """Columns and rows first, then tracks in the gutters, then pixels."""

    def __init__(self, keys: Iterable[Key], moves: list[Line]) -> None:
        self.moves = moves
        self.tiers = [tier for tier in COLUMNS if any(key[0] is tier for key in keys)]
        self.cells = self._cells(set(keys))
        self.gutters: dict[int, dict[object, None]] = defaultdict(dict)
        self.gaps: dict[int, dict[object, None]] = defaultdict(dict)
        self.routes = [self._route(move) for move in moves]

    def _cells(self, keys: set[Key]) -> dict[Key, tuple[int, int]]:
        cells: dict[Key, tuple[int, int]] = {}
        for col, tier in enumerate(self.tiers):
            for row, key in enumerate(sorted((key for key in keys if key[0] is tier), key=_order)):
                cells[key] = col, row
        self.rows = 1 + max((row for _, row in cells.values()), default=0)
        for key in keys & {(Tier.EXTERNAL, State.AWAITING_EXTERNAL)}:
            cells[key] = cells[key][0], max(self.rows - 2, 0)
        if (Tier.INFORMAL, State.INFORMAL_OFFERED) in cells:  # beside the first look, from which it is offered
            cells |= {key: (col, row + 1) for key, (col, row) in cells.items() if key[0] is Tier.INFORMAL}
        bars = [state for state in BARS if (None, state) in keys]
        for number, state in enumerate(bars):
            spanned = [i for i, tier in enumerate(self.tiers) if tier in BARS[state]]
            cells[None, state] = min(spanned, default=0), self.rows + number
        return cells

    def _route(self, move: Line) -> list[tuple[str, int]]:
        """The way of a line: `g` a gutter (left of that column), `h` a gap (above that row), or straight down."""
        (col, row), (to_col, to_row) = self.cells[move.start], self.cells[move.end]
        if self._straight(move):
            return []
        if move.end[0] is None:
            way = [("g", col + 1 if col < self._span(move.end)[-1] else col)]
        elif col == to_col:
            way = [("g", col if to_row < row else col + 1)]
        else:
            leave, enter = (col + 1, to_col) if to_col > col else (col, to_col + 1)
            way = [("g", leave)] if leave == enter else [("g", leave), ("h", to_row), ("g", enter)]
        for kind, number in way:
            (self.gutters if kind == "g" else self.gaps)[number][move.end, move.up] = None
        return way

    def _straight(self, move: Line) -> bool:
        (col, row), (to_col, to_row) = self.cells[move.start], self.cells[move.end]
        if to_row <= row:
            return False
        spans = self._span(move.end) if move.end[0] is None else range(to_col, to_col + 1)
        cols = self._span(move.start) if move.start[0] is None else range(col, col + 1)
        return any(c in spans and not self._blocked(c, row, to_row) for c in cols)

    def _blocked(self, col: int, above: int, below: int) -> bool:
        return any(
            above < row < below and col in (self._span(key) if key[0] is None else (at,))
            for key, (at, row) in self.cells.items()
        )

    def _span(self, key: Key) -> range:
        spanned = [i for i, tier in enumerate(self.tiers) if tier in BARS[key[1]]] or [0]
        return range(spanned[0], spanned[-1] + 1)

    def lay(self) -> Layout:
        made = Layout()
        self.lefts, x = [], 0.0
        for col in range(len(self.tiers) + 1):
            x += GUTTER + TRACK * len(self.gutters[col])
            self.lefts.append(x)
            x += WIDTH if col < len(self.tiers) else 0
        self.tops, y = [], float(HEADING)
        last = 1 + max((row for _, row in self.cells.values()), default=0)
        for row in range(last):
            y += GAP + TRACK * len(self.gaps[row])
            self.tops.append(y)
            y += HEIGHT if row < self.rows else BAR
        made.width, made.height = x, y + 2
        made.foot = self.tops[self.rows - 1] + HEIGHT
        made.lanes = dict(zip(self.tiers, self.lefts, strict=False))
        made.boxes = {key: self._box(key) for key in self.cells}
        made.lines = [self._line(move, way, made) for move, way in zip(self.moves, self.routes, strict=True)]
        return made

    def _box(self, key: Key) -> Box:
        col, row = self.cells[key]
        if key[0] is None:
            span = self._span(key)
            width = self.lefts[span[-1]] + WIDTH - self.lefts[span[0]]
            return Box(key, col, row, self.lefts[span[0]], self.tops[row], width, BAR)
        return Box(key, col, row, self.lefts[col], self.tops[row], WIDTH, HEIGHT)

    def _line(self, move: Line, way: list[tuple[str, int]], made: Layout) -> Line:
        start, end = made.boxes[move.start], made.boxes[move.end]
        points = self._turns(move, way, start, end) if way else self._down(start, end)
        return Line(move.start, move.end, move.up, move.steps, tuple(points))

    def _down(self, start: Box, end: Box) -> list[Point]:
        cols = self._span(start.key) if start.key[0] is None else range(start.col, start.col + 1)
        into = self._span(end.key) if end.key[0] is None else range(end.col, end.col + 1)
        col = next(c for c in cols if c in into and not self._blocked(c, start.row, end.row))
        x = self.lefts[col] + WIDTH / 2
        return [(x, start.y + start.height), (x, end.y)]

    def _turns(self, move: Line, way: list[tuple[str, int]], start: Box, end: Box) -> list[Point]:
        rightwards = way[0][1] > start.col
        y = start.middle[1] - ENTRY
        points = [(start.x + start.width if rightwards else start.x, y)]
        for kind, number in way:
            last = points[-1]
            points.append((self._x(number, move), last[1]) if kind == "g" else (last[0], self._y(number, move)))
        x, y = points[-1][0], end.middle[1] + (ENTRY if way[-1][1] > end.col else -ENTRY)
        if end.key[0] is None:
            return [*points, (x, end.y)]
        return [*points, (x, y), (end.x + end.width if x > end.x else end.x, y)]

    def _x(self, gutter: int, move: Line) -> float:
        tracks = list(self.gutters[gutter])
        return self.lefts[gutter] - GUTTER / 2 - TRACK * (len(tracks) - 1 - tracks.index((move.end, move.up)))

    def _y(self, gap: int, move: Line) -> float:
        tracks = list(self.gaps[gap])
        return self.tops[gap] - GAP / 2 - TRACK * (len(tracks) - 1 - tracks.index((move.end, move.up)))
