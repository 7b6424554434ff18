"""Plain text: read in one encoding to its end, and written in one way."""

import codecs
import unicodedata

from cases.cleaning.result import Bad
from cases.domain.files import Copy, Dropped, Flag, Kind

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
TRICKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
"""Marks that turn the order of letters round, or hide between them."""
KEPT = "\n\t"


def is_text(body: bytes) -> bool:
    """Bytes of which every one belongs to a letter of one known encoding."""
    try:
        _read(body)
    except Bad:
        return False
    return True


def copy(body: bytes) -> Copy:
    text = _read(body).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    seen = "".join(c for c in text if c in KEPT or (unicodedata.category(c) != "Cc" and c not in TRICKS))
    dropped = (Dropped.HIDDEN,) if seen != text else ()
    return Copy(Kind.TEXT, unicodedata.normalize("NFC", seen).encode(), dropped)


def _read(body: bytes) -> str:
    """UTF-8 or UTF-16 where it says so, otherwise what Windows wrote in the west. A zero byte is in no text."""
    encoding = next((name for mark, name in MARKS if body.startswith(mark)), None)
    for name in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = body.decode(name)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise Bad(Flag.BROKEN if encoding else Flag.DISGUISED)
