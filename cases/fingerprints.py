"""What the record vouches for: texts that were sealed with a fingerprint, and the law as it was published.

An entry of the record holds the fingerprint of a text. So a text that was exchanged is found even where the
fingerprint beside it was exchanged too, and so is a text that went missing or came from nowhere.

Others may be writing meanwhile. So texts are read before entries, and only the entries up to the head that was
read first must have theirs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
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
    PublishedProcedure,
)
from cases.sealed import KeyMissing, Keys, Unreadable
from cases.usecases import decisions
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
    """One kind of text: the entry that vouches for it, where it is, how to read it, what to call it."""

    kind: EventKind
    rows: Callable[[], QuerySet[Any]]
    read: Callable[[Keys, Any], str]
    name: str


def _column(name: str) -> Callable[[Keys, Any], str]:
    return lambda keys, row: keys.open(row, name)


def _signed(keys: Keys, row: Decision) -> str:
    return decisions.text_of(row, keys)


KEPT = (
    Kept(EventKind.COMPLAINT_RECEIVED, Complaint.objects.all, _column("narrative"), "The complaint"),
    Kept(EventKind.ADDENDUM_ADDED, Addendum.objects.all, _column("text"), "The addition to the complaint"),
    Kept(EventKind.EVIDENCE_ADDED, EvidenceItem.objects.all, _column("text"), "The piece of evidence"),
    Kept(EventKind.DECISION_SIGNED, Decision.objects.exclude(signed_at=None).all, _signed, "The signed decision"),
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
        yield done, found


def _look(kept: Kept, codes: dict[UUID, str], keys: dict[UUID, Keys], head: int, found: Found) -> None:
    rows: dict[tuple[UUID, str], list[Any]] = defaultdict(list)
    for row in kept.rows().filter(case__in=codes):
        rows[row.case_id, row.fingerprint].append(row)
    events = CaseEvent.objects.filter(case__in=codes, kind=kept.kind).order_by("number")
    for number, case, data in events.values_list("number", "case_id", "data").iterator():
        same = rows[case, data.get("fingerprint", "")]
        if number > head and not same:
            continue
        wrong = _read(kept, keys[case], same.pop(), found) if same else "is gone, or its fingerprint was changed"
        if wrong:
            found.faults.append(Fault(number, codes[case], f"{kept.name} that it recorded {wrong}."))
    for (case, _), left in rows.items():
        found.faults += [
            Fault(0, codes[case], f"{kept.name} is in the database, but no entry recorded it.") for _ in left
        ]


def _read(kept: Kept, keys: Keys, row: Any, found: Found) -> str:
    """What is wrong with one text; nothing when it is the one that was recorded, or when there is no telling."""
    found.checked += 1
    try:
        same = fingerprint(kept.read(keys, row)) == row.fingerprint
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
