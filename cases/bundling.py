"""Making bundles: each under a lease, outside every lock, for a reader whose access is asked again first.

A bundle is claimed in a short transaction, made in none, and sealed in one of its own. Who dies in between leaves a
lease that runs out; it is then made once more. What nobody may have any more is not made.
"""

import io
import logging
import time
from datetime import datetime

from cases import access, load, papers
from cases.domain import bundles as rules
from cases.models import Bundle
from cases.papers import Mark
from cases.queries import chapters, folder
from cases.queries.folder import Folder
from cases.usecases import bundles

log = logging.getLogger(__name__)
RUN_SECONDS = 60


def make_due(*, at: datetime) -> int:
    """Make what was asked for, one after the other, for about a minute. Returns how many were made."""
    began, done = time.monotonic(), 0
    while time.monotonic() - began < RUN_SECONDS and (row := bundles.claim(at=at)):
        done += _make(row, at)
    return done


def _make(row: Bundle, at: datetime) -> bool:
    """One bundle. Whatever goes wrong with it, the next one has its turn."""
    try:
        opened = _folder(row, at)
        if opened is None:
            bundles.give_up(row, at=at, for_good=True)
            return False
        body, pages = make(opened, at=at, tell=lambda step: bundles.progress(row, step))
        roles = rules.readers(opened.roles)
        return bundles.keep(row, body, pages=pages, parts=opened.parts, roles=roles, at=at)
    except Exception:
        log.exception("A bundle could not be made.")
        bundles.give_up(row, at=at, for_good=row.attempts >= rules.MOST_ATTEMPTS)
        return False


def make(opened: Folder, *, at: datetime, tell: papers.Tell = lambda step: None) -> tuple[bytes, int]:
    """The PDF for the reader of a folder, and how many pages it has."""
    import pikepdf

    tell(1)
    found = chapters.chapters(opened)
    roles = [words for role, words in rules.READERS.items() if role in opened.roles]
    reader = f"{opened.reader.full_name}, {' and '.join(roles)}"
    body = papers.make(opened, found, Mark(code=opened.case.code, reader=reader, made_at=at), tell=tell)
    with pikepdf.open(io.BytesIO(body)) as paper:
        return body, len(paper.pages)


def _folder(row: Bundle, at: datetime) -> Folder | None:
    """What its reader may read at this moment; None when that is nothing any more."""
    door = access.followed_by if row.as_side else access.open_to
    if not door(row.member).filter(pk=row.case_id).exists():
        return None
    opened = (folder.of_party if row.as_side else folder.of_handler)(row.case, row.member, today=load.local_day(at))
    return opened if rules.readers(opened.roles) else None
