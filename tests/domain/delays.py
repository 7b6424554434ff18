"""The conditions of more time and of pauses, row by row; `test_guards` asks them."""

from datetime import date, timedelta
from typing import Any

from cases.domain.facts import ExtensionFacts
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import ANA, CAL, DEE, ROB, TODAY, ZED, actor, party

DUE = date(2026, 6, 29)
STEP: dict[str, Any] = {"state": State.RESPONDING, "tier": Tier.BRANCH, "due_on": DUE}
ASKED = {**STEP, "extension": ExtensionFacts(asked_by=ROB, until=date(2026, 7, 6))}
RSP, REGISTRAR, CHAIR = actor(ROB, Role.RESPONDENT), actor(ZED, Role.REGISTRAR), actor(CAL, Role.PANEL_CHAIR)
OFFICER = actor(DEE, Role.APPEALS_OFFICER)
TRIAGE = {**STEP, "tier": Tier.INTAKE, "state": State.TRIAGE}
CHECKED = {**STEP, "tier": Tier.APPEAL, "state": State.ADMISSIBILITY}
PAUSED = {**STEP, "due_on": date(2026, 6, 20), "stayed_until": date(2026, 6, 20)}

BOTH_KNOW = (party(ANA, Role.COMPLAINANT, number=1, informed=True), party(ROB, informed=True))
SPENT = {**PAUSED, "pauses": 3, "parties": BOTH_KNOW}
ALONE = {**SPENT, "parties": BOTH_KNOW[:1], "pause_agreed": frozenset({ANA})}


def day(days: int) -> dict[str, date]:
    return {"until": DUE + timedelta(days=days)}


def review(days: int) -> dict[str, date]:
    return {"until": TODAY + timedelta(days=days)}


ON_ACTS = [
    # name, facts, actor, what the act brings, met
    ("extension_possible", STEP, RSP, day(1), True),
    ("extension_possible", STEP, RSP, day(14), True),
    ("extension_possible", STEP, RSP, day(15), False),
    ("extension_possible", STEP, RSP, day(0), False),
    ("extension_possible", STEP, RSP, day(-1), False),
    ("extension_possible", STEP, RSP, {}, False),
    ("extension_possible", {**STEP, "extensions": 1}, RSP, day(7), True),
    # a third with the consent of the Appeals Committee, where a panel has the case; then no more
    ("extension_possible", {**STEP, "extensions": 2}, RSP, day(7), True),
    ("extension_possible", {**STEP, "extensions": 3}, RSP, day(7), False),
    ("extension_possible", {**TRIAGE, "extensions": 1}, actor(ANA), day(7), True),
    ("extension_possible", {**TRIAGE, "extensions": 2}, actor(ANA), day(7), False),
    ("extension_possible", {**CHECKED, "extensions": 2}, actor(ANA), day(7), False),
    ("extension_asked", {**ASKED, "extensions": 2}, REGISTRAR, {"upheld": True}, False),
    ("extension_asked", {**ASKED, "extensions": 2}, CHAIR, {"upheld": False}, False),
    ("extension_asked", {**ASKED, "extensions": 2}, OFFICER, {"upheld": True}, True),
    ("extension_asked", {**ASKED, "extensions": 1}, OFFICER, {"upheld": True}, False),
    ("extension_possible", ASKED, RSP, day(7), False),
    ("extension_possible", {**STEP, "state": State.APPEAL_WINDOW}, RSP, day(7), False),
    ("extension_possible", {**STEP, "state": State.SIGNED}, CHAIR, day(1), False),
    ("extension_possible", {**STEP, "tier": Tier.INTAKE, "state": State.DISMISSED}, actor(ANA), day(7), False),
    ("extension_asked", ASKED, REGISTRAR, {"upheld": True}, True),
    ("extension_asked", ASKED, CHAIR, {"upheld": True}, True),
    ("extension_asked", STEP, REGISTRAR, {"upheld": True}, False),
    ("extension_asked", ASKED, actor(ROB, Role.REGISTRAR), {"upheld": True}, False),
    ("extension_asked", {**ASKED, "state": State.INVESTIGATING}, CHAIR, {"upheld": True}, False),
    ("extension_asked", {**ASKED, "state": State.EVIDENCE_REVIEW}, REGISTRAR, {"upheld": True}, False),
    ("extension_asked", {**ASKED, "today": date(2026, 7, 6)}, REGISTRAR, {"upheld": True}, False),
    ("extension_asked", {**ASKED, "today": date(2026, 7, 6)}, REGISTRAR, {"upheld": False}, True),
    ("pause_possible", STEP, CHAIR, review(1), True),
    ("pause_possible", STEP, CHAIR, review(30), True),
    ("pause_possible", STEP, CHAIR, review(31), False),
    ("pause_possible", STEP, CHAIR, review(0), False),
    ("pause_possible", STEP, CHAIR, {}, False),
    ("pause_possible", {**PAUSED, "pauses": 2}, CHAIR, review(30), True),
    ("pause_possible", {**PAUSED, "pauses": 2}, CHAIR, review(5), False),
    ("pause_possible", {**PAUSED, "pauses": 3}, CHAIR, review(30), False),
    # then only as everybody of both sides wishes, said while it is paused
    ("pause_possible", {**SPENT, "pause_agreed": frozenset({ANA, ROB})}, CHAIR, review(30), True),
    ("pause_possible", {**SPENT, "pause_agreed": frozenset({ANA})}, CHAIR, review(30), False),
    ("pause_possible", ALONE, CHAIR, review(30), False),
    ("pause_to_agree", SPENT, RSP, {}, True),
    ("pause_to_agree", {**SPENT, "pause_agreed": frozenset({ANA})}, RSP, {}, True),
    ("pause_to_agree", {**SPENT, "pause_agreed": frozenset({ROB})}, RSP, {}, False),
    ("pause_to_agree", {**SPENT, "pauses": 2}, RSP, {}, False),
    ("pause_to_agree", {**SPENT, "pause_quiet": True}, RSP, {}, False),
    ("pause_to_agree", {**SPENT, "stayed_until": None}, RSP, {}, False),
    ("paused", PAUSED, CHAIR, {}, True),
    ("paused", STEP, CHAIR, {}, False),
]
AHEAD = [
    ("extension_possible", STEP, True),
    ("extension_possible", ASKED, False),
    ("pause_possible", STEP, True),
    ("pause_possible", {**STEP, "pauses": 3}, False),
    ("extension_asked", ASKED, True),
]
