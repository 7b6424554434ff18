"""SC-03: the whole road at the branch, each step on its last permitted day."""

from datetime import date, timedelta

import pytest

from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Role, State, Tier
from cases.models import CaseEvent
from tests import build
from tests.cast import moment
from tests.journeys.slow import accepted, due


def test_each_step_is_due_on_exactly_its_day(cast):
    road = accepted(cast)
    assert due(road) == (State.FORMING, date(2026, 6, 15))
    assert due(road.seat_panel().to(6, 15).notice()) == (State.RESPONDING, date(2026, 6, 29))
    assert due(road.to(6, 29).answer()) == (State.INVESTIGATING, date(2026, 7, 29))
    assert due(road.to(7, 29).report()) == (State.EVIDENCE_REVIEW, date(2026, 8, 8))
    assert due(road.to(8, 8).review()) == (State.HEARING, date(2026, 8, 29))
    chair = road.who(Role.PANEL_CHAIR)
    road.to(8, 15).do(Action.CALL_HEARING, chair, starts_at=moment(8, 29, 18), place="The branch's room")
    road.to(8, 29, 21).do(Action.HOLD_HEARING, chair, minutes="Both were heard.")
    assert due(road) == (State.DELIBERATING, date(2026, 9, 12))
    assert due(road.to(9, 12).vote().measure().reasons().sign()) == (State.SIGNED, date(2026, 9, 15))
    assert due(road.to(9, 15).serve()) == (State.APPEAL_WINDOW, date(2026, 10, 15))
    assert not CaseEvent.objects.filter(case=road.case, kind="escalated").exists()


def test_a_hearing_takes_two_weeks_notice(cast):
    road = build.PLACES[Tier.BRANCH, State.HEARING](cast)
    early = {"starts_at": road.at + timedelta(days=13), "place": "The branch's room"}
    with pytest.raises(Refused):
        road.do(Action.CALL_HEARING, road.who(Role.PANEL_CHAIR), **early)


def test_a_late_sweep_lengthens_no_deadline(cast):
    """The clock was not swept for a week: the inquiry still counts from the day on which the answer was due."""
    road = accepted(cast).seat_panel().notice()
    road.do(Action.RECORD_DELIVERY, road.who(Role.REGISTRAR), channel="letter", delivered_on=road.at.date(), proof="x")
    road.later(days=21).clock()
    assert due(road) == (State.INVESTIGATING, date(2026, 6, 22) + timedelta(days=30))
