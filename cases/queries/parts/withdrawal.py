"""A withdrawal on a page: to whoever withdrew and whoever rules all of it, to the respondent only what follows."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.domain.requests import CarryOn, Pressed
from cases.domain.vocabulary import Action, LinkKind, Part, Role
from cases.load.requests import CARRIED
from cases.models import CaseLink, Party, Withdrawal, Writing
from cases.queries.folder import Folder
from cases.together import Reading, reads

RULINGS = (Action.ACCEPT_WITHDRAWAL, Action.CARRY_ON)
BECAME = {
    "": "waits for its ruling",
    "at_once": "withdrawn",
    "accepted": "withdrawn, after a ruling",
    "carried_on": "the organisation goes on",
    "no_ruling": "the organisation goes on, because nobody ruled in time",
    "closed": "the case ended first",
}


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """One withdrawal. What its reader may not know of it is empty."""

    what: str
    allegations: tuple[int, ...]
    result: str
    asked_at: datetime | None
    rule_by: date | None
    text: str
    pressed: str
    ground: str
    why: str
    testifies: str
    mine: bool


@reads
def withdrawals(folder: Folder, *, only: int | None = None) -> Reading[tuple[Withdrawn, ...]]:
    """The newest first. Another side sees only what was ruled, and nothing that only waits."""
    rows = (yield Withdrawal.objects.filter(case=folder.case).order_by("-number")) if folder.may(Part.PROCESS) else ()
    shown = [row for row in rows if _knows(folder, row) or row.how]
    return tuple(_part(folder, row) for row in shown if only in (None, row.number))


def earlier(folder: Folder) -> tuple[str, ...]:
    """The references of earlier cases that this complainant withdrew: they can still open them."""
    if folder.side is not Role.COMPLAINANT:
        return ()
    mine = Party.objects.filter(member=folder.reader, side=Role.COMPLAINANT).values("case")
    rows = CaseLink.objects.filter(case=folder.case, kind=LinkKind.AGAIN, other__in=mine).order_by("linked_at")
    return tuple(rows.values_list("other__code", flat=True))


def _part(folder: Folder, row: Withdrawal) -> Withdrawn:
    own = _knows(folder, row)
    reads = own and folder.may(Part.WITHDRAWAL)
    told = reads or Role.REGISTRAR in folder.roles
    ruled = _ruling(row) if own else None
    return Withdrawn(
        what=_what(row),
        allegations=tuple(row.allegations),
        result=BECAME[row.how],
        asked_at=row.asked_at if own else None,
        rule_by=None if row.how else row.rule_by,
        text=folder.read(row, "text", Part.WITHDRAWAL) if reads else "",
        pressed=Pressed(row.pressed).label if told and row.pressed else "",
        ground=CarryOn(row.ground).label if own and row.ground else "",
        why=folder.read(ruled, "text", Part.PROCESS) if ruled else "",
        testifies=_testifies(row) if own else "",
        mine=row.asked_by_id == folder.reader.pk,
    )


def _knows(folder: Folder, row: Withdrawal) -> bool:
    """Whoever works on the case, and of the sides only the one who withdrew."""
    return not folder.side or row.asked_by_id == folder.reader.pk


def _what(row: Withdrawal) -> str:
    if not row.allegations:
        return "the whole complaint"
    return f"allegation{'s' if len(row.allegations) > 1 else ''} {', '.join(map(str, row.allegations))}"


def _ruling(row: Withdrawal) -> Writing | None:
    rows = Writing.objects.filter(case=row.case_id, action__in=RULINGS, ground=str(row.number))
    return rows.first() if row.how else None


def _testifies(row: Withdrawal) -> str:
    if row.how not in CARRIED or row.allegations:
        return ""
    answers = {
        True: "Will be a witness.",
        False: "Will not be a witness.",
        None: "Has not said whether to be a witness.",
    }
    return answers[row.testifies]
