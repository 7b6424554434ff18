"""Two cases heard together, on a page: what waits, what came of it, and the words of the other."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from cases.domain.vocabulary import Action, Part, Role
from cases.models import Joining, Objection, Writing
from cases.queries.folder import Folder
from cases.together import Reading, reads

RULINGS = {"joined": Action.RULE_JOINING, "not_joined": Action.RULE_JOINING, "no_ruling": Action.RULE_JOINING}
BECAME = {
    "": "waits for its ruling",
    "joined": "heard together",
    "not_joined": "heard apart, after a ruling",
    "no_ruling": "heard apart, because nobody ruled in time",
}


@dataclass(frozen=True, kw_only=True)
class Said:
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Together:
    """One proposal. The other reference stands here only for whoever may know it."""

    other: str
    result: str
    object_until: date | None
    rule_by: date | None
    reason: str
    ruling: str
    objections: tuple[Said, ...]
    narrative: str
    allegations: str
    follows: bool


@reads
def together(folder: Folder) -> Reading[tuple[Together, ...]]:
    """The newest first; on the page of the case that leads, and of the one that would follow."""
    asked = Joining.objects.filter(Q(case=folder.case) | Q(other=folder.case)).select_related("case", "other")
    rows = (yield asked.order_by("-proposed_at")) if folder.may(Part.PROCESS) else ()
    return tuple(_part(folder, row) for row in rows)


def _part(folder: Folder, row: Joining) -> Together:
    leads = row.case_id == folder.case.pk
    rules = leads and bool(folder.roles & {Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.REGISTRAR})
    joined = row.how == "joined"
    other = row.other if leads else row.case
    return Together(
        other=other.code if joined or rules else "",
        result="heard apart again" if row.separated_at else BECAME[row.how],
        object_until=None if row.how else row.object_until,
        rule_by=None if row.how else row.rule_by,
        reason=_written(folder, row, Action.PROPOSE_JOINING) if leads else "",
        ruling=_written(folder, row, RULINGS.get(row.how)) if leads else "",
        objections=_objections(folder, row) if rules else (),
        narrative=_narrative(folder, row) if leads and not folder.side else "",
        allegations=", ".join(map(str, row.allegations)),
        follows=joined and not leads and row.separated_at is None,
    )


def _written(folder: Folder, row: Joining, action: Action | None) -> str:
    rows = Writing.objects.filter(case=row.case_id, action=action, ground=str(row.number))
    found = rows.order_by("written_at").last() if action else None
    return folder.read(found, "text", Part.PROCESS) if found else ""


def _objections(folder: Folder, row: Joining) -> tuple[Said, ...]:
    """By side and never by name: a side of the other case is nobody's business here before the cases are joined."""
    rows = Objection.objects.filter(joining=row).order_by("written_at")
    return tuple(
        Said(by="A side of one of the two cases", at=said.written_at, text=folder.read(said, "text", Part.PROCESS))
        for said in rows
    )


def _narrative(folder: Folder, row: Joining) -> str:
    """What the other complainant wrote: for those who decide, and never for the first complainant."""
    return folder.read(row, "narrative", Part.COMPLAINT) if row.how == "joined" and folder.may(Part.COMPLAINT) else ""
