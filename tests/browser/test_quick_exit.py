"""Leaving quickly: signed out at once, and whoever sits down next finds nothing by going back."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import now

from cases.demo.roads import Road
from tests.browser.stage import town
from tests.browser.visitor import Visitor

STORY = "At two meetings in a row I was shouted at."


@pytest.fixture
def harmless(settings, live_server) -> str:
    """Where leaving leads to, without asking another site in a test."""
    settings.LEAVE_URL = f"{live_server.url}/healthz"
    return settings.LEAVE_URL


@pytest.fixture
def ana(visitor, harmless: str) -> Visitor:
    """Ana has her case before her."""
    cast = town()
    road = Road.file(cast, cast.ana, now() - timedelta(days=1), narrative=STORY)
    window = visitor().arrive(cast.ana)
    window.open("today")
    window.open("my-case", road.case.code)
    window.reads(STORY)
    return window


def nothing_is_left(window: Visitor, harmless: str) -> None:
    window.page.wait_for_url(harmless)
    for _ in range(2):
        window.page.go_back(wait_until="commit")
        window.page.wait_for_load_state()
        window.never_reads(STORY)
        assert window.address in ("/sign-in/", "/today/", "/leave/", "/healthz", "blank")
    window.open("today")
    assert window.address == "/sign-in/"
    assert not any(cookie["name"] == settings.SESSION_COOKIE_NAME for cookie in window.context.cookies())


def test_after_leaving_back_shows_nothing(ana: Visitor, harmless: str):
    ana.page.get_by_role("link", name="Leave this site quickly").click()
    nothing_is_left(ana, harmless)


def test_after_signing_out_back_shows_nothing(ana: Visitor):
    ana.press("Sign out")
    for _ in range(2):
        ana.page.go_back(wait_until="commit")
        ana.page.wait_for_load_state()
        ana.never_reads(STORY)


@pytest.mark.parametrize("scripts", [True], ids=["with-scripts"])
def test_three_times_shift_leaves(ana: Visitor, harmless: str):
    for _ in range(3):
        ana.page.keyboard.press("Shift")
    nothing_is_left(ana, harmless)


@pytest.mark.parametrize("scripts", [True], ids=["with-scripts"])
def test_the_page_goes_blank_at_once(ana: Visitor):
    """Before the next site has answered. Without scripts the browser itself decides how long the page stays."""
    ana.page.route("**/leave/", lambda asked: asked.fulfill(status=204))
    ana.page.get_by_role("link", name="Leave this site quickly").click()
    assert ana.page.locator("main").is_hidden()
    assert ana.page.title() == "…"


def test_a_draft_is_still_there_after_leaving(visitor, harmless: str):
    cast = town()
    window = visitor().arrive(cast.ana)
    window.open("raise-start")
    window.follow("Start")
    window.follow("Continue")
    window.write("In your own words", STORY)
    window.press("Continue")
    window.page.get_by_role("link", name="Leave this site quickly").click()
    window.page.wait_for_url(harmless)
    window.arrive(cast.ana).open("raise-start")
    window.follow_to("Draft from")
    window.follow("What happened")
    assert window.page.get_by_label("In your own words").input_value() == STORY
