"""Files given with evidence: taken in sealed, looked at by a worker, and never changed (security paper 4.8)."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from branches.models import Member
from cases import load
from cases.domain import files as rules
from cases.domain.answer import Refused
from cases.domain.facts import ActFacts
from cases.domain.files import Flag, Given, Looked, State
from cases.domain.redaction import Audience
from cases.domain.vocabulary import Action, EventKind
from cases.models import Case, EvidenceItem, ExhibitFile, FilePiece, LateEvidence, RedactedFile, Redaction
from cases.models.exhibits import ORIGINAL, WORKING
from cases.record import System, person, record
from cases.sealed import Keys, Unreadable
from cases.usecases import act as frame

PIECE = 1 << 19
CHECKED = ("state", "flag", "kind", "dropped", "copy_size", "copy_fingerprint", "checked_at", "claim", "claimed_until")
CHECK = System("files are checked")


def attach(
    act: frame.Act, given: Sequence[Given], *, item: EvidenceItem | None = None, offer: LateEvidence | None = None
) -> list[str]:
    """Keep these files with an item or an offer. Returns their fingerprints for the record. Raises `Refused`.

    What is wrong with a file is found later, by the worker: only what there is no room for is refused here.
    """
    giver = person(act.by)
    return keep(act.case, given, act.keys, by=giver, at=act.at, item=item, offer=offer) if giver else []


def keep(
    case: Case,
    given: Sequence[Given],
    keys: Keys,
    *,
    by: Member,
    at: datetime,
    item: EvidenceItem | None = None,
    offer: LateEvidence | None = None,
) -> list[str]:
    """The same for a case that is only being filed. Raises `Refused`."""
    if not given:
        return []
    before = ExhibitFile.objects.filter(case=case, given_by=by).aggregate(total=Sum("size"))["total"] or 0
    against = rules.too_much(load.procedure_of(case), given, before)
    if against:
        raise Refused(against)
    rows = []
    for number, file in enumerate(given, 1):
        row = ExhibitFile(
            case=case, item=item, offer=offer, number=number, size=len(file.body), due_at=at,
            fingerprint=bytes_fingerprint(file.body), given_by=by, given_at=at,
        )  # fmt: skip
        keys.seal(row, name=rules.called(file.name))
        rows.append(row)
    ExhibitFile.objects.bulk_create(rows)
    for row, file in zip(rows, given, strict=True):
        store(row, ORIGINAL, file.body, keys)
    return [row.fingerprint for row in rows]


def admit(offer: LateEvidence, item: EvidenceItem) -> None:
    """The files of an offer that was admitted belong to the new item: read by both, under its number."""
    ExhibitFile.objects.filter(offer=offer).update(item=item)


def store(file: ExhibitFile, copy: str, body: bytes, keys: Keys) -> None:
    """Seal one copy of a file, piece by piece. Also an empty file has one piece, so that its end is known."""
    for number, start in enumerate(range(0, max(1, len(body)), PIECE)):
        last = start + PIECE >= len(body)
        row = FilePiece(case_id=file.case_id, file=file, copy=copy, number=number, last=last)
        keys.seal_bytes(row, "body", body[start : start + PIECE], place=_place(row))
        row.save(force_insert=True)


def read(file: ExhibitFile, copy: str, keys: Keys) -> bytes:
    """One copy of a file, whole. Raises `Unreadable` where a piece is missing, moved, changed or one too many."""
    return b"".join(pieces(file, copy, keys))


def pieces(file: ExhibitFile, copy: str, keys: Keys) -> Iterator[bytes]:
    """The same, a piece at a time; it raises at the end when the end is missing."""
    ended = False
    for number, row in enumerate(FilePiece.objects.filter(file=file, copy=copy).order_by("number").iterator(4)):
        if ended or row.number != number:
            ended = False
            break
        ended = row.last
        yield keys.open_bytes(row, "body", place=_place(row))
    if not ended:
        raise Unreadable(f"A piece of file {str(file.pk)[:8]} is missing.")


def _place(row: FilePiece) -> str:
    return f"{row.file_id}|{row.copy}|{row.number}|{row.last}"


@transaction.atomic
def take_original(*, case_id: UUID, by: Member, at: datetime, file: str, reason: str, seen: str = "") -> UUID:
    """Take a file as it came, each time with a reason. Returns which; the bytes are read when this is recorded."""
    given = ActFacts(action=Action.TAKE_ORIGINAL, given=frozenset({"reason"}), file=file)
    act = frame.begin(case_id, Action.TAKE_ORIGINAL, by=by, at=at, given=given, seen=seen)
    item, _, number = file.partition(".")
    row = ExhibitFile.objects.get(case=act.case, item__number=item, number=number)
    act.write(reason, ground=file)
    frame.finish(act, data={"item": int(item), "file": row.number, "fingerprint": row.fingerprint})
    return row.pk


@transaction.atomic
def settle(*, file_id: UUID, claim: UUID | None, at: datetime, found: Looked) -> bool:
    """Keep what the check found, unless the lease went to somebody else meanwhile."""
    case = frame.locked(ExhibitFile.objects.values_list("case", flat=True).get(pk=file_id))
    row = ExhibitFile.objects.select_related("item", "offer").get(pk=file_id)
    if row.state != State.WAITING or row.claim != claim:
        return False
    row.state, row.flag = State.KEPT, found.flag or Flag.BROKEN
    if found.copy:
        store(row, WORKING, found.copy.body, Keys(case.pk))
        row.state, row.flag, row.kind, row.dropped = State.READY, "", found.copy.kind, list(found.copy.dropped)
        row.copy_size, row.copy_fingerprint = len(found.copy.body), bytes_fingerprint(found.copy.body)
    row.checked_at, row.claim, row.claimed_until = at, None, None
    row.save(update_fields=CHECKED)
    place = {"item": row.item.number} if row.item else {"offer": row.offer.number} if row.offer else {}
    data = {**place, "file": row.number, "found": row.flag or row.state, "copy": row.copy_fingerprint}
    record(EventKind.FILE_CHECKED, case=case, by=CHECK, at=at, data=data)
    return True


def rulings(standing: Iterable[Redaction], item: UUID | None, audience: Audience | str) -> list[Redaction]:
    """Those of the rulings that hide words of this exhibit from this audience."""
    return [row for row in standing if row.item_id in (None, item) and audience in row.audiences]


def named(found: Iterable[Redaction]) -> str:
    """Which rulings a copy was made for: another set of them needs another copy."""
    return ",".join(str(row.number) for row in found)


@transaction.atomic
def keep_redacted(row: RedactedFile, *, at: datetime, found: Looked, places: int) -> bool:
    """Keep a copy without the hidden words, unless the lease went to somebody else meanwhile."""
    case = frame.locked(row.case_id)
    mine = RedactedFile.objects.filter(pk=row.pk, claim=row.claim, made_at__isnull=True)
    body = found.copy.body if found.copy else b""
    made = bytes_fingerprint(body) if body else ""
    flag = "" if found.copy else found.flag or Flag.BROKEN
    if not mine.update(made_at=at, flag=flag, places=places, fingerprint=made, claim=None, claimed_until=None):
        return False
    if found.copy:
        store(row.file, row.copy, body, Keys(case.pk))
    item = row.file.item.number if row.file.item else None
    data = {"item": item, "file": row.file.number, "audience": row.audience, "rulings": row.rulings, "copy": made}
    record(EventKind.FILE_REDACTED, case=case, by=CHECK, at=at, data=data)
    return True


def bytes_fingerprint(body: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal; anyone who has the file can compute it again."""
    return hashlib.sha256(body).hexdigest()
