"""The files of the evidence: which of them a reader may open now, and their working copies.

One question decides for the list, for the file itself and for a bundle: what the rights table gives, and one's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from cases.domain import files as rules
from cases.domain import rights
from cases.domain.files import Dropped, Flag, Kind, State
from cases.domain.vocabulary import Part
from cases.models import ExhibitFile, RedactedFile
from cases.models.exhibits import ORIGINAL, WORKING
from cases.queries.folder import Folder
from cases.sealed import Unreadable
from cases.together import Reading, reads
from cases.usecases import files

HIDDEN = "Words in it are hidden from you. A copy without them is being made, or the file is hidden whole."


@dataclass(frozen=True, kw_only=True)
class FilePart:
    """One file on a page. `url` is empty while there is nothing that can be opened safely."""

    number: int
    name: str
    kind: str
    size: int
    stands: str
    why: str
    dropped: tuple[str, ...]
    url: str
    fingerprint: str
    copy_fingerprint: str


@dataclass(frozen=True, kw_only=True)
class WorkingCopy:
    """A file that is safe to open, its place in the case, and its bytes. `name` is what its giver called it."""

    exhibit: int
    number: int
    kind: Kind
    name: str
    given_at: datetime
    file_name: str
    fingerprint: str
    body: bytes


@reads
def shown(folder: Folder) -> Reading[tuple[dict[UUID, list[FilePart]], dict[UUID, list[FilePart]]]]:
    """Every file this reader may know of: by the item it belongs to, and by the offer that is not admitted."""
    items, offers = defaultdict[UUID, list[FilePart]](list), defaultdict[UUID, list[FilePart]](list)
    rows = yield _open_to(folder).order_by("number")
    cut = any(_cut(folder, row) for row in rows)
    redacted = _by_file(folder, (yield _redacted(folder))) if cut else {}
    for row in rows:
        place, key = (items, row.item_id) if row.item_id else (offers, row.offer_id)
        if key:
            place[key].append(_part(folder, row, redacted.get(row.pk)))
    return items, offers


def find(folder: Folder, file_id: UUID) -> ExhibitFile | None:
    """A file with a working copy that this reader may open now. For anything else there is no such file."""
    row = _open_to(folder).filter(pk=file_id, state=State.READY).first()
    return row if row and (not _cut(folder, row) or _by_file(folder, _redacted(folder).filter(file=row))) else None


def content(folder: Folder, row: ExhibitFile) -> WorkingCopy:
    """The bytes of a file's copy for this reader, as they were made. Raises `Unreadable` where they are not."""
    copy, fingerprint = WORKING, row.copy_fingerprint
    if _cut(folder, row):
        redacted = _by_file(folder, _redacted(folder).filter(file=row))[row.pk]
        copy, fingerprint = redacted.copy, redacted.fingerprint
    body = files.read(row, copy, folder.keys)
    if files.bytes_fingerprint(body) != fingerprint:
        raise Unreadable(f"The working copy of file {str(row.pk)[:8]} is not the one that was made.")
    exhibit = row.item.number if row.item else 0
    place = f"exhibit-{exhibit}" if row.item else f"late-{row.offer.number}" if row.offer else ""
    return WorkingCopy(
        exhibit=exhibit,
        number=row.number,
        kind=Kind(row.kind),
        name=folder.read_own(row, "name", part_of(row), row.given_by_id),
        given_at=row.given_at,
        file_name=rules.neutral_name(folder.case.code, place, row.number, Kind(row.kind)),
        fingerprint=fingerprint,
        body=body,
    )


def original(folder: Folder, file_id: UUID) -> tuple[str, bytes]:
    """A file as it came, and what it is called on a disk; only for whoever has just taken it by an act."""
    row = ExhibitFile.objects.select_related("item").get(case=folder.case, pk=file_id, item__isnull=False)
    body = files.read(row, ORIGINAL, folder.keys)
    if files.bytes_fingerprint(body) != row.fingerprint:
        raise Unreadable(f"The original of file {str(row.pk)[:8]} is not the one that was given.")
    where = rules.place(row.item.number if row.item else 0, row.number)
    return rules.original_name(folder.case.code, where), body


