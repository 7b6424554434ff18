"""One letter, read by the person it was sent to: the words are made from the case each time it is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from branches.models import Member
from cases import access, load
from cases.domain import deadlines
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
from cases.models import Appeal, Case, Notice, Proceeding, Seat, Writing
from cases.queries import folder as folders
from cases.queries import moves
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
    raised_by: str = ""
    target_days: int = 0
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
    notice = rows.select_related("event", "case__procedure", "case__code_of_conduct", "member").first()
    return notice if notice and access.may_receive(notice) else None


def letter(notice: Notice, *, at: datetime) -> Letter:
    """The whole letter, for its reader. Dates and step are those of the day on which it was written."""
    case, reader, role = notice.case, notice.member, Role(notice.role)
    today = timezone.localdate(at)
    tier, state, due_on = _then(notice)
    frame: dict[str, Any] = {
        "template": f"letters/{notice.letter}.html",
        "title": title(notice),
        "code": case.code,
        "sent_on": timezone.localdate(notice.created_at),
        "role": role,
        "state": state.label,
        "tier": tier.label,
        "due_on": due_on,
        "rules": case.procedure.edition,
        "standard": load.procedure_of(case).lists.standard_of_proof,
    }
    if role in SIDES:
        folder = folders.of_party(case, reader, today=today)
        return Letter(**frame, **_for_party(folder, notice), case_url=reverse("my-case", args=[case.code]))
    seat = Seat.objects.filter(case=case, member=reader, answered_at__isnull=True, left_at__isnull=True).first()
    url = reverse("seat", args=[seat.pk]) if seat else ""
    return Letter(**frame, own_side=False, case_url=reverse("case", args=[case.code]), seat_url=url)


def _then(notice: Notice) -> tuple[Tier, State, date | None]:
    """Where the case stood when the letter was written, and the date of that step."""
    case, number = notice.case, notice.event.case_number or 0
    known = moves.moves(case)
    before = [move for move in known if move.number <= number]
    place = (before[-1].tier, before[-1].state) if before else (Tier.INTAKE, State.TRIAGE)
    if all((move.tier, move.state) == place for move in known[len(before) :]) and place == (case.tier, case.state):
        return *place, case.due_on
    clock = load.procedure_of(case).clock(*place)
    begun = before[-1].on if before else timezone.localdate(notice.created_at)
    return *place, deadlines.due(begun, clock.days) if clock else None


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
        "raised_by": next((p.name for p in people.named(folder) if p.role == Role.COMPLAINANT.label), ""),
        "target_days": folder.procedure.number("target_days"),
        "officer": _officer(notice),
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


def _officer(notice: Notice) -> str:
    """Who was found for the first look, at that time."""
    member = Member.objects.filter(pk=notice.event.data.get("member")).first()
    return member.full_name if member else ""


def _ruling(folder: Folder, notice: Notice) -> Ruling | None:
    action = RULINGS.get(notice.letter)
    rows = Writing.objects.filter(case=folder.case, action=action, written_at__lte=notice.created_at)
    row = rows.order_by("written_at").last() if action else None
    if row is None:
        return None
    upheld = bool(notice.event.data.get("upheld"))
    return Ruling(ground=_words(row.ground), reason=folder.read_delivered(row, "text"), upheld=upheld)


def _words(ground: str) -> str:
    kinds: Iterable[type[Ground] | type[DismissalGround]] = (Ground, DismissalGround)
    return next((kind(ground).label for kind in kinds if ground in kind.values()), "")


def _possible(folder: Folder, tier: str) -> tuple[str, ...]:
    """What this level can decide, mildest first: part of every notice of allegations."""
    rules = folder.procedure.measures
    return tuple(dict.fromkeys(MeasureKind(r.kind).label for r in rules if Tier(tier) in r.tiers))
