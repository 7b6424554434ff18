"""What the record vouches for: texts and files that were sealed with a fingerprint, and the law as it was published.

An entry of the record holds the fingerprint of a text. So a text that was exchanged is found even where the
fingerprint beside it was exchanged too, and so is a text that went missing or came from nowhere.

Others may be writing meanwhile. So texts are read before entries, and only the entries up to the head that was
read first must have theirs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.domain.vocabulary import EventKind
from cases.models import (
    Addendum,
    Case,
    CaseEvent,
    CodeOfConduct,
    Complaint,
    Decision,
    EvidenceItem,
    ExhibitFile,
    LateEvidence,
    Publication,
    PublishedProcedure,
    RedactedFile,
)
from cases.models.exhibits import ORIGINAL, WORKING
from cases.sealed import KeyMissing, Keys, Unreadable
from cases.usecases import decisions, figures, files
from cases.usecases.act import fingerprint

BATCH = 200


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: the number of its entry (0: it has none), its case and words."""

    number: int
    case: str
    because: str


@dataclass
class Found:
    """What came out of looking at the texts of some cases."""

    checked: int = 0
    faults: list[Fault] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """One kind of text: the entries that vouch for it, where it is, how to take its fingerprint, what to call it.

    `noted` gives the fingerprints in an entry, `mark` the one beside the text.
    """

    kinds: tuple[EventKind, ...]
    rows: Callable[[], QuerySet[Any]]
    take: Callable[[Keys, Any], str]
    name: str
    noted: Callable[[dict[str, Any]], list[str]] = lambda data: [data.get("fingerprint", "")]
    mark: Callable[[Any], str] = attrgetter("fingerprint")


def _column(name: str) -> Callable[[Keys, Any], str]:
    return lambda keys, row: fingerprint(keys.open(row, name))


def _signed(keys: Keys, row: Decision) -> str:
    return fingerprint(decisions.text_of(row, keys))


def _file(copy: str) -> Callable[[Keys, Any], str]:
    return lambda keys, row: files.bytes_fingerprint(files.read(row, copy, keys))


GIVEN = (EventKind.EVIDENCE_ADDED, EventKind.EVIDENCE_OFFERED)


KEPT = (
    Kept((EventKind.COMPLAINT_RECEIVED,), Complaint.objects.all, _column("narrative"), "The complaint"),
    Kept((EventKind.ADDENDUM_ADDED,), Addendum.objects.all, _column("text"), "The addition to the complaint"),
    Kept(
        (EventKind.EVIDENCE_ADDED, EventKind.STATEMENT_SIGNED),
        EvidenceItem.objects.all,
        _column("text"),
        "The piece of evidence",
    ),
    Kept((EventKind.EVIDENCE_OFFERED,), LateEvidence.objects.all, _column("text"), "The late evidence"),
    Kept((EventKind.DECISION_SIGNED,), Decision.objects.exclude(signed_at=None).all, _signed, "The signed decision"),
    Kept(GIVEN, ExhibitFile.objects.all, _file(ORIGINAL), "A file", lambda data: data.get("files", [])),
    Kept(
        (EventKind.FILE_CHECKED,),
        ExhibitFile.objects.exclude(copy_fingerprint="").all,
        _file(WORKING),
        "The copy of a file",
        lambda data: [data["copy"]] if data.get("copy") else [],
        attrgetter("copy_fingerprint"),
    ),
    Kept(
        (EventKind.FILE_REDACTED,),
        RedactedFile.objects.exclude(fingerprint="").select_related("file").all,
        lambda keys, row: files.bytes_fingerprint(files.read(row.file, row.copy, keys)),
        "The copy of a file without hidden words",
        lambda data: [data["copy"]] if data.get("copy") else [],
    ),
)


def texts(cases: QuerySet[Case], head: int) -> Iterator[tuple[int, Found]]:
    """Look at the texts of these cases, some at a time; with each result, how many cases are done."""
    done = 0
    rows = cases.order_by("received_at", "pk").values_list("pk", "code").iterator(BATCH)
    while batch := dict(islice(rows, BATCH)):
        done += len(batch)
        found = Found()
        keys = Keys.of(batch)
        for kept in KEPT:
            _look(kept, batch, keys, head, found)
        _marks(batch, head, found)
        yield done, found


