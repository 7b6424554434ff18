"""The hashing of the record: each entry is bound to the one before, so that no change stays hidden.

The same functions serve the chain of a case and the chain over everything. A cut at the very end leaves a
shorter but sound chain; only the stored head, or an anchor kept elsewhere, shows that.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

GENESIS = ""
"""What the first entry of a chain is bound to."""


@dataclass(frozen=True)
class Entry:
    """One link as it is stored: its number, what its hash covers, and the hash."""

    number: int
    fields: tuple[str, ...]
    hash: str


@dataclass(frozen=True)
class Head:
    """Where a chain ends, kept apart from its entries."""

    number: int
    hash: str


@dataclass(frozen=True)
class Break:
    """The first number at which a chain does not hold, and what is wrong there."""

    number: int
    because: str


def canonical(data: dict[str, Any]) -> bytes:
    """One spelling for equal data: sorted keys, composed letters (NFC), no spaces.

    Raises `TypeError` for anything but text, whole numbers, yes/no, nothing, lists and nested dictionaries;
    a float has no single spelling. Raises `ValueError` when two keys become the same.
    """
    plain = _plain(data)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(previous: str, *fields: str) -> str:
    """The SHA-256, in hexadecimal, of the previous hash and these fields; lengths keep the fields apart."""
    digest = sha256()
    for part in (previous, *fields):
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def verify(entries: Iterable[Entry], *, head: Head | None = None) -> Break | None:
    """Walk one chain in its stored order; `head` shows a cut at the end. None when the chain holds."""
    number, previous = 0, GENESIS
    for entry in entries:
        number += 1
        if entry.number != number:
            return _misplaced(number, entry.number)
        if link(previous, *entry.fields) != entry.hash:
            return Break(number, "does not fit its hash and the entry before it")
        previous = entry.hash
    if head is not None and (head.number, head.hash) != (number, previous):
        return _unlike_head(head, number)
    return None


def _misplaced(expected: int, found: int) -> Break:
    if found > expected:
        return Break(expected, "is missing or out of order")
    return Break(found, "is there twice or out of order")


def _unlike_head(head: Head, last: int) -> Break:
    if head.number > last:
        return Break(last + 1, "is missing from the end")
    if head.number < last:
        return Break(head.number + 1, "was added after the end")
    return Break(last, "is not the entry with which the record ended")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, int):
        return int(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return _plain_dict(value)
    raise TypeError(f"The record cannot hold a {type(value).__name__}.")


def _plain_dict(data: dict[Any, Any]) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in data):
        raise TypeError("The record can hold only text as a key.")
    plain = {_plain(key): _plain(value) for key, value in data.items()}
    if len(plain) != len(data):
        raise ValueError("Two keys of an entry are spelt the same.")
    return plain
