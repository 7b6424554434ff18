"""Copies of files without the words that are hidden: made by the worker, each in a process of its own, under a lease.

A copy belongs to one audience and to the rulings it was made for. While there is none, that audience has no file.
"""

import logging
import time
import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cases.checking import LEASE, MOST_ATTEMPTS, RUN_SECONDS
from cases.cleaning import apart
from cases.domain import redaction as rules
from cases.domain.files import Flag, Kind, Looked, State
from cases.domain.redaction import Audience
from cases.models import ExhibitFile, RedactedFile, Redaction
from cases.models.exhibits import WORKING
from cases.sealed import Keys
from cases.usecases import files

log = logging.getLogger(__name__)


def hide_due(*, at: datetime) -> int:
    """Make the copies that are missing, for about a minute. Returns how many are settled."""
    began, done = time.monotonic(), 0
    while time.monotonic() - began < RUN_SECONDS and (row := claim(at=at)):
        done += _make(row, at)
    return done


@transaction.atomic
def claim(*, at: datetime) -> RedactedFile | None:
    """Take one copy that is not made and that nobody holds, until the lease ends."""
    for file, audience, rulings in _wanted():
        serial = RedactedFile.objects.filter(file=file).count() + 1
        known = {"case_id": file.case_id, "serial": serial}
        row, _ = RedactedFile.objects.get_or_create(file=file, audience=audience, rulings=rulings, defaults=known)
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
        mine = RedactedFile.objects.filter(free, pk=row.pk, made_at__isnull=True)
        token = uuid.uuid4()
        if mine.update(claim=token, claimed_until=at + LEASE, attempts=row.attempts + 1):
            return RedactedFile.objects.select_related("file__item").get(pk=row.pk)
    return None


def _wanted() -> Iterator[tuple[ExhibitFile, Audience, str]]:
    """Every file in an open case that some audience may read only without some words."""
    standing = Redaction.objects.filter(lifted_at__isnull=True, case__closed_at__isnull=True)
    for case in standing.order_by("case").values_list("case", flat=True).distinct():
        rows = list(standing.filter(case=case).order_by("number"))
        for file in ExhibitFile.objects.filter(case=case, item__isnull=False, state=State.READY).order_by("pk"):
            for audience in Audience:
                found = files.rulings(rows, file.item_id, audience)
                if found and not any(row.whole for row in found):
                    yield file, audience, files.named(found)


def _make(row: RedactedFile, at: datetime) -> bool:
    """One copy. Whatever happens over it, the next one has its turn."""
    found, places, keys = Looked(flag=Flag.HEAVY), 0, Keys(row.case_id)
    try:
        if row.attempts <= MOST_ATTEMPTS:
            numbers = [int(number) for number in row.rulings.split(",")]
            rulings = Redaction.objects.filter(case=row.case_id, number__in=numbers)
            hidden = [p for ruling in rulings for p in rules.passages(keys.open(ruling, "words"))]
            body = files.read(row.file, WORKING, keys)
            found, places = apart.hide(Kind(row.file.kind), body, hidden)
        return files.keep_redacted(row, at=at, found=found, places=places)
    except Exception:
        log.exception("A copy without hidden words could not be made; it is tried again.")
        return False