def _look(kept: Kept, codes: dict[UUID, str], keys: dict[UUID, Keys], head: int, found: Found) -> None:
    rows: dict[tuple[UUID, str], list[Any]] = defaultdict(list)
    for row in kept.rows().filter(case__in=codes):
        rows[row.case_id, kept.mark(row)].append(row)
    events = CaseEvent.objects.filter(case__in=codes, kind__in=kept.kinds).order_by("number")
    for number, case, data in events.values_list("number", "case_id", "data").iterator():
        for mark in kept.noted(data):
            same = rows[case, mark]
            if number > head and not same:
                continue
            wrong = _read(kept, keys[case], same.pop(), found) if same else "is gone, or its fingerprint was changed"
            if wrong:
                found.faults.append(Fault(number, codes[case], f"{kept.name} that it recorded {wrong}."))
    for (case, _), left in rows.items():
        found.faults += [
            Fault(0, codes[case], f"{kept.name} is in the database, but no entry recorded it.") for _ in left
        ]


def _marks(codes: dict[UUID, str], head: int, found: Found) -> None:
    """A signed decision is void exactly where an entry set its proceeding aside, and nothing of it stands."""
    void: dict[tuple[UUID, int], list[bool]] = defaultdict(list)
    signed = Decision.objects.filter(case__in=codes, signed_at__isnull=False)
    for case, number, at in signed.values_list("case_id", "proceeding__number", "void_at"):
        void[case, number].append(at is not None)
    events = CaseEvent.objects.filter(case__in=codes, kind=EventKind.SET_ASIDE).order_by("number")
    for number, case, data in events.values_list("number", "case_id", "data"):
        marks = void.pop((case, data["proceeding"]), []) if case else []
        if case and not all(marks) and number <= head:
            found.faults.append(
                Fault(number, codes[case], "The decision that it set aside is no longer marked as void.")
            )
    for (case, _), marks in void.items():
        if any(marks):
            found.faults.append(
                Fault(0, codes[case], "A signed decision is marked as void, but no entry set it aside.")
            )


def _read(kept: Kept, keys: Keys, row: Any, found: Found) -> str:
    """What is wrong with one text; nothing when it is the one that was recorded, or when there is no telling."""
    found.checked += 1
    try:
        same = kept.take(keys, row) == kept.mark(row)
    except KeyMissing as missing:
        found.unsure.append(str(missing))
        return ""
    except Unreadable:
        return "cannot be opened: it was changed or moved"
    return "" if same else "no longer has the words that were recorded"


def laws(head: int) -> tuple[int, Fault | None]:
    """Check every published law against the entry of its publication; how many there are, and the first fault."""
    found: list[Fault] = []
    laws = 0
    for kind, event in ((PublishedProcedure, EventKind.PROCEDURE_PUBLISHED), (CodeOfConduct, EventKind.CODE_PUBLISHED)):
        rows = {row.edition: row for row in kind.objects.all()}
        laws += len(rows)
        published = CaseEvent.objects.filter(kind=event).order_by("number").values_list("number", "data")
        for number, data in published:
            row = rows.pop(data["edition"], None)
            if row is None and number <= head:
                found.append(Fault(number, "", f"The law {data['edition']} that it published is gone."))
            elif row and not data["sha256"] == row.sha256 == fingerprint(row.text):
                found.append(Fault(number, "", f"The law {row.edition} no longer has the words that were published."))
        found += [Fault(0, "", f"The law {edition} is in the database, but no entry published it.") for edition in rows]
    return laws, min(found, key=lambda fault: fault.number, default=None)


def published(head: int) -> Fault | None:
    """Check the figures of every published period against the entry of their publication; the first fault."""
    rows = {row.sha256: row for row in Publication.objects.all()}
    events = CaseEvent.objects.filter(kind=EventKind.FIGURES_PUBLISHED).order_by("number")
    for number, data in events.values_list("number", "data"):
        row = rows.pop(data["sha256"], None)
        if row is None and number <= head:
            return Fault(number, "", "The figures whose publication it recorded are gone, or their hash was changed.")
        if row and not (figures.is_sound(row) and data["paper"] == row.paper_sha256):
            return Fault(number, "", "The figures whose publication it recorded were changed.")
    return Fault(0, "", "Published figures are in the database, but no entry recorded them.") if rows else None
