"""A list of members as a CSV file: read whole, judged row by row, and every fault told with its line; or written.

What is written can be read again and is the same list. No cell begins a formula: one that could has an apostrophe in
front, and reading takes it away again.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from branches.forms import DetailsForm
from branches.models import Branch, Member
from branches.names import name_key
from branches.queries import addresses_taken
from branches.usecases import NewMember

COLUMNS = ("email", "full_name", "branch", "joined_on", "birth_year")
HEADER = ",".join(COLUMNS)
LARGEST = 64 * 2**20
SHOWN = 40
NOWHERE = "(none)"
"""Written for a member who belongs to no branch: an empty cell is more often a slip."""
FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet takes for a formula, also in wide letters; or one that was guarded before."""


class Unreadable(Exception):
    """The file is not a list of members at all; one sentence says why."""


@dataclass(frozen=True)
class Rejected:
    """One row that cannot be imported, and every reason."""

    line: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Roster:
    """What a file holds."""

    people: tuple[NewMember, ...]
    rejected: tuple[Rejected, ...]

    @property
    def rows(self) -> int:
        return len(self.people) + len(self.rejected)

    def by_branch(self) -> dict[str, int]:
        """How many people each branch would gain."""
        return dict(sorted(Counter(str(person.branch or "no branch") for person in self.people).items()))


def read(file: Path, *, today: date, progress: Callable[[int], None] = lambda rows: None) -> Roster:
    """Judge a whole file. Raises `Unreadable`; `progress` hears how many rows were looked at."""
    judge = _Judge(today)
    for count, (line, cells) in enumerate(_rows(_text(file)), start=1):
        judge.row(line, cells)
        progress(count)
    return judge.roster()


class _Judge:
    """Looks at one row after another; remembers the addresses it has seen."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.branches = {key: b for b in Branch.objects.all() for key in (name_key(b.name), b.slug)}
        self.accepted: dict[int, NewMember] = {}
        self.rejected: dict[int, tuple[str, ...]] = {}
        self.first_line: dict[str, int] = {}

    def row(self, line: int, cells: dict[str, str] | str) -> None:
        if isinstance(cells, str):
            self.rejected[line] = (cells,)
            return
        cells = {name: unguarded(cell) for name, cell in cells.items()}
        form = DetailsForm(cells, today=self.today)
        nowhere = cells["branch"].strip().lower() == NOWHERE
        branch = None if nowhere else self.branches.get(name_key(cells["branch"]))
        reasons = [f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]
        if branch is None and not nowhere:
            reasons.append(f"branch: there is no branch {shown(cells['branch'])}.")
        if email := form.cleaned_data.get("email"):
            if email in self.first_line:
                reasons.append(f"email: this address is already on line {self.first_line[email]}.")
            self.first_line.setdefault(email, line)
        if reasons:
            self.rejected[line] = tuple(reasons)
        else:
            self.accepted[line] = NewMember(branch=branch, **form.cleaned_data)

    def roster(self) -> Roster:
        taken = addresses_taken(self.first_line)
        for email in taken:
            line = self.first_line[email]
            self.accepted.pop(line, None)
            reason = "email: this address already belongs to a member."
            self.rejected[line] = (*self.rejected.get(line, ()), reason)
        rejected = tuple(Rejected(line, reasons) for line, reasons in sorted(self.rejected.items()))
        return Roster(tuple(self.accepted.values()), rejected)


def written(members: Iterable[Member]) -> Iterator[str]:
    """The file, line by line: who is a member now, each with the branch they belong to, if they belong to one."""
    yield _line(COLUMNS)
    for member in members:
        branch = member.branch.name if member.branch else NOWHERE
        row = (member.email, member.full_name, branch, member.joined_on.isoformat(), str(member.birth_year or ""))
        yield _line(map(guarded, row))


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """What was guarded, as it was before."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def shown(cell: str) -> str:
    """A cell in a message: short, and without characters that a terminal would obey."""
    cell = cell.strip()
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in cell[:SHOWN])
    return f"“{plain}{'…' if len(cell) > SHOWN else ''}”"


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise Unreadable(f"{file} is larger than {LARGEST // 2**20} MiB. Split it.")
        content = file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} cannot be opened: {error.strerror}.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(f"{file} is not text in UTF-8: the first fault is on line {line}.") from error


def _rows(text: str) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Every row with the line it begins on: its cells by name, or why it is none. Empty lines are passed over."""
    lines = _lines(text)
    _, header = next(lines, (1, []))
    names = [] if isinstance(header, str) else [cell.strip().lower() for cell in header]
    if sorted(names) != sorted(COLUMNS):
        raise Unreadable(f"The first line has to be {HEADER}; it is {shown(text.partition(chr(10))[0])}.")
    for line, cells in lines:
        if isinstance(cells, str):
            yield line, cells
        elif len(cells) == len(names):
            yield line, dict(zip(names, cells, strict=True))
        elif cells:
            yield line, f"It has {len(cells)} cells instead of {len(names)}."


def _lines(text: str) -> Iterator[tuple[int, list[str] | str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"It cannot be read as CSV: {error}."
