"""A challenge that is upheld and a strike empty a seat like every other cause, and the case moves by itself."""

import pytest

from branches.models import Member
from branches.posts import Post
from cases import load
from cases.domain.vocabulary import Action, EventKind, Role, SeatStatus, State, Tier, Why
from cases.models import CaseEvent, Challenge, Notice, Seat
from cases.usecases import drawing
from tests import build
from tests.cast import end_offices


def upheld(road, member):
    words = {"member": member.pk, "kind": Why.FRIEND, "text": "They go on holiday together."}
    road.do(Action.CHALLENGE, road.cast.rob, **words)
    number = Challenge.objects.get(case=road.case, ruled_at=None).number
    for ruler in [m for m in road.panel() if m != member]:
        road.do(Action.RULE_CHALLENGE, ruler, challenge=number, keep=False, reason="So I see it.")


def struck(road, member):
    road.do(Action.STRIKE, road.cast.rob, member=member.pk)


CAUSES = pytest.mark.parametrize("cause", [upheld, struck])


def nobody_else(road):
    drawn = Seat.objects.filter(case=road.case).values("member")
    kept = {road.cast.ana.pk, road.cast.rob.pk, road.cast.omar.pk}
    own = Member.objects.filter(branch=road.cast.branches["Northside"])
    own.exclude(pk__in=drawn).exclude(pk__in=kept).update(is_active=False)
    return road


@CAUSES
def test_a_branch_panel_that_loses_its_quorum_to_it_moves_up_by_itself(cast, cause):
    road = nobody_else(build.branch(cast).seat_panel().notice())
    cause(road, road.panel()[1])
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    assert CaseEvent.objects.get(case=road.case, kind=EventKind.ESCALATED).data["ground"] == "G1"
    told = Notice.objects.filter(case=road.case, letter="n07_moved_up").values_list("member", flat=True)
    assert set(told) == {cast.ana.pk, cast.rob.pk}


@CAUSES
def test_a_national_panel_asks_the_next_by_lot_and_nobody_names_who(cast, cause):
    road = build.national(cast).seat_panel().notice()
    lost = road.panel()[1]
    cause(road, lost)
    assert Seat.objects.get(case=road.case, member=lost).status == SeatStatus.LEFT
    (asked,) = road.asked()
    assert asked.offices.filter(post__in=(Post.NATIONAL_MEMBER, Post.NATIONAL_ALTERNATE, Post.RESERVE)).exists()
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.PEOPLE_PASSED_OVER).count() == 2


def test_a_national_panel_without_anybody_left_goes_outside_after_the_second_strike(cast):
    end_offices(Post.NATIONAL_ALTERNATE, Post.RESERVE, Post.BRANCH_LEADER)
    road = build.national(cast).seat_panel().notice()
    for member in road.panel()[:2]:
        struck(road, member)
    assert road.case.state == State.AWAITING_EXTERNAL
    assert road.who(Role.REGISTRAR)


def test_while_somebody_is_on_hold_nobody_is_drawn_and_the_forecast_counts_them_as_not_seated(cast):
    road = build.national(cast).seat_panel().notice()
    words = {"member": road.panel()[1].pk, "kind": Why.FRIEND, "text": "They go on holiday together."}
    road.do(Action.CHALLENGE, cast.rob, **words)
    found = drawing.forecast(road.case, facts=load.case_facts(road.case, today=road.at.date()))
    assert not road.asked() and (found.seated, found.needed, found.seats) == (4, 4, 5)
