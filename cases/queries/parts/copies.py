"""Copies of the case that left the site: that they did for everybody in it, why and on whose word for the registrar."""

from dataclasses import dataclass
from datetime import date

from cases.domain.copies import QUIET, Recipient
from cases.domain.vocabulary import Part, Role
from cases.load import local_day
from cases.models import CaseCopy
from cases.queries.folder import Folder
from cases.together import Reading, reads


@dataclass(frozen=True, kw_only=True)
class CopyPart:
    """One copy. `reason` and `names` are empty for all but the registrar of the case."""

    recipient: str
    on: date
    reason: str
    names: str


@reads
def left(folder: Folder) -> Reading[tuple[CopyPart, ...]]:
    """The oldest first. One for the police is told to nobody but the registrar (T27)."""
    keeps = Role.REGISTRAR in folder.roles
    rows = CaseCopy.objects.filter(case=folder.case).select_related("asked_by", "agreed_by").order_by("made_at")
    rows = rows if keeps else rows.exclude(recipient__in=QUIET)
    return tuple(_part(folder, row, keeps) for row in (yield rows)) if folder.may(Part.PROCESS) else ()


def _part(folder: Folder, row: CaseCopy, keeps: bool) -> CopyPart:
    names = f"asked for by {row.asked_by.full_name}, agreed by {row.agreed_by.full_name}"
    return CopyPart(
        recipient=Recipient(row.recipient).label,
        on=local_day(row.made_at),
        reason=folder.read(row, "reason", Part.PROCESS) if keeps else "",
        names=names if keeps else "",
    )
