"""Making a copy of a case: a folder with its papers, its record, its letters, and the means to check them.

Nobody has a page for this: the command line makes it, on the word of two people, and the record says so.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from branches.models import Member
from cases import heads, load, papers
from cases.copies.entries import entries
from cases.domain import copies
from cases.domain.copies import Recipient
from cases.domain.vocabulary import Part, Role
from cases.models import Case
from cases.papers import Mark
from cases.queries import chapters, exhibits, folder, kept_letters
from cases.queries.chapters import Chapter
from cases.queries.folder import Folder
from cases.queries.parts import people
from cases.usecases import act
from cases.usecases import copies as usecase

FORMAT = "conduct-copy/1"
PLACE = "copies"
ABOUT = {
    "README.txt": "What this folder is, and how to check it.",
    "verify.py": "Checks this folder without the site that made it.",
    "papers.pdf": "The papers, for people.",
    "texts.jsonl": "The same papers, one a line, for programs.",
    "record.jsonl": "The entries of the record of this case, in order.",
    "people.json": "The numbers that entries use for people, with the names this body may know.",
    "procedure.toml": "The rules of procedure to which the case is pinned.",
    "code.toml": "The code of conduct to which the case is pinned.",
}
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What somebody asks for: for whom, why, which parts, on whose word."""

    code: str
    recipient: Recipient
    reason: str
    parts: frozenset[Part]
    asked_by: Member
    agreed_by: Member


@dataclass(frozen=True)
class Made:
    """A copy that was made, and the hash by which it is known in the record."""

    folder: Path
    sha256: str
    entries: int
    files: int


def make(order: Order, to: Path, *, at: datetime, tell: Tell) -> Made:
    """Write a copy into a folder that is not there yet. Raises `Refused`; then nothing is left behind.

    The folder is opened to this account alone. The entry of the record and the folder come together or not at all.
    """
    to.mkdir(mode=0o700, parents=True)
    try:
        with transaction.atomic():
            return _make(order, to, at, tell)
    except BaseException:
        shutil.rmtree(to)
        raise


def _make(order: Order, to: Path, at: datetime, tell: Tell) -> Made:
    case = act.locked(Case.objects.get(code=order.code).pk)
    usecase.require(case=case, asked_by=order.asked_by, agreed_by=order.agreed_by, parts=order.parts, at=at)
    made = _Writer(case, order, to, at, tell).write()
    usecase.let_out(
        case=case,
        recipient=order.recipient,
        reason=order.reason,
        parts=order.parts,
        sha256=made.sha256,
        asked_by=order.asked_by,
        agreed_by=order.agreed_by,
        at=at,
    )
    return made


