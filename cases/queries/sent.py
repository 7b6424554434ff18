"""A letter as it was sent. Its words are made when it is released and sealed; they never change afterwards.

Whether somebody may read it is asked each time it is opened (`letters.find`): a conflict of interest outweighs
every letter. What may change around the words stands outside them: links, and the mark of a decision that fell.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cases import access
from cases.domain.vocabulary import Part, Role
from cases.models import Decision, LetterText, Notice, Seat
from cases.queries import letters
from cases.queries.folder import SIDES
from cases.sealed import Keys
from conduct.env import ROOT

DECISIONS = ("n21_decision", "n25_appeal_decision")


@dataclass(frozen=True, kw_only=True)
class SentLetter:
    """The page of one letter: its words, and what stands around them now."""

    title: str
    code: str
    case_url: str
    sent_on: date
    rules: str
    body: SafeString
    opened: frozenset[Part]
    role: Role
    asks: bool
    seat_url: str
    set_aside_at: datetime | None


def page(notice: Notice, *, at: datetime) -> SentLetter:
    """The letter for its reader, who has been let in by `letters.find`."""
    body, opened = words(notice, at=at)
    unnamed = notice.role in (Role.CANDIDATE, Role.WITNESS)
    address = reverse("my-case" if notice.role in SIDES else "case", args=[notice.case.code])
    seat = Seat.objects.filter(
        case=notice.case_id, member=notice.member_id, answered_at__isnull=True, left_at__isnull=True
    )
    asks = notice.letter == access.CONFLICT_QUESTION
    open_seat = seat.first() if asks else None
    return SentLetter(
        title=letters.title(notice),
        code="" if unnamed else notice.case.code,
        case_url="" if unnamed else address,
        sent_on=timezone.localdate(notice.released_at or notice.created_at),
        rules=notice.case.procedure.edition,
        body=mark_safe(body),  # noqa: S308 - made by our own templates, which escape, and sealed since
        opened=opened,
        role=Role(notice.role),
        asks=asks,
        seat_url=reverse("seat", args=[open_seat.pk]) if open_seat else "",
        set_aside_at=_fell(notice),
    )


def words(notice: Notice, *, at: datetime) -> tuple[str, frozenset[Part]]:
    """What was sent, and the parts of the file it was made from. Letters from before words were kept are made anew."""
    kept = LetterText.objects.filter(notice=notice).first()
    if kept is None:
        return make(notice, at=at)
    return Keys(kept.case_id).open(kept, "body"), frozenset(Part(part) for part in kept.parts)


def make(notice: Notice, *, at: datetime) -> tuple[str, frozenset[Part]]:
    """The words of a letter as the case and the templates are now."""
    letter = letters.letter(notice, at=at)
    return render_to_string(letter.template, {"letter": letter}), letter.opened


def seal(notice: Notice, *, at: datetime, keys: Keys) -> LetterText:
    """The words as a row, which the caller stores in the transaction of the release."""
    body, opened = make(notice, at=at)
    row = LetterText(case_id=notice.case_id, notice=notice, parts=sorted(opened), templates=edition(), made_at=at)
    keys.seal(row, body=body)
    return row


@cache
def edition() -> str:
    """One number for all templates of letters, so that the text of that day can be found in the releases."""
    found = hashlib.sha256()
    for path in sorted((ROOT / "templates" / "letters").glob("*.html")):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _fell(notice: Notice) -> datetime | None:
    """When the decision that a letter brought was set aside."""
    if notice.letter not in DECISIONS:
        return None
    brought = Decision.objects.filter(case=notice.case_id, served_at__lte=notice.created_at)
    return brought.order_by("served_at").values_list("void_at", flat=True).last()
