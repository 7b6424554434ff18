"""What a decision needs before it is signed, as one list: for the chair to see, and for the rules to ask (INV-05).

A finding, a standard and reasons for each allegation; no open vote; and, where the complainant is not named to the
respondent, a second person who has read it for anything that would tell (domain paper 5, T19).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.domain import conditions
from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Tier, Why


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that a decision needs, and whether it is there."""

    words: str
    done: bool


def items(p: Procedure, case: CaseFacts) -> tuple[Item, ...]:
    """The whole list for a decision that is being written."""
    return tuple(_appeal(case) if case.tier is Tier.APPEAL else _findings(p, case)) + tuple(_whole(case))


def _findings(p: Procedure, case: CaseFacts) -> Iterator[Item]:
    found = conditions.findings(case)
    for allegation in case.allegations:
        number = allegation.number
        yield Item(words=f"Allegation {number} has one finding, by a vote", done=number in found)
        yield Item(words=f"Allegation {number} has its reasons", done=number in case.reasoned)
    standard = p.lists.standard_of_proof
    yield Item(words=f"It says how sure the panel must be: {standard.lower()}", done=bool(standard))


def _appeal(case: CaseFacts) -> Iterator[Item]:
    yield Item(words="The panel has voted for an outcome", done=conditions.outcome_carried(case))
    yield Item(words="The outcome has its reasons", done=case.outcome_reasoned)


def _whole(case: CaseFacts) -> Iterator[Item]:
    yield Item(words="No vote is open", done=not any(motion.open for motion in case.motions))
    if case.name_withheld:
        yield Item(words="A second person has read it for anything that tells who complained", done=case.leaks_read)


def leaks_read(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Whoever wrote it reads over what gives somebody away; a second person sees it."""
    done = case.leaks_read or not case.name_withheld
    return unless(
        done, "The complainant is not named to the respondent: another member of the panel must read it first."
    )


def leaks_to_read(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if not case.name_withheld:
        return Refusal(Why.NO_OCCASION, "The complainant is named to the respondent.")
    if not case.outcome_reasoned:
        return Refusal(Why.NO_OCCASION, "Nothing is written yet that could be read.")
    return unless(not case.leaks_read, "Somebody has read it already, as it stands.", Why.ALREADY_DONE)
