"""Requests to appeal late or to open a case again: the words for who wrote them and who rules, the result for all."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.domain.vocabulary import Action, AppealGround, Part, Role, Tier
from cases.models import LateRequest, Writing
from cases.queries.folder import Folder
from cases.together import Reading, reads

RULINGS = (
    Action.ADMIT_LATE_APPEAL,
    Action.REFUSE_LATE_APPEAL,
    Action.ADMIT_REOPENING,
    Action.REFUSE_REOPENING,
)
RESULTS = {
    "": "waits for its ruling",
    "admitted": "it goes to the check of appeals",
    "refused": "refused",
    "no_ruling": "it goes to the check of appeals: nobody ruled in time",
    "appealed": "over: the other side\u2019s appeal came first",
    "reopened": "over: the case was opened again",
    "set_aside": "over: the decision was set aside",
}

OPENED = "a fresh panel hears the case"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request. Its words are empty for whoever may not read them."""

    number: int
    reopens: bool
    side: str
    ground: str
    cause: str
    text: str
    asked_at: datetime
    rule_by: date | None
    result: str
    why: str


@reads
def asked(folder: Folder) -> Reading[tuple[Asked, ...]]:
    """Everything that was asked for in the case; nothing is looked for where no decision can be appealed."""
    if not folder.been(Tier.BRANCH, Tier.NATIONAL) or not folder.may(Part.PROCESS):
        return ()
    rows = yield LateRequest.objects.filter(case=folder.case).order_by("number")
    return tuple(_part(folder, row) for row in rows)


def _part(folder: Folder, row: LateRequest) -> Asked:
    own = row.asked_by_id == folder.reader.pk and Part.LATE_APPEAL in folder.own
    shown = own or folder.may(Part.LATE_APPEAL)
    names = ("cause", "text")
    texts = {name: folder.read_own(row, name, Part.LATE_APPEAL, row.asked_by_id) if shown else "" for name in names}
    return Asked(
        number=row.number,
        reopens=row.reopens,
        side=Role(row.side).label,
        ground=AppealGround(row.ground).label if shown else "",
        asked_at=row.asked_at,
        rule_by=None if row.ruled_at else row.rule_by,
        result=OPENED if row.reopens and row.how == "admitted" else RESULTS[row.how],
        why=_why(folder, row),
        **texts,
    )


def _why(folder: Folder, row: LateRequest) -> str:
    """The reason of the ruling, which both sides read."""
    rows = Writing.objects.filter(proceeding=row.proceeding_id, action__in=RULINGS, ground=str(row.number))
    found = rows.first() if row.ruled_at else None
    return folder.read(found, "text", Part.PROCESS) if found else ""
