"""What one of the two sides sees of their case, the same for both but for what the rights table says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.domain import deadlines
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import ClosureReason, Part, Role, State, Tier
from cases.load import local_day
from cases.models import CaseEvent
from cases.queries import choices, exposure, letters, tracker, wording
from cases.queries.folder import FORMAL, Folder
from cases.queries.parts import (
    complaint,
    copies,
    decision,
    delays,
    doubts,
    draws,
    inquiry,
    interim,
    joining,
    late_appeals,
    lateness,
    people,
    readmission,
    redactions,
    talks,
    withdrawal,
)
from cases.queries.parts import hearing as hearings
from cases.queries.parts import plan as plans
from cases.queries.parts.complaint import AllegationPart, ComplaintPart, Question
from cases.queries.parts.doubts import Doubt

MINE = {
    Role.COMPLAINANT: frozenset({Part.COMPLAINT, Part.COMPLAINANT_NAME, Part.CONTACT}),
    Role.RESPONDENT: frozenset({Part.RESPONSES}),
}
READINGS = 200
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Somebody opened papers of this side: in which role, and on which day."""

    role: str
    on: date


@dataclass(frozen=True, kw_only=True)
class PartyPage:
    """Everything this side may see; what is not theirs, or not yet, is empty."""

    code: str
    opened_on: date
    side: str
    stands: str
    due: date | None
    days: int | None
    late: bool
    closed_as: str
    now: str
    steps: tuple[tracker.Step, ...]
    moved: delays.StepDate | None
    choices: choices.Choices
    letters: tuple[letters.Line, ...]
    body: str
    handlers: tuple[str, ...]
    panel: tuple[people.Person, ...]
    recused: tuple[people.Recused, ...]
    doubts: tuple[Doubt, ...]
    challenge_until: date | None
    drawn: str
    named: tuple[people.Named, ...]
    name_withheld: bool
    complaint: ComplaintPart | None
    questions: tuple[Question, ...]
    allegations: tuple[AllegationPart, ...]
    consents: tuple[str, ...]
    agreement: talks.AgreementPart | None
    evidence: tuple[inquiry.Item, ...]
    evidence_open: bool
    hidden: tuple[redactions.Hidden, ...]
    report: inquiry.Report | None
    replies: tuple[inquiry.Reply, ...]
    late_evidence: tuple[lateness.Offered, ...]
    late_appeals: tuple[late_appeals.Asked, ...]
    readmissions: tuple[readmission.Asked, ...]
    temporary: tuple[interim.Temporary, ...]
    temporary_over: tuple[interim.Temporary, ...]
    plan: plans.PlanPart | None
    withdrawn: tuple[withdrawal.Withdrawn, ...]
    together: tuple[joining.Together, ...]
    earlier: tuple[str, ...]
    hearing: hearings.HearingPart | None
    needs: tuple[hearings.NeedPart, ...]
    decisions: tuple[decision.DecisionPart, ...]
    appeal: decision.AppealPart | None
    opened: tuple[Opened, ...]
    copies: tuple[copies.CopyPart, ...]
    excluded: tuple[int, ...]


def party_page(folder: Folder) -> PartyPage:
    case, (tier, state) = folder.case, folder.place
    facts = choices.facts_of(folder)
    moved = delays.step_date(folder, facts)
    temporary = interim.measures(folder)
    return PartyPage(
        code=case.code,
        opened_on=case.received_on,
        side=folder.side.label if folder.side else "",
        stands=wording.stands(tier, state),
        due=case.due_on,
        days=wording.days_left(case.due_on, folder.today),
        late=_late(folder),
        closed_as=ClosureReason(case.closure_reason).label if case.closure_reason else "",
        now=wording.now(tier, state, folder.side),
        steps=tracker.tracker(folder, paused=moved.until if moved else None),
        moved=moved,
        temporary=tuple(row for row in temporary if row.running),
        temporary_over=tuple(row for row in temporary if not row.running),
        plan=plans.plan(folder, facts),
        withdrawn=withdrawal.withdrawals(folder),
        together=joining.together(folder),
        earlier=withdrawal.earlier(folder),
        choices=choices.choices(folder, facts),
        letters=letters.to(folder.reader, case=case),
        opened=_opened(folder),
        copies=copies.left(folder),
        excluded=exposure.told_to_sides(folder),
        **_people(folder, tier, facts),
        **_papers(folder, state),
    )


