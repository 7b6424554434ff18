"""The papers of a case as one PDF for one reader: cover, linked index, chapters; a mark of its reader on every page.

Title and file name carry the reference of the case, and never a name.
"""

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import timezone

from cases import pdf, sheets
from cases.queries.chapters import Chapter
from cases.queries.folder import Folder

Tell = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """For whom a copy was made, and when: the watermark of every page (domain paper 2.8)."""

    code: str
    reader: str
    made_at: datetime

    @property
    def line(self) -> str:
        return f"{self.code} · copy for {self.reader} · made {timezone.localtime(self.made_at):%-d %B %Y, %H:%M}"


def hash_of(chapters: Sequence[Chapter]) -> str:
    """SHA-256 over everything in these chapters; the PDF cannot hold its own."""
    plain = json.dumps([asdict(chapter) for chapter in chapters], default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def make(folder: Folder, chapters: Sequence[Chapter], mark: Mark, *, tell: Tell = lambda step: None) -> bytes:
    """The PDF; `tell` hears of each step of `domain.bundles` that begins. Takes about a tenth of a second a page."""
    tell(2)
    title = f"Papers of case {folder.case.code}"
    words = {
        "code": folder.case.code,
        "edition": folder.case.procedure.edition,
        "chapters": sheets.waiting(chapters, folder),
        "mark": mark,
        "hash": hash_of(chapters),
    }
    made = pdf.render("pdf/papers.html", words, title=title)
    tell(3)
    return _finished(made, folder)


def _finished(made: bytes, folder: Folder) -> bytes:
    """The same with the files of the evidence, and with the printed numbers as the labels that a viewer goes to."""
    import pikepdf  # here, because a web process needs no more of it than this function

    with pikepdf.open(io.BytesIO(made)) as paper:
        sheets.lay_in(paper, folder)
        numbers = pikepdf.Dictionary(S=pikepdf.Name.D, St=1)
        paper.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, numbers]))
        out = io.BytesIO()
        paper.save(out, deterministic_id=True)
    return out.getvalue()
