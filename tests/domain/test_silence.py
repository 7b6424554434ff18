"""What is a sign of life in a case, and what is not; where nothing has to happen."""

from datetime import date

import pytest

from cases.domain import notices, silence
from cases.domain.vocabulary import Action, EventKind, Role, State, Tier
from tests.domain.facts import PROCEDURE, TODAY, case

BY_THE_CLOCK = {Action.WINDOW_CLOSED, Action.FACTS_LAPSED, Action.ESCALATE, Action.CLOSE_REVIEW}


@pytest.mark.parametrize("action", Action)
def test_every_act_is_a_sign_of_life(action):
    for tier in Tier:
        assert silence.alive([notices.event_of(action, tier)])


@pytest.mark.parametrize(
    "kind",
    [EventKind.SEALED_PART_READ, EventKind.ACCESS_REFUSED, EventKind.ACT_REFUSED, EventKind.CASE_SILENT],
)
def test_looking_and_being_refused_change_nothing(kind):
    assert not silence.heard([kind]) and not silence.alive([kind])


@pytest.mark.parametrize("kind", [EventKind.STATUS_SENT, EventKind.GRANT_WITHDRAWN, EventKind.CONFLICT_FOUND])
def test_what_may_take_the_owner_away_is_looked_at_and_is_no_sign_of_life(kind):
    assert silence.heard([kind]) and not silence.alive([kind])


def test_one_act_among_others_is_enough():
    assert silence.alive([EventKind.GRANT_WITHDRAWN, EventKind.RECUSED])


def test_the_days_are_the_laws():
    assert silence.speaks_up_on(PROCEDURE, date(2026, 6, 1)) == date(2026, 6, 15)


@pytest.mark.parametrize("place", sorted(PROCEDURE.reach() - {(tier, State.CLOSED) for tier in Tier}))
def test_only_where_a_side_the_days_or_another_body_are_waited_for_may_nothing_happen(place):
    tier, state = place
    quiet = {State.DISMISSED, State.INFORMAL_AGREED, State.APPEAL_WINDOW, State.MONITORING, State.AWAITING_EXTERNAL}
    assert silence.may_be_silent(PROCEDURE, case(state, tier)) is (state in quiet)
    assert silence.may_be_silent(PROCEDURE, case(state, tier, stayed_until=TODAY))


def test_where_everybody_waits_for_a_side_or_a_ruling_nobody_has_to_be_held():
    assert silence.to_be_held(PROCEDURE, case(State.INVESTIGATING, Tier.BRANCH)) is Role.PANEL_CHAIR
    assert silence.to_be_held(PROCEDURE, case(State.RESPONDING, Tier.BRANCH)) is None
    assert silence.to_be_held(PROCEDURE, case(State.INVESTIGATING, Tier.BRANCH, held=frozenset({9}))) is None
    assert silence.to_be_held(PROCEDURE, case(State.INVESTIGATING, Tier.BRANCH, stayed_until=TODAY)) is None
