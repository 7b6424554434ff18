"""The conditions about hearing two cases together; `test_guards` asks them with all the others."""

from dataclasses import replace
from datetime import timedelta

from cases.domain.requests import JoiningFacts
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import ANA, CAL, ROB, TODAY, actor, allegation, party

YESTERDAY = TODAY - timedelta(days=1)
FORMAL = {"tier": Tier.BRANCH, "state": State.RESPONDING}
OPEN = {**FORMAL, "joining": JoiningFacts(leads=True, object_until=TODAY)}
OVER = {**FORMAL, "joining": JoiningFacts(leads=True, object_until=YESTERDAY)}
FOLLOWS = {**FORMAL, "joining": JoiningFacts(leads=False, object_until=YESTERDAY)}
OBJECTED = {**FORMAL, "joining": JoiningFacts(leads=True, object_until=TODAY, objected=frozenset({ANA}))}
CAME = replace(party(CAL, Role.COMPLAINANT, number=3), joined=True)
TOGETHER = {
    **FORMAL,
    "parties": (party(ANA, Role.COMPLAINANT, number=1), party(ROB), CAME),
    "allegations": (allegation(1), allegation(2), allegation(3)),
    "joined": frozenset({3}),
}

# name, facts that meet it, facts that do not
ON_FACTS = [
    ("no_joining_waits", FORMAL, OPEN),
    ("no_joining_waits", TOGETHER, FOLLOWS),
    ("joining_to_rule", OVER, OPEN),
    ("joining_to_rule", OVER, FOLLOWS),
    ("joining_to_rule", OVER, FORMAL),
    ("something_joined", TOGETHER, FORMAL),
]

# name, facts, actor, what the act brings, met
ON_ACTS = [
    ("may_object", OPEN, actor(ANA, Role.COMPLAINANT), {}, True),
    ("may_object", OBJECTED, actor(ANA, Role.COMPLAINANT), {}, False),
    ("may_object", OBJECTED, actor(ROB, Role.RESPONDENT), {}, True),
    ("may_object", OVER, actor(ANA, Role.COMPLAINANT), {}, False),
    ("may_object", FORMAL, actor(ANA, Role.COMPLAINANT), {}, False),
    # each complainant withdraws what they brought, and nothing else
    ("may_withdraw", TOGETHER, actor(ANA, Role.COMPLAINANT), {"withdrawn": frozenset({1, 2})}, True),
    ("may_withdraw", TOGETHER, actor(ANA, Role.COMPLAINANT), {"withdrawn": frozenset({3})}, False),
    ("may_withdraw", TOGETHER, actor(ANA, Role.COMPLAINANT), {}, False),
    ("may_withdraw", TOGETHER, actor(CAL, Role.COMPLAINANT), {"withdrawn": frozenset({3})}, True),
    ("may_withdraw", TOGETHER, actor(CAL, Role.COMPLAINANT), {"withdrawn": frozenset({1})}, False),
]

AHEAD = [("may_object", OPEN, True), ("may_withdraw", TOGETHER, True)]
