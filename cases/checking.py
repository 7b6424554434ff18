"""Looking at files: each is opened in a process of its own, under a lease, outside every lock.

A file is claimed in a short transaction, opened in none, and settled in one of its own. Who dies in between leaves a
lease that runs out; the file is then looked at again. One that cannot be looked at so often is kept sealed.
"""

import logging
import time
import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from cases.cleaning import apart
from cases.domain import files as rules
from cases.domain.files import Flag, Looked, State
from cases.models import ExhibitFile
from cases.models.exhibits import ORIGINAL
from cases.sealed import Keys
from cases.usecases import files

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
RUN_SECONDS = 60
MOST_ATTEMPTS = 3
"""A worker that died this often over one file does not open it once more."""


def check_due(*, at: datetime) -> int:
    """Look at the files that wait, one after the other, for about a minute. Returns how many are settled."""
    began, done = time.monotonic(), 0
    while time.monotonic() - began < RUN_SECONDS and (row := claim(at=at)):
        done += _look(row, at)
    return done


@transaction.atomic
def claim(*, at: datetime) -> ExhibitFile | None:
    """Take the file that has waited longest and that nobody holds, until the lease ends."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    skip = connection.features.has_select_for_update_skip_locked
    due = ExhibitFile.objects.filter(free, state=State.WAITING, due_at__lte=at).order_by("due_at", "pk")
    key = due.select_for_update(no_key=True, skip_locked=skip).values_list("pk", flat=True).first()
    if key is None:
        return None
    token = uuid.uuid4()
    rows = ExhibitFile.objects.filter(pk=key)
    rows.update(claim=token, claimed_until=at + LEASE, attempts=F("attempts") + 1)
    return rows.get()


def _look(row: ExhibitFile, at: datetime) -> bool:
    """One file. Whatever happens over it, the next one has its turn."""
    found, keys = Looked(flag=Flag.HEAVY), Keys(row.case_id)
    try:
        if row.attempts <= MOST_ATTEMPTS:
            body, ending = files.read(row, ORIGINAL, keys), rules.ending(keys.open(row, "name"))
            found = apart.clean(ending, body)
        return files.settle(file_id=row.pk, claim=row.claim, at=at, found=found)
    except Exception:
        log.exception("A file could not be looked at; it is tried again.")
        return False
