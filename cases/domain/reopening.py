"""Opening a case again that was decided for good, because of what nobody could know or say before.

Source: procedure paper T28, 1.9, 2.7. A side asks once against one decision; somebody of the Appeals Committee who
never touched the case rules. New evidence and a broken rule can be named within the days of the law, a conflict of
interest at any time. The decision is final until the ruling, and silence never opens a case: whoever does not rule in
time is followed by somebody else.
"""

from cases.domain import deadlines, late_appeals
from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, AppealGround, Why

NOT_DECIDED = Refusal(Why.NO_OCCASION, "No panel has decided this case, so there is nothing to hear again.")
ONCE = Refusal(Why.ALREADY_DONE, "You have asked for this already. It can be asked for once.")
APPEAL_FIRST = Refusal(Why.NO_OCCASION, "You can still ask to appeal late. That comes first.")
TOO_LATE = Refusal(Why.TOO_LATE, "The time in which this reason can be named is over.")
NOT_ASKED = Refusal(Why.NO_OCCASION, "Nobody has asked to open the case again.")
FOR_A_TIME = (AppealGround.NEW_EVIDENCE, AppealGround.PROCEDURE)


def grounds(p: Procedure, case: CaseFacts) -> tuple[AppealGround, ...]:
    """1.9: the reasons that can still be named. A conflict of interest is reported instead where that is possible."""
    if case.decided_on is None:
        return ()
    last = p.due(case.decided_on, p.number("reopening_days"))
    found = () if deadlines.passed(last, case.today) else FOR_A_TIME
    reported = p.step(case.tier, case.state, Action.REPORT_CONFLICT) is not None
    return found if reported else (*found, AppealGround.CONFLICT)


def reopening_possible(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T28: once for each side, when no appeal is open to it any more."""
    if case.decided_on is None:
        return NOT_DECIDED
    if any(row.reopens and row.side in actor.roles for row in case.late_requests):
        return ONCE
    appeal = p.step(case.tier, case.state, Action.ASK_LATE_APPEAL)
    if appeal and late_appeals.late_appeal_possible(p, case, actor, act) is None:
        return APPEAL_FIRST
    return None if grounds(p, case) else TOO_LATE


def reopening_waits(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T28: a person rules, and what was asked for first comes first."""
    row = late_appeals.waiting(case)
    return unless(row is not None and row.reopens, NOT_ASKED.because, NOT_ASKED.why)
