"""Late evidence on a page: what was offered, for those who may read it; and what became of it, for both sides."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.domain.vocabulary import Action, Part, Role
from cases.models import LateEvidence, Writing
from cases.queries import exhibits
from cases.queries.exhibits import FilePart
from cases.queries.folder import Folder
from cases.together import Reading, reads

RULINGS = (Action.ADMIT_EVIDENCE, Action.REFUSE_EVIDENCE)


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One offer. Its texts are empty for whoever may not read them; once admitted they stand with the evidence."""

    number: int
    side: str
    title: str
    text: str
    reason: str
    given_at: datetime
    rule_by: date | None
    result: str
    why: str
    files: tuple[FilePart, ...] = ()


@reads
def offered(folder: Folder, *, waiting: bool = False) -> Reading[tuple[Offered, ...]]:
    """Everything that was offered late in the case, or only what waits for its ruling."""
    rows = LateEvidence.objects.filter(case=folder.case).select_related("item").order_by("number")
    rows = rows.filter(ruled_at__isnull=True, proceeding=folder.proceeding) if waiting else rows
    found = (yield rows) if folder.may(Part.PROCESS) else []
    _, files = (yield from exhibits.shown.begin(folder)) if found else ({}, {})
    return tuple(_part(folder, row, tuple(files.get(row.pk, ()))) for row in found)


def why(folder: Folder, row: LateEvidence) -> str:
    """The reason of the ruling, which both sides read."""
    rows = Writing.objects.filter(proceeding=row.proceeding_id, action__in=RULINGS, ground=str(row.number))
    found = rows.first() if row.ruled_at else None
    return folder.read(found, "text", Part.PROCESS) if found else ""


def _part(folder: Folder, row: LateEvidence, files: tuple[FilePart, ...]) -> Offered:
    own = row.given_by_id == folder.reader.pk and Part.LATE_EVIDENCE in folder.own
    shown = own or folder.may(Part.LATE_EVIDENCE)
    names = ("title", "text", "reason")
    texts = {name: folder.read_own(row, name, Part.LATE_EVIDENCE, row.given_by_id) if shown else "" for name in names}
    return Offered(
        number=row.number,
        side=Role(row.side).label,
        given_at=row.given_at,
        rule_by=None if row.ruled_at else row.rule_by,
        result=_result(row),
        why=why(folder, row),
        files=files,
        **texts,
    )


def _result(row: LateEvidence) -> str:
    if row.ruled_at is None:
        return "waits for its ruling"
    became = f"admitted as exhibit {row.item.number}" if row.item else "not admitted"
    return became if row.how == "ruled" else f"{became}: {ENDED[row.how]}"


ENDED = {"no_ruling": "nobody ruled in time", "record_closed": "the panel has begun to decide"}
