"""Moving up: by rule, by ruling, by time. The level that is left loses the case in the same moment."""

from datetime import timedelta

import pytest

from branches.models import Office
from branches.posts import Post
from branches.usecases import appoint
from cases import access
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Category, EventKind, Ground, MotionKind, Role, State, Tier
from cases.models import Ballot, CaseEvent, CaseRole, Motion, Notice, Proceeding
from tests import build
from tests.cast import end_offices, moment

NATIONAL = (Post.NATIONAL_CHAIR, Post.NATIONAL_MEMBER, Post.NATIONAL_ALTERNATE)
BRANCH_STATES = [State.FORMING, State.RESPONDING, State.INVESTIGATING, State.EVIDENCE_REVIEW, State.HEARING]


def at_branch(cast, state):
    return build.PLACES[Tier.BRANCH, state](cast)


def leads(member, branch, road):
    appoint(member=member, post=Post.BRANCH_LEADER, branch=branch, since=road.at.date(), by=None, at=road.at)
    road.case.refresh_from_db()


def moved_up_for(road):
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    return Proceeding.objects.get(case=road.case, ended_at=None).ground


def handlers(road):
    return set(CaseRole.objects.filter(case=road.case, until=None).values_list("role", flat=True))


def refusals(road, action, member, **words):
    with pytest.raises(Refused) as refused:
        road.do(action, member, **words)
    return [against.because for against in refused.value.against]


@pytest.mark.parametrize("state", BRANCH_STATES)
def test_a_side_that_comes_to_lead_the_branch_takes_the_case_away_from_it(cast, state):
    """G2, whatever the branch has done so far."""
    road = at_branch(cast, state)
    panel = road.panel()
    leads(cast.rob, cast.branches["Northside"], road)
    assert moved_up_for(road) == Ground.LEADERSHIP.value
    assert handlers(road) == {Role.REGISTRAR}
    assert not any(access.open_to(member).exists() for member in panel)


@pytest.mark.parametrize("state", BRANCH_STATES)
def test_a_respondent_who_comes_to_hold_a_national_office_does_too(cast, state):
    """G4."""
    road = at_branch(cast, state)
    appoint(member=cast.rob, post=Post.STAFF, since=road.at.date(), by=None, at=road.at)
    road.case.refresh_from_db()
    assert moved_up_for(road) == Ground.NATIONAL_OFFICER.value


def test_nobody_of_a_branch_that_may_not_act_is_still_asked(cast):
    """A leader of the branch may sit until a party leads beside them; then nobody is drawn in that place."""
    road = build.branch(cast).seat_panel()
    before = CaseEvent.objects.filter(case=road.case, kind=EventKind.SEAT_OFFERED).count()
    sitting = next(member for member in road.panel() if member not in (cast.bo, cast.lena))
    Office.objects.create(
        member=sitting, post=Post.BRANCH_LEADER, branch=cast.branches["Northside"], since=road.at.date()
    )
    leads(cast.rob, cast.branches["Northside"], road)
    assert moved_up_for(road) == Ground.LEADERSHIP.value
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.SEAT_OFFERED).count() == before


def test_the_same_office_of_the_complainant_changes_nothing(cast):
    road = at_branch(cast, State.RESPONDING)
    appoint(member=cast.ana, post=Post.STAFF, since=road.at.date(), by=None, at=road.at)
    road.case.refresh_from_db()
    assert road.case.tier == Tier.BRANCH


@pytest.mark.parametrize("category", [Category.SEXUAL_ASSAULT, Category.PARTNER_VIOLENCE, Category.STALKING])
def test_grave_conduct_never_opens_at_the_branch(cast, category):
    """G3."""
    road = build.filed(cast).screen().frame(category)
    (said,) = refusals(road, Action.OPEN_BRANCH, cast.omar, reason="We can do this.")
    assert Ground.GRAVE.label in said
    assert moved_up_for(road.to_national(Ground.GRAVE)) == Ground.GRAVE.value


