"""The informal track, and what people wrote down at a step: requests, reasons, rulings."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.domain.vocabulary import Action, DismissalGround, Ground, Part, Role
from cases.models import Agreement, CheckIn, Consent, TalkNote, Writing
from cases.queries.folder import Folder
from cases.together import Reading, reads


@dataclass(frozen=True, kw_only=True)
class Note:
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Check:
    due_on: date
    kept: bool | None


@dataclass(frozen=True, kw_only=True)
class AgreementPart:
    """The terms, who has signed them, and the days on which somebody looks whether they are kept."""

    terms: str
    written_at: datetime
    signed_by: tuple[str, ...]
    signed_at: datetime | None
    checks: tuple[Check, ...]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Something that an act left behind in writing."""

    ground: str
    text: str
    at: datetime


@reads
def agreement(folder: Folder) -> Reading[AgreementPart | None]:
    """The newest terms."""
    if not folder.may(Part.AGREEMENT):
        return None
    rows = yield Agreement.objects.filter(case=folder.case).order_by("-written_at")[:1]
    if not rows:
        return None
    row = rows[0]
    given = Consent.objects.filter(proceeding=row.proceeding_id, action=Action.SIGN_TERMS).order_by("given_at")
    signed, checks = yield [
        given.values_list("side", flat=True),
        CheckIn.objects.filter(agreement=row).order_by("due_on"),
    ]
    return AgreementPart(
        terms=folder.read(row, "terms", Part.AGREEMENT),
        written_at=row.written_at,
        signed_by=tuple(Role(side).label for side in signed),
        signed_at=row.signed_at,
        checks=tuple(Check(due_on=check.due_on, kept=check.kept) for check in checks),
    )


def consents(folder: Folder) -> tuple[str, ...]:
    """Which sides have said yes to the talks."""
    rows = Consent.objects.filter(proceeding=folder.proceeding, action=Action.CONSENT).order_by("given_at")
    return tuple(Role(side).label for side in rows.values_list("side", flat=True))


@reads
def notes(folder: Folder) -> Reading[tuple[Note, ...]]:
    """The facilitator's own notes of the talks that are running; they go nowhere else."""
    if not folder.may(Part.TALK_NOTES):
        return ()
    rows = yield TalkNote.objects.filter(proceeding=folder.proceeding, written_by=folder.reader).order_by("written_at")
    return tuple(Note(text=folder.read(row, "text", Part.TALK_NOTES), at=row.written_at) for row in rows)


def statement(folder: Folder, action: Action, *, at: datetime | None = None) -> Statement | None:
    """What the newest such act left in writing, or the one of a given moment."""
    rows = Writing.objects.filter(case=folder.case, action=action).order_by("written_at")
    row = (rows.filter(written_at=at) if at else rows).last()
    if row is None or not folder.may(Part.PROCESS):
        return None
    return Statement(ground=ground(row.ground), text=folder.read(row, "text", Part.PROCESS), at=row.written_at)


def ground(value: str) -> str:
    """A reason in words: for moving up, or for not taking a complaint forward."""
    kinds = (Ground, DismissalGround)
    return next((kind(value).label for kind in kinds if value in kind.values()), "")
