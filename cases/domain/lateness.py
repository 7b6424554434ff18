"""Evidence that comes after the inquiry: offered by a side, admitted or not by somebody, read by both.

Source: procedure paper T16 and 1.6. What is admitted opens the review again for both sides with one new last day.
Nobody keeps a paper out by saying nothing, and nobody holds up a case by bringing one more for ever.
"""

from datetime import date

from cases.domain import deadlines
from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts, OfferFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, Role, State, Why


def spent(procedure: Procedure, case: CaseFacts) -> bool:
    """Was the review opened again as often as the rules let the panel's chair open it?"""
    return case.reopened >= procedure.number("late_evidence_openings")


def ruler(procedure: Procedure, case: CaseFacts) -> Role:
    """Who admits late evidence now: the chair, and from one level up once the chair's openings are used."""
    return Role.APPEALS_OFFICER if spent(procedure, case) else Role.PANEL_CHAIR


def overdue(case: CaseFacts, offer: OfferFacts) -> bool:
    """Is the last day for its ruling over?"""
    return deadlines.passed(offer.rule_by, case.today)


def by_silence(procedure: Procedure, case: CaseFacts) -> Action:
    """What follows when nobody has ruled: admitted, but never one opening more than the rules let the chair give."""
    return Action.REFUSE_EVIDENCE if spent(procedure, case) else Action.ADMIT_EVIDENCE


def holds_up(procedure: Procedure, case: CaseFacts) -> bool:
    """Does the hearing wait for a ruling? Only while admitting is still the chair's own to say."""
    return bool(case.offers) and not spent(procedure, case)


def hearing_stands(state: State, on: date, entered_on: date, due_on: date | None) -> bool:
    """Is the hearing on a day after the evidence review? One that was called for an earlier day falls."""
    last = due_on if state is State.EVIDENCE_REVIEW else entered_on
    return last is None or on > last or state not in (State.EVIDENCE_REVIEW, State.HEARING)


def own_offer_ruled(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    waiting = any(offer.side in actor.roles for offer in case.offers)
    because = "What you offered before waits for its ruling. You can offer more after it."
    return unless(not waiting, because, Why.ALREADY_DONE)


def late_evidence_waits(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """The named offer waits, or any of them while somebody only asks."""
    if not case.offers:
        return Refusal(Why.NO_OCCASION, "Nobody has offered late evidence that waits for a ruling.")
    named = act.asking or any(offer.number == act.offer for offer in case.offers)
    return unless(named, "Choose the evidence that you rule on.", Why.MISSING_RECORD)


def may_rule_evidence(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """The chair, as often as the rules say; then an appeals officer. Time itself only when nobody ruled."""
    if Role.SYSTEM in actor.roles:
        late = any(overdue(case, offer) for offer in case.offers if act.asking or offer.number == act.offer)
        return unless(late and by_silence(p, case) is act.action, "The time for the ruling is not over yet.")
    if ruler(p, case) in actor.roles:
        return None
    if Role.PANEL_CHAIR not in actor.roles:
        return Refusal(Why.NO_OCCASION, "The panel's chair rules on this.")
    times = p.number("late_evidence_openings")
    because = f"The evidence review was opened again {times} times. Now an appeals officer rules on late evidence."
    return Refusal(Why.GUARD, because)


def no_late_evidence_open(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return unless(not holds_up(p, case), "Rule first on the evidence that was offered late.")


def not_yet_replied(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return unless(actor.member not in case.replied, "You have replied to the evidence already.", Why.ALREADY_DONE)
