"""The conditions of opening a decided case again, on both sides of their line; asked in `test_guards`."""

from datetime import date
from typing import Any

from cases.domain.facts import LateRequestFacts
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import ANA, ROB, TODAY, ZED, actor

CPL, RSP = Role.COMPLAINANT, Role.RESPONDENT
FINAL: dict[str, Any] = {"tier": Tier.BRANCH, "state": State.FINAL, "decided_on": date(2025, 6, 1), "today": TODAY}
"""Decided long enough ago that no late appeal is possible; the last day for new evidence is 1 June 2026."""
APPEALED = {**FINAL, "tier": Tier.APPEAL}
AFTER = {"today": date(2026, 6, 2)}
ROBS = LateRequestFacts(number=1, side=RSP, rule_by=TODAY, reopens=True)
REFUSED = LateRequestFacts(number=1, side=RSP, rule_by=TODAY, reopens=True, ruled=True)
LATE = LateRequestFacts(number=1, side=RSP, rule_by=TODAY)
OFFICER = actor(ZED, Role.APPEALS_OFFICER)

# name, facts, actor, what the act brings, met
ON_ACTS: list[tuple[str, dict[str, Any], Any, dict[str, Any], bool]] = [
    ("reopening_possible", {**FINAL, "today": date(2026, 6, 1)}, actor(ROB, RSP), {}, True),
    ("reopening_possible", {**FINAL, **AFTER}, actor(ROB, RSP), {}, False),
    # a conflict of interest has no last day, where it cannot be reported in another way
    ("reopening_possible", {**FINAL, **AFTER, "state": State.CLOSED}, actor(ROB, RSP), {}, True),
    ("reopening_possible", {**APPEALED, **AFTER}, actor(ROB, RSP), {}, True),
    ("reopening_possible", {**FINAL, "decided_on": None}, actor(ROB, RSP), {}, False),
    # an appeal comes first; after an appeal there is none
    (
        "reopening_possible",
        {**FINAL, "decided_on": date(2026, 5, 1), "today": date(2026, 6, 1)},
        actor(ROB, RSP),
        {},
        False,
    ),
    (
        "reopening_possible",
        {**APPEALED, "decided_on": date(2026, 5, 1), "today": date(2026, 6, 1)},
        actor(ROB, RSP),
        {},
        True,
    ),
    # once for each side; a late appeal is another matter
    ("reopening_possible", {**APPEALED, "late_requests": (ROBS,)}, actor(ROB, RSP), {}, False),
    ("reopening_possible", {**APPEALED, "late_requests": (REFUSED,)}, actor(ROB, RSP), {}, False),
    ("reopening_possible", {**APPEALED, "late_requests": (REFUSED,)}, actor(ANA, CPL), {}, True),
    ("reopening_possible", {**APPEALED, "late_requests": (LATE,)}, actor(ROB, RSP), {}, True),
    ("reopening_waits", {**FINAL, "late_requests": (ROBS,)}, OFFICER, {}, True),
    ("reopening_waits", {**FINAL, "late_requests": (REFUSED,)}, OFFICER, {}, False),
    ("reopening_waits", FINAL, OFFICER, {}, False),
    # what was asked for first is ruled on first
    ("reopening_waits", {**FINAL, "late_requests": (LATE, ROBS)}, OFFICER, {}, False),
    ("late_appeal_waits", {**FINAL, "late_requests": (ROBS, LATE)}, OFFICER, {}, False),
    ("no_late_request", {**FINAL, "late_requests": (ROBS,)}, OFFICER, {}, False),
]

AHEAD = [
    ("reopening_possible", APPEALED, True),
    ("reopening_waits", {**FINAL, "late_requests": (ROBS,)}, True),
    ("reopening_waits", FINAL, False),
]
