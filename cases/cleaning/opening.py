"""One file, opened: by the ending of its name, by its first bytes, and by reading the whole of it."""

import codecs
from collections.abc import Callable

import magic

from cases.cleaning import pdfs, pictures, texts
from cases.cleaning.result import Bad
from cases.domain.files import ENDINGS, Copy, Flag, Looked

HEAD = 8192
MOST_BYTES = 40_000_000
TEXT = "text/plain"
MARKUP = frozenset({"text/html", "text/xml", "image/svg+xml", "application/xhtml+xml"})
OPEN: dict[str, Callable[[bytes], Copy]] = {
    "application/pdf": pdfs.copy,
    "image/jpeg": pictures.jpeg,
    "image/png": pictures.png,
    "image/webp": pictures.webp,
    "image/gif": pictures.gif,
    TEXT: texts.copy,
}


def clean(ending: str, body: bytes) -> Looked:
    """The name's ending, what the first bytes are, and what a whole reading finds must agree (4.8). Never raises."""
    wanted = ENDINGS.get(ending)
    if not body:
        return Looked(flag=Flag.EMPTY)
    if wanted is None:
        return Looked(flag=Flag.UNKNOWN)
    if not _looks_like(wanted, body):
        return Looked(flag=Flag.DISGUISED)
    try:
        copy = OPEN[wanted](body)
    except Bad as bad:
        return Looked(flag=bad.flag)
    except MemoryError:
        return Looked(flag=Flag.HEAVY)
    except Exception:  # whatever a library says about it, it could not be read to the end
        return Looked(flag=Flag.BROKEN)
    return Looked(copy=copy) if len(copy.body) <= MOST_BYTES else Looked(flag=Flag.LARGE)


def _looks_like(wanted: str, body: bytes) -> bool:
    """What the first bytes say. Words may look like any language, but not begin as one that a browser would run."""
    found = magic.from_buffer(body[:HEAD], mime=True)
    if wanted != TEXT:
        return bool(found == wanted)
    if found in MARKUP and body.lstrip(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        return False
    return found.partition("/")[0] not in {"image", "audio", "video"} and texts.is_text(body)
