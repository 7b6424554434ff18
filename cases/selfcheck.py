"""Once a day the site reads its whole record again, and keeps whether it was as it was written.

This finds who changed rows. Who can change this site's program can change this too: for that the head is kept
elsewhere (`heads`) and `verify_record` is run by somebody else.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases import verify
from conduct import heartbeat
from conduct.models import Heartbeat

EVERY = timedelta(hours=23)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """When the record was last read to its end, and whether every entry and text was as it was written."""

    at: datetime
    intact: bool


def last() -> Found | None:
    """What the last reading found; None before the first."""
    names = (heartbeat.INTACT, heartbeat.BROKEN)
    row = Heartbeat.objects.filter(name__in=names).order_by("-at").first()
    return Found(row.at, row.name == heartbeat.INTACT) if row else None


def read_again(at: datetime) -> dict[str, int]:
    """Read it, if the last time is a day ago. A record that cannot be judged is not intact."""
    found = last()
    if found and at - found.at < EVERY:
        return {"read_again": 0}
    try:
        report = verify.whole(lambda *progress: None)
        verdict, entries = report.verdict, report.entries
    except verify.CannotTell:
        verdict, entries = "cannot tell", 0
    if verdict != "intact":
        log.error("The record is not as it was written, or cannot be judged. Run verify_record.")
    name = heartbeat.INTACT if verdict == "intact" else heartbeat.BROKEN
    return heartbeat.beat(name, lambda: {"read_again": entries}, at=at)
