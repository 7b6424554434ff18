"""Two complaints about the same facts, heard together: what stands against it, who may object.

Source: procedure paper 1.8 and T32. The later case joins the first before its own notice; the first leads.
"""

from cases.domain import deadlines
from cases.domain.answer import Refusal
from cases.domain.deadlines import in_words
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import State, Tier, Why

WAITS = Refusal(Why.ALREADY_DONE, "A proposal to hear this case together with another waits for its ruling.")
NOTHING = Refusal(Why.NO_OCCASION, "Nobody proposes to hear this case together with another.")
OBJECTED = Refusal(Why.ALREADY_DONE, "You have objected. Whoever rules reads what you wrote.")
OVER = Refusal(Why.TOO_LATE, "The time to object is over.")
NONE_JOINED = Refusal(Why.NO_OCCASION, "No other case was joined to this one.")
FORMAL = (Tier.BRANCH, Tier.NATIONAL)


def no_joining_waits(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return WAITS if case.joining else None


def may_object(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T32: once, in the first days; in either of the two cases."""
    if case.joining is None:
        return NOTHING
    if actor.member in case.joining.objected:
        return OBJECTED
    return OVER if deadlines.passed(case.joining.object_until, case.today) else None


def joining_to_rule(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T32: in the case that would lead, when everybody could object."""
    if case.joining is None or not case.joining.leads:
        return NOTHING
    if deadlines.passed(case.joining.object_until, case.today):
        return None
    day = case.joining.object_until
    return Refusal(Why.GUARD, f"Every side can object until {in_words(day)}. Rule after that.")


def something_joined(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return None if any(party.joined for party in case.parties) else NONE_JOINED


def against(lead: CaseFacts, other: CaseFacts) -> tuple[Refusal, ...]:
    """Every reason why these two cases cannot be heard together, whatever their facts are."""
    found = [
        (other.tier is lead.tier and lead.tier in FORMAL, "Both must be formal cases at the same level."),
        (other.state is State.FORMING, "Only a case whose notice is not delivered yet can join another."),
        (not (other.panel and other.panel.seated), "The other case has a panel of its own already."),
        (bool(lead.respondent_members & other.respondent_members), "Both must be about the same member."),
        (not _in_return(lead, other), "A complaint in return is a case of its own. It is never joined."),
        (not any(p.joined for p in other.parties), "Another case was joined to that one. Join those the other way."),
        (not other.interims, "A temporary measure runs in the other case. Ask for it in this one first."),
        (other.withdrawal is None and lead.withdrawal is None, "A withdrawal waits for its ruling first."),
    ]
    return tuple(Refusal(Why.GUARD, because) for holds, because in found if not holds)


def _in_return(lead: CaseFacts, other: CaseFacts) -> bool:
    complaining = {side: case.party_members - case.respondent_members for side, case in (("a", lead), ("b", other))}
    return bool(complaining["a"] & other.respondent_members or complaining["b"] & lead.respondent_members)


def own_allegations(case: CaseFacts, member: int | None) -> frozenset[int]:
    """What this complainant brought: their own complaint's allegations, and nobody else's."""
    numbers = frozenset(allegation.number for allegation in case.allegations)
    came_later = any(party.joined and party.member == member for party in case.parties)
    return numbers & case.joined if came_later else numbers - case.joined