def _late(folder: Folder) -> bool:
    """Are we late? Not where the step is the reader's own: then it is no fault of ours."""
    clock = folder.procedure.clock(*folder.place)
    return deadlines.passed(folder.case.due_on, folder.today) and clock is not None and clock.owner is not folder.side


def _people(folder: Folder, tier: Tier, facts: CaseFacts) -> dict[str, Any]:
    """Who deals with it by role; names only of the panel, and only once both sides were told."""
    sits = [row for row in folder.proceedings if row.tier in FORMAL]
    last = sits[-1] if sits and people.served(sits[-1]) else None
    return {
        "body": wording.BODY[tier],
        "handlers": tuple(dict.fromkeys(person.role for person in people.handlers(folder))),
        "panel": people.panel(folder, last) if last else (),
        "recused": people.recused(folder, last) if last else (),
        "doubts": doubts.doubts(folder, last, facts) if last else (),
        "challenge_until": doubts.still_until(folder, last) if last and last == folder.proceeding else None,
        "drawn": draws.drawn_from(folder, last) if last else "",
        "named": people.named(folder),
        "name_withheld": folder.complaint.name_withheld,
    }


def _papers(folder: Folder, state: State) -> dict[str, Any]:
    """The papers of the case; where it never was at a level, nothing of that level is looked for."""
    formal, talked = folder.been(*FORMAL), folder.been(Tier.INFORMAL)
    return {
        "complaint": complaint.complaint(folder),
        "questions": complaint.questions(folder),
        "allegations": complaint.allegations(folder),
        "consents": talks.consents(folder) if state is State.INFORMAL_OFFERED else (),
        "agreement": talks.agreement(folder) if talked else None,
        "evidence": inquiry.evidence(folder) if formal or folder.side is Role.COMPLAINANT else (),
        "hidden": redactions.hidden(folder) if formal else (),
        "evidence_open": folder.may(Part.EVIDENCE),
        "report": inquiry.report(folder),
        "replies": inquiry.replies(folder) if formal else (),
        "late_evidence": lateness.offered(folder) if formal else (),
        "hearing": hearings.hearing(folder) if formal else None,
        "needs": hearings.needs(folder) if formal else (),
        "late_appeals": late_appeals.asked(folder),
        "readmissions": readmission.asked(folder),
        "decisions": decision.decisions(folder),
        "appeal": decision.appeal(folder) if folder.been(Tier.APPEAL) else None,
    }


def _opened(folder: Folder) -> tuple[Opened, ...]:
    """Who opened this side's own papers, by role and day; the newest first."""
    mine = MINE.get(folder.side, frozenset()) if folder.side else frozenset()
    rows = CaseEvent.objects.filter(case=folder.case, kind__in=exposure.OPENED).exclude(actor=folder.reader)
    found = (
        Opened(role=role, on=local_day(at))
        for at, data in rows.order_by("-case_number").values_list("at", "data")[:READINGS]
        if mine & set(data.get("parts", ()))
        for role in _roles(data.get("roles", ()))
    )
    return tuple(dict.fromkeys(found))[:SHOWN]


def _roles(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(Role(value).label for value in values)


@dataclass(frozen=True, kw_only=True)
class CaseCard:
    """One of my cases in a list: no names, and no word of what it is about."""

    code: str
    opened_on: date
    stands: str
    due: date | None
    days: int | None


def my_cases(rows: Any, today: date) -> tuple[CaseCard, ...]:
    """The cases in which somebody is a side, the newest first."""
    return tuple(
        CaseCard(
            code=case.code,
            opened_on=case.received_on,
            stands=wording.stands(Tier(case.tier), State(case.state)),
            due=case.due_on,
            days=wording.days_left(case.due_on, today),
        )
        for case in rows.order_by("-received_at", "-id")
    )
