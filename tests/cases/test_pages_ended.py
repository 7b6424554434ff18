"""What is over is not shown as if it went on: a closed case, and a temporary measure that has ended."""

from django.urls import reverse

from cases.demo.roads import Road
from cases.domain.vocabulary import Action, AppealGround, Ground, InterimKind
from cases.models import InterimMeasure
from tests import build
from tests.cast import moment
from tests.journeys.eyes import browser

AWAITED = "The case is closed, and nothing is awaited."


def page(road, member):
    return browser(member).get(reverse("my-case", args=[road.case.code])).content.decode()


def test_a_closed_case_is_with_nobody_and_says_so_in_plain_words(cast):
    road = build.closed(build.final(build.branch(cast).to_vote().vote(yes=0).decide()))
    for member in (cast.ana, cast.rob):
        assert AWAITED in page(road, member) and "nobody at this moment" not in page(road, member)


def test_a_closed_case_in_which_somebody_rules_says_with_whom_it_is(cast):
    road = build.closed(build.final(build.branch(cast).to_vote().vote(yes=0).decide()))
    words = {"ground": AppealGround.PROCEDURE, "cause": "I was ill.", "text": "A witness was not heard."}
    road.do(Action.ASK_LATE_APPEAL, cast.ana, **words)
    assert AWAITED not in page(road, cast.ana) and "appeals officer" in page(road, cast.ana)


def test_a_measure_that_has_ended_is_not_among_what_is_in_force(cast):
    road = Road.file(cast, cast.ana, moment(6, 1)).screen().frame().to_national(Ground.EXPULSION)
    road.do(Action.CALL_DUTY, cast.ana, text="He waits for me.")
    for kind, terms in ((InterimKind.NO_CONTACT, "Do not write."), (InterimKind.SUSPENSION, "Do not come.")):
        words = {"kind": kind, "bound": 2, "protects": 1, "terms": terms, "reason": "She is afraid."}
        road.do(Action.PROPOSE_INTERIM, cast.jo, **words)
        road.do(Action.CONFIRM_INTERIM, cast.kim, number=InterimMeasure.objects.latest("number").number)
    road.do(Action.LIFT_INTERIM, cast.jo, number=2, reason="It is not needed any more.")
    running, _, over = page(road, cast.rob).partition("Temporary measures that are over")
    assert "What is in force now" in running and "Do not write." in running and "Do not come." not in running
    assert "Do not come." in over
    road.do(Action.LIFT_INTERIM, cast.jo, number=1, reason="It is not needed any more.")
    assert "What is in force now" not in page(road, cast.rob)
