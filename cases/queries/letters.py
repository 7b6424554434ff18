"""What a letter can name, for the person it is for. `cases.queries.sent` makes its words and keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from branches.models import Member
from cases import access, load
from cases.domain.notices import TITLES
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import (
    Action,
    DelayReason,
    DismissalGround,
    EventKind,
    Ground,
    MeasureKind,
    Part,
    PauseGround,
    PostponementGround,
    Role,
    State,
    Tier,
    Why,
    Word,
)
from cases.models import Appeal, Case, Notice, Proceeding, Writing
from cases.queries import folder as folders
from cases.queries import moves, restrictions, wording
from cases.queries.folder import SIDES, Folder
from cases.queries.parts import complaint, doubts, draws, interim, people, talks, withdrawal
from cases.queries.parts import decision as decisions
from cases.queries.parts import hearing as hearings
from cases.queries.parts import plan as plans

RULINGS = {
    "n05_not_taken_forward": Action.PROPOSE_DISMISSAL,
    "n05_referred": Action.REFER_OUT,
    "n05_review_upheld": Action.UPHOLD_DISMISSAL,
    "n05_review_overturned": Action.OVERTURN_DISMISSAL,
    "n07_ruling": Action.RULE_ESCALATION,
    "n18_extension": Action.RULE_EXTENSION,
    "n18_paused": Action.STAY,
    "n18_goes_on": Action.RESUME_CLOCK,
    "n16_papers": Action.DECIDE_ON_PAPERS,
    "n16_supporter_removed": Action.REMOVE_SUPPORTER,
    "n16_postponement": Action.RULE_POSTPONEMENT,
    "n27_conflict_ruled": Action.RULE_CONFLICT,
    "n28_ruled": Action.RULE_BREACH,
    "n29_return": Action.CERTIFY_RETURN,
    "n15_evidence_again": Action.ADMIT_EVIDENCE,
    "n15_evidence_refused": Action.REFUSE_EVIDENCE,
    "n23_late_admitted": Action.ADMIT_LATE_APPEAL,
    "n23_late_refused": Action.REFUSE_LATE_APPEAL,
    "n27_reopened": Action.ADMIT_REOPENING,
    "n27_reopening_refused": Action.REFUSE_REOPENING,
    "n23_admitted": Action.ADMIT_APPEAL,
    "n23_refused": Action.REFUSE_APPEAL,
    "n26_closed": Action.REPORT_EXTERNAL,
    "n20_closed": Action.ACCEPT_WITHDRAWAL,
    "n20_goes_on": Action.CARRY_ON,
    "n35_proposed": Action.PROPOSE_JOINING,
    "n35_ruled": Action.RULE_JOINING,
    "n35_separated": Action.SEPARATE,
    "n34_goes_on": Action.GO_ON_AFTER_LEAVING,
    "n34_closed": Action.CLOSE_AFTER_LEAVING,
    "n34_resumed": Action.RESUME,
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
class Ruled:
    """A ground in words, and the reason that was written down."""

    ground: str
    reason: str
    upheld: bool
    set_aside: bool = False


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
    since: date | None
    rules: str
    standard: str
    officer: str = ""
    conflict: str = ""
    raised_by: str = ""
    target_days: int = 0
    name_withheld: bool = False
    ruling: Ruled | None = None
    ground: str = ""
    closed_as: str = ""
    office: str = ""
    questions: tuple[complaint.Question, ...] = ()
    allegations: tuple[complaint.AllegationPart, ...] = ()
    agreement: talks.AgreementPart | None = None
    panel: tuple[people.Person, ...] = ()
    recused: tuple[people.Recused, ...] = ()
    drawn: str = ""
    hearing: hearings.HearingPart | None = None
    decision: decisions.DecisionPart | None = None
    measures: tuple[str, ...] = ()
    doubt: doubts.Told | None = None
    challenge_until: date | None = None
    rule_by: date | None = None
    temporary: tuple[interim.Temporary, ...] = ()
    interim_reason: str = ""
    withdrawn: tuple[withdrawal.Withdrawn, ...] = ()
    measure: decisions.MeasurePart | None = None
    met: bool = False
    restriction: restrictions.Restriction | None = None
    plan: plans.PlanPart | None = None
    step_due: date | None = None
    upheld: bool = False
    opened: frozenset[Part] = frozenset()


def to(member: Member, *, case: Case | None = None, limit: int = 50) -> tuple[Line, ...]:
    """The letters that have reached a person, the newest first; of one case, or of all."""
    rows = Notice.objects.filter(member=member, released_at__isnull=False).select_related("case__procedure")
    rows = rows.filter(case=case) if case else rows
    return tuple(_line(row) for row in rows.defer("case__procedure__text").order_by("-created_at", "letter")[:limit])


def find(member: Member, notice_id: str) -> Notice | None:
    """A letter of this person that they may still have."""
    rows = Notice.objects.filter(pk=notice_id, member=member, released_at__isnull=False)
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
        "since": _day(notice, "since"),
        "rules": case.procedure.edition,
        "standard": load.procedure_of(case).lists.standard_of_proof,
    }
    if role in SIDES:
        folder = folders.of_party(case, reader, today=today)
        return Letter(**frame, **_for_party(folder, notice), case_url=reverse("my-case", args=[case.code]))
    address = reverse("case", args=[case.code])
    told = restrictions.of_letter(notice) if notice.letter in access.RESTRICTIONS else None
    opened = frozenset(restrictions.PARTS if told else ())
    doubt = doubts.told(notice.event)
    return Letter(**frame, own_side=False, case_url=address, doubt=doubt, restriction=told, opened=opened)


def _then(notice: Notice) -> tuple[Tier, State, date | None]:
    """Where the case stood when the letter was written, and the date of that step."""
    case, number = notice.case, notice.event.case_number or 0
    known = moves.moves(case)
    before = [move for move in known if move.number <= number]
    place = (before[-1].tier, before[-1].state) if before else (Tier.INTAKE, State.TRIAGE)
    if before and before[-1].due:
        return *place, before[-1].due
    if all((move.tier, move.state) == place for move in known[len(before) :]) and place == (case.tier, case.state):
        return *place, case.due_on
    procedure = load.procedure_of(case)
    clock = procedure.clock(*place)
    begun = before[-1].on if before else timezone.localdate(notice.created_at)
    return *place, procedure.due(begun, clock.days) if clock else None


def title(notice: Notice) -> str:
    """What a letter is called: the procedure names its own, the site the rest."""
    return called(load.procedure_of(notice.case), notice.letter)


def called(procedure: Procedure, letter: str) -> str:
    """The same, where only the procedure and the name of the letter are known."""
    return gettext(procedure.letters.get(letter) or TITLES[letter])


def _line(row: Notice) -> Line:
    return Line(
        title=title(row),
        url=reverse("letter", args=[row.pk]),
        at=row.created_at,
        unread=row.read_at is None,
        code="" if row.letter in access.RESTRICTIONS else row.case.code,
    )


def _for_party(folder: Folder, notice: Notice) -> dict[str, Any]:
    proceeding = _proceeding(folder, notice)
    appeal = Appeal.objects.filter(case=folder.case).order_by("filed_at").last()
    served = proceeding is not None and people.served(proceeding)
    return {
        "own_side": _own(notice, appeal),
        "name_withheld": folder.complaint.name_withheld,
        "raised_by": wording.listed(p.name for p in people.named(folder) if p.role == Role.COMPLAINANT.label),
        "target_days": folder.procedure.number("target_days"),
        "officer": _officer(notice),
        "conflict": _kind(notice),
        "ruling": _ruling(folder, notice),
        "ground": Ground(proceeding.ground).label if proceeding and proceeding.ground else "",
        "office": _office(notice),
        "closed_as": folder.case.get_closure_reason_display(),
        "questions": complaint.questions(folder),
        "allegations": complaint.allegations(folder),
        "agreement": talks.agreement(folder),
        "panel": people.panel(folder, proceeding) if proceeding and served else (),
        "recused": people.recused(folder, proceeding) if proceeding and served else (),
        "drawn": draws.drawn_from(folder, proceeding) if proceeding and served else "",
        "hearing": hearings.hearing(folder),
        "decision": decisions.of_proceeding(folder, proceeding) if proceeding else None,
        "doubt": doubts.told(notice.event),
        "challenge_until": doubts.until(folder, proceeding) if proceeding and served else None,
        "measures": _possible(folder, proceeding.tier if proceeding else folder.case.tier),
        "rule_by": _rule_by(notice),
        "upheld": bool(notice.event.data.get("upheld")),
        "withdrawn": withdrawal.withdrawals(folder, only=notice.event.data.get("withdrawal")),
        **_temporary(folder, notice),
        **_measure(folder, notice),
        **_plan(folder, notice),
        "opened": frozenset(folder.opened),
    }


def _own(notice: Notice, appeal: Appeal | None) -> bool:
    """Is it the reader's own appeal, or their own request to appeal late, that the letter is about?"""
    said = notice.event.data.get("request") and notice.event.data.get("side")
    return notice.role == (said or (appeal.side if appeal else ""))


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


