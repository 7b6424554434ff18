"""RM-8: a support person is named and let in by a side, reads what it reads, and can lose it for a breach."""

import pytest
from django.core.cache import cache
from django.test import Client

from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Role, Why
from cases.models import Case, CaseEvent, Conflict, Invitation, Notice, Party
from cases.usecases import invitations
from tests.cast import moment
from tests.journeys.eyes import browser, letters, post
from tests.journeys.slow import Slow
from tests.journeys.test_witness_link import LINK, words

PROMISE = {"private": "on", "no_part": "on"}


@pytest.fixture
def road(cast):
    """Both sides read the evidence; Rob has named a friend who is no member."""
    cache.clear()
    road = Slow.file(cast, cast.ana, moment(6, 1)).screen().frame().to_branch().seat_panel()
    road.until(moment(6, 8)).notice()
    road.do(Action.ADD_EVIDENCE, cast.rob, title="A message", text="I was at home that evening.")
    return road.answer().report().do(Action.NAME_SUPPORTER, cast.rob, name="Sue Lang")


def number(road, named="rob"):
    return Party.objects.get(case=road.case, side=Role.SUPPORTER, named_by=getattr(road.cast, named)).number


def link(road):
    answer = browser(road.cast.rob).post(f"/my/{road.case.code}/do/invite_supporter/", {"party": number(road)})
    return LINK.search(words(answer))[0]


def let_in(road, client=None):
    friend = client or Client()
    assert friend.post(link(road))["Location"] == "/beside/"
    assert friend.post("/beside/", PROMISE).status_code == 303
    return friend


def test_they_read_what_their_side_reads_after_they_promised_to_keep_it_private(cast, road):
    friend = Client()
    friend.post(link(road))
    before = words(friend.get("/beside/"))
    assert "I keep private" in before and road.matter.allegation not in before
    assert "cannot be a support person." in words(friend.post("/beside/", {"private": "on"}))
    assert friend.post("/beside/", PROMISE).status_code == 303
    page = words(friend.get("/beside/"))
    for read in (road.matter.allegation, "I was at home that evening.", "You support the respondent"):
        assert read in page
    for hidden in (road.matter.narrative, road.case.code, "/files/", "/do/", "By e-mail, in the evening."):
        assert hidden not in page
    read = CaseEvent.objects.filter(case=road.case, kind=EventKind.SEALED_PART_READ).order_by("case_number").last()
    assert read.actor is None and read.data["roles"] == ["supporter"]
    assert not browser(cast.ana).get(f"/my/{road.case.code}/").content.decode().count("Sue Lang")


def test_the_chair_takes_it_away_for_a_breach_and_only_that_side_hears_why(cast, road):
    friend = let_in(road)
    road.do(Action.REMOVE_SUPPORTER, road.who(Role.PANEL_CHAIR), party=number(road), reason="They told others of it.")
    assert friend.get("/beside/").status_code == 404
    with pytest.raises(Refused, match="taken access from this person"):
        road.do(Action.INVITE_SUPPORTER, cast.rob, party=number(road))
    post(road)
    assert letters(cast.rob, road)[-1] == "n16_supporter_removed"
    assert "n16_supporter_removed" not in letters(cast.ana, road)
    notice = Notice.objects.get(case=road.case, letter="n16_supporter_removed")
    assert "They told others of it." in words(browser(cast.rob).get(f"/letters/{notice.pk}/"))


def test_it_ends_with_the_case_and_with_a_newer_link(road):
    first = let_in(road)
    second = let_in(road)
    assert (first.get("/beside/").status_code, second.get("/beside/").status_code) == (404, 200)
    over = {"closed_at": road.at, "closure_reason": "not_substantiated", "state": "closed", "due_on": None}
    Case.objects.filter(pk=road.case.pk).update(**over)
    assert second.get("/beside/").status_code == 404


def test_nobody_who_works_on_the_case_or_is_kept_out_of_it_is_let_in(cast, road):
    Conflict.objects.create(case=road.case, member=cast.zed, kind=Why.EXCLUDED, since=road.at)
    for member in (road.panel()[0], cast.ana, cast.zed):
        assert browser(member).post(link(road)).status_code == 404
        assert browser(member).get("/beside/").status_code == 404
    friend = let_in(road, browser(cast.yara))
    assert Party.objects.get(case=road.case, side=Role.SUPPORTER).member == cast.yara
    assert Conflict.objects.filter(case=road.case, member=cast.yara, kind=Why.ADVISER, until=None).exists()
    Conflict.objects.create(case=road.case, member=cast.yara, kind=Why.EXCLUDED, since=road.at)
    assert friend.get("/beside/").status_code == 404


def test_a_side_lets_in_only_whom_it_has_named(cast, road):
    with pytest.raises(Refused, match="No support person is named"):
        road.do(Action.INVITE_SUPPORTER, cast.ana, party=number(road))
    road.do(Action.NAME_SUPPORTER, cast.ana, name="Mo Lang")
    with pytest.raises(Refused, match="Choose one of the support persons"):
        road.do(Action.INVITE_SUPPORTER, cast.ana, party=number(road))
    assert invitations.SUPPORTER.role is Role.SUPPORTER and not Invitation.objects.exists()
