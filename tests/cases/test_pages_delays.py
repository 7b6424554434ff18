"""What the pages say of a date that moved: to the handlers, to both sides, and of a quiet pause to neither side."""

from datetime import timedelta

import pytest

from cases import load
from cases.domain.vocabulary import Action, DelayReason, PauseGround, Role
from cases.queries.today import today
from tests import build
from tests.browsing import Browser
from tests.clock import stopped

TEXT = "The witness is at sea until August."


def read(road, member, path="cases"):
    with stopped(road.at):
        page = Browser(member).get(f"/{path}/{road.case.code}/")
    assert page.status_code == 200
    return page.content.decode()


def inquiry(cast):
    return build.branch(cast).seat_panel().notice().answer()


def pause(road, **more):
    until = load.local_day(road.at) + timedelta(days=30)
    return road.do(Action.STAY, road.who(Role.PANEL_CHAIR), until=until, text="The court hears it.", **more)


def test_both_sides_and_the_chair_read_until_when_and_why_it_is_paused(cast):
    road = pause(inquiry(cast), ground=PauseGround.COURT)
    day = f"{road.case.stayed_until:%A %-d %B %Y}"
    for page in (read(road, cast.ana, "my"), read(road, cast.rob, "my"), read(road, road.who(Role.PANEL_CHAIR))):
        assert f"Paused until {day} at the latest" in page
        assert "a court deals with the same matter" in page
    assert f"paused until {day} at the latest" in read(road, cast.rob, "my")


def test_a_quiet_pause_is_on_the_page_of_the_chair_and_on_no_page_of_the_sides(cast):
    road = pause(inquiry(cast), ground=PauseGround.POLICE_REQUEST, quiet=True)
    assert "the two sides are not told" in read(road, road.who(Role.PANEL_CHAIR))
    for member in (cast.ana, cast.rob):
        assert "pause" not in read(road, member, "my").lower()
        assert "police" not in read(road, member, "my").lower()


def test_the_history_says_who_asked_and_what_was_said_and_never_the_words(cast):
    road = inquiry(cast)
    until = road.case.due_on + timedelta(days=5)
    road.do(Action.ASK_EXTENSION, cast.rob, ground=DelayReason.EVIDENCE, until=until, text=TEXT)
    assert "it waits for its ruling" in read(road, road.who(Role.PANEL_CHAIR))
    road.do(Action.RULE_EXTENSION, road.who(Role.REGISTRAR), upheld=True, reason="She cannot come before.")
    chair, ana = read(road, road.who(Role.PANEL_CHAIR)), read(road, cast.ana, "my")
    assert "was asked for by the respondent" in chair and "the registrar said yes" in chair
    assert "the registrar said yes" in ana and "by the respondent" not in ana
    assert TEXT not in chair + ana


def test_the_first_page_of_whoever_rules_says_so_and_a_paused_case_asks_for_nothing(cast):
    road = inquiry(cast)
    registrar, chair = road.who(Role.REGISTRAR), road.who(Role.PANEL_CHAIR)
    until = road.case.due_on + timedelta(days=5)
    road.do(Action.ASK_EXTENSION, cast.rob, ground=DelayReason.EVIDENCE, until=until, text=TEXT)
    said = {member: [line.label for line in today(member, at=road.at).lines] for member in (registrar, chair)}
    assert said[registrar] == [f"Rule on a request for more time: {road.case.code}"]
    assert said[chair] == [f"Lead the inquiry and send the report: {road.case.code}"]
    pause(road, ground=PauseGround.COURT)
    assert [today(member, at=road.at).lines for member in (registrar, chair)] == [(), ()]
    assert {line.hint for line in today(chair, at=road.at).waiting} == {"paused"}


def test_whoever_rules_reads_the_request_beside_the_form(cast):
    road = inquiry(cast)
    until = road.case.due_on + timedelta(days=5)
    road.do(Action.ASK_EXTENSION, cast.rob, ground=DelayReason.EVIDENCE, until=until, text=TEXT)
    with stopped(road.at):
        page = Browser(road.who(Role.REGISTRAR)).get(f"/cases/{road.case.code}/do/rule_extension/").content.decode()
    assert TEXT in page and "The respondent asks for more time" in page


@pytest.mark.parametrize("side", ["ana", "rob"])
def test_a_side_that_owes_the_answer_itself_is_not_told_that_we_are_late(cast, side):
    road = build.branch(cast).seat_panel().notice().later(days=20)
    assert ("We are late" in read(road, getattr(cast, side), "my")) is (side == "ana")