def test_a_case_goes_up_only_for_a_reason(cast):
    road = build.framed(cast)
    words = {"ground": Ground.LEADERSHIP, "reason": "It is in the press."}
    assert refusals(road, Action.OPEN_NATIONAL, cast.omar, **words)


@pytest.mark.parametrize("side", build.SIDES)
def test_a_side_asks_and_a_yes_moves_the_case_up_at_once(cast, side):
    road = at_branch(cast, State.RESPONDING)
    panel = road.panel()
    build.rule(build.ask_to_move_up(road, side), upheld=True)
    assert moved_up_for(road) == Ground.FEAR_OF_BIAS.value
    assert handlers(road) == {Role.REGISTRAR}
    assert not any(access.open_to(member).exists() for member in panel)


def test_the_chair_may_ask_too(cast):
    road = at_branch(cast, State.INVESTIGATING)
    words = {"ground": Ground.EXPULSION, "text": "This may end in an expulsion."}
    road.do(Action.REQUEST_ESCALATION, road.who(Role.PANEL_CHAIR), **words)
    assert moved_up_for(build.rule(road, upheld=True)) == Ground.EXPULSION.value


def test_a_no_leaves_the_case_where_it_is_and_another_request_may_follow(cast):
    road = at_branch(cast, State.RESPONDING)
    build.rule(build.ask_to_move_up(road), upheld=False)
    assert (road.case.tier, road.case.state) == (Tier.BRANCH, State.RESPONDING)
    assert Role.ESCALATION_RULER not in handlers(road)
    assert moved_up_for(build.rule(build.ask_to_move_up(road), upheld=True))


def test_one_request_waits_at_a_time(cast):
    road = build.ask_to_move_up(at_branch(cast, State.RESPONDING))
    assert refusals(road, Action.REQUEST_ESCALATION, cast.rob, ground=Ground.PRESSURE, text="Me too.")


def test_the_ruler_has_no_conflict_and_never_sits_on_the_panel_afterwards(cast):
    road = build.ask_to_move_up(at_branch(cast, State.RESPONDING))
    ruler = road.who(Role.ESCALATION_RULER)
    assert ruler == cast.dee
    build.rule(road, upheld=True).seat_panel()
    assert ruler not in road.panel()
    assert not access.open_to(ruler).exists()


def test_the_ruling_reaches_both_sides_with_its_reason(cast):
    road = build.rule(build.ask_to_move_up(at_branch(cast, State.RESPONDING)), upheld=False)
    told = Notice.objects.filter(case=road.case, letter="n07_ruling").values_list("member", flat=True)
    assert {cast.ana.pk, cast.rob.pk} <= set(told)


def test_before_an_allegation_is_written_down_there_is_nothing_to_hand_on(cast):
    """A case that moved up without one could never be decided."""
    road = build.filed(cast).screen()
    words = {"ground": Ground.FEAR_OF_BIAS, "text": "They are all friends."}
    assert refusals(road, Action.REQUEST_ESCALATION, cast.ana, **words)
    road.frame()
    build.rule(build.ask_to_move_up(road), upheld=True)
    assert moved_up_for(road) == Ground.FEAR_OF_BIAS.value
    assert road.to_decision().case.state == State.APPEAL_WINDOW


def test_a_request_made_at_the_first_look_ends_with_it(cast):
    """The ruler of a request that was overtaken keeps nothing."""
    road = build.ask_to_move_up(build.framed(cast))
    ruler = road.who(Role.ESCALATION_RULER)
    road.do(Action.OFFER_INFORMAL, cast.omar)
    assert not access.open_to(ruler).exists()


@pytest.mark.parametrize(("late", "tier"), [(29, Tier.BRANCH), (30, Tier.NATIONAL)])
def test_thirty_days_of_silence_take_the_case_from_the_branch(cast, late, tier):
    """G9: the notice was due on 8 June."""
    road = build.branch(cast)
    assert road.case.due_on == moment(6, 8).date()
    assert road.later(days=7 + late).clock().case.tier == tier


