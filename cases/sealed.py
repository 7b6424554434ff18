"""Envelope encryption: the only caller of the cryptography library.

Each case has one data key per compartment, wrapped by a key of the ring (`settings.SEALING_KEY_RING`).
A sealed value is `1 | nonce (12) | ciphertext and tag`; it is bound to its table, column, row, owner and
compartment, so that moving it to another place makes it unreadable. The text is filled up to a multiple of 64
bytes first: the length of a vote would tell the vote. There is no way to store the plain text. The bytes of a file are
sealed as they are, piece by piece; its length is told beside it anyway.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Self, TypeAlias, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from cases.domain.vocabulary import Compartment
from cases.models.secrets import SealedBytes, SealedText, SealKey

Sealed: TypeAlias = "SealedText[Any, Any] | SealedBytes[Any, Any]"
FORMAT = b"\x01"
NONCE = 12
BLOCK = 64
END = b"\x80"


class Unreadable(Exception):
    """The sealed text was moved or changed, or its key is missing."""


class KeyMissing(Unreadable):
    """There is no telling what the sealed text says: its key is not here."""


class Keys:
    """The keys of one case (or draft), fetched once and made when first sealed with."""

    def __init__(self, owner: UUID, rows: Iterable[SealKey] | None = None) -> None:
        self.owner = owner
        self._rows = rows
        self._keys: dict[str, bytes] | None = None

    @classmethod
    def of(cls, owners: Iterable[UUID]) -> dict[UUID, Self]:
        """The keys of several cases, fetched in one statement."""
        rows = defaultdict[UUID, list[SealKey]](list)
        owners = list(owners)
        for row in SealKey.objects.filter(owner__in=owners):
            rows[row.owner].append(row)
        return {owner: cls(owner, rows[owner]) for owner in owners}

    @staticmethod
    def rows(owner: UUID) -> "models.QuerySet[SealKey]":
        """The stored keys of one case or draft, to be given back on making its `Keys`."""
        return SealKey.objects.filter(owner=owner)

    def seal(self, row: models.Model, **texts: str) -> None:
        """Fill sealed columns of a row. An empty text is sealed too, so that emptiness shows nothing."""
        for column, text in texts.items():
            field = _field(row, column)
            nonce = os.urandom(NONCE)
            body = AESGCM(self._key(field.compartment)).encrypt(nonce, _filled(text), self._bound(row, field))
            setattr(row, column, FORMAT + nonce + body)

    def open(self, row: models.Model, column: str) -> str:
        """The text of a sealed column; an unfilled column is empty. Raises `Unreadable`."""
        field = _field(row, column)
        value = bytes(getattr(row, column))
        if not value:
            return ""
        key = self._known().get(field.compartment)
        if key is None:
            raise KeyMissing(f"The key that opens {row._meta.db_table}.{column} is gone from the database.")
        filled = _open(key, value[1:], self._bound(row, field)) if value[:1] == FORMAT else None
        if filled is None:
            raise Unreadable(f"{row._meta.db_table}.{column} does not open in this place.")
        return filled[: filled.rindex(END)].decode()

    def seal_bytes(self, row: models.Model, column: str, body: bytes, *, place: str) -> None:
        """Fill a column of bytes. `place` is what else they are bound to: of which whole they are which part."""
        field = _field(row, column)
        nonce = os.urandom(NONCE)
        bound = self._bound(row, field) + f"|{place}".encode()
        setattr(row, column, FORMAT + nonce + AESGCM(self._key(field.compartment)).encrypt(nonce, body, bound))

    def open_bytes(self, row: models.Model, column: str, *, place: str) -> bytes:
        """The bytes of a sealed column, if they are of this place. Raises `Unreadable`."""
        field = _field(row, column)
        value = bytes(getattr(row, column))
        key = self._known().get(field.compartment)
        if key is None:
            raise KeyMissing(f"The key that opens {row._meta.db_table}.{column} is gone from the database.")
        bound = self._bound(row, field) + f"|{place}".encode()
        body = _open(key, value[1:], bound) if value[:1] == FORMAT else None
        if body is None:
            raise Unreadable(f"{row._meta.db_table}.{column} does not open in this place.")
        return body

    def prepare(self, *compartments: Compartment) -> None:
        """Make several keys in one statement, for a new case."""
        known = self._known()
        rows = []
        for compartment in compartments:
            if compartment not in known:
                known[compartment] = AESGCM.generate_key(256)
                rows.append(self._wrap(compartment, known[compartment]))
        SealKey.objects.bulk_create(rows)

    def forget(self) -> None:
        """Destroy every key of this owner: what they sealed cannot be read again."""
        SealKey.objects.filter(owner=self.owner).delete()
        self._keys = None

    def _key(self, compartment: Compartment) -> bytes:
        known = self._known()
        if compartment not in known:
            self.prepare(compartment)
        return known[compartment]

    def _known(self) -> dict[str, bytes]:
        if self._keys is None:
            rows = self.rows(self.owner) if self._rows is None else self._rows
            self._keys = {row.compartment: self._unwrap(row) for row in rows}
        return self._keys

    def _bound(self, row: models.Model, field: "Sealed") -> bytes:
        return "|".join((row._meta.db_table, field.name, str(row.pk), str(self.owner), field.compartment)).encode()

    def _wrap(self, compartment: Compartment, key: bytes) -> SealKey:
        ring_key = next(iter(settings.SEALING_KEY_RING))
        nonce = os.urandom(NONCE)
        bound = f"{self.owner}|{compartment}|{ring_key}".encode()
        wrapped = nonce + AESGCM(settings.SEALING_KEY_RING[ring_key]).encrypt(nonce, key, bound)
        return SealKey(owner=self.owner, compartment=compartment, ring_key=ring_key, wrapped=wrapped)

    def _unwrap(self, row: SealKey) -> bytes:
        if row.ring_key not in settings.SEALING_KEY_RING:
            raise KeyMissing(f"The key {row.ring_key} is not in the ring. Put its file back under var/keys.")
        bound = f"{self.owner}|{row.compartment}|{row.ring_key}".encode()
        key = _open(settings.SEALING_KEY_RING[row.ring_key], bytes(row.wrapped), bound)
        if key is None:
            raise KeyMissing(f"The key {row.ring_key} of the ring does not open what was sealed under that name.")
        return key


def _filled(text: str) -> bytes:
    body = text.encode() + END
    return body + bytes(-len(body) % BLOCK)


def _open(key: bytes, value: bytes, bound: bytes) -> bytes | None:
    """What is sealed in `nonce | ciphertext and tag`, or None when it does not belong to this key and place."""
    try:
        return AESGCM(key).decrypt(value[:NONCE], value[NONCE:], bound)
    except (InvalidTag, ValueError):
        return None


def _field(row: models.Model, column: str) -> "Sealed":
    field: Sealed = cast("Any", row._meta.get_field(column))
    return field
