"""Late evidence: who rules, what silence does, and when a hearing that was called still stands."""

from datetime import date

import pytest

from cases.domain import engine, lateness
from cases.domain.vocabulary import Action, Role, State
from tests.domain.facts import PROCEDURE, SYSTEM, act, case
from tests.domain.lateness import ANAS, OFFERED, ROBS

REVIEW, HEARING = State.EVIDENCE_REVIEW, State.HEARING
ADMIT, REFUSE = Action.ADMIT_EVIDENCE, Action.REFUSE_EVIDENCE


@pytest.mark.parametrize(
    ("reopened", "ruler", "silence", "waits"),
    [
        (0, Role.PANEL_CHAIR, ADMIT, True),
        (1, Role.PANEL_CHAIR, ADMIT, True),
        (2, Role.APPEALS_OFFICER, REFUSE, False),
        (3, Role.APPEALS_OFFICER, REFUSE, False),
    ],
)
def test_the_chair_opens_it_twice_and_then_silence_no_longer_helps_whoever_brings_more(reopened, ruler, silence, waits):
    facts = case(**{**OFFERED, "reopened": reopened})
    assert lateness.ruler(PROCEDURE, facts) is ruler
    assert lateness.by_silence(PROCEDURE, facts) is silence
    assert lateness.holds_up(PROCEDURE, facts) is waits


@pytest.mark.parametrize(
    ("action", "offer", "reopened", "allowed"),
    [
        (ADMIT, 1, 0, False),  # its last day is today
        (ADMIT, 2, 0, True),
        (REFUSE, 2, 0, False),
        (ADMIT, 2, 2, False),
        (REFUSE, 2, 2, True),
        (REFUSE, 1, 2, False),
        (ADMIT, 3, 0, False),
    ],
)
def test_time_itself_acts_only_where_nobody_ruled_and_only_one_way(action, offer, reopened, allowed):
    given = act(action, "reason", offer=offer)
    facts = case(**{**OFFERED, "reopened": reopened})
    assert engine.may(PROCEDURE, facts, SYSTEM, given).allowed is allowed


@pytest.mark.parametrize(
    ("state", "on", "stands"),
    [
        # reviewed until 20 August, since 10 August
        (REVIEW, date(2026, 8, 20), False),
        (REVIEW, date(2026, 8, 21), True),
        (HEARING, date(2026, 8, 10), False),
        (HEARING, date(2026, 8, 11), True),
        (State.DELIBERATING, date(2026, 8, 5), True),
    ],
)
def test_a_hearing_stands_only_on_a_day_after_the_review(state, on, stands):
    assert lateness.hearing_stands(state, on, date(2026, 8, 10), date(2026, 8, 20)) is stands


def test_what_is_late_is_late_by_its_own_last_day():
    facts = case(**OFFERED)
    assert [lateness.overdue(facts, offer) for offer in (ANAS, ROBS)] == [False, True]
