"""The conditions about late evidence, on both sides of their line; `test_guards` asks them with all the others."""

from datetime import date, timedelta

from cases.domain.facts import OfferFacts
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import ANA, CAL, ROB, SYSTEM, TODAY, ZED, actor

CPL, RSP = Role.COMPLAINANT, Role.RESPONDENT
YESTERDAY = TODAY - timedelta(days=1)
ANAS = OfferFacts(number=1, side=CPL, rule_by=TODAY)
ROBS = OfferFacts(number=2, side=RSP, rule_by=YESTERDAY)
HEARING = {"tier": Tier.BRANCH, "state": State.HEARING}
OFFERED = {**HEARING, "offers": (ANAS, ROBS)}
CHAIR, OFFICER, MEMBER = actor(CAL, Role.PANEL_CHAIR), actor(ZED, Role.APPEALS_OFFICER), actor(CAL, Role.PANEL_MEMBER)

# name, facts that meet it, facts that do not
ON_FACTS = [
    ("no_late_evidence_open", HEARING, OFFERED),
    ("no_late_evidence_open", {**OFFERED, "reopened": 2}, {**OFFERED, "reopened": 1}),
    # called for a day of the review, or before it was over: called anew
    ("hearing_called", {"hearing_on": TODAY, "entered_on": YESTERDAY}, {"hearing_on": TODAY, "entered_on": TODAY}),
    ("hearing_called", {"hearing_on": TODAY}, {"hearing_on": date(2026, 6, 8), "entered_on": date(2026, 6, 9)}),
]

# name, facts, actor, what the act brings, met
ON_ACTS = [
    ("not_yet_replied", {"replied": frozenset({ANA})}, actor(ANA, CPL), {}, False),
    ("not_yet_replied", {"replied": frozenset({ANA})}, actor(ROB, RSP), {}, True),
    ("own_offer_ruled", {**HEARING, "offers": (ANAS,)}, actor(ANA, CPL), {}, False),
    ("own_offer_ruled", {**HEARING, "offers": (ANAS,)}, actor(ROB, RSP), {}, True),
    ("own_offer_ruled", HEARING, actor(ANA, CPL), {}, True),
    ("late_evidence_waits", OFFERED, CHAIR, {"offer": 1}, True),
    ("late_evidence_waits", OFFERED, CHAIR, {"offer": 2}, True),
    ("late_evidence_waits", OFFERED, CHAIR, {"offer": 3}, False),
    ("late_evidence_waits", OFFERED, CHAIR, {}, False),
    ("late_evidence_waits", HEARING, CHAIR, {"offer": 1}, False),
    # who rules: the chair twice, then somebody of the Appeals Committee
    ("may_rule_evidence", OFFERED, CHAIR, {"offer": 1}, True),
    ("may_rule_evidence", {**OFFERED, "reopened": 1}, CHAIR, {"offer": 1}, True),
    ("may_rule_evidence", {**OFFERED, "reopened": 2}, CHAIR, {"offer": 1}, False),
    ("may_rule_evidence", {**OFFERED, "reopened": 2}, OFFICER, {"offer": 1}, True),
    ("may_rule_evidence", {**OFFERED, "reopened": 1}, OFFICER, {"offer": 1}, False),
    ("may_rule_evidence", OFFERED, MEMBER, {"offer": 1}, False),
    ("may_rule_evidence", OFFERED, SYSTEM, {"offer": 1}, False),
]

AHEAD = [("late_evidence_waits", OFFERED, True), ("late_evidence_waits", HEARING, False)]
