"""The conditions about a withdrawal, on both sides of their line; `test_guards` asks them with all the others."""

from cases.domain.requests import WithdrawalFacts
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import ANA, TODAY, actor, allegation, finding

COMPLAINANT = actor(ANA, Role.COMPLAINANT)
LOOK = {"tier": Tier.INTAKE, "state": State.TRIAGE}
VOTE = {"tier": Tier.BRANCH, "state": State.DELIBERATING, "allegations": (allegation(1), allegation(2))}
WHOLE = {"withdrawal": WithdrawalFacts(rule_by=TODAY)}
PART = {"withdrawal": WithdrawalFacts(rule_by=TODAY, allegations=frozenset({1}))}

# name, facts that meet it, facts that do not
ON_FACTS = [
    ("may_withdraw", {}, WHOLE),
    ("may_withdraw", {}, {"carried_on": True}),
    ("withdrawal_waits", WHOLE, {}),
    ("withdrawal_waits", PART, {"carried_on": True}),
    ("no_withdrawal_waits", {"carried_on": True}, WHOLE),
    ("organisation_carries", {"carried_on": True}, WHOLE),
    ("nothing_left", LOOK, {"tier": Tier.NATIONAL, "state": State.RESPONDING}),
    ("nothing_left", {"tier": Tier.INFORMAL, "state": State.INFORMAL}, {"tier": Tier.BRANCH, "state": State.FORMING}),
]

# name, facts, actor, what the act brings, met
ON_ACTS = [
    ("may_withdraw", VOTE, COMPLAINANT, {"withdrawn": frozenset({1})}, True),
    ("may_withdraw", VOTE, COMPLAINANT, {"withdrawn": frozenset({1, 2})}, False),
    ("may_withdraw", VOTE, COMPLAINANT, {"withdrawn": frozenset({3})}, False),
    ("may_withdraw", {**VOTE, "motions": (finding(1, True),)}, COMPLAINANT, {"withdrawn": frozenset({1})}, False),
    ("may_withdraw", {**VOTE, "motions": (finding(1, None),)}, COMPLAINANT, {"withdrawn": frozenset({1})}, True),
    ("may_withdraw", {**VOTE, "motions": (finding(1, True),)}, COMPLAINANT, {}, True),
    ("nothing_left", LOOK, COMPLAINANT, {"pressed": True}, False),
    ("nothing_left", LOOK, COMPLAINANT, {"withdrawn": frozenset({1})}, False),
]

AHEAD = [("may_withdraw", {}, True), ("may_withdraw", WHOLE, False)]
