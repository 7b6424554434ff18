"""Long work shows how far it is: a bar on a terminal, a line now and then elsewhere."""

from io import StringIO

import pytest

from cases.management import progress
from cases.management.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_what_is_quick_says_nothing(clock):
    stream = Terminal()
    told = Progress(stream)
    told("cases", 5, 10)
    told.end()
    assert stream.getvalue() == ""


def test_a_terminal_has_a_bar_that_is_taken_away_in_the_end(clock):
    stream = Terminal()
    told = Progress(stream)
    clock[0] += 2
    told("cases", 1500, 3000)
    told.end()
    assert stream.getvalue() == f"\r[{'#' * 15}{'.' * 15}] 1,500 of 3,000 cases \r\033[K"


def test_anything_else_has_plain_lines_and_not_too_many(clock):
    stream = StringIO()
    told = Progress(stream)
    for done in range(100):
        clock[0] += 0.2
        told("entries", done, 100)
    told.end()
    assert stream.getvalue().splitlines() == [
        "24 of 100 entries, 5 s",
        "49 of 100 entries, 10 s",
        "74 of 100 entries, 15 s",
        "99 of 100 entries, 20 s",
    ]
