"""Seats: who is drawn, who presides, and what the loss of a member does at each step."""

import pytest

from branches.models import Member
from branches.posts import Post
from cases import access, load
from cases.domain import panels
from cases.domain.vocabulary import Action, EventKind, Role, SeatKind, SeatStatus, State, Tier, Why
from cases.models import CaseEvent, CaseRole, Conflict, Notice, Proceeding, Seat
from tests import build
from tests.cast import end_offices

BOTH_TIERS = pytest.mark.parametrize("start", [build.branch, build.national])


def recuse(road, *members):
    for member in members:
        road.do(Action.RECUSE, member)
    return road


def nobody_else(road):
    """From now on nobody can be drawn but those who were."""
    drawn = Seat.objects.filter(case=road.case).values("member")
    kept = {road.cast.zed.pk, road.cast.ana.pk, road.cast.rob.pk}
    Member.objects.exclude(pk__in=kept).exclude(pk__in=drawn).update(is_active=False)
    return road


def open_roles(road, *names):
    return CaseRole.objects.filter(case=road.case, until=None, role__in=names)


def test_the_draw_can_be_repeated_from_its_seed(cast):
    road = build.branch(cast).draw()
    proceeding = load.open_proceeding(road.case)
    _, pool = next(load.people.pools(load.procedure_of(road.case), Tier.BRANCH, road.case.branch_id, road.at.date()))
    out = {cast.ana.pk, cast.rob.pk, cast.omar.pk}
    assert [m.pk for m in road.asked()] == list(panels.draw(pool, seed=proceeding.seed, barred=out)[:3])


@BOTH_TIERS
def test_being_asked_opens_nothing(cast, start):
    road = start(cast).draw()
    for member in road.asked():
        assert not access.open_to(member).exists()
        assert access.asked(member).get() == road.case


@BOTH_TIERS
def test_the_first_drawn_person_who_sits_presides_once_everybody_has_answered(cast, start):
    road = start(cast).draw()
    road.clear(len(road.asked()) - 1)
    assert not open_roles(road, Role.PANEL_CHAIR)
    assert road.clear().who(Role.PANEL_CHAIR) == road.panel()[0]


def test_a_drawn_person_with_a_conflict_is_out_and_the_next_is_asked(cast):
    road = build.branch(cast).draw()
    first, *others = road.asked()
    road.do(Action.ANSWER_CONFLICT, first, clear=False)
    assert [*others, road.asked()[-1]] == road.asked() and len(road.asked()) == 3
    assert Conflict.objects.filter(case=road.case, member=first, kind=Why.SELF_DECLARED, until=None).exists()
    assert not access.asked(first).exists()


def test_silence_is_not_clearance(cast):
    road = build.branch(cast).draw()
    silent = road.asked()
    assert road.later(days=3).clock().asked() == silent
    assert not set(silent) & set(road.later(days=1).clock().asked())


def test_when_the_last_answer_is_no_the_others_go_on_with_a_chair(cast):
    """Four of five may sit at the national level."""
    end_offices(Post.NATIONAL_ALTERNATE, Post.RESERVE, Post.BRANCH_LEADER)
    road = build.national(cast).draw()
    *others, last = road.asked()
    road.clear(len(others)).do(Action.ANSWER_CONFLICT, last, clear=False)
    assert len(road.panel()) == 4 and road.who(Role.PANEL_CHAIR) == road.panel()[0]
    assert road.notice().case.state == State.RESPONDING


def test_without_anybody_to_inquire_a_national_case_goes_to_an_external_body(cast):
    end_offices(Post.NATIONAL_ALTERNATE, Post.RESERVE, Post.BRANCH_LEADER)
    road = build.national(cast).draw()
    asked = Seat.objects.get(case=road.case, kind=SeatKind.INVESTIGATOR).member
    road.do(Action.ANSWER_CONFLICT, asked, clear=False)
    assert road.case.state == State.AWAITING_EXTERNAL


def test_a_lost_chair_is_followed_by_the_next_who_was_drawn(cast):
    road = build.national(cast).seat_panel().notice()
    first, second, *_ = road.panel()
    recuse(road, first)
    assert road.who(Role.PANEL_CHAIR) == second


