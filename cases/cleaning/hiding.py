"""A copy of a safe copy without some words. Runs in the process apart, on what `opening` has made.

Painting over a word leaves it in the file. So every page of a PDF becomes a picture on which the places are black, and
a new document is made of the pictures: nothing that was text before is text in it. A place is as wide as a multiple of
a fixed width, because the length of a black bar can tell a name.
"""

import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from html import unescape

from PIL import Image, ImageDraw

from cases.cleaning import pdfs
from cases.cleaning.result import Bad
from cases.domain import redaction as rules
from cases.domain.files import Copy, Flag, Kind, Looked

DOTS = 150
STEP = 90.0
"""Points: a hidden place is one, two or more of these wide."""
ROUND = 2.0
MOST_BYTES = 40_000_000
PLACES = "/usr/local/bin:/usr/bin:/bin"
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.S)
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', re.S)

Box = tuple[float, float, float, float]


def hidden(kind: Kind, given: bytes) -> tuple[Looked, int]:
    """The copy and the number of places, from one line with the passages and the bytes after it. Never raises."""
    line, _, body = given.partition(b"\n")
    try:
        made, places = _without(kind, body, json.loads(line))
    except Bad as bad:
        return Looked(flag=bad.flag), 0
    except MemoryError:
        return Looked(flag=Flag.HEAVY), 0
    except Exception:  # whatever a tool says about it: no copy is better than one with a word in it
        return Looked(flag=Flag.BROKEN), 0
    return (Looked(Copy(kind, made)) if len(made) <= MOST_BYTES else Looked(flag=Flag.LARGE)), places


def _without(kind: Kind, body: bytes, passages: Sequence[str]) -> tuple[bytes, int]:
    if kind is Kind.TEXT:
        text = body.decode()
        return rules.hide(text, passages).encode(), len(rules.spans(text, passages))
    if kind is Kind.PDF:
        return _pdf(body, passages)
    return body, 0  # nobody finds a word in a picture: its ruling hides the whole file instead


def _pdf(body: bytes, passages: Sequence[str]) -> tuple[bytes, int]:
    import pikepdf

    places = 0
    with pikepdf.Pdf.new() as made:
        for number, (width, boxes) in enumerate(_boxes(body, passages), 1):
            places += len(boxes)
            with pikepdf.open(io.BytesIO(_page(body, number, width, boxes))) as one:
                made.pages.extend(one.pages)
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
    clean = pdfs.copy(out.getvalue()).body  # reads it again, and refuses anything but drawn pages
    if _run("pdftotext", "-", "-", given=clean).strip():
        raise Bad(Flag.UNSAFE)
    return clean, places


def _boxes(body: bytes, passages: Sequence[str]) -> Iterator[tuple[float, list[Box]]]:
    """For each page its width and the places that are hidden, in points from its upper left corner."""
    for wide, _, inside in PAGE.findall(_run("pdftotext", "-bbox", "-", "-", given=body).decode()):
        words = [(*map(float, found[:4]), unescape(found[4])) for found in WORD.findall(inside)]
        text, owners = "", list[int]()
        for number, word in enumerate(words):
            text += str(word[4]) + " "
            owners += [number] * (len(str(word[4])) + 1)
        yield (
            float(wide),
            [box for start, end in rules.spans(text, passages) for box in _lines(words, owners[start:end])],
        )


def _lines(words: Sequence[Sequence[object]], owners: Sequence[int]) -> Iterator[Box]:
    """One box for each line on which the words stand."""
    current: Box | None = None
    for number in dict.fromkeys(owners):
        left, top, right, bottom = (float(str(value)) for value in words[number][:4])
        if current and abs(top - current[1]) < (bottom - top) / 2 and left >= current[0]:
            current = current[0], min(top, current[1]), max(right, current[2]), max(bottom, current[3])
        else:
            if current:
                yield current
            current = left, top, right, bottom
    if current:
        yield current


def _page(body: bytes, number: int, wide: float, boxes: Sequence[Box]) -> bytes:
    """One page as a picture with its places blackened, as a document of one page of the same size."""
    which = ("-f", str(number), "-l", str(number))
    with Image.open(io.BytesIO(_run("pdftoppm", "-r", str(DOTS), *which, "-png", "-", given=body))) as opened:
        seen = opened.convert("RGB")
    brush, scale = ImageDraw.Draw(seen), seen.width / wide
    for left, top, right, bottom in boxes:
        width = STEP * -(-(right - left) // STEP)
        corner = ((left - ROUND) * scale, (top - ROUND) * scale)
        brush.rectangle([corner, ((left + width + ROUND) * scale, (bottom + ROUND) * scale)], fill="black")
    out = io.BytesIO()
    seen.save(out, "PDF", resolution=float(DOTS), quality=85)
    return out.getvalue()


def _run(tool: str, *arguments: str, given: bytes) -> bytes:
    """One of Poppler's tools, with the limits of this process; it reads and writes nothing but its two pipes."""
    program = shutil.which(tool, path=PLACES)
    if program is None:
        raise Bad(Flag.HEAVY)
    return subprocess.run([program, *arguments], input=given, capture_output=True, check=True).stdout
