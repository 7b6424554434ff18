"""The drawing of a procedure, made on the server from the object that the engine obeys.

Plain SVG with classes only: colours come from the style sheet, so it reads in light, dark and print.
"""

from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cases.domain.procedure import Clock, Place, Procedure
from cases.domain.vocabulary import State
from cases.layout import HEADING, HEIGHT, WIDTH, Box, Key, Layout, Line, Point, key_of, layout

BEND, LINE, LETTERS = 6, 16, 19
BINDING = frozenset({State.DELIBERATING, State.SIGNED, State.FINAL})
MARKER = SafeString(
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path class="head" d="M0 0 8 4 0 8z"/></marker></defs>'
)


def draw(procedure: Procedure, *, here: Place | None = None) -> SafeString:
    """The whole procedure; `here` marks where one case stands."""
    made = layout(procedure)
    marked = key_of(here) if here else None
    parts = [MARKER, _lanes(made), *map(_line, made.lines)]
    parts += [_box(box, _small(procedure, box.key), marked) for box in made.boxes.values()]
    return _svg(parts, made.width, made.height, f"How a case moves. {procedure.title}")


def draw_next(procedure: Procedure, here: Place) -> SafeString:
    """You are here, and only the places a case can come to from here in one step."""
    ends: dict[Key, dict[str, None]] = {}
    for start, step, end in procedure.edges:
        if start == here:
            ends.setdefault(key_of(end), {})[step.action.label] = None
    right, pitch = WIDTH + 250, HEIGHT + 18
    foot = max(1, len(ends)) * pitch - 18
    own = Box(key_of(here), 0, 0, 2, (foot - HEIGHT) / 2 + 2, WIDTH, HEIGHT)
    parts = [MARKER, _box(own, _small(procedure, here), own.key)]
    for number, (key, labels) in enumerate(ends.items()):
        box = Box(key, 1, number, right, number * pitch + 2, WIDTH, HEIGHT)
        small = _small(procedure, key) if key[0] in (here[0], None) else f"{key[0]} level"
        parts += [_join(own, box, list(labels)), _box(box, small, None)]
    return _svg(parts, right + WIDTH + 2, foot + 4, f"You are here: {here[1].label}")


def _svg(parts: list[SafeString], width: float, height: float, title: str) -> SafeString:
    return format_html(
        '<svg class="diagram" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}" width="{}" '
        'height="{}" aria-label="{}">{}</svg>',
        *map(round, (width, height, width, height)),
        title,
        SafeString("".join(parts)),
    )


def _lanes(made: Layout) -> SafeString:
    rows = (
        (x - 8, WIDTH + 16, made.foot + 8, _text(t.label, x + WIDTH / 2, 0, HEADING, "name"))
        for t, x in made.lanes.items()
    )
    return format_html_join("", '<rect class="lane" x="{}" y="0" width="{}" height="{}" rx="8"/>{}', rows)


def _small(procedure: Procedure, key: Key) -> str:
    """The time limit and who answers for it."""
    tier, state = key
    clocks = procedure.clocks if tier is None else tuple(filter(None, [procedure.clock(tier, state)]))
    clock = next((clock for clock in clocks if clock.state is state), None)
    return _limit(clock) if clock else ""


def _limit(clock: Clock) -> str:
    time = "Until it ends" if clock.with_measure else f"{clock.days} day{'s' * (clock.days > 1)}"
    return f"{time} · {clock.owner.replace('_', ' ')}"


def _box(box: Box, small: str, marked: Key | None) -> SafeString:
    kind = "end" if box.key[1] is State.CLOSED else "binding" if box.key[1] in BINDING else "node"
    here = box.key == marked
    label = f"{box.key[1].label} (you are here)" if here else box.key[1].label
    x, small_y = box.middle[0], box.y + box.height - 10
    room = box.height - (20 if small else 0)
    note = format_html('<text class="small" x="{}" y="{}" text-anchor="middle">{}</text>', _n(x), _n(small_y), small)
    return format_html(
        '<g><rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="5"/>{}{}</g>',
        "here" if here else kind,
        *map(_n, (box.x, box.y, box.width, box.height)),
        _text(label, x, box.y, room, "", LETTERS if box.width <= WIDTH else 80),
        note if small else "",
    )


def _text(words: str, x: float, y: float, room: float, kind: str, letters: int = LETTERS) -> SafeString:
    """Words centred in a room of this height, on as many lines as they need."""
    lines = wrap(words, letters)
    first = y + room / 2 + 5 - LINE * (len(lines) - 1) / 2
    spans = format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>', ((_n(x), _n(first + LINE * i), line) for i, line in enumerate(lines))
    )
    return format_html('<text class="{}" text-anchor="middle">{}</text>', kind, spans)


def _line(line: Line) -> SafeString:
    does = ", ".join(dict.fromkeys(step.action.label for step in line.steps))
    title = f"{line.start[1].label} → {line.end[1].label}: {does}"
    kind = "edge up" if line.up else "edge"
    return format_html(
        '<path class="{}" d="{}" marker-end="url(#head)"><title>{}</title></path>', kind, _path(line.points), title
    )


def _join(start: Box, end: Box, labels: list[str]) -> SafeString:
    """A line to one next place, with the steps that lead there written along it."""
    left, right = start.x + start.width, end.x
    points = ((left, start.middle[1]), (left + 20, start.middle[1]), (left + 20, end.middle[1]), (right, end.middle[1]))
    words = _text(" · ".join(labels), (left + 20 + right) / 2, end.y - 6, end.height / 2, "small", 34)
    return format_html('<path class="edge" d="{}" marker-end="url(#head)"/>{}', _path(points), words)


def _path(points: tuple[Point, ...]) -> str:
    """Straight pieces with rounded corners."""
    corners = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    drawn = [f"M{_n(corners[0][0])} {_n(corners[0][1])}"]
    for before, at, after in zip(corners, corners[1:], corners[2:], strict=False):
        come, go = _towards(at, before), _towards(at, after)
        drawn.append(f"L{come}Q{_n(at[0])} {_n(at[1])} {go}")
    return "".join(drawn) + f"L{_n(corners[-1][0])} {_n(corners[-1][1])}"


def _towards(at: Point, other: Point) -> str:
    """The point a bend's length away from a corner."""
    dx, dy = other[0] - at[0], other[1] - at[1]
    length = abs(dx) + abs(dy)
    bend = min(BEND, length / 2) / length
    return f"{_n(at[0] + dx * bend)} {_n(at[1] + dy * bend)}"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
