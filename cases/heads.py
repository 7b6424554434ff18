"""Keeping the head of the record elsewhere: each day one small file in a folder that is not this machine's.

The folder is `RECORD_HEADS`: a share of another body, a disk that is written once, a synchronised folder. One file a
day at the same hour, whatever happened, so that its coming tells nothing.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from cases.domain import chain, heads
from cases.domain.heads import Copy
from cases.load import local_day
from cases.models import CaseEvent, ChainHead

log = logging.getLogger(__name__)


class NoRecord(Exception):
    """There is no head to copy, or it is not the end of the record."""


def current(at: datetime) -> Copy:
    """The head as it stands. Raises `NoRecord` where the last entry is another: then look with `verify_record`."""
    row = ChainHead.objects.filter(pk=1).first()
    if row is None:
        raise NoRecord("The head of the record is missing. Look with verify_record.")
    last = CaseEvent.objects.filter(number=row.number).values_list("hash", flat=True).first() or chain.GENESIS
    if last != row.hash:
        raise NoRecord("The head of the record is not its last entry. Look with verify_record.")
    return Copy(settings.SITE_URL, row.number, row.hash, at)


def keep(at: datetime) -> int:
    """Write the file of this day, once. What goes wrong is logged, shown by `/readyz`, and stops nothing else."""
    folder = settings.RECORD_HEADS
    if folder is None or (file := _of_day(folder, at)).exists():
        return 0
    try:
        write(file, current(at))
    except (OSError, NoRecord) as problem:
        log.error("The head of the record could not be kept elsewhere (%s).", type(problem).__name__)
        return 0
    return 1


def write(file: Path, copy: Copy) -> None:
    """Write a copy where there is no file yet; one that is there is never overwritten."""
    with file.open("x", encoding="utf-8") as new:
        new.write(heads.as_text(copy))


def kept_lately(at: datetime) -> bool:
    """True where today's copy was kept or yesterday's, or where none is asked for."""
    folder = settings.RECORD_HEADS
    return folder is None or any(_of_day(folder, at - timedelta(days=ago)).exists() for ago in (0, 1))


def _of_day(folder: Path, at: datetime) -> Path:
    return folder / f"record-head-{local_day(at).isoformat()}.txt"