def _office(notice: Notice) -> str:
    """The role of whoever ruled, as part of a sentence and never a name; empty where the clock did it."""
    role = notice.event.data.get("role")
    return "" if role not in Role.values() else wording.lower(gettext(Role(role).label))


def _kind(notice: Notice) -> str:
    """The kind of a conflict of interest that the letter is about, and never whose it is or how it is known."""
    kind = notice.event.data.get("kind")
    if kind not in Why.values():
        return ""
    return gettext_noop("Another reason") if Why(kind) in draws.ELSEWHERE else Why(kind).label


def _ruling(folder: Folder, notice: Notice) -> Ruled | None:
    action = RULINGS.get(notice.letter)
    rows = Writing.objects.filter(case=folder.case, action=action, written_at__lte=notice.created_at)
    if "withdrawal" in notice.event.data:
        rows = rows.filter(ground=str(notice.event.data["withdrawal"]))
        mine = any(row.mine for row in withdrawal.withdrawals(folder, only=notice.event.data["withdrawal"]))
        rows = rows if mine else rows.none()  # 1.7: nobody else of the sides is told why
    if "offer" in notice.event.data:
        rows = rows.filter(ground=str(notice.event.data["offer"]), proceeding=_proceeding(folder, notice))
    if "request" in notice.event.data:
        rows = rows.filter(ground=str(notice.event.data["request"]))
    row = rows.order_by("written_at").last() if action else None
    if row is None:
        return None
    upheld = bool(notice.event.data.get("upheld"))
    fell = bool(notice.event.data.get("set_aside"))
    return Ruled(ground=_words(row.ground), reason=folder.read_delivered(row, "text"), upheld=upheld, set_aside=fell)


