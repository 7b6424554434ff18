"""A copy of where the record ended on some day: a few lines of text that people can print, mail, and type again.

Kept where nobody who runs the site can change it, it shows what the record cannot show of itself: that its end was
cut off, that an older backup took its place, or that all of it was written anew (security paper 4.3).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cases.domain.chain import GENESIS, Head

TITLE = "Head of the record of"
SHOWN = 16


class NoHead(Exception):
    """The text is not the copy of a head; one sentence says why."""


@dataclass(frozen=True)
class Copy:
    """The head as it was at a moment."""

    site: str
    number: int
    hash: str
    at: datetime

    @property
    def head(self) -> Head:
        return Head(self.number, self.hash)


def as_text(copy: Copy) -> str:
    """The copy as text; its last line shows whether a letter was mistyped since."""
    moment = copy.at.astimezone(UTC).isoformat(timespec="seconds")
    lines = [f"{TITLE} {copy.site}", f"Entries: {copy.number}", f"Hash: {copy.hash}", f"At: {moment}"]
    return "\n".join([*lines, f"Check: {_check(lines)}"]) + "\n"


def read(text: str) -> Copy:
    """The copy that a text holds. Raises `NoHead` for anything else, and for one with a slip of the pen."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) != 5 or not lines[0].startswith(f"{TITLE} "):
        raise NoHead(f"This is no copy of a head. One has five lines, and the first begins with “{TITLE}”.")
    words = dict(zip(("Entries", "Hash", "At", "Check"), (_after(line) for line in lines[1:]), strict=True))
    if words["Check"] != _check(lines[:4]):
        raise NoHead("The check line does not fit the lines above it: a letter was changed or mistyped.")
    try:
        number, at = int(words["Entries"]), datetime.fromisoformat(words["At"])
    except ValueError as problem:
        raise NoHead("The number of entries or the moment cannot be read.") from problem
    return Copy(lines[0].removeprefix(f"{TITLE} "), number, words["Hash"] if number else GENESIS, at)


def _after(line: str) -> str:
    return line.partition(":")[2].strip()


def _check(lines: list[str]) -> str:
    return sha256("\n".join(line.strip() for line in lines).encode()).hexdigest()[:SHOWN]
