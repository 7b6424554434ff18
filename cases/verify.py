"""Reading the record again: does every entry still stand as it was written, and every text that it vouches for?

One pass in the order of the record, in batches, so that a long record needs no more memory than a short one.
What the record cannot show of itself is an operator who rewrites every hash to the end and the head with them; a
copy of an earlier head, kept elsewhere, shows that.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery

from cases import fingerprints, record, references
from cases.domain import chain
from cases.domain.chain import Break, Entry, Head
from cases.domain.heads import Copy
from cases.fingerprints import Fault
from cases.models import Case, CaseEvent, ChainHead

BATCH = 2000
COLUMNS = ("number", "case_id", "case_number", "kind", "at", "actor_id", "system", "data", "case_hash", "hash")
MISPLACED = "does not follow the entry before it in its case"
Tell = Callable[[str, int, int], None]


class CannotTell(Exception):
    """The record could not be checked; that says nothing about whether it is sound."""


class _Broken(Exception):
    def __init__(self, number: int, because: str) -> None:
        self.found = Break(number, because)


@dataclass
class Report:
    """What was looked at, the first thing that is wrong, and what could not be judged."""

    head: Head
    entries: int = 0
    texts: int = 0
    laws: int = 0
    heads: int = 0
    fault: Fault | None = None
    unsure: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        if self.fault:
            return "broken"
        return "cannot tell" if self.unsure else "intact"


def whole(tell: Tell, kept: Iterable[Copy] = ()) -> Report:
    """Check every entry, every text with a fingerprint and every published law. Raises `CannotTell`.

    `kept` are heads that were copied earlier and kept elsewhere.
    """
    report = Report(_head())
    report.fault = _named(_long_fault(report, tell) or _added() or _unlike_kept(report, kept))
    if report.fault is None:
        _texts(report, Case.objects.all(), tell)
        report.laws, fault = fingerprints.laws(report.head.number)
        report.fault = report.fault or fault or fingerprints.published(report.head.number)
    return report


def one(reference: str, tell: Tell) -> Report:
    """Check the entries and texts of one case, and that no entry of the record is missing. Raises `CannotTell`."""
    case = Case.objects.filter(code=references.read(reference) or reference).first()
    if case is None:
        raise CannotTell(f"There is no case with the reference {reference}.")
    report = Report(_head())
    report.fault = _named(_case_fault(report, case) or _missing(report.head))
    if report.fault is None:
        _texts(report, Case.objects.filter(pk=case.pk), tell)
    return report


def _head() -> Head:
    row = ChainHead.objects.filter(pk=1).first()
    if row is None:
        raise CannotTell("The head of the record is missing, so nothing says where the record ends.")
    return Head(row.number, row.hash)


def _long_fault(report: Report, tell: Tell) -> Break | None:
    """Walk the long chain, and at every entry its link to the one before it in its case."""
    before = CaseEvent.objects.filter(case=OuterRef("case"), case_number=OuterRef("case_number") - 1)
    events = CaseEvent.objects.filter(number__lte=report.head.number).order_by("number")
    try:
        return chain.verify(_long_chain(_rows(events, before.values("case_hash")), report, tell), head=report.head)
    except _Broken as broken:
        return broken.found


def _long_chain(rows: Iterator[Any], report: Report, tell: Tell) -> Iterator[Entry]:
    for row, fields in rows:
        yield Entry(row.number, (str(row.number), row.case_hash, *fields), row.hash)
        # Only here, after the entry itself was found as it was written, does its place in the case mean something.
        if row.case_hash != (chain.link(row.before or chain.GENESIS, *fields) if row.case_id else ""):
            raise _Broken(row.number, MISPLACED)
        report.entries += 1
        if not report.entries % BATCH:
            tell("entries", report.entries, report.head.number)


def _case_fault(report: Report, case: Case) -> Break | None:
    """Walk the chain of one case, and at every entry its link to the one before it in the record."""
    before = CaseEvent.objects.filter(number=OuterRef("number") - 1)
    events = CaseEvent.objects.filter(case=case).order_by("case_number", "number")
    numbers: list[int] = []
    try:
        found = chain.verify(_case_chain(_rows(events, before.values("hash")), numbers))
    except _Broken as broken:
        return broken.found
    report.entries = len(numbers)
    return Break(numbers[-1], MISPLACED) if found else None


def _case_chain(rows: Iterator[Any], numbers: list[int]) -> Iterator[Entry]:
    for row, fields in rows:
        numbers.append(row.number)
        yield Entry(row.case_number, fields, row.case_hash)
        if row.hash != chain.link(row.before or chain.GENESIS, str(row.number), row.case_hash, *fields):
            raise _Broken(row.number, "does not fit its hash and the entry before it")


def _rows(events: QuerySet[CaseEvent], before: QuerySet[Any]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Entries in batches, each with the text its hashes cover and the hash it builds on."""
    rows = events.annotate(before=Subquery(before[:1])).values_list(*COLUMNS, "before", named=True).iterator(BATCH)
    for place in count():
        try:
            row = next(rows)
            fields = record.fields_of(row)
        except StopIteration:
            return
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise _Broken(events.values_list("number", flat=True)[place], "cannot be read") from error
        yield row, fields


