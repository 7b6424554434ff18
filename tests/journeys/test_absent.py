"""SC-05: recused means absent. Fay is a cousin of the respondent; the register knows it before anybody asks."""

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from branches.models import Member, Office
from branches.posts import Post
from cases import access
from cases.demo.roads import Road
from cases.domain import panels
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Choice, EventKind, Role, State, Tier, Why
from cases.models import CaseEvent, CaseRole, Conflict, Notice, Proceeding, Seat
from cases.queries import folder as folders
from cases.queries.parts import people
from tests import build
from tests.cast import end_offices, moment
from tests.journeys.eyes import browser, doors, letters, lists, post, sees


def drawn(cast):
    """Everybody who can be drawn is needed: without Fay there are exactly six."""
    end_offices(Post.NATIONAL_ALTERNATE, Post.RESERVE, Post.BRANCH_LEADER)
    road = build.national(cast)
    Proceeding.objects.filter(case=road.case, ended_at=None).update(seed=reaching(cast.fay))
    return road.seat_panel()


def reaching(member) -> str:
    """A seed by which the draw comes to this member before the last of the committee."""
    committee = list(Office.objects.filter(post=Post.NATIONAL_MEMBER).values_list("member", flat=True))
    return next(s for s in map(str, range(99)) if panels.draw(committee, seed=s, barred=())[-1] != member.pk)


def test_her_conflict_is_a_row_from_the_first_moment(cast):
    road = build.filed(cast)
    assert [row.kind for row in Conflict.objects.filter(case=road.case, member=cast.fay, until=None)] == [Why.FAMILY]


def test_the_draw_skips_her_without_asking(cast):
    road = drawn(cast)
    seated = {seat.member for seat in Seat.objects.filter(case=road.case)}
    assert seated == {cast.dee, cast.eli, cast.gus, cast.hana, cast.ivo, cast.jo}
    asked = CaseEvent.objects.filter(case=road.case, kind=EventKind.SEAT_OFFERED)
    assert cast.fay.pk not in {event.data["member"] for event in asked}


def test_she_sees_nothing_anywhere_and_no_page_of_hers_changes(cast):
    before = lists(cast.fay)
    road = drawn(cast).notice().answer().report().review().papers().vote().measure().decide()
    post(road.later(days=31).clock())
    assert lists(cast.fay) == before
    assert sees(cast.fay, road) == doors(cast.fay, road) == set()
    assert letters(cast.fay, road, sent=None) == []


def test_a_forwarded_link_is_answered_as_if_there_were_no_such_case(cast):
    road = drawn(cast)
    client = browser(cast.fay)
    for path in ("/cases/{}/", "/cases/{}/timeline/", "/cases/{}/do/vote/", "/my/{}/"):
        there, absent = client.get(path.format(road.case.code)), client.get(path.format("K7Q-4M2-XR"))
        assert there.status_code == absent.status_code == 404
        assert there.content.replace(road.case.code.encode(), b"") == absent.content.replace(b"K7Q-4M2-XR", b"")


def test_quorum_and_majority_are_counted_on_the_others(cast):
    road = drawn(cast).notice().answer().report().review().papers().vote(yes=3)
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.MOTION_CLOSED)
    assert (event.data["seated"], event.data["carried"]) == (5, True)


def test_the_two_sides_may_read_that_she_takes_no_part_and_only_the_category(cast):
    road = drawn(cast).notice()
    folder = folders.of_party(road.case, cast.ana, today=road.at.date())
    assert [(r.name, r.category) for r in people.recused(folder, folder.proceeding)] == [("Fay Demo", "family")]


@pytest.mark.parametrize("state", [State.FORMING, State.RESPONDING, State.DELIBERATING, State.APPEAL_WINDOW])
def test_what_is_put_back_by_hand_opens_nothing(cast, state):
    road = build.PLACES[Tier.NATIONAL, state](cast)
    assign_perm("open_case", cast.fay, road.case)
    CaseRole.objects.create(
        case=road.case,
        member=cast.fay,
        role=Role.PANEL_CHAIR,
        desk="national-2",
        received_at=road.case.received_at,
        since=road.at,
    )
    Member.objects.filter(pk=cast.fay.pk).update(is_superuser=True)
    Office.objects.create(member=cast.fay, post=Post.REGISTRAR, since=road.at.date())
    fay = Member.objects.get(pk=cast.fay.pk)
    assert sees(fay, road) == doors(fay, road) == set()
    with pytest.raises(Refused) as refused:
        road.do(Action.VOTE, fay, motion=1, choice=Choice.YES)
    assert Why.FAMILY in {against.why for against in refused.value.against}


def test_the_conflict_outlives_the_case(cast):
    road = build.over(build.final(build.national(cast).to_decision()))
    assert road.case.state == State.CLOSED
    assign_perm("open_case", cast.fay, road.case)
    assert not access.open_to(cast.fay).exists()
    assert Conflict.objects.filter(case=road.case, member=cast.fay, until=None).exists()


def test_a_tie_declared_by_either_end_bars_both_ways(cast):
    """Rob's cousin is out of Rob's case, and Rob would be out of hers."""
    road = Road.file(cast, cast.ana, moment(6, 1), about=("Fay Demo",))
    assert Conflict.objects.filter(case=road.case, member=cast.rob, kind=Why.FAMILY, until=None).exists()


def test_the_decision_letter_lists_her_with_the_category_and_no_reason(cast):
    """SC-05, last clause: Fay, recused, family."""
    road = drawn(cast).notice().answer().report().review().papers().vote().measure().decide()
    for side in (cast.ana, cast.rob):
        notice = Notice.objects.get(case=road.case, member=side, letter="n21_decision")
        post(road)
        page = browser(side).get(reverse("letter", args=[notice.pk])).content.decode()
        assert "Fay Demo, stepped aside: family" in page
        assert "cousin" not in page and "Passed over" not in page


def test_a_draw_that_passed_her_over_left_a_number_and_not_her_name(cast):
    road = drawn(cast)
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.PEOPLE_PASSED_OVER)
    assert event.data["passed_over"] == {"family": 1}
    assert cast.fay.pk not in [value for value in event.data.values() if isinstance(value, int)]
    assert "Fay" not in str(event.data)


def test_a_search_for_the_other_name_shows_her_no_case(cast):
    road = drawn(cast).notice()
    client = browser(cast.fay)
    for words in ("Rob Demo", "Rob", road.case.code, road.case.code[:3]):
        page = client.get(reverse("cases"), {"q": words}).content.decode()
        assert f"/cases/{road.case.code}/" not in page
