"""The page of one act: whether it is open, what its form may offer, the papers beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from cases import access
from cases.domain import engine
from cases.domain.answer import Refusal
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, EventKind, Part, Role
from cases.models import CaseEvent
from cases.queries import choices, offers, papers, preview
from cases.queries.folder import Folder
from cases.queries.timeline import READINGS, UNDER_THE_BONNET, UNSAID, UNTOLD
from cases.usecases import ACTS
from cases.usecases import act as frame

BINDING = frozenset(
    {
        Action.SERVE_NOTICE,
        Action.VOTE,
        Action.SIGN_DECISION,
        Action.SERVE_DECISION,
        Action.RULE_CHALLENGE,
        Action.STRIKE,
        Action.WAIVE,
        Action.WITHDRAW,
    }
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that happened since a form was opened."""

    what: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StepPage:
    """One act in one case. `against` says why it is closed; then there is no form to offer."""

    code: str
    action: Action
    back: str
    seen: str
    against: tuple[Refusal, ...]
    offer: offers.Offer
    papers: tuple[papers.Paper, ...]
    binding: bool
    letters: bool
    opened: frozenset[Part]
    roles: frozenset[Role]
    since: tuple[Change, ...] = ()


def action_of(word: str) -> Action | None:
    """The act that an address names, if a person can take it on a page."""
    return Action(word) if word in Action.values() and Action(word) in ACTS else None


def step_page(folder: Folder, action: Action) -> StepPage:
    facts = choices.facts_of(folder)
    asked = ActFacts(action=action, given=frozenset(engine.asked_of(folder.procedure, facts, action)), asking=True)
    answer = engine.may(folder.procedure, facts, choices.actor(folder), asked)
    return StepPage(
        code=folder.case.code,
        action=action,
        back=reverse("my-case" if folder.side else "case", args=[folder.case.code]),
        seen=frame.seen_mark(folder.case, folder.proceeding),
        against=answer.against,
        offer=offers.offer(folder, facts, action) if answer.allowed else offers.Offer(),
        papers=papers.papers(folder, action) if answer.allowed else (),
        binding=action in BINDING,
        letters=answer.allowed and preview.offered(folder, action),
        opened=frozenset(folder.opened),
        roles=folder.roles,
    )


def since(folder: Folder, seen: str) -> list[CaseEvent]:
    """What happened since a form was opened, by the mark that the form kept."""
    number = seen.partition(".")[0]
    if not number.isdigit():
        return []
    rows = CaseEvent.objects.filter(case=folder.case, case_number__gt=int(number)).exclude(kind__in=READINGS)
    return list(rows.select_related("actor").order_by("case_number"))


def with_changes(page: StepPage, folder: Folder, since: Iterable[CaseEvent]) -> StepPage:
    """The same page, telling what happened meanwhile."""
    sides = {party.member_id: party.side for party in folder.parties if party.member_id}
    told = tuple(
        Change(what=EventKind(event.kind).label, by=_by(event, sides, folder), at=event.at)
        for event in since
        if event.kind not in UNDER_THE_BONNET and not (folder.side is Role.RESPONDENT and event.kind in UNTOLD)
    )
    return replace(page, since=told)


def _by(event: CaseEvent, sides: Mapping[int, str], folder: Folder) -> str:
    """The two sides are named by role only, and to them so is everybody else."""
    if event.actor_id == folder.reader.pk:
        return "you"
    if event.kind in UNSAID:
        return "by whom is not told here"
    if event.actor is None:
        return "by itself"
    side = sides.get(event.actor_id or 0)
    if side or folder.side:
        return Role(side).label if side else "somebody who works on the case"
    return event.actor.full_name


def still_open(folder: Folder) -> bool:
    """After the act: can its author still open this page's case?"""
    door = access.followed_by if folder.side else access.open_to
    return door(folder.reader).filter(pk=folder.case.pk).exists()
