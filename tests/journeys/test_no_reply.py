"""SC-10: the respondent does not answer. Silence is not an admission, and does not stop the case."""

from datetime import timedelta

import pytest

from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Finding, Role, State
from cases.models import AllegationAnswer, CaseEvent, Notice
from tests import build


def silent(cast, *channels):
    """The notice is served on 1 June, by this site and by these other channels; fourteen days pass."""
    road = build.branch(cast).seat_panel().notice()
    for channel in channels:
        words = {"channel": channel, "delivered_on": road.at.date(), "proof": "Receipt 12"}
        road.do(Action.RECORD_DELIVERY, road.who(Role.REGISTRAR), **words)
    return road


def test_after_two_deliveries_and_fourteen_days_the_case_goes_on(cast):
    road = silent(cast, "email")
    assert road.later(days=14).clock().case.state == State.RESPONDING
    assert road.later(days=1).clock().case.state == State.INVESTIGATING
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.RESPONSE_LAPSED)
    assert event.data["response"] == "none" and event.actor is None


@pytest.mark.parametrize("channels", [(), ("app",)], ids=["one delivery", "twice by the same channel"])
def test_one_way_of_delivery_is_not_enough(cast, channels):
    assert silent(cast, *channels).later(days=40).clock().case.state in (State.RESPONDING, State.FORMING)
    assert not CaseEvent.objects.filter(kind=EventKind.RESPONSE_LAPSED).exists()


@pytest.mark.parametrize("until", ["", "report"])
def test_the_respondent_may_still_answer_until_the_evidence_review_closes(cast, until):
    road = silent(cast, "letter").later(days=15).clock()
    road = road.report() if until else road
    road.answer()
    assert AllegationAnswer.objects.filter(case=road.case).count() == 1


def test_and_not_afterwards(cast):
    road = silent(cast, "letter").later(days=15).clock().report().review()
    with pytest.raises(Refused):
        road.answer()


def test_the_panel_decides_on_the_evidence_as_in_every_other_case(cast):
    road = silent(cast, "letter").later(days=15).clock().report().review().papers().vote(yes=0).decide()
    assert road.case.state == State.APPEAL_WINDOW
    assert [finding for (finding,) in road.case.allegationfindings.values_list("finding")] == [
        Finding.NOT_SUBSTANTIATED
    ]


def test_an_evidence_review_ends_for_both_when_its_time_is_over(cast):
    road = silent(cast, "letter").later(days=15).clock().report().reply(Role.COMPLAINANT)
    assert road.later(days=10).clock().case.state == State.EVIDENCE_REVIEW
    assert road.later(days=1).clock().case.state == State.HEARING


def test_the_respondent_is_reminded_on_day_seven_and_on_the_last_day_and_nobody_else_is(cast):
    """N-12. Once each, however often the clock runs; a day on which it did not run is made up for."""
    road = silent(cast, "letter")
    told = Notice.objects.filter(case=road.case, letter="n12_reminder").order_by("created_at")
    assert not road.later(days=6).clock() or not told.exists()
    for days, count in [(1, 1), (0, 1), (3, 1), (4, 2), (0, 2), (1, 2)]:
        road.later(days=days).clock()
        assert told.count() == count, days
    assert {notice.member for notice in told} == {cast.rob}
    assert road.case.state == State.INVESTIGATING


def test_whoever_has_answered_or_whose_case_is_paused_is_not_reminded(cast):
    road = silent(cast, "letter").answer()
    road.later(days=8).clock()
    paused = silent(cast, "letter")
    until = paused.at.date() + timedelta(days=20)
    paused.do(Action.STAY, paused.who(Role.PANEL_CHAIR), ground="court", until=until, text="A court hears it.")
    paused.later(days=8).clock()
    assert not Notice.objects.filter(letter="n12_reminder").exists()
