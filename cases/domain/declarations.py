"""Declarations that nothing stands against somebody, renewed at each point the rules name (procedure paper 2.3)."""

from cases.domain.answer import Refusal
from cases.domain.conditions import all_found, outcome_carried
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Role, State, Tier, Why

INQUIRY, HEARING, VOTE, SIGN = STAGES = ("inquiry", "hearing", "vote", "sign")
SITTING = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR})
IN_WORDS = {
    INQUIRY: "for the inquiry",
    HEARING: "before the hearing",
    VOTE: "before the vote",
    SIGN: "before the decision is signed",
}
AGAIN = (
    "Say first that nothing stands against you. The case has come to a new stage, or somebody was named, since "
    "you last said so."
)


def stage(case: CaseFacts) -> str:
    """2.3: at joining, before the hearing, before voting, before signing; one word for each stage."""
    if case.state is State.HEARING:
        return HEARING
    if case.state is not State.DELIBERATING:
        return INQUIRY
    return SIGN if _voted(case) else VOTE


def is_declared(case: CaseFacts, member: int | None) -> bool:
    """One declaration serves its whole stage, for as long as nobody else is named; signing has its own."""
    return any_vote(case, member) if case.state is State.DELIBERATING else (member, stage(case)) in case.declared


def any_vote(case: CaseFacts, member: int | None) -> bool:
    """For who does not sign: the declaration before the vote serves to the end."""
    return any((member, name) in case.declared for name in (VOTE, SIGN))


def declared(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """2.3: asked of those who sit; whoever does not is stopped by their role."""
    if not actor.roles & SITTING:
        return None
    return None if is_declared(case, actor.member) else Refusal(Why.GUARD, AGAIN)


def declared_to_sign(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    holds = not actor.roles & SITTING or (actor.member, SIGN) in case.declared
    return None if holds else Refusal(Why.GUARD, f"{AGAIN} Before signing it is asked once more.")


def not_yet_declared(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Nobody is asked twice: who does not sign need not declare again when the findings are there."""
    now = stage(case)
    served = now == SIGN and Role.PANEL_CHAIR not in actor.roles and any_vote(case, actor.member)
    done = served or (actor.member, now) in case.declared
    return Refusal(Why.ALREADY_DONE, "You have said so already, and nothing has changed since.") if done else None


def _voted(case: CaseFacts) -> bool:
    if any(motion.open for motion in case.motions):
        return False
    return outcome_carried(case) if case.tier is Tier.APPEAL else all_found(case)