def test_the_next_level_gets_its_whole_time_however_late_the_branch_was(cast):
    road = build.branch(cast).until(moment(7, 8)).clock()
    assert moved_up_for(road) == Ground.OVERDUE.value
    assert (road.case.entered_on, road.case.due_on) == (moment(7, 8).date(), moment(7, 15).date())


def test_a_side_may_ask_when_the_branch_is_two_weeks_late(cast):
    road = build.branch(cast).seat_panel().notice().later(days=28)
    build.ask_to_move_up(road, ground=Ground.OVERDUE)
    assert moved_up_for(build.rule(road, upheld=True)) == Ground.OVERDUE.value


def test_votes_of_the_level_that_was_left_decide_nothing(cast):
    road = at_branch(cast, State.DELIBERATING).vote()
    build.rule(build.ask_to_move_up(road), upheld=True)
    road.to_vote()
    asked = Motion.objects.filter(proceeding__ended_at=None, case=road.case, kind=MotionKind.FINDING)
    assert [motion.closed_at for motion in asked] == [None]
    assert not Ballot.objects.filter(motion__in=asked).exists()


@pytest.mark.parametrize("state", [*BRANCH_STATES, State.DELIBERATING])
def test_a_national_case_without_enough_people_goes_to_an_external_body(cast, state):
    road = build.PLACES[Tier.NATIONAL, state](cast)
    end_offices(*NATIONAL, Post.RESERVE, Post.BRANCH_LEADER)
    if state is State.FORMING:
        road.draw()
    for member in road.panel()[:2]:
        road.do(Action.RECUSE, member)
    assert (road.case.tier, road.case.state) == (Tier.EXTERNAL, State.AWAITING_EXTERNAL)
    assert handlers(road) == {Role.REGISTRAR}
    assert {n.member for n in Notice.objects.filter(case=road.case, letter="n33_your_turn")} >= {cast.zed}


def test_an_appeal_that_nobody_may_check_goes_to_an_external_body(cast):
    road = build.branch(cast).to_decision()
    end_offices(Post.APPEALS_CHAIR, Post.APPEALS_MEMBER, Post.APPEALS_ALTERNATE, Post.RESERVE)
    assert road.appeal().case.state == State.AWAITING_EXTERNAL


def test_the_appeals_committee_never_fills_a_panel_of_the_national_one(cast):
    end_offices(*NATIONAL[1:], Post.RESERVE, Post.BRANCH_LEADER)
    road = build.national(cast).draw()
    assert road.case.state == State.AWAITING_EXTERNAL
    appeals = Office.objects.filter(post__startswith="appeals").values_list("member", flat=True)
    asked = CaseEvent.objects.filter(case=road.case, kind=EventKind.SEAT_OFFERED)
    assert not {event.data["member"] for event in asked} & set(appeals)


def test_every_move_up_says_why_in_the_record(cast):
    road = at_branch(cast, State.RESPONDING)
    leads(cast.rob, cast.branches["Northside"], road)
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.ESCALATED)
    assert (event.data["ground"], event.data["next"], event.actor) == ("G2", Tier.NATIONAL, None)
    assert event.system == "rule G2"


def test_an_office_given_ahead_of_its_day_works_from_that_day(cast):
    """Nothing is declared on the day itself: the clock looks again."""
    road = at_branch(cast, State.RESPONDING)
    tomorrow = road.at.date() + timedelta(days=1)
    words = {"post": Post.BRANCH_LEADER, "branch": cast.branches["Northside"], "since": tomorrow}
    appoint(member=cast.rob, by=None, at=road.at, **words)
    assert road.clock().case.tier == Tier.BRANCH
    assert moved_up_for(road.later(days=1).clock()) == Ground.LEADERSHIP.value
