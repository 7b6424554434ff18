"""Files of the evidence inside the papers: each page of a safe copy is laid on a numbered, marked page of ours.

Only what a page shows comes along: no notes, links, forms, scripts, attachments or metadata of the file it was in.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from cases.domain.files import Kind
from cases.queries import exhibits
from cases.queries.chapters import Attached, Chapter, Piece
from cases.queries.exhibits import WorkingCopy
from cases.queries.folder import Folder

LEFT, BOTTOM, RIGHT, TOP = 56, 72, 539, 752
"""Where a page is laid, in points of an A4 page: above our foot, below the line that says what it is."""


def attached(folder: Folder) -> dict[int, list[Attached]]:
    """Every file that this reader may open, under the number of its exhibit. One is opened at a time."""
    found: dict[int, list[Attached]] = {}
    for copy in exhibits.working_copies(folder):
        text = copy.body.decode() if copy.kind is Kind.TEXT else ""
        row = Attached(
            anchor=_anchor(copy),
            exhibit=copy.exhibit,
            number=copy.number,
            name=copy.name,
            pages=0 if text else len(_pages(copy)),
            text=text,
        )
        found.setdefault(copy.exhibit, []).append(row)
    return found


def waiting(chapters: Sequence[Chapter], folder: Folder) -> tuple[Chapter, ...]:
    """The same chapters, with a place under each exhibit for every page of its files."""
    files = attached(folder)

    def under(piece: Piece) -> Piece:
        return replace(piece, files=tuple(files.get(piece.tab or 0, ())))

    return tuple(replace(chapter, pieces=tuple(map(under, chapter.pieces))) for chapter in chapters)


def lay_in(paper: Any, folder: Folder) -> None:
    """Lay every page of every file on the sheet that waits for it, in a paper that was made for the same folder."""
    import pikepdf

    places = dict(_places(paper))
    for copy in exhibits.working_copies(folder):
        if copy.kind is Kind.TEXT:
            continue
        first = places[_anchor(copy)]
        for offset, page in enumerate(_pages(copy)):
            sheet = paper.pages[first + offset]
            sheet.add_overlay(page, pikepdf.Rectangle(LEFT, BOTTOM, RIGHT, TOP))


def _anchor(copy: WorkingCopy) -> str:
    return f"file-{copy.exhibit}-{copy.number}"


def _pages(copy: WorkingCopy) -> Any:
    """The pages of a safe copy; a picture is one."""
    import pikepdf

    body = copy.body if copy.kind is Kind.PDF else _as_page(copy.body)
    return pikepdf.open(io.BytesIO(body)).pages


def _as_page(picture: bytes) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").save(out, "PDF", resolution=150.0, quality=88)
    return out.getvalue()


def _places(paper: Any) -> Iterator[tuple[str, int]]:
    """Where each named place of the paper is: the number of its page, from nought."""
    numbers = {page.obj.objgen: number for number, page in enumerate(paper.pages)}
    names = paper.Root.Names.Dests.Names
    for place in range(0, len(names), 2):
        yield str(names[place]), numbers[names[place + 1][0].objgen]
