"""The other ways out of the first look: dismissal with a second officer, review, referral, questions."""

import pytest

from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, ClosureReason, DismissalGround, Role, State, Why
from tests import build
from tests.journeys.eyes import doors, letters, post


def closed_as(road):
    assert road.case.state == State.CLOSED
    return road.case.closure_reason


def refused(road, action, member, **words):
    with pytest.raises(Refused) as refusal:
        road.do(action, member, **words)
    return {against.why for against in refusal.value.against}


def test_a_dismissal_needs_a_second_officer_without_a_conflict(cast):
    road = build.dismissal(cast)
    second = road.who(Role.SECOND_OFFICER)
    assert second not in (cast.omar, cast.ana, cast.rob)
    assert refused(road, Action.CONFIRM_DISMISSAL, cast.omar) >= {Why.NOT_YOUR_ROLE, Why.GUARD}
    assert road.do(Action.CONFIRM_DISMISSAL, second).case.state == State.DISMISSED
    assert doors(cast.omar, road) == doors(second, road) == set()


def test_the_second_officer_may_send_it_back(cast):
    road = build.dismissal(cast)
    road.do(Action.REFUSE_DISMISSAL, road.who(Role.SECOND_OFFICER), reason="The code does cover this.")
    assert (road.case.state, road.who(Role.INTAKE_OFFICER)) == (State.TRIAGE, cast.omar)


def test_the_respondent_never_hears_of_a_complaint_that_was_dismissed(cast):
    road = build.dismissed(cast)
    post(road)
    assert letters(cast.rob, road, sent=None) == [] and doors(cast.rob, road) == set()
    assert letters(cast.ana, road)[-1] == "n05_not_taken_forward"


@pytest.mark.parametrize("ground", DismissalGround)
def test_every_dismissal_closes_under_its_own_name(cast, ground):
    road = build.asked(cast).do(Action.ANSWER_FACTS, cast.ana, answer="I do not remember.")
    road.do(Action.PROPOSE_DISMISSAL, cast.omar, ground=ground, reason="See above.")
    road.do(Action.CONFIRM_DISMISSAL, road.who(Role.SECOND_OFFICER)).later(days=15).clock()
    assert closed_as(road) == ClosureReason(f"dismissed_{ground}")


def test_nobody_is_turned_away_for_too_few_facts_without_having_been_asked(cast):
    road = build.filed(cast).screen()
    words = {"ground": DismissalGround.INSUFFICIENT, "reason": "It says nothing."}
    assert refused(road, Action.PROPOSE_DISMISSAL, cast.omar, **words) == {Why.GUARD}


def test_a_review_is_asked_for_within_fourteen_days(cast):
    road = build.dismissed(cast)
    assert road.later(days=14).clock().case.state == State.DISMISSED
    assert road.do(Action.REQUEST_REVIEW, cast.ana, text="Please look again.").case.state == State.UNDER_REVIEW


def test_after_fourteen_days_the_dismissal_stands(cast):
    road = build.dismissed(cast).later(days=15)
    assert refused(road, Action.REQUEST_REVIEW, cast.ana, text="Please look again.") == {Why.TOO_LATE}
    assert closed_as(road.clock()) == ClosureReason.DISMISSED_OUT_OF_SCOPE


def test_the_next_level_reviews_and_neither_of_the_two_officers(cast):
    road = build.dismissal(cast)
    second = road.who(Role.SECOND_OFFICER)
    road.do(Action.CONFIRM_DISMISSAL, second).do(Action.REQUEST_REVIEW, cast.ana, text="Please look again.")
    reviewer = road.who(Role.REVIEWER)
    assert reviewer == cast.dee and reviewer not in (cast.omar, second)


def test_a_review_may_leave_it_as_it_was(cast):
    road = build.reviewed(cast)
    road.do(Action.UPHOLD_DISMISSAL, road.who(Role.REVIEWER), reason="I agree with both officers.")
    assert closed_as(road) == ClosureReason.DISMISSED_OUT_OF_SCOPE


def test_a_review_that_overturns_brings_a_new_officer_and_a_whole_road(cast):
    road = build.dismissal(cast)
    second = road.who(Role.SECOND_OFFICER)
    road.do(Action.CONFIRM_DISMISSAL, second).do(Action.REQUEST_REVIEW, cast.ana, text="Please look again.")
    reviewer = road.who(Role.REVIEWER)
    road.do(Action.OVERTURN_DISMISSAL, reviewer, reason="The code covers shouting.")
    assert road.case.state == State.TRIAGE
    assert road.who(Role.INTAKE_OFFICER) not in (cast.omar, second, reviewer)
    assert road.frame().to_branch().to_decision().case.state == State.APPEAL_WINDOW
    post(road)
    assert "n05_review_overturned" in letters(cast.ana, road)


def test_a_referral_closes_the_case_with_its_reason(cast):
    road = build.referred(cast)
    post(road)
    assert closed_as(road) == ClosureReason.REFERRED_OUT
    assert letters(cast.ana, road)[-1] == "n05_referred"
    assert doors(cast.omar, road) == set()


def test_questions_that_are_answered_go_back_to_the_same_officer(cast):
    road = build.asked(cast)
    assert letters(cast.ana, road, sent=False)[-1] == "n03_facts"
    road.later(days=14).do(Action.ANSWER_FACTS, cast.ana, answer="On 3 and 10 May.")
    assert (road.case.state, road.who(Role.INTAKE_OFFICER)) == (State.TRIAGE, cast.omar)


def test_questions_that_are_not_answered_do_not_hold_up_the_first_look(cast):
    road = build.asked(cast)
    assert road.later(days=14).clock().case.state == State.WAITING_FOR_FACTS
    assert road.later(days=1).clock().case.state == State.TRIAGE


def test_safety_comes_before_everything_else(cast):
    road = build.filed(cast)
    words = {"body": "The tenants' union", "reason": "It is about the flat."}
    assert refused(road, Action.REFER_OUT, cast.omar, **words) == {Why.GUARD}
