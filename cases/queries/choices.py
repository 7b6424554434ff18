"""What somebody can do in a case now, and what not yet, with every reason: the engine's own answer."""

from dataclasses import dataclass, replace

from django.urls import reverse

from cases import load
from cases.domain import engine
from cases.domain.facts import ActorFacts, CaseFacts
from cases.domain.vocabulary import Action
from cases.queries.folder import Folder

HANDLER, PARTY = "case-step", "my-step"
LATER = frozenset(
    {
        Action.IDENTIFY_PARTY,
        Action.NAME_WITNESS,
        Action.ADD_TALK_NOTE,
        Action.RECORD_DELIVERY,
        Action.ADD_EVIDENCE,
        Action.ADD_ADDENDUM,
        Action.ADD_DISSENT,
        Action.REQUEST_ESCALATION,
        Action.DECLINE_INFORMAL,
        Action.LEAVE_INFORMAL,
        Action.RECUSE,
    }
)
"""Open at many steps, so never the first thing on the page."""

HINTS = {
    Action.RECUSE: "At once, and for good. No reason is asked for.",
    Action.LEAVE_INFORMAL: "At any time. You do not have to say why.",
    Action.DECLINE_INFORMAL: "You do not have to say why.",
    Action.REQUEST_ESCALATION: "If you think that the branch should not decide this.",
    Action.ADD_ADDENDUM: "The text that was sent stays as it is.",
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One step: open, or closed with its reasons."""

    action: Action
    label: str
    url: str
    hint: str
    reasons: tuple[str, ...]
    quiet: bool


@dataclass(frozen=True, kw_only=True)
class Choices:
    allowed: tuple[Option, ...]
    refused: tuple[Option, ...]


def choices(folder: Folder, facts: CaseFacts) -> Choices:
    """Every step within reach of the reader's roles, the one that is due first."""
    found = engine.choices(folder.procedure, facts, actor(folder))
    name = PARTY if folder.side else HANDLER
    options = [
        Option(
            action=choice.step.action,
            label=choice.step.action.label,
            url=reverse(name, args=[folder.case.code, choice.step.action]),
            hint=HINTS.get(choice.step.action, ""),
            reasons=tuple(refusal.because for refusal in choice.answer.against),
            quiet=choice.step.action is Action.RECUSE,
        )
        for choice in found
    ]
    options.sort(key=lambda option: _later(option.action, facts))
    return Choices(
        allowed=tuple(option for option in options if not option.reasons),
        refused=tuple(option for option in options if option.reasons),
    )


def facts_of(folder: Folder) -> CaseFacts:
    """What the rules know about the case on this page."""
    return load.case_facts(folder.case, today=folder.today, proceeding=folder.proceeding)


def actor(folder: Folder) -> ActorFacts:
    """The reader with the roles that opened this page, and no other."""
    return replace(folder.actor, roles=folder.roles)


def _later(action: Action, facts: CaseFacts) -> bool:
    return action in LATER or (action is Action.SCREEN_SAFETY and facts.safety_screened)