def working_copies(folder: Folder) -> Iterator[WorkingCopy]:
    """Every exhibit's working copies that this reader may open now, in the order of the index, one at a time.

    Both sides get the same ones from the evidence review on. What is being checked or kept sealed has no copy and is
    left out; `shown` says so in words. The caller records the reading (`folder.opened` has the part).
    """
    rows = _open_to(folder).filter(state=State.READY, item__isnull=False)
    redacted = _by_file(folder, _redacted(folder)) if folder.curtain.standing else {}
    for row in rows.order_by("item__number", "number"):
        if not _cut(folder, row) or row.pk in redacted:
            yield content(folder, row)


def part_of(row: ExhibitFile) -> Part:
    """The part of the file of a case to which a file belongs: late evidence until it is admitted."""
    return Part.EVIDENCE if row.item_id else Part.LATE_EVIDENCE


def who_reads() -> tuple[str, ...]:
    """From when each role reads an exhibit, in the words of the rights table."""
    found = rights.first_seen(Part.EVIDENCE)
    return ("Whoever gave it: always", *(f"{role.label}: {stage.label}" for role, stage in found))


def _open_to(folder: Folder) -> QuerySet[ExhibitFile]:
    """Items where evidence is open, offers where late evidence is, and what the reader has given."""
    mine = Q(given_by=folder.reader)
    item, offer = Q(item__isnull=False), Q(item__isnull=True)
    found = Q(pk__in=())
    for part, place in ((Part.EVIDENCE, item), (Part.LATE_EVIDENCE, offer)):
        if folder.may(part):
            found |= place
        elif part in folder.own:
            found |= place & mine
    return ExhibitFile.objects.filter(found, case=folder.case).select_related("item", "offer")


def _cut(folder: Folder, row: ExhibitFile) -> bool:
    """Does this reader get the file only without some words? One's own is hidden from nobody."""
    return bool(row.item_id and row.given_by_id != folder.reader.pk and folder.curtain.rulings(row.item_id))


def _redacted(folder: Folder) -> QuerySet[RedactedFile]:
    """The copies made for this reader's side."""
    made = {"case": folder.case, "made_at__isnull": False, "flag": ""}
    return RedactedFile.objects.filter(**made, audience=folder.side or "").select_related("file")


def _by_file(folder: Folder, rows: Iterable[RedactedFile]) -> dict[UUID, RedactedFile]:
    """The copy of each file that was made for exactly the rulings in force; of a file that is hidden whole none."""
    found = {}
    for row in rows:
        rulings = folder.curtain.rulings(row.file.item_id)
        if row.rulings == files.named(rulings) and not any(ruling.whole for ruling in rulings):
            found[row.file_id] = row
    return found


def _part(folder: Folder, row: ExhibitFile, redacted: RedactedFile | None) -> FilePart:
    cut, touched = _cut(folder, row), folder.curtain.touches(row.item_id) if row.item_id else False
    ready = row.state == State.READY and (not cut or redacted is not None)
    return FilePart(
        number=row.number,
        name=folder.read_own(row, "name", part_of(row), row.given_by_id),
        kind=Kind(row.kind).label if row.kind else "",
        size=row.copy_size or row.size,
        stands=HIDDEN if cut and not redacted and row.state == State.READY else State(row.state).label,
        why=Flag(row.flag).label if row.flag else "",
        dropped=tuple(Dropped(word).label for word in row.dropped),
        url=reverse("my-file" if folder.side else "case-file", args=[folder.case.code, row.pk]) if ready else "",
        fingerprint="" if touched else row.fingerprint,
        copy_fingerprint="" if touched else row.copy_fingerprint,
    )
