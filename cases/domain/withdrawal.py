"""A complainant withdraws: the whole complaint or some allegations, at any time before the decision.

Source: procedure paper 1.7 and T31. The respondent has no part in it. Where somebody must look at it first, the case
does not stand still; and nobody ends a case by not ruling.
"""

from cases.domain import joining
from cases.domain.answer import Refusal
from cases.domain.conditions import findings, unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, Role, Tier, Why

BEFORE_A_CASE = frozenset({Tier.INTAKE, Tier.INFORMAL})
"""Where nobody has opened a formal case yet."""
WAITING = Refusal(Why.ALREADY_DONE, "Your withdrawal is waiting for its ruling. You need do nothing more.")
NOT_YOURS = Refusal(Why.ALREADY_DONE, "You have withdrawn. The organisation goes on, and you need not take part.")
NOT_THERE = Refusal(Why.GUARD, "Choose among the allegations on this page.")
ALL_OF_THEM = Refusal(Why.GUARD, "These are all the allegations. Withdraw the whole complaint instead.")
VOTED = Refusal(Why.TOO_LATE, "The panel has voted on this allegation. You can still withdraw the whole complaint.")
NOTHING_WAITS = Refusal(Why.NO_OCCASION, "No withdrawal waits for a ruling.")
RULE_FIRST = Refusal(Why.GUARD, "The complainant has asked to withdraw. There must be a ruling on that first.")
NOT_CARRIED = Refusal(Why.NO_OCCASION, "Only for a complainant who has withdrawn while the organisation goes on.")


def at_once(case: CaseFacts, act: ActFacts) -> bool:
    """Before there is a formal case nobody rules, unless the complainant says that somebody pressed them."""
    return case.tier in BEFORE_A_CASE and not act.pressed


def may_withdraw(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """1.7: in whole or per allegation; an allegation that was voted on is decided."""
    numbers = frozenset(allegation.number for allegation in case.allegations)
    own = joining.own_allegations(case, actor.member)
    if case.withdrawal is not None:
        return WAITING
    if case.carried_on:
        return NOT_YOURS
    if not act.withdrawn <= own or (own != numbers and not act.withdrawn and not act.asking):
        return NOT_THERE
    if act.withdrawn == numbers and act.withdrawn:
        return ALL_OF_THEM
    return VOTED if act.withdrawn & findings(case).keys() else None


def withdrawal_waits(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return None if case.withdrawal else NOTHING_WAITS


def no_withdrawal_waits(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Nothing that could not be taken back is done about a complaint while its withdrawal waits."""
    return RULE_FIRST if case.withdrawal else None


def nothing_left(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T31: does the case end with this? When all of it is withdrawn, at once or by this ruling."""
    if act.action is Action.ACCEPT_WITHDRAWAL:
        return unless(case.withdrawal is not None and case.withdrawal.whole, "Something of the complaint is left.")
    return unless(at_once(case, act) and not act.withdrawn, "Somebody rules on this first, or something is left.")


def organisation_carries(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return None if case.carried_on else NOT_CARRIED


def ruler(p: Procedure, case: CaseFacts) -> Role | None:
    """Who rules where the case stands now: the chair, or the intake officer; nobody while there is neither."""
    step = p.step(case.tier, case.state, Action.ACCEPT_WITHDRAWAL)
    return min(step.by) if step else None
