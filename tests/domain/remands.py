"""When the panel that decided can be asked for its reasons again; asked in `test_guards`."""

from typing import Any

from cases.domain.facts import AppealFacts
from cases.domain.vocabulary import AppealGround, Outcome, Role, State, Tier
from tests.domain.facts import ROB, ZED, actor

CHAIR = actor(ZED, Role.PANEL_CHAIR)
EXPLAIN = {"outcome": Outcome.EXPLAIN}


def appeal(ground: AppealGround = AppealGround.PROCEDURE, **more: bool) -> dict[str, Any]:
    facts = AppealFacts(by_side=Role.RESPONDENT, by_member=ROB, ground=ground, **more)
    return {"tier": Tier.APPEAL, "state": State.DELIBERATING, "appeal": facts}


# name, facts that meet it, facts that do not
ON_FACTS = [("still_deciding", {}, {"explains": True})]

# name, facts, actor, what the act brings, met
ON_ACTS: list[tuple[str, dict[str, Any], Any, dict[str, Any], bool]] = [
    ("outcome_possible", appeal(), CHAIR, EXPLAIN, True),
    ("outcome_possible", appeal(AppealGround.MEASURE), CHAIR, EXPLAIN, True),
    # never where somebody who decided is doubted, whether the appeal says so or a report that goes with it
    ("outcome_possible", appeal(AppealGround.CONFLICT), CHAIR, EXPLAIN, False),
    ("outcome_possible", appeal(doubted=True), CHAIR, EXPLAIN, False),
    ("outcome_possible", appeal(explained=True), CHAIR, EXPLAIN, False),
    # every other outcome stays open
    ("outcome_possible", appeal(AppealGround.CONFLICT), CHAIR, {"outcome": Outcome.REMAND}, True),
    ("outcome_possible", appeal(explained=True), CHAIR, {"outcome": Outcome.AFFIRM}, True),
]

AHEAD = [("outcome_possible", appeal(AppealGround.CONFLICT), True)]
