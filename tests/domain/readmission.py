"""When somebody who was expelled can ask to come back, and who votes on it; asked in `test_guards`."""

from datetime import date
from typing import Any

from cases.domain.facts import ReadmissionFacts
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import ANA, CAL, ROB, TODAY, actor, party

R, C, SEAT = actor(ROB, Role.RESPONDENT), actor(ANA, Role.COMPLAINANT), actor(CAL, Role.READMISSION_MEMBER)
KNOWN = (party(ANA, Role.COMPLAINANT, number=1, informed=True), party(ROB, informed=True))
EXPELLED: dict[str, Any] = {
    "tier": Tier.NATIONAL, "state": State.CLOSED, "expelled": ((ROB, date(2025, 6, 15)),), "parties": KNOWN,
}  # fmt: skip


def asked(on: date = TODAY, **more: Any) -> dict[str, Any]:
    row = ReadmissionFacts(number=1, member=ROB, asked_on=on, say_by=date(2026, 6, 20), **more)
    return {**EXPELLED, "readmissions": (row,)}


AGO = date(2025, 6, 16)

# name, facts, actor, what the act brings, met
ON_ACTS: list[tuple[str, dict[str, Any], Any, dict[str, Any], bool]] = [
    ("readmission_possible", EXPELLED, R, {}, True),
    ("readmission_possible", {**EXPELLED, "expelled": ((ROB, AGO),)}, R, {}, False),
    ("readmission_possible", {**EXPELLED, "expelled": ((ANA, date(2025, 1, 1)),)}, R, {}, False),
    ("readmission_possible", {**EXPELLED, "expelled": ()}, R, {}, False),
    # once in as many days, counted from the last request
    ("readmission_possible", asked(), R, {}, False),
    ("readmission_possible", asked(date(2025, 6, 15), ruled=True), R, {}, True),
    ("readmission_possible", asked(AGO, ruled=True), R, {}, False),
    ("statement_possible", asked(), C, {}, True),
    ("statement_possible", asked(spoke=frozenset({ANA})), C, {}, False),
    ("statement_possible", asked(ruled=True), C, {}, False),
    ("statement_possible", EXPELLED, C, {}, False),
    # whoever was harmed speaks first, or lets the days pass
    ("readmission_to_rule", asked(), SEAT, {}, False),
    ("readmission_to_rule", asked(spoke=frozenset({ANA})), SEAT, {}, True),
    ("readmission_to_rule", {**asked(), "today": date(2026, 6, 20)}, SEAT, {}, False),
    ("readmission_to_rule", {**asked(), "today": date(2026, 6, 21)}, SEAT, {}, True),
    ("readmission_to_rule", asked(spoke=frozenset({ANA}), voted=frozenset({CAL})), SEAT, {}, False),
    ("readmission_to_rule", asked(ruled=True), SEAT, {}, False),
]

AHEAD = [("readmission_possible", EXPELLED, False), ("readmission_to_rule", EXPELLED, False)]
