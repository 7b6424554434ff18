"""An appeal that comes after the time for it, with a cause. The decision is final meanwhile.

Source: procedure paper T20, T21, 1.6. Each side asks once against one decision, within days that the law names, and
nothing that the decision began waits for it: finality cannot be put off by asking. Somebody of the Appeals Committee
says only whether the cause is good; whether the appeal is admitted is checked afterwards, as with any other.
"""

from datetime import date

from cases.domain import deadlines
from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts, LateRequestFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Role, State, Why

NOT_DECIDED = Refusal(Why.NO_OCCASION, "No panel has decided this case, so there is nothing to appeal against.")
ONCE = Refusal(Why.ALREADY_DONE, "You have asked to appeal late already. It can be asked for once.")
NOT_ASKED = Refusal(Why.NO_OCCASION, "Nobody has asked to appeal late.")
STILL_TIME = Refusal(Why.GUARD, "The time for the ruling is not over yet.")
WAITS = "Somebody has asked to appeal late, or to open the case again. Wait for the ruling."


def last_day(p: Procedure, case: CaseFacts) -> date | None:
    """The last day on which a side can ask; None where nothing was decided that could be appealed against."""
    clock = p.clock(case.tier, State.APPEAL_WINDOW)
    if case.decided_on is None or clock is None:
        return None
    return p.due(p.due(case.decided_on, clock.days), p.number("late_appeal_days"))


def waiting(case: CaseFacts) -> LateRequestFacts | None:
    """The request that must be ruled on next: the one that was made first."""
    return next((row for row in case.late_requests if not row.ruled), None)


def late_appeal_possible(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T20: once for each side, and not for ever."""
    last = last_day(p, case)
    if last is None:
        return NOT_DECIDED
    if any(row.side in actor.roles and not row.reopens for row in case.late_requests):
        return ONCE
    because = f"The last day to ask for it was {last.day} {last:%B %Y}."
    return unless(not deadlines.passed(last, case.today), because, Why.TOO_LATE)


def late_appeal_waits(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T21: somebody rules; time itself lets it be checked only when two people in turn have not."""
    row = waiting(case)
    if row is None or row.reopens:
        return NOT_ASKED
    unruled = row.passed_on and deadlines.passed(row.rule_by, case.today)
    return STILL_TIME if Role.SYSTEM in actor.roles and not unruled else None


def no_late_request(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """A case is not closed under somebody who waits for an answer."""
    return unless(waiting(case) is None, WAITS, Why.ALREADY_DONE)
