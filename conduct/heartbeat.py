"""Background work that tells that it was done. Work that fails tells nothing, so its last beat grows old."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from conduct.models import Heartbeat

SWEEP, DELIVER, MAIL, FILES, BUNDLES = "sweep", "deliver", "mail", "files", "bundles"
INTACT, BROKEN = "record intact", "record broken"
log = logging.getLogger("conduct.work")


def beat(name: str, work: Callable[[], Mapping[str, int]], *, at: datetime) -> dict[str, int]:
    """Do the work of this moment, keep that it was done, and log what was done: counts, never what they counted."""
    began = time.monotonic()
    counts = dict(work())
    seconds = round(time.monotonic() - began, 3)
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=at, seconds=seconds)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "seconds"],
    )
    done = {what: count for what, count in counts.items() if count}
    level = logging.INFO if done else logging.DEBUG
    log.log(level, "Work was done.", extra={"task": name, "seconds": seconds, "counts": done})
    return counts
