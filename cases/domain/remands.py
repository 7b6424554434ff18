"""An appeal that sends a case back to the same panel, only so that it gives its reasons anew (T23).

Source: procedure paper T23. What the panel found and decided stays: it writes, it does not vote. It is asked once, and
never where it is doubted that somebody who decided was free to do so.
"""

from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import AppealGround, Outcome, Why

DOUBTED = Refusal(
    Why.GUARD, "Somebody who decided may have had a conflict of interest, so the same panel cannot go on with it."
)
ONCE = Refusal(Why.ALREADY_DONE, "The same panel gave its reasons anew already. Choose another outcome.")
DECIDED = "This panel gives its reasons anew. What it decided stays, and no measure is added."


def against(p: Procedure, case: CaseFacts, outcome: Outcome | None) -> Refusal | None:
    """What stands against this outcome of an appeal, beside the votes for it."""
    rule = p.outcome(outcome) if outcome else None
    if rule is None or not rule.same_panel or case.appeal is None:
        return None
    if case.appeal.ground is AppealGround.CONFLICT or case.appeal.doubted:
        return DOUBTED
    return ONCE if case.appeal.explained else None


def outcome_possible(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T23: the same panel, only for its reasons, once, and only where nobody of it is doubted."""
    return against(p, case, act.outcome)


def still_deciding(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T23: a case that came back for its reasons comes back for nothing else."""
    return unless(not case.explains, DECIDED)
