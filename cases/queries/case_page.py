"""The page of a case for those who work on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases import load
from cases.domain import deadlines, panels
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import ClosureReason, Ground, Part, Role, State, Tier
from cases.models import Proceeding
from cases.queries import choices, timeline, wording
from cases.queries.folder import FORMAL, Folder
from cases.queries.parts import complaint, decision, inquiry, people, talks, votes
from cases.queries.parts.complaint import AllegationPart, ComplaintPart, Question, Row

RECENT = 6


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands at the top of every page of a case."""

    code: str
    state: str
    tier: str
    branch: str
    due: date | None
    days: int | None
    received_on: date
    over_target: bool
    roles: str
    why: str
    closed_as: str


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One attempt at one level."""

    tier: str
    since: date
    how: str
    ground: str


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Everything this reader may see of the case; what is not theirs is empty."""

    head: Head
    choices: choices.Choices
    tabs: tuple[Tab, ...]
    now: str
    complaint: ComplaintPart | None
    questions: tuple[Question, ...]
    safety: tuple[Row, ...]
    allegations: tuple[AllegationPart, ...]
    named: tuple[people.Named, ...]
    handlers: tuple[people.Person, ...]
    asked: tuple[people.Person, ...]
    quorum: panels.Quorum | None
    deliveries: tuple[inquiry.DeliveryPart, ...]
    inquiring: bool
    evidence: tuple[inquiry.Item, ...]
    report: inquiry.Report | None
    replies: tuple[inquiry.Reply, ...]
    hearing: inquiry.HearingPart | None
    agreement: talks.AgreementPart | None
    notes: tuple[talks.Note, ...]
    votes: tuple[votes.Vote, ...]
    dissent: str
    draft: decision.DecisionPart | None
    decisions: tuple[decision.DecisionPart, ...]
    appeal: decision.AppealPart | None
    stretches: tuple[Stretch, ...]
    recent: tuple[timeline.Entry, ...]


def case_page(folder: Folder) -> CasePage:
    facts = choices.facts_of(folder)
    here = folder.place
    return CasePage(
        head=head(folder),
        choices=choices.choices(folder, facts),
        tabs=tabs(folder.case.code, "case"),
        now=wording.now(*here),
        handlers=people.handlers(folder),
        named=people.named(folder),
        stretches=tuple(_stretches(folder.proceedings)),
        recent=timeline.latest(folder, RECENT),
        **_first_look(folder),
        **_formal(folder, facts),
    )


def head(folder: Folder) -> Head:
    case, (tier, state) = folder.case, folder.place
    target = folder.procedure.number("target_days")
    return Head(
        code=case.code,
        state=state.label,
        tier=tier.label,
        branch=case.branch.name if case.branch else "",
        due=case.due_on,
        days=wording.days_left(case.due_on, folder.today),
        received_on=case.received_on,
        over_target=case.closed_at is None and deadlines.over_target(case.received_on, folder.today, target),
        roles=wording.roles(folder.roles),
        why=f"You are the {wording.roles(folder.roles)} in this case. Opening it leaves an entry in its record.",
        closed_as=ClosureReason(case.closure_reason).label if case.closure_reason else "",
    )


def tabs(code: str, current: str) -> tuple[Tab, ...]:
    """The addresses of one case."""
    names = (("Overview", "case"), ("Timeline", "case-timeline"))
    return tuple(Tab(label, reverse(name, args=[code]), name == current) for label, name in names)


def _first_look(folder: Folder) -> dict[str, Any]:
    """What the intake and the talks left, as far as it is still open."""
    return {
        "complaint": complaint.complaint(folder),
        "questions": complaint.questions(folder),
        "safety": complaint.safety(folder),
        "allegations": complaint.allegations(folder),
        "agreement": talks.agreement(folder) if folder.been(Tier.INFORMAL) else None,
        "notes": talks.notes(folder),
    }


def _formal(folder: Folder, facts: CaseFacts) -> dict[str, Any]:
    tier, state = folder.place
    formal = tier in FORMAL
    inquiring = formal and folder.may(Part.EVIDENCE)
    forming = formal and state is not State.CLOSED and Role.REGISTRAR in folder.roles
    return {
        "asked": people.asked(folder) if forming else (),
        "quorum": panels.quorum(folder.procedure, facts.panel) if facts.panel and facts.panel.formed_with else None,
        "deliveries": inquiry.deliveries(folder) if formal else (),
        "inquiring": inquiring,
        "evidence": inquiry.evidence(folder) if inquiring else (),
        "report": inquiry.report(folder) if inquiring else None,
        "replies": inquiry.replies(folder) if inquiring else (),
        "hearing": inquiry.hearing(folder) if formal else None,
        "votes": votes.votes(folder),
        "dissent": votes.own_dissent(folder) if folder.may(Part.DELIBERATION) else "",
        "draft": decision.draft(folder) if folder.may(Part.DELIBERATION) else None,
        "decisions": decision.decisions(folder),
        "appeal": decision.appeal(folder) if folder.may(Part.APPEAL) else None,
    }


def _stretches(rows: Iterable[Proceeding]) -> Iterable[Stretch]:
    for row in rows:
        yield Stretch(
            tier=Tier(row.tier).label,
            since=load.local_day(row.opened_at),
            how=wording.ENDED.get(row.ended_as, row.ended_as) or "running",
            ground=Ground(row.ground).label if row.ground else "",
        )
