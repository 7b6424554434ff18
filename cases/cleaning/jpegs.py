"""A photo inside a PDF: its points as they are, without what the camera wrote beside them."""

from collections.abc import Iterator

START, SCAN, COMMENT = 0xD8, 0xDA, 0xFE
KEPT = frozenset({0xE0, 0xEE})
"""JFIF and Adobe: how the colours are to be read. Every other of these parts is a place, a time, a camera, a note."""


def bare(body: bytes) -> bytes:
    """The same photo without EXIF, XMP and comments; as it is where it cannot be read that far."""
    if body[:2] != bytes((0xFF, START)):
        return body
    return b"".join(_parts(body))


def _parts(body: bytes) -> Iterator[bytes]:
    yield body[:2]
    at = 2
    while at + 4 <= len(body) and body[at] == 0xFF:
        marker, size = body[at + 1], int.from_bytes(body[at + 2 : at + 4])
        if marker == SCAN:
            break
        if not (0xE0 <= marker <= 0xEF or marker == COMMENT) or marker in KEPT:
            yield body[at : at + 2 + size]
        at += 2 + size
    yield body[at:]