INTERIMS = {
    EventKind.INTERIM_RENEWED: Action.RENEW_INTERIM,
    EventKind.INTERIM_LIFTED: Action.LIFT_INTERIM,
    EventKind.INTERIM_RULED: Action.RULE_INTERIM,
}
"""Where the reason of a letter about a temporary measure was written."""


def _temporary(folder: Folder, notice: Notice) -> dict[str, Any]:
    """The measure that a letter is about, and the reason of the act that sent it."""
    number, act = notice.event.data.get("measure"), INTERIMS.get(EventKind(notice.event.kind))
    if not number or "interim" not in notice.event.data:
        return {}
    reason = interim.why(folder, number, act) if act else ""
    return {"temporary": interim.measures(folder, only=number), "interim_reason": reason}


def _plan(folder: Folder, notice: Notice) -> dict[str, Any]:
    """The plan that a letter is about, and the day of what is due in it."""
    if not notice.letter.startswith("n28_") or notice.letter == "n28_monitoring":
        return {}
    due = notice.event.data.get("due")
    facts = load.case_facts(folder.case, today=folder.today, proceeding=folder.proceeding)
    return {"plan": plans.plan(folder, facts), "step_due": date.fromisoformat(due) if due else None}


def _measure(folder: Folder, notice: Notice) -> dict[str, Any]:
    """The measure of a decision that a letter is about."""
    data = notice.event.data
    if "measure" not in data or "interim" in data:
        return {}
    return {"measure": decisions.one(folder, data["measure"]), "met": bool(data.get("met"))}


def _rule_by(notice: Notice) -> date | None:
    """The last day for the ruling that an event asks for, where it asks for one."""
    return _day(notice, "rule_by")


def _day(notice: Notice, name: str) -> date | None:
    """A day that the entry of the record names."""
    day = notice.event.data.get(name)
    return date.fromisoformat(day) if day else None


def _words(ground: str) -> str:
    kinds: Iterable[type[Word]] = (Ground, DismissalGround, DelayReason, PauseGround, PostponementGround)
    return next((kind(ground).label for kind in kinds if ground in kind.values()), "")


def _possible(folder: Folder, tier: str) -> tuple[str, ...]:
    """What this level can decide, mildest first: part of every notice of allegations."""
    rules = folder.procedure.measures
    return tuple(dict.fromkeys(gettext(MeasureKind(r.kind).label) for r in rules if Tier(tier) in r.tiers))