class _Writer:
    """Writes the files of one copy, each with its hash."""

    def __init__(self, case: Case, order: Order, to: Path, at: datetime, tell: Tell) -> None:
        self.case, self.order, self.to, self.at, self.tell = case, order, to, at, tell
        self.folder = folder.of_outside(case, order.asked_by, order.parts, today=load.local_day(at))
        self.mark = Mark(code=case.code, reader=order.recipient.label.lower(), made_at=at)
        self.files: list[dict[str, Any]] = []

    def write(self) -> Made:
        self.tell("steps", 0, 4)
        found = chapters.chapters(self.folder)
        self.lines("texts.jsonl", texts(found))
        self.text("people.json", _json(list(_people(self.folder))))
        self.tell("steps", 1, 4)
        self.bytes("papers.pdf", papers.make(self.folder, found, self.mark))
        self.tell("steps", 2, 4)
        for name, body in kept_letters.pages(self.folder):
            self.text(f"letters/{name}", body, about="A letter, as it was sent.")
        for copy in exhibits.working_copies(self.folder):
            self.bytes(f"files/{copy.file_name}", copy.body, about="A safe copy of a file that was given as evidence.")
        last = self.record()
        self.tell("steps", 3, 4)
        self.text("procedure.toml", self.case.procedure.text)
        self.text("code.toml", self.case.code_of_conduct.text)
        self.text("verify.py", (Path(__file__).parent / "verify.py").read_text(encoding="utf-8"))
        self.text("README.txt", self.readme())
        manifest = _json(self.manifest(last))
        (self.to / "manifest.json").write_text(manifest, encoding="utf-8")
        (self.to / "manifest.json").chmod(0o600)
        sealed = hashlib.sha256(manifest.encode()).hexdigest()
        return Made(self.to, sealed, last["entries"], len(self.files))

    def record(self) -> dict[str, Any]:
        """The entries; what the manifest says of the last one."""
        last: dict[str, Any] = {"entries": 0, "withheld": 0, "last_case_hash": "", "last_hash": ""}

        def counted() -> Iterator[dict[str, Any]]:
            for entry in entries(self.case):
                last.update(entries=last["entries"] + 1, last_case_hash=entry["case_hash"], last_hash=entry["hash"])
                last["withheld"] += bool(entry.get("withheld"))
                yield entry

        self.lines("record.jsonl", counted())
        return last

    def manifest(self, last: dict[str, Any]) -> dict[str, Any]:
        head = heads.current(self.at)
        return {
            "format": FORMAT,
            "site": settings.SITE_URL,
            "case": self.case.code,
            "case_id": str(self.case.pk),
            "made_at": self.at.isoformat(),
            "made_for": self.order.recipient.label,
            "mark": self.mark.line,
            "parts": sorted(self.folder.parts),
            "never": sorted(set(Part) - copies.MAY_HOLD),
            "record": last,
            "head": {"number": head.number, "hash": head.hash},
            "files": self.files,
        }

    def readme(self) -> str:
        held = ", ".join(part.label.lower() for part in Part if part in self.folder.parts)
        never = ", ".join(part.label.lower() for part in Part if part not in copies.MAY_HOLD)
        return README.format(
            mark=self.mark.line,
            site=settings.SITE_URL,
            held=held,
            never=never,
            files="\n".join(f"  {name:<16} {about}" for name, about in ABOUT.items()),
        )

    def lines(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        with (self.to / name).open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.listed(name, ABOUT[name])

    def text(self, name: str, body: str, *, about: str = "") -> None:
        self.bytes(name, body.encode(), about=about)

    def bytes(self, name: str, body: bytes, *, about: str = "") -> None:
        (self.to / name).parent.mkdir(mode=0o700, exist_ok=True)
        (self.to / name).write_bytes(body)
        self.listed(name, about or ABOUT[name])

    def listed(self, name: str, about: str) -> None:
        file = self.to / name
        file.chmod(0o600)
        with file.open("rb") as body:
            digest = hashlib.file_digest(body, "sha256").hexdigest()
        self.files.append({"path": name, "bytes": file.stat().st_size, "sha256": digest, "about": about})


def texts(found: Iterable[Chapter]) -> Iterator[dict[str, Any]]:
    """Every paper as one flat row."""
    for chapter in found:
        for piece in chapter.pieces:
            row = asdict(piece)
            del row["files"]  # they lie beside it
            yield {"chapter": chapter.name, **row, "at": piece.at.isoformat() if piece.at else None}


def _people(opened: Folder) -> Iterator[dict[str, Any]]:
    """Who the numbers are: those named, as far as their names are open; who worked on it, by role."""
    names = {person.number: person.name for person in people.named(opened)}
    for party in opened.parties:
        if party.member_id and party.number in names:
            yield {"number": party.member_id, "role": Role(party.side).label, "name": names[party.number]}
    for number, role, name in people.workers(opened.case):
        yield {"number": number, "role": role, "name": name}


def expire(at: datetime) -> int:
    """Take away the copies in the site's own place whose days are over. A copy elsewhere is its maker's to remove."""
    place = settings.VAR / PLACE
    old = (at - timedelta(days=copies.KEPT_DAYS)).timestamp()
    gone = [copy for copy in place.glob("*") if copy.is_dir() and copy.stat().st_mtime < old] if place.is_dir() else []
    for copy in gone:
        shutil.rmtree(copy, ignore_errors=True)  # what cannot be removed now is tried again at every turn of the clock
    return len(gone)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


README = """\
{mark}

This folder is a copy of one case of {site}, for the body it was made for and for nobody else.

It holds: {held}.
It never holds: {never}.
Where the person who complained did not agree to be named, their name is in no list and no heading here; words that
people wrote may still tell who they are.

{files}
  letters/         The letters to the two sides, as they were sent.
  files/           Safe copies of the files that were given as evidence; the originals stay sealed on the site.

Check it: python3 verify.py
What the files hold is described in docs/copies.md of the software.
"""
