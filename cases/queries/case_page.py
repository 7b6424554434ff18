"""The page of a case for those who work on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases import load
from cases.domain import bundles, completeness, deadlines, panels
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import ClosureReason, Ground, Part, Role, State, Tier
from cases.models import Proceeding
from cases.queries import access_why, choices, exposure, invited, timeline, wording
from cases.queries.folder import FORMAL, Folder
from cases.queries.parts import (
    complaint,
    copies,
    decision,
    delays,
    inquiry,
    interim,
    joining,
    late_appeals,
    lateness,
    measures,
    people,
    posted,
    readmission,
    redactions,
    talks,
    votes,
    withdrawal,
)
from cases.queries.parts import hearing as hearings
from cases.queries.parts import plan as plans
from cases.queries.parts.complaint import AllegationPart, ComplaintPart, Question, Row
from cases.together import answered, side_by_side
from cases.usecases import drawing

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
    quorum: panels.Forecast | None
    deliveries: tuple[inquiry.DeliveryPart, ...]
    letters: tuple[posted.Posted, ...]
    inquiring: bool
    evidence: tuple[inquiry.Item, ...]
    hidden: tuple[redactions.Hidden, ...]
    report: inquiry.Report | None
    replies: tuple[inquiry.Reply, ...]
    late: tuple[lateness.Offered, ...]
    late_appeals: tuple[late_appeals.Asked, ...]
    readmissions: tuple[readmission.Asked, ...]
    temporary: tuple[interim.Temporary, ...]
    withdrawn: tuple[withdrawal.Withdrawn, ...]
    together: tuple[joining.Together, ...]
    witnesses: tuple[invited.Asked, ...]
    hearing: hearings.HearingPart | None
    needs: tuple[hearings.NeedPart, ...]
    agreement: talks.AgreementPart | None
    notes: tuple[talks.Note, ...]
    votes: tuple[votes.Vote, ...]
    dissent: str
    draft: decision.DecisionPart | None
    needed: tuple[completeness.Item, ...]
    decisions: tuple[decision.DecisionPart, ...]
    appeal: decision.AppealPart | None
    bundle_url: str
    earlier: exposure.Earlier
    copies: tuple[copies.CopyPart, ...]
    applied: tuple[measures.Applied, ...]
    plan: plans.PlanPart | None
    moved: delays.StepDate | None
    stretches: tuple[Stretch, ...]
    recent: tuple[timeline.Entry, ...]


def case_page(folder: Folder) -> CasePage:
    """What the rules and the parts of the page want to know is asked side by side."""
    readings = side_by_side(
        facts=choices.facts_of.begin(folder),
        others=access_why.others.begin(folder.case, folder.reader),
        temporary=interim.measures.begin(folder),
        handlers=people.handlers.begin(folder),
        earlier=exposure.earlier.begin(folder, folder.today),
        copies=copies.left.begin(folder),
        withdrawn=withdrawal.withdrawals.begin(folder),
        together=joining.together.begin(folder),
        applied=measures.applied.begin(folder),
        recent=timeline.latest.begin(folder, RECENT),
        **_first_look(folder),
        **_formal(folder),
    )
    found = answered(readings)
    facts, others = found.pop("facts"), found.pop("others")
    return CasePage(
        head=_head(folder, others),
        choices=choices.choices(folder, facts),
        tabs=tabs(folder.case.code, "case"),
        now=wording.now(*folder.place),
        plan=plans.plan(folder, facts),
        needed=_needed(folder, facts),
        named=people.named(folder),
        quorum=drawing.forecast(folder.case, facts=facts) if _forming(folder) else None,
        bundle_url=reverse("bundle", args=[folder.case.code]) if bundles.readers(folder.roles) else "",
        moved=delays.step_date(folder, facts),
        stretches=tuple(_stretches(folder.proceedings)),
        **found,
    )


def head(folder: Folder) -> Head:
    return _head(folder, access_why.others(folder.case, folder.reader))


def _head(folder: Folder, others: str) -> Head:
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
        why=(
            f"You are the {wording.roles(folder.roles)} in this case. Opening it leaves an entry in its record. "
            f"Others who can see it: {others}."
        ),
        closed_as=ClosureReason(case.closure_reason).label if case.closure_reason else "",
    )


def tabs(code: str, current: str) -> tuple[Tab, ...]:
    """The addresses of one case."""
    names = (("Overview", "case"), ("Conflicts", "case-conflicts"), ("Timeline", "case-timeline"))
    return tuple(Tab(label, reverse(name, args=[code]), name == current) for label, name in names)


def _first_look(folder: Folder) -> dict[str, Any]:
    """What the intake and the talks left, as far as it is still open."""
    return {
        "complaint": complaint.complaint.begin(folder),
        "questions": complaint.questions.begin(folder),
        "safety": complaint.safety.begin(folder),
        "allegations": complaint.allegations.begin(folder),
        "agreement": talks.agreement.begin(folder) if folder.been(Tier.INFORMAL) else None,
        "notes": talks.notes.begin(folder),
    }


def _forming(folder: Folder) -> bool:
    """Is there a panel that could still lose somebody?"""
    tier, state = folder.place
    return tier in FORMAL and state is not State.CLOSED


def _formal(folder: Folder) -> dict[str, Any]:
    formal = folder.place[0] in FORMAL
    inquiring = formal and folder.may(Part.EVIDENCE)
    forming = _forming(folder) and Role.REGISTRAR in folder.roles
    return {
        "asked": people.asked.begin(folder) if forming else (),
        "deliveries": inquiry.deliveries.begin(folder) if formal else (),
        "letters": posted.posted.begin(folder) if formal else (),
        "inquiring": inquiring,
        "evidence": inquiry.evidence.begin(folder) if folder.may(Part.EVIDENCE) else (),
        "hidden": redactions.hidden.begin(folder) if inquiring else (),
        "report": inquiry.report.begin(folder) if inquiring else None,
        "replies": inquiry.replies.begin(folder) if inquiring else (),
        "late": lateness.offered.begin(folder) if formal else (),
        "witnesses": invited.asked.begin(folder) if inquiring else (),
        "hearing": hearings.hearing.begin(folder) if formal else None,
        "needs": hearings.needs.begin(folder) if formal else (),
        "late_appeals": late_appeals.asked.begin(folder),
        "readmissions": readmission.asked.begin(folder),
        "votes": votes.votes.begin(folder),
        "dissent": votes.own_dissent.begin(folder) if folder.may(Part.DELIBERATION) else "",
        "draft": decision.draft.begin(folder) if folder.may(Part.DELIBERATION) else None,
        "decisions": decision.decisions.begin(folder),
        "appeal": decision.appeal.begin(folder) if folder.may(Part.APPEAL) else None,
    }


def _needed(folder: Folder, facts: CaseFacts) -> tuple[completeness.Item, ...]:
    """What the decision still needs, for the panel that writes it."""
    writing = facts.state is State.DELIBERATING and folder.may(Part.DELIBERATION)
    return completeness.items(folder.procedure, facts) if writing else ()


def _stretches(rows: Iterable[Proceeding]) -> Iterable[Stretch]:
    for row in rows:
        yield Stretch(
            tier=Tier(row.tier).label,
            since=load.local_day(row.opened_at),
            how=wording.ENDED.get(row.ended_as, row.ended_as) or "running",
            ground=Ground(row.ground).label if row.ground else "",
        )
