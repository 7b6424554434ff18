"""A respondent who leaves: the case does not end by it, and the register learns one thing."""

import pytest

from branches import usecases as register
from branches.models import Member
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, ClosureReason, EventKind, Role, State, Tier
from cases.load import local_day
from cases.models import Case, CaseEvent, Notice
from tests import build

pytestmark = pytest.mark.django_db
BRANCH_PLACES = [State.RESPONDING, State.INVESTIGATING, State.EVIDENCE_REVIEW, State.HEARING, State.DELIBERATING]
REASON = "Both sides want an answer."


def rob_leaves(road, **time):
    road.later(**time)
    member = Member.objects.get(pk=road.cast.rob.pk)
    register.leave(member=member, left_on=local_day(road.at), by=None, at=road.at)
    road.case.refresh_from_db()
    return road


def marked(road) -> bool:
    return Member.objects.get(pk=road.cast.rob.pk).needs_approval


@pytest.mark.parametrize("state", BRANCH_PLACES)
def test_leaving_a_formal_case_marks_the_register_and_asks_the_panel(cast, state):
    road = rob_leaves(build.PLACES[(Tier.BRANCH, state)](cast))
    assert (road.case.state, marked(road)) == (state, True)
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.RESPONDENT_LEFT)
    assert {n.role for n in Notice.objects.filter(event=event)} == {Role.PANEL_CHAIR, Role.REGISTRAR}


@pytest.mark.parametrize("place", [build.filed, build.framed, build.branch, build.offered], ids=lambda p: p.__name__)
def test_before_the_notice_a_leaving_says_and_marks_nothing(cast, place):
    """Rob has not been told of it; a marker would tell him."""
    road = rob_leaves(place(cast))
    assert not marked(road)
    assert not CaseEvent.objects.filter(case=road.case, kind=EventKind.RESPONDENT_LEFT).exists()


def test_a_notice_to_somebody_who_has_left_marks_the_register_then(cast):
    road = rob_leaves(build.branch(cast).seat_panel()).notice()
    assert marked(road)


def test_a_leaving_after_the_decision_or_of_the_complainant_changes_nothing(cast):
    road = build.branch(cast).to_decision()
    rob_leaves(road)
    assert not marked(road)


def test_the_panel_goes_on_and_the_respondent_keeps_every_right(cast):
    road = rob_leaves(build.PLACES[(Tier.BRANCH, State.RESPONDING)](cast))
    road.do(Action.GO_ON_AFTER_LEAVING, road.who(Role.PANEL_CHAIR), reason=REASON)
    road.answer()
    assert road.case.state == State.INVESTIGATING
    with pytest.raises(Refused, match="decided already"):
        road.do(Action.CLOSE_AFTER_LEAVING, road.who(Role.PANEL_CHAIR), reason=REASON)


def test_the_panel_closes_without_a_finding_and_both_sides_read_why(cast):
    road = rob_leaves(build.PLACES[(Tier.BRANCH, State.INVESTIGATING)](cast))
    road.do(Action.CLOSE_AFTER_LEAVING, road.who(Role.PANEL_CHAIR), reason=REASON)
    assert (road.case.state, road.case.closure_reason) == (State.CLOSED, ClosureReason.RESIGNED_UNDER_CHARGE)
    letters = Notice.objects.filter(case=road.case, letter="n34_closed")
    assert {n.role for n in letters} == {Role.COMPLAINANT, Role.RESPONDENT}
    assert marked(road)


@pytest.mark.parametrize(("days", "goes_on"), [(14, False), (15, True)])
def test_without_a_choice_in_fourteen_days_the_case_goes_on_by_itself(cast, days, goes_on):
    road = rob_leaves(build.PLACES[(Tier.BRANCH, State.INVESTIGATING)](cast)).later(days=days).clock()
    assert road.case.state == State.INVESTIGATING
    events = CaseEvent.objects.filter(case=road.case, kind=EventKind.WENT_ON_AFTER_LEAVING)
    assert events.exists() is goes_on
    road.clock()
    assert events.count() == int(goes_on)


@pytest.mark.parametrize("action", [Action.GO_ON_AFTER_LEAVING, Action.CLOSE_AFTER_LEAVING, Action.RESUME])
def test_nobody_chooses_while_the_respondent_is_a_member(cast, action):
    road = build.PLACES[(Tier.BRANCH, State.INVESTIGATING)](cast)
    with pytest.raises(Refused):
        road.do(action, road.who(Role.PANEL_CHAIR), reason=REASON)
    assert Case.objects.get(pk=road.case.pk).state == State.INVESTIGATING
