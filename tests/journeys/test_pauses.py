"""T27: a pause. Nothing is decided meanwhile, doubts and words stay open, and it ends by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases import load
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, DelayReason, EventKind, PauseGround, Role, State, Tier, Why
from cases.models import CaseEvent, Notice, Pause
from cases.queries import letters
from tests import build
from tests.journeys.eyes import browser


def inquiry(cast):
    return build.branch(cast).seat_panel().notice().answer()


def pause(road, days=30, ground=PauseGround.COURT, **more):
    until = load.local_day(road.at) + timedelta(days=days)
    words = {"ground": ground, "until": until, "text": "The court hears it in July.", **more}
    return road.do(Action.STAY, road.who(Role.PANEL_CHAIR), **words)


def go_on(road):
    return road.do(Action.RESUME_CLOCK, road.who(Role.PANEL_CHAIR), reason="The court has decided.")


def told(road, letter):
    return {
        notice.member
        for notice in Notice.objects.filter(case=road.case, letter=letter, role__in=("complainant", "respondent"))
    }


def test_while_it_lasts_the_date_is_its_review_and_then_the_days_run_on(cast):
    road = inquiry(cast).later(days=10)
    left = (road.case.due_on - load.local_day(road.at)).days
    pause(road)
    assert road.case.due_on == road.case.stayed_until == load.local_day(road.at) + timedelta(days=30)
    go_on(road.later(days=12))
    assert road.case.stayed_until is None
    assert road.case.due_on == load.local_day(road.at) + timedelta(days=left)
    assert told(road, "n18_paused") == told(road, "n18_goes_on") == {cast.ana, cast.rob}


def test_both_letters_say_the_date_that_holds_from_then_on(cast):
    road = pause(inquiry(cast))
    review = road.case.due_on
    go_on(road.later(days=5))
    dates = {"n18_paused": review, "n18_goes_on": road.case.due_on}
    for notice in Notice.objects.filter(case=road.case, letter__in=dates, member=cast.rob):
        assert letters.letter(notice, at=road.at).due_on == dates[notice.letter]


def test_a_pause_that_nobody_renews_ends_by_itself(cast):
    road = pause(inquiry(cast))
    left = Pause.objects.get().days_left
    assert road.later(days=30).clock().case.stayed_until
    road.later(days=1).clock()
    assert road.case.stayed_until is None
    assert road.case.due_on == load.local_day(road.at) + timedelta(days=left)
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.CASE_WENT_ON)
    assert event.actor is None and Pause.objects.get().ended_as == "lapsed"
    assert road.clock().case.due_on == load.local_day(road.at) + timedelta(days=left)


def test_nothing_is_late_or_moves_up_while_the_case_is_paused(cast):
    road = inquiry(cast)
    for _ in range(3):
        pause(road).later(days=29)
    road.clock()
    assert (road.case.tier, road.case.state) == (Tier.BRANCH, State.INVESTIGATING)
    assert not CaseEvent.objects.filter(case=road.case, kind=EventKind.OVERDUE_NOTICED).exists()


def test_whoever_is_late_already_is_as_late_after_the_pause(cast):
    road = inquiry(cast)
    road.later(days=(road.case.due_on - load.local_day(road.at)).days + 9)
    go_on(pause(road).later(days=20))
    assert (load.local_day(road.at) - road.case.due_on).days == 9
    assert road.later(days=20).clock().case.tier == Tier.BRANCH
    assert road.later(days=1).clock().case.tier == Tier.NATIONAL


def test_a_pause_is_renewed_twice_and_then_no_more(cast):
    road = inquiry(cast)
    left = (road.case.due_on - load.local_day(road.at)).days
    for _ in range(3):
        pause(road).later(days=10)
    with pytest.raises(Refused, match="It goes on"):
        pause(road)
    assert set(Pause.objects.values_list("days_left", flat=True)) == {left}
    assert sorted(Pause.objects.values_list("ended_as", flat=True)) == ["", "renewed", "renewed"]


@pytest.mark.parametrize("days", [0, 31])
def test_a_pause_without_an_end_in_sight_is_refused(cast, days):
    with pytest.raises(Refused, match="Choose a day after"):
        pause(inquiry(cast), days=days)


def test_no_step_on_the_merits_is_taken_meanwhile_and_the_reason_is_said(cast):
    road = pause(inquiry(cast))
    chair = road.who(Role.PANEL_CHAIR)
    with pytest.raises(Refused) as refused:
        road.do(Action.SUBMIT_REPORT, chair, agreed="x", disputed="y", weighed="z")
    assert Why.STAYED in {refusal.why for refusal in refused.value.against}
    assert "The case is paused until" in str(refused.value)


def test_doubts_and_what_the_sides_write_stay_open(cast):
    road = pause(inquiry(cast))
    road.do(Action.ADD_EVIDENCE, cast.rob, title="A photo", text="Of the hall.")
    road.do(Action.ADD_ADDENDUM, cast.ana, text="I remembered something.")
    chair = road.who(Role.PANEL_CHAIR)
    other = next(member for member in road.panel() if member != chair)
    road.do(Action.RECUSE, other)
    road.do(Action.DISCLOSE, chair, kind=Why.FRIEND, text="We went to school together.")
    assert road.case.stayed_until


def test_a_case_that_moves_up_while_it_is_paused_keeps_every_day_of_its_new_step(cast):
    road = pause(inquiry(cast).later(days=1))
    build.rule(build.ask_to_move_up(road), upheld=True)
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    assert road.case.due_on == road.case.stayed_until
    road.do(Action.RESUME_CLOCK, road.who(Role.REGISTRAR), reason="The committee can begin.")
    assert road.case.due_on == load.local_day(road.at) + timedelta(days=7)


def test_a_quiet_pause_for_the_police_reaches_neither_side(cast):
    road = pause(inquiry(cast), ground=PauseGround.POLICE_REQUEST, quiet=True)
    assert told(road, "n18_paused") == set()
    road.do(Action.ADD_EVIDENCE, cast.rob, title="A photo", text="Of the hall.")
    go_on(road)
    assert told(road, "n18_goes_on") == set()


def test_an_extension_is_ruled_on_after_the_pause_and_never_shortens_the_step(cast):
    road = inquiry(cast).later(days=2)
    until = road.case.due_on + timedelta(days=1)
    road.do(Action.ASK_EXTENSION, cast.ana, ground=DelayReason.ILLNESS, until=until, text="Flu.")
    pause(road)
    with pytest.raises(Refused):
        road.do(Action.RULE_EXTENSION, road.who(Role.REGISTRAR), upheld=True, reason="Yes.")
    go_on(road.later(days=20))
    later = road.case.due_on
    road.do(Action.RULE_EXTENSION, road.who(Role.REGISTRAR), upheld=True, reason="Yes.")
    assert road.case.due_on == later


def agree(road, *members):
    for member in members:
        road.do(Action.AGREE_PAUSE, member)
    return road


def thrice(cast):
    """Paused as often as the chair can without the two sides; the third pause runs."""
    road = pause(inquiry(cast))
    for _ in range(2):
        pause(road.later(days=25))
    return road


def test_beyond_ninety_days_it_is_renewed_only_when_both_sides_agree_and_both_hear_at_once(cast):
    road = thrice(cast)
    left = Pause.objects.filter(ended_at=None).get().days_left
    agree(road, cast.rob)
    with pytest.raises(Refused, match="unless everybody of both sides agrees"):
        pause(road.later(days=20))
    agree(road, cast.ana)
    pause(road, days=30)
    assert road.case.stayed_until == load.local_day(road.at) + timedelta(days=30)
    newest = Notice.objects.filter(case=road.case, letter="n18_paused").order_by("-created_at")[:2]
    assert {notice.member for notice in newest} == {cast.ana, cast.rob}
    assert {notice.created_at for notice in newest} == {road.at}
    assert Pause.objects.filter(ended_at=None).get().days_left == left


def test_an_agreement_holds_for_one_pause_and_is_never_taken_for_the_next(cast):
    road = pause(agree(thrice(cast), cast.ana, cast.rob).later(days=20))
    with pytest.raises(Refused, match="unless everybody of both sides agrees"):
        pause(road.later(days=20))
    assert road.later(days=15).clock().case.stayed_until is None


def test_a_side_is_not_asked_before_it_matters_and_says_it_once(cast):
    road = pause(inquiry(cast))
    with pytest.raises(Refused, match="without the two sides"):
        agree(road, cast.ana)
    road = thrice(cast)
    with pytest.raises(Refused, match="already"):
        agree(road, cast.ana, cast.ana)


def test_a_pause_kept_quiet_for_the_police_is_not_renewed_beyond_its_days(cast):
    road = inquiry(cast)
    for _ in range(3):
        pause(road.later(days=20), ground=PauseGround.POLICE_REQUEST, quiet=True)
    with pytest.raises(Refused) as refused:
        agree(road, cast.ana)
    assert {against.why for against in refused.value.against} == {Why.NO_OCCASION}
    with pytest.raises(Refused, match="It goes on"):
        pause(road.later(days=20), ground=PauseGround.POLICE_REQUEST, quiet=True)


def test_a_side_agrees_on_its_page_and_the_other_sees_it(cast):
    road = thrice(cast)
    step = reverse("my-step", args=[road.case.code, Action.AGREE_PAUSE])
    assert browser(cast.ana).post(step, {}).status_code == 303
    page = browser(cast.rob).get(reverse("my-case", args=[road.case.code])).content.decode()
    assert "The complainant agrees that it stays paused." in page
