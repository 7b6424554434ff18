"""Reading a law file: every fault is collected with its place, none stops the reading."""

import tomllib
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

W = TypeVar("W", bound=StrEnum)
T = TypeVar("T")
LEAP_YEAR = 2028


class LawFault(Exception):
    """A law file that cannot be used. `faults` are sentences; `unreadable` when it is not TOML at all."""

    def __init__(self, faults: list[str], *, unreadable: bool = False) -> None:
        self.faults = faults
        self.unreadable = unreadable
        super().__init__(" ".join(faults))


class Entry:
    """One table of the file. After a fault a method returns a stand-in that nobody gets to see."""

    def __init__(self, place: str, table: dict[str, Any], faults: list[str]) -> None:
        self.place = place
        self._table = table
        self._left = set(table)
        self._faults = faults

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._table)

    def fault(self, sentence: str) -> None:
        self._faults.append(f"{self.place}: {sentence}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, default)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None and value != default:
            self.fault(f"“{key}” must be words in quotation marks.")
        return default or ""

    def number(self, key: str, default: int | None = None) -> int:
        value = self._take(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if value is not None:
            self.fault(f"“{key}” must be a whole number, 0 or more.")
        return 0

    def maybe_number(self, key: str) -> int | None:
        return self.number(key) if key in self._table else None

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.fault(f"“{key}” must be true or false.")
        return value is True

    def day(self, key: str) -> date:
        value = self._take(key)
        if type(value) is date:
            return value
        if value is not None:
            self.fault(f"“{key}” must be a date such as 2026-01-31, without quotation marks.")
        return date.min

    def day_of_year(self, key: str) -> tuple[int, int]:
        """The month and the day of something that comes each year, written like “12-25”."""
        value = self.text(key)
        try:
            day = date.fromisoformat(f"{LEAP_YEAR}-{value}")
        except ValueError:
            self.fault(f"“{key}” must be a month and a day such as “12-25”, in quotation marks.")
            return 0, 0
        return day.month, day.day

    def word(self, key: str, known: type[W], default: W | None = None) -> W:
        value = self._take(key, default)
        return next(iter(known)) if value is None else self._known(key, value, known)

    def maybe_word(self, key: str, known: type[W]) -> W | None:
        return self.word(key, known) if key in self._table else None

    def words(self, key: str, known: type[W], default: tuple[W, ...] | None = None) -> tuple[W, ...]:
        return tuple(self._known(key, value, known) for value in self.names(key, default))

    def names(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of words that somebody else checks."""
        return tuple(v for v in self._list(key, default) if self._is(key, v, str, "words in quotation marks"))

    def numbers(self, key: str) -> tuple[int, ...]:
        return tuple(v for v in self._list(key, None) if self._is(key, v, int, "whole numbers"))

    def share(self, key: str) -> tuple[Fraction, bool]:
        """`more than 1/2` or `at least 2/3`: the fraction, and whether it must be exceeded."""
        value = self.text(key)
        for start, exceed in (("more than ", True), ("at least ", False)):
            if value.startswith(start):
                try:
                    return Fraction(value.removeprefix(start)), exceed
                except (ValueError, ZeroDivisionError):
                    break
        if value:
            self.fault(f"“{key}” must read like “more than 1/2” or “at least 2/3”, not “{value}”.")
        return Fraction(1), False

    def close(self) -> None:
        """Say which words of the entry mean nothing: a misspelt rule is a rule that is missing."""
        for key in sorted(self._left):
            self.fault(f"“{key}” means nothing here. Check the spelling.")

    def _take(self, key: str, default: Any = None) -> Any:
        self._left.discard(key)
        if key not in self._table and default is None:
            self.fault(f"“{key}” is missing.")
        return self._table.get(key, default)

    def _list(self, key: str, default: tuple[Any, ...] | None) -> tuple[Any, ...]:
        value = self._take(key, default)
        if isinstance(value, list | tuple):
            return tuple(value)
        if value is not None:
            self.fault(f"“{key}” must be a list in square brackets.")
        return ()

    def _is(self, key: str, value: Any, kind: type, wanted: str) -> bool:
        fits = isinstance(value, kind) and not isinstance(value, bool)
        if not fits:
            self.fault(f"“{key}” must list {wanted}.")
        return fits

    def _known(self, key: str, value: Any, known: type[W]) -> W:
        try:
            return known(value)
        except ValueError:
            self.fault(f"“{value}” is not a known word for “{key}”.")
            return next(iter(known))


class LawFile:
    """The parsed text; hands out entries that know the line they start on."""

    def __init__(self, text: str) -> None:
        self.faults: list[str] = []
        self._lines = text.splitlines()
        try:
            self._tables: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise LawFault([f"The file cannot be read: {error}."], unreadable=True) from error
        self._left = set(self._tables)

    def top(self) -> Entry:
        """The words before the first table."""
        plain = {key: value for key, value in self._tables.items() if not isinstance(value, dict | list)}
        self._left -= set(plain)
        return Entry("At the top of the file", plain, self.faults)

    def table(self, name: str) -> Entry:
        self._left.discard(name)
        value = self._tables.get(name, {})
        if not isinstance(value, dict) or not value:
            self.faults.append(f"The part [{name}] is missing.")
            value = {}
        return Entry(f"[{name}]", value, self.faults)

    def glossary(self, name: str) -> dict[str, str]:
        """A table of name = "words"."""
        entry = self.table(name)
        return {key: entry.text(key) for key in entry.keys}

    def one(self, name: str, build: Callable[[Entry], T]) -> T:
        """Build the single table [name]."""
        entry = self.table(name)
        built = build(entry)
        entry.close()
        return built

    def each(self, name: str, title: str, build: Callable[[Entry], T]) -> tuple[T, ...]:
        """Build every [[name]] table; `title` is the key that names it in a fault."""
        self._left.discard(name)
        tables = self._tables.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.faults.append(f"Write [[{name}]] with two brackets on each side.")
            return ()
        return tuple(self._build(name, title, i, table, build) for i, table in enumerate(tables))

    def finish(self) -> None:
        """Raise everything that was found."""
        self.faults += [f"[{name}] means nothing here. Check the spelling." for name in sorted(self._left)]
        if self.faults:
            raise LawFault(self.faults)

    def _build(self, name: str, title: str, index: int, table: dict[str, Any], build: Callable[[Entry], T]) -> T:
        starts = [n for n, line in enumerate(self._lines, 1) if line.strip().startswith(f"[[{name}]]")]
        line = f", line {starts[index]}" if index < len(starts) else ""
        entry = Entry(f"{name} {index + 1} ({table.get(title, '?')}){line}", table, self.faults)
        built = build(entry)
        entry.close()
        return built
