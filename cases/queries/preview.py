"""A letter as its reader will get it, before the act that sends it (what is looked at is what leaves).

The act itself is taken and undone again: so the words come from the same rows and the same function as those that are
sent, with every date and name that the act brings. Nothing of it is kept, no letter leaves, nobody is told.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from branches.models import Member
from cases.domain import notices
from cases.domain.vocabulary import Action, Part, Role
from cases.models import ChainHead, Notice
from cases.queries import letters, sent
from cases.queries.folder import SIDES, Folder
from cases.usecases import ACTS

READERS = SIDES | {Role.WITNESS}
PART_OF = {
    "allegations": Part.ALLEGATIONS,
    "agreement": Part.AGREEMENT,
    "questions": Part.COMPLAINT,
    "raised_by": Part.COMPLAINANT_NAME,
    "decision": Part.DECISION,
    "temporary": Part.INTERIM,
    "interim_reason": Part.INTERIM,
}
"""The part of the file that a letter shows by naming one of its fields; reasons of rulings are the officer's own."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One letter to one person. Without words where they come from a part that the officer may not read."""

    title: str
    to: str
    body: SafeString
    due_at: datetime


class _Watched:
    """A letter that remembers which of its fields a template has named."""

    def __init__(self, letter: letters.Letter) -> None:
        self._letter = letter
        self.named: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._letter, name)
        if found:
            self.named.add(name)
        return found


def offered(folder: Folder, action: Action) -> bool:
    """Does this act, taken by somebody who works on the case, itself send a letter to a side or a witness?"""
    kind = notices.event_of(action, folder.place[0])
    return folder.side is None and any(roles & READERS for roles, _ in notices.TABLE.get(kind, ()))


@transaction.atomic
def looks(folder: Folder, action: Action, *, by: Member, at: datetime, **words: Any) -> tuple[Look, ...]:
    """Every letter that the act would send to a side or a witness. Raises `Refused` and `Stale` as the act does."""
    with transaction.atomic():
        before = ChainHead.objects.get(pk=1).number
        ACTS[action](case_id=folder.case.pk, by=by, at=at, **words)
        rows = Notice.objects.filter(case=folder.case, event__number__gt=before, role__in=READERS)
        rows = rows.select_related("member", "event", "case__procedure", "case__code_of_conduct")
        found = tuple(_look(folder, row, at) for row in rows.order_by("role", "letter", "member"))
        transaction.set_rollback(True)
    return found


def _look(folder: Folder, notice: Notice, at: datetime) -> Look:
    shown = _parts(letters.letter(notice, at=at))
    body = sent.make(notice, at=at)[0] if shown <= folder.parts else ""
    folder.opened.update(shown & folder.parts)
    return Look(
        title=letters.title(notice),
        to=Role(notice.role).label,
        body=mark_safe(body),  # noqa: S308 - made by our own templates, which escape
        due_at=notice.due_at,
    )


def _parts(letter: letters.Letter) -> frozenset[Part]:
    """The parts of the file whose words the letter shows, found by writing it once."""
    watched = _Watched(letter)
    render_to_string(letter.template, {"letter": watched})
    return frozenset(PART_OF[name] for name in watched.named if name in PART_OF)