@pytest.mark.parametrize("steps", ["", "notice", "notice answer", "notice answer report"])
def test_before_the_hearing_somebody_else_takes_an_empty_seat(cast, steps):
    road = build.branch(cast).seat_panel()
    for step in steps.split():
        getattr(road, step)()
    lost = road.panel()[1]
    recuse(road, lost)
    assert len(road.asked()) == 1
    assert len(road.clear().panel()) == 3
    assert not access.open_to(lost).exists()


@pytest.mark.parametrize("state", [State.HEARING, State.DELIBERATING])
def test_from_the_hearing_on_nobody_is_drawn_any_more(cast, state):
    road = build.PLACES[Tier.NATIONAL, state](cast)
    recuse(road, road.panel()[1])
    assert not road.asked()
    assert (len(road.panel()), road.case.state) == (4, state)


@pytest.mark.parametrize("state", [State.HEARING, State.DELIBERATING])
def test_a_branch_panel_that_is_not_whole_gives_the_case_to_the_national_committee(cast, state):
    """G1: a branch panel sits whole or not at all."""
    road = build.PLACES[Tier.BRANCH, state](cast)
    panel = road.panel()
    recuse(road, panel[1])
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    assert not any(access.open_to(member).exists() for member in panel)


def test_one_who_was_asked_too_late_to_answer_does_not_hold_up_the_panel(cast):
    road = build.branch(cast).seat_panel().notice().answer().report()
    recuse(road, road.panel()[1])
    road.review().later(days=4).clock()
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)


@BOTH_TIERS
@pytest.mark.parametrize("place", [State.SIGNED, State.APPEAL_WINDOW])
def test_after_the_signature_a_seat_stays_empty_and_the_decision_stands(cast, start, place):
    road = build.signed(start(cast).to_vote())
    road = road.serve() if place == State.APPEAL_WINDOW else road
    chair = road.who(Role.PANEL_CHAIR)
    recuse(road, chair)
    assert road.case.state == place
    assert not road.asked() and not open_roles(road, Role.PANEL_CHAIR)
    assert not access.open_to(chair).exists()


@pytest.mark.parametrize("steps", ["", "notice", "notice answer report review", "notice answer report review papers"])
def test_nobody_of_a_panel_that_was_left_gets_the_case_back_by_presiding(cast, steps):
    """The chair's loss moves the case up; the second-drawn member must not be made chair of what is over."""
    road = nobody_else(build.branch(cast).seat_panel())
    for step in steps.split():
        getattr(road, step)()
    panel = road.panel()
    recuse(road, road.who(Role.PANEL_CHAIR))
    assert road.case.tier == Tier.NATIONAL
    assert not any(access.open_to(member).exists() for member in panel)
    assert set(open_roles(road, *Role).values_list("role", flat=True)) == {Role.REGISTRAR}


def test_an_investigator_who_leaves_clears_nobodys_vote(cast):
    road = build.national(cast).to_vote().vote()
    recuse(road, road.who(Role.INVESTIGATOR))
    assert not CaseEvent.objects.filter(case=road.case, kind=EventKind.BALLOTS_VOIDED).exists()


def test_the_one_who_steps_aside_is_told_so_and_gets_no_other_letter(cast):
    road = build.national(cast).seat_panel().notice()
    lost = road.panel()[1]
    recuse(road, lost)
    letters = {n.letter: access.may_receive(n) for n in Notice.objects.filter(member=lost, released_at=None)}
    assert letters == {
        "n09_conflict_question": False,
        "n11_stepped_aside": True,
        "n33_your_turn": False,
    }


@BOTH_TIERS
def test_both_sides_hear_that_the_panel_changed(cast, start):
    road = start(cast).to_vote() if start is build.national else start(cast).seat_panel().notice()
    recuse(road, road.panel()[1])
    told = Notice.objects.filter(case=road.case, letter="n08_panel_changed").values_list("member", flat=True)
    assert set(told) == {cast.ana.pk, cast.rob.pk}


def test_a_proceeding_that_was_left_keeps_its_seats_for_the_record(cast):
    road = build.PLACES[Tier.BRANCH, State.HEARING](cast)
    recuse(road, road.panel()[0])
    left = Proceeding.objects.get(case=road.case, tier=Tier.BRANCH)
    assert left.ended_as == "escalated"
    assert sorted(left.seats.values_list("status", flat=True)) == [
        SeatStatus.LEFT,
        SeatStatus.SEATED,
        SeatStatus.SEATED,
    ]
