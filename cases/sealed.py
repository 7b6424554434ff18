"""Envelope encryption: the only caller of the cryptography library.

Each case has one data key per compartment, wrapped by a key of the ring (`settings.SEALING_KEY_RING`).
A sealed value is `1 | nonce (12) | ciphertext and tag`; it is bound to its table, column, row, owner and
compartment, so that moving it to another place makes it unreadable. There is no way to store the plain text.
"""

import os
from typing import Any, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from cases.domain.vocabulary import Compartment
from cases.models.secrets import SealedText, SealKey

FORMAT = b"\x01"
NONCE = 12


class Unreadable(Exception):
    """The sealed text was moved, changed, or its key is not in the ring."""


class Keys:
    """The keys of one case (or draft), fetched once and made when first needed."""

    def __init__(self, owner: UUID) -> None:
        self.owner = owner
        self._keys: dict[str, bytes] | None = None

    def seal(self, row: models.Model, **texts: str) -> None:
        """Fill sealed columns of a row. An empty text is sealed too, so that emptiness shows nothing."""
        for column, text in texts.items():
            field = _field(row, column)
            nonce = os.urandom(NONCE)
            body = AESGCM(self._key(field.compartment)).encrypt(nonce, text.encode(), self._bound(row, field))
            setattr(row, column, FORMAT + nonce + body)

    def open(self, row: models.Model, column: str) -> str:
        """The text of a sealed column; an unfilled column is empty. Raises `Unreadable`."""
        field = _field(row, column)
        value = bytes(getattr(row, column))
        if not value:
            return ""
        nonce, body = value[1 : NONCE + 1], value[NONCE + 1 :]
        try:
            return AESGCM(self._key(field.compartment)).decrypt(nonce, body, self._bound(row, field)).decode()
        except InvalidTag as error:
            raise Unreadable(f"{row._meta.db_table}.{column} does not open in this place.") from error

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
            rows = SealKey.objects.filter(owner=self.owner)
            self._keys = {row.compartment: self._unwrap(row) for row in rows}
        return self._keys

    def _bound(self, row: models.Model, field: SealedText) -> bytes:
        return "|".join((row._meta.db_table, field.column, str(row.pk), str(self.owner), field.compartment)).encode()

    def _wrap(self, compartment: Compartment, key: bytes) -> SealKey:
        ring_key = next(iter(settings.SEALING_KEY_RING))
        nonce = os.urandom(NONCE)
        bound = f"{self.owner}|{compartment}|{ring_key}".encode()
        wrapped = nonce + AESGCM(settings.SEALING_KEY_RING[ring_key]).encrypt(nonce, key, bound)
        return SealKey(owner=self.owner, compartment=compartment, ring_key=ring_key, wrapped=wrapped)

    def _unwrap(self, row: SealKey) -> bytes:
        if row.ring_key not in settings.SEALING_KEY_RING:
            raise Unreadable(f"The key {row.ring_key} is not in the ring. Put its file back under var/keys.")
        value = bytes(row.wrapped)
        bound = f"{self.owner}|{row.compartment}|{row.ring_key}".encode()
        return AESGCM(settings.SEALING_KEY_RING[row.ring_key]).decrypt(value[:NONCE], value[NONCE:], bound)


def _field(row: models.Model, column: str) -> SealedText:
    return cast("Any", row._meta.get_field(column))
