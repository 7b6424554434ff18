"""Declarations, doubts, rulings and substitutes of one case, and what they do to the quorum."""

from dataclasses import dataclass

from cases.domain import panels
from cases.domain.vocabulary import Part, Role
from cases.queries import choices
from cases.queries.folder import FORMAL, Folder
from cases.queries.parts import doubts, people
from cases.queries.parts.doubts import Contact, Doubt, Seated
from cases.usecases import drawing

ACTS = frozenset({"declare", "disclose", "challenge", "rule_challenge", "strike", "waive", "recuse"})


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One panel: who sits, what is doubted, who left."""

    title: str
    seated: tuple[Seated, ...]
    asked: tuple[people.Person, ...]
    recused: tuple[people.Recused, ...]
    doubts: tuple[Doubt, ...]
    contacts: tuple[Contact, ...]
    forecast: panels.Forecast | None


@dataclass(frozen=True, kw_only=True)
class ConflictsPage:
    """What this reader may know of it; before a panel is drawn there is nothing."""

    panel: Panel | None
    choices: tuple[choices.Option, ...]
    reads_words: bool


def conflicts_page(folder: Folder) -> ConflictsPage:
    facts = choices.facts_of(folder)
    found = choices.choices(folder, facts)
    drawn = facts.panel is not None and facts.panel.formed_with > 0 and folder.place[0] in FORMAL
    panel = facts.panel if drawn and folder.may(Part.PROCESS) else None
    return ConflictsPage(
        choices=tuple(option for option in found.allowed if option.action in ACTS),
        reads_words=folder.may(Part.CHALLENGES),
        panel=Panel(
            title=panel.tier.label,
            seated=doubts.seated(folder, folder.proceeding, facts),
            asked=people.asked(folder) if Role.REGISTRAR in folder.roles else (),
            recused=people.recused(folder, folder.proceeding),
            doubts=doubts.doubts(folder, folder.proceeding, facts),
            contacts=doubts.contacts(folder, folder.proceeding),
            forecast=drawing.forecast(folder.case, facts=facts),
        )
        if panel
        else None,
    )
