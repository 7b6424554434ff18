"""A clock that is set back or jumps ahead shortens no deadline, revives nothing and reorders nothing."""

from datetime import timedelta

import pytest

from cases import load, verify
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, AppealGround, Role, State
from cases.models import CaseEvent
from tests import build

APPEAL = {"ground": AppealGround.PROCEDURE, "text": "My witness was not heard."}


def moments(road):
    return list(CaseEvent.objects.filter(case=road.case).order_by("case_number").values_list("at", flat=True))


def test_an_event_is_never_earlier_than_the_one_before_it(cast):
    road = build.branch(cast).seat_panel().notice()
    before = moments(road)[-1]
    road.later(days=-3).do(Action.ADD_EVIDENCE, cast.rob, title="A photo", text="Of the hall.")
    assert moments(road)[-1] == before and moments(road) == sorted(moments(road))
    road.later(days=4).do(Action.ADD_EVIDENCE, cast.ana, title="A letter", text="About the hall.")
    assert moments(road)[-1] == road.at > before


def test_a_step_that_begins_while_the_clock_is_back_is_not_due_earlier_than_it_would_have_been(cast):
    road = build.branch(cast).seat_panel()
    began = road.case.entered_on
    road.later(days=-20).notice()
    assert road.case.due_on == load.procedure_of(road.case).due(began, 14)


def test_what_time_has_ended_stays_ended_when_the_clock_is_set_back(cast):
    road = build.branch(cast).to_decision()
    road.later(days=31).clock()
    assert road.case.state == State.FINAL
    with pytest.raises(Refused):
        road.later(days=-10).do(Action.FILE_APPEAL, cast.rob, **APPEAL)
    assert road.clock().case.state == State.FINAL


def test_a_jump_ahead_ends_what_is_over_and_gives_nothing_back(cast):
    road = build.branch(cast).to_decision()
    last = road.case.due_on
    road.later(days=365).clock().later(days=-365).clock()
    assert road.case.state == State.FINAL
    assert moments(road) == sorted(moments(road))
    assert load.local_day(moments(road)[-1]) > last


def test_a_pause_is_not_made_shorter_by_a_clock_that_is_back(cast):
    road = build.branch(cast).seat_panel().notice().answer()
    chair, until = road.who(Role.PANEL_CHAIR), load.local_day(road.at) + timedelta(days=30)
    road.do(Action.STAY, chair, ground="court", until=until, text="The court hears it.")
    left = road.case.pauses.get().days_left
    road.later(days=-5).clock()
    assert road.case.stayed_until == until
    road.later(days=36).clock()
    assert (road.case.due_on - load.local_day(road.at)).days == left


def test_the_record_of_such_a_case_is_whole(cast):
    road = build.branch(cast).seat_panel().notice().later(days=-9).answer().later(days=40).clock()
    assert verify.one(road.case.code, lambda *_: None).fault is None
