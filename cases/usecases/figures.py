"""Publishing the figures of a period, once; and remembering who took a report away as a file."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from branches.models import Member
from cases import load
from cases.domain import chain, periods
from cases.domain.answer import Refused
from cases.domain.periods import Period
from cases.domain.vocabulary import EventKind
from cases.models import ChainHead, Publication
from cases.record import record


@transaction.atomic
def publish(*, period: Period, tables: list[dict[str, Any]], paper: bytes, by: Member, at: datetime) -> Publication:
    """Freeze the figures of a period and their paper with hashes in the record. Raises `Refused` with every reason.

    The caller has asked whether this person may. Whoever comes second finds the figures published. Tables and paper are
    made before: nothing that takes a second happens under the lock of the record.
    """
    ChainHead.objects.select_for_update().get(pk=1)
    earlier = [Period(*row) for row in Publication.objects.values_list("since", "until")]
    if against := periods.against(period, earlier, load.local_day(at)):
        raise Refused(against)
    row = Publication(
        since=period.since, until=period.until, tables=tables, sha256=hash_of(tables), paper=paper,
        paper_sha256=sha256(paper).hexdigest(), published_at=at, published_by=by,
    )  # fmt: skip
    row.save(force_insert=True)
    kept = {"period": str(period), "sha256": row.sha256, "paper": row.paper_sha256}
    record(EventKind.FIGURES_PUBLISHED, case=None, by=by, at=at, data=kept)
    return row


def hash_of(data: list[dict[str, Any]]) -> str:
    """SHA-256 of the tables in one spelling; anybody can compute it again from what is published."""
    return sha256(chain.canonical({"tables": data})).hexdigest()


def is_sound(row: Publication) -> bool:
    """Are the figures and their paper as they were published?"""
    return hash_of(row.tables) == row.sha256 and sha256(row.paper).hexdigest() == row.paper_sha256


@transaction.atomic
def take(*, report: str, kind: str, query: dict[str, str], by: Member, at: datetime) -> int:
    """A report leaves as a file: the number of its entry in the record stands in the file."""
    data = {"report": report, "file": kind, "query": query}
    return int(record(EventKind.FIGURES_TAKEN, case=None, by=by, at=at, data=data).number)
