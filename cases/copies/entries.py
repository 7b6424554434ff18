"""The record of one case as it goes into a copy: every entry with its two hashes, some without their words."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery

from cases import record
from cases.domain import chain, copies
from cases.models import Case, CaseEvent

BATCH = 2000
NAMES = ("case_number", "kind", "at", "actor", "system", "data")


def entries(case: Case) -> Iterator[dict[str, Any]]:
    """In the order of the case. `data` and `at` are the very texts that the hashes cover."""
    before = CaseEvent.objects.filter(number=OuterRef("number") - 1).values("hash")[:1]
    rows = CaseEvent.objects.filter(case=case).annotate(before=Subquery(before)).order_by("case_number")
    for row in rows.iterator(BATCH):
        hashes = {"case_hash": row.case_hash, "before": row.before or chain.GENESIS, "hash": row.hash}
        place = {"number": row.number, "case_number": row.case_number}
        if row.kind in copies.WITHHELD:
            yield {**place, "withheld": True, **hashes}
        else:
            told = dict(zip(NAMES[1:], record.fields_of(row)[2:], strict=True))
            yield {**place, **told, **hashes}
