"""The conditions of an appeal that comes late, on both sides of their line; `test_guards` asks them with the others."""

from datetime import date, timedelta
from typing import Any

from cases.domain.facts import LateRequestFacts
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import ANA, ROB, SYSTEM, TODAY, ZED, actor

CPL, RSP = Role.COMPLAINANT, Role.RESPONDENT
YESTERDAY = TODAY - timedelta(days=1)
DECIDED = date(2026, 4, 30)
"""The time to appeal ended on 30 May, the days in which one can come late end on 29 June."""
FINAL: dict[str, Any] = {"tier": Tier.BRANCH, "state": State.FINAL, "decided_on": DECIDED}
CLOSED = {**FINAL, "state": State.CLOSED}
ROBS = LateRequestFacts(number=1, side=RSP, rule_by=TODAY)
RULED = LateRequestFacts(number=1, side=RSP, rule_by=TODAY, ruled=True)
LEFT = LateRequestFacts(number=1, side=RSP, rule_by=YESTERDAY, passed_on=True)
ASKED, REFUSED = {**FINAL, "late_requests": (ROBS,)}, {**FINAL, "late_requests": (RULED,)}
OFFICER = actor(ZED, Role.APPEALS_OFFICER)

# name, facts that meet it, facts that do not
ON_FACTS = [("no_late_request", FINAL, ASKED), ("no_late_request", REFUSED, ASKED)]

# name, facts, actor, what the act brings, met
ON_ACTS: list[tuple[str, dict[str, Any], Any, dict[str, Any], bool]] = [
    ("late_appeal_possible", FINAL, actor(ROB, RSP), {}, True),
    ("late_appeal_possible", CLOSED, actor(ROB, RSP), {}, True),
    ("late_appeal_possible", {**FINAL, "today": date(2026, 6, 29)}, actor(ROB, RSP), {}, True),
    ("late_appeal_possible", {**FINAL, "today": date(2026, 6, 30)}, actor(ROB, RSP), {}, False),
    ("late_appeal_possible", {**CLOSED, "decided_on": None}, actor(ROB, RSP), {}, False),
    # once for each side, ruled on or not; the other side has its own
    ("late_appeal_possible", ASKED, actor(ROB, RSP), {}, False),
    ("late_appeal_possible", REFUSED, actor(ROB, RSP), {}, False),
    ("late_appeal_possible", REFUSED, actor(ANA, CPL), {}, True),
    ("late_appeal_possible", ASKED, actor(ANA, CPL), {}, True),
    ("late_appeal_waits", ASKED, OFFICER, {}, True),
    ("late_appeal_waits", FINAL, OFFICER, {}, False),
    ("late_appeal_waits", REFUSED, OFFICER, {}, False),
    # the clock, only where two people in turn have let the days pass
    ("late_appeal_waits", {**FINAL, "late_requests": (LEFT,)}, SYSTEM, {}, True),
    ("late_appeal_waits", ASKED, SYSTEM, {}, False),
    ("late_appeal_waits", {**ASKED, "today": date(2026, 6, 16)}, SYSTEM, {}, False),
]

AHEAD = [("late_appeal_possible", FINAL, True), ("late_appeal_waits", ASKED, True), ("late_appeal_waits", FINAL, False)]
