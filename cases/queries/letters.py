"""One letter, read by the person it was sent to: the words are made from the case each time it is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from branches.models import Member
from cases import access, load
from cases.domain.notices import TITLES
from cases.domain.vocabulary import (
    Action,
    DismissalGround,
    Ground,
    MeasureKind,
    Part,
    Role,
    State,
    Tier,
)
from cases.models import Appeal, Case, CaseEvent, Notice, Proceeding, Seat, Writing
from cases.queries import folder as folders
from cases.queries.folder import SIDES, Folder
from cases.queries.parts import complaint, inquiry, people, talks
from cases.queries.parts import decision as decisions

RULINGS = {
    "n05_not_taken_forward": Action.PROPOSE_DISMISSAL,
    "n05_referred": Action.REFER_OUT,
    "n05_review_upheld": Action.UPHOLD_DISMISSAL,
    "n05_review_overturned": Action.OVERTURN_DISMISSAL,
    "n07_ruling": Action.RULE_ESCALATION,
    "n16_papers": Action.DECIDE_ON_PAPERS,
    "n23_admitted": Action.ADMIT_APPEAL,
    "n23_refused": Action.REFUSE_APPEAL,
    "n26_closed": Action.REPORT_EXTERNAL,
}
"""The ruling whose reason a letter carries."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A letter in a list."""

    title: str
    url: str
    at: datetime
    unread: bool
    code: str


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A ground in words, and the reason that was written down."""

    ground: str
    reason: str
    upheld: bool


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything a letter's text can name. A part that its reader may not have is empty."""

    template: str
    title: str
    code: str
    case_url: str
    sent_on: date
    role: Role
    own_side: bool
    state: str
    tier: str
    due_on: date | None
    rules: str
    standard: str
    seat_url: str = ""
    officer: str = ""
    name_withheld: bool = False
    ruling: Ruling | None = None
    ground: str = ""
    closed_as: str = ""
    questions: tuple[complaint.Question, ...] = ()
    allegations: tuple[complaint.AllegationPart, ...] = ()
    agreement: talks.AgreementPart | None = None
    panel: tuple[people.Person, ...] = ()
    recused: tuple[people.Recused, ...] = ()
    hearing: inquiry.HearingPart | None = None
    decision: decisions.DecisionPart | None = None
    measures: tuple[str, ...] = ()
    opened: frozenset[Part] = frozenset()


def to(member: Member, *, case: Case | None = None, limit: int = 50) -> tuple[Line, ...]:
    """The letters that have reached a person, the newest first; of one case, or of all."""
    rows = Notice.objects.filter(member=member, sent_at__isnull=False).select_related("case__procedure")
    rows = rows.filter(case=case) if case else rows
    return tuple(_line(row) for row in rows.defer("case__procedure__text").order_by("-created_at", "letter")[:limit])


def find(member: Member, notice_id: str) -> Notice | None:
    """A letter of this person that they may still have."""
    rows = Notice.objects.filter(pk=notice_id, member=member, sent_at__isnull=False)
    notice = rows.select_related("case__procedure", "case__code_of_conduct", "member").first()
    return notice if notice and access.may_receive(notice) else None


def letter(notice: Notice) -> Letter:
    """The whole letter, for its reader."""
    case, reader, role = notice.case, notice.member, Role(notice.role)
    today = timezone.localdate()
    frame: dict[str, Any] = {
        "template": f"letters/{notice.letter}.html",
        "title": title(notice),
        "code": case.code,
        "sent_on": timezone.localdate(notice.created_at),
        "role": role,
        "state": State(case.state).label,
        "tier": Tier(case.tier).label,
        "due_on": case.due_on,
        "rules": case.procedure.edition,
        "standard": load.procedure_of(case).lists.standard_of_proof,
    }
    if role in SIDES:
        folder = folders.of_party(case, reader, today=today)
        return Letter(**frame, **_for_party(folder, notice), case_url=reverse("my-case", args=[case.code]))
    seat = Seat.objects.filter(case=case, member=reader, answered_at__isnull=True, left_at__isnull=True).first()
    url = reverse("seat", args=[seat.pk]) if seat else ""
    return Letter(**frame, own_side=False, case_url=reverse("case", args=[case.code]), seat_url=url)


def title(notice: Notice) -> str:
    """What a letter is called: the procedure names its own, the site the rest."""
    named = load.procedure_of(notice.case).letters
    return named.get(notice.letter) or TITLES[notice.letter]


def _line(row: Notice) -> Line:
    return Line(
        title=title(row),
        url=reverse("letter", args=[row.pk]),
        at=row.created_at,
        unread=row.read_at is None,
        code=row.case.code,
    )


def _for_party(folder: Folder, notice: Notice) -> dict[str, Any]:
    proceeding = _proceeding(folder, notice)
    appeal = Appeal.objects.filter(case=folder.case).order_by("filed_at").last()
    served = proceeding is not None and people.served(proceeding)
    return {
        "own_side": appeal is not None and appeal.side == folder.side,
        "name_withheld": folder.complaint.name_withheld,
        "officer": _officer(folder),
        "ruling": _ruling(folder, notice),
        "ground": Ground(proceeding.ground).label if proceeding and proceeding.ground else "",
        "closed_as": folder.case.get_closure_reason_display(),
        "questions": complaint.questions(folder),
        "allegations": complaint.allegations(folder),
        "agreement": talks.agreement(folder),
        "panel": people.panel(folder, proceeding) if proceeding and served else (),
        "recused": people.recused(folder, proceeding) if proceeding and served else (),
        "hearing": inquiry.hearing(folder),
        "decision": decisions.of_proceeding(folder, proceeding) if proceeding else None,
        "measures": _possible(folder, proceeding.tier if proceeding else folder.case.tier),
        "opened": frozenset(folder.opened),
    }


def _proceeding(folder: Folder, notice: Notice) -> Proceeding | None:
    """The proceeding that was running when the letter was written."""
    begun = [p for p in folder.proceedings if p.opened_at <= notice.created_at]
    if notice.letter in ("n21_decision", "n25_appeal_decision"):
        begun = [p for p in begun if decisions.of_proceeding(folder, p)] or begun
    return begun[-1] if begun else None


def _officer(folder: Folder) -> str:
    found = [person.name for person in people.handlers(folder) if person.role == Role.INTAKE_OFFICER.label]
    return found[0] if found else ""


def _ruling(folder: Folder, notice: Notice) -> Ruling | None:
    action = RULINGS.get(notice.letter)
    rows = Writing.objects.filter(case=folder.case, action=action, written_at__lte=notice.created_at)
    row = rows.order_by("written_at").last() if action else None
    if row is None:
        return None
    ruled = CaseEvent.objects.filter(pk=notice.event_id).values_list("data", flat=True)[0]
    return Ruling(
        ground=_words(row.ground), reason=folder.read_delivered(row, "text"), upheld=bool(ruled.get("upheld"))
    )


def _words(ground: str) -> str:
    kinds: Iterable[type[Ground] | type[DismissalGround]] = (Ground, DismissalGround)
    return next((kind(ground).label for kind in kinds if ground in kind.values()), "")


def _possible(folder: Folder, tier: str) -> tuple[str, ...]:
    """What this level can decide, mildest first: part of every notice of allegations."""
    rules = folder.procedure.measures
    return tuple(dict.fromkeys(MeasureKind(r.kind).label for r in rules if Tier(tier) in r.tiers))