def _added() -> Break | None:
    """Entries beyond the head. Both are read in one statement, because others may be writing."""
    head = ChainHead.objects.filter(pk=1).values("number")[:1]
    number = CaseEvent.objects.filter(number__gt=Subquery(head)).aggregate(first=Min("number"))["first"]
    return Break(number, "was added after the end") if number else None


def _unlike_kept(report: Report, kept: Iterable[Copy]) -> Break | None:
    """The first head kept elsewhere that the record, sound in itself, does not hold any more."""
    for copy in sorted(kept, key=lambda copy: copy.number):
        day = f"{copy.at:%-d %B %Y}"
        if copy.number > report.head.number:
            because = f"is missing: on {day} the record went on to entry {copy.number}"
            return Break(report.head.number + 1, because)
        found = CaseEvent.objects.filter(number=copy.number).values_list("hash", flat=True).first() or chain.GENESIS
        if found != copy.hash:
            because = f"is not the entry with which the record ended on {day}: it, or one before it, was written anew"
            return Break(copy.number, because)
        report.heads += 1
    return None


def _missing(head: Head) -> Break | None:
    """An entry missing within the record or at its end; whose it was can no longer be known."""
    events = CaseEvent.objects.filter(number__range=(1, head.number))
    if events.count() != head.number:
        followed = events.filter(number=OuterRef("number") + 1)
        last = events.filter(~Exists(followed)).aggregate(last=Min("number"))["last"] or 0
        return Break(last + 1 if events.filter(number=1).exists() else 1, "is missing")
    last_hash = events.filter(number=head.number).values_list("hash", flat=True).first() or chain.GENESIS
    return None if last_hash == head.hash else Break(head.number, "is not the entry with which the record ended")


def _named(found: Break | None) -> Fault | None:
    """The fault with the reference of its case, for people."""
    if found is None:
        return None
    code = Case.objects.filter(events__number=found.number).values_list("code", flat=True).first()
    return Fault(found.number, code or "", found.because)


def _texts(report: Report, cases: QuerySet[Case], tell: Tell) -> None:
    """Look at the texts of every case; the first wrong one in the order of the record is named."""
    total = cases.count()
    unrecorded = cases.filter(~Exists(CaseEvent.objects.filter(case=OuterRef("pk")))).first()
    report.fault = Fault(0, unrecorded.code, "No entry of the record is about this case.") if unrecorded else None
    for done, found in fingerprints.texts(cases, report.head.number):
        report.texts += found.checked
        report.unsure += [words for words in found.unsure if words not in report.unsure]
        faults = [fault for fault in (report.fault, *found.faults) if fault]
        report.fault = min(faults, key=lambda fault: fault.number, default=None)
        tell("cases", done, total)
