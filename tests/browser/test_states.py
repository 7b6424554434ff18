"""Pages in the states that nobody plans for: wrong, late, twice, signed out, first time, last time."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser

from cases.domain.vocabulary import Action, Role
from tests.browser.eyes import Eyes
from tests.browser.test_pages import Windows, once
from tests.browser.visitor import Visitor
from tests.world import World

pytestmark = once
PASSWORD = "three calm herons at noon"
MINE = "Every word that I typed."


@pytest.fixture
def eyes() -> Iterator[Eyes]:
    """Whatever was looked at in a test has to be without a fault."""
    looking = Eyes()
    yield looking
    assert not looking.faults, "\n".join(looking.faults)


@pytest.fixture
def window(browser: Browser, site: str) -> Iterator:
    windows = Windows(browser, site)
    yield windows.of
    for visitor in windows.open.values():
        visitor.context.close()


def step(world: World, case: str, action: Action, visitor: Visitor, name: str = "case-step") -> None:
    assert visitor.open(name, world.cases[case].code, action.value) == 200, visitor.words


def test_a_page_that_is_not_there(window, whole: World, eyes: Eyes):
    for member in (None, whole.cast.mona):
        visitor = window(member)
        assert visitor.go("/no/such/page/") == 404
        eyes.look(visitor, "404")
    mona = window(whole.cast.mona)
    assert mona.open("case", whole.cases["vote"].code) == 404
    eyes.look(mona, "a case that is not theirs")


def test_a_sign_in_that_fails(window, eyes: Eyes):
    visitor = window(None)
    visitor.open("sign-in")
    visitor.write("E-mail address", "nobody@demo.example")
    visitor.write("Password", "wrong")
    visitor.press("Sign in")
    assert visitor.page.title().startswith("Error: ")
    eyes.look(visitor, "sign-in with an error")


def test_an_old_form_without_its_token(window, whole: World, eyes: Eyes):
    """After signing in again in another tab the token is a new one."""
    visitor = window(whole.cast.mona)
    visitor.open("theme")
    visitor.context.clear_cookies(name="csrf")
    visitor.choose("Dark")
    visitor.press("Save")
    eyes.look(visitor, "a stale form")


@pytest.mark.parametrize(
    ("case", "role", "action"),
    [
        ("first look", Role.INTAKE_OFFICER, Action.SCREEN_SAFETY),
        ("first look", Role.INTAKE_OFFICER, Action.FRAME_ALLEGATION),
        ("first look", Role.INTAKE_OFFICER, Action.PROPOSE_DISMISSAL),
        ("inquiry", Role.PANEL_CHAIR, Action.SUBMIT_REPORT),
        ("appealed", Role.APPEALS_OFFICER, Action.ADMIT_APPEAL),
    ],
)
def test_a_form_with_nothing_in_it(window, whole: World, eyes: Eyes, case: str, role: Role, action: Action):
    road = whole.roads[case].until(now())
    member = road.who(role)
    road.declare(member)
    visitor = window(member)
    step(whole, case, action, visitor)
    visitor.press(action.label)
    assert visitor.page.title().startswith("Error: ")
    eyes.look(visitor, f"{action} with nothing in it")


def test_a_form_that_came_too_late(window, whole: World, eyes: Eyes):
    """Two windows: what the second sends is told of the first, and its words stay."""
    ana, code = window(whole.cast.ana), whole.cases["first look"].code
    ana.open("my-step", code, Action.ADD_ADDENDUM)
    second = Visitor(ana.context, ana.site)
    second.open("my-step", code, Action.ADD_ADDENDUM)
    for one in (ana, second):
        one.write("Your words", MINE)
        one.press(Action.ADD_ADDENDUM.label)
    second.reads("Something happened while this page was open")
    assert second.page.get_by_label("Your words").input_value() == MINE
    eyes.look(second, "a form that came too late")


def test_writing_for_somebody_else(window, whole: World, eyes: Eyes):
    visitor = window(whole.cast.mona)
    visitor.open("raise-on-behalf")
    assert visitor.heading == "Write for someone else"
    eyes.look(visitor, "writing for somebody else")
    visitor.press("Continue")
    assert visitor.page.title().startswith("Error: ")
    eyes.look(visitor, "writing for somebody else, with nothing in it")


def test_a_draft_with_names_that_nobody_has(window, whole: World, eyes: Eyes):
    ana = window(whole.cast.ana)
    ana.open("raise-step", whole.draft, "who-must-not-see")
    ana.write("People who must not see this", "Somebody Unknown\nLena Demo")
    ana.press("Continue")
    ana.reads("We do not know these names", "Somebody Unknown")
    eyes.look(ana, "names that nobody has")


def test_an_invitation_and_a_first_password(window, whole: World, eyes: Eyes):
    """The registrar hands a link over; it sets a password once, and with it the member signs in."""
    mona, zed, guest = whole.cast.mona, window(whole.cast.zed), window(None)
    zed.open("person", mona.pk)
    zed.press("Make a link for the first password")
    eyes.look(zed, "an invitation")
    link = urlsplit(zed.page.get_by_label("Link").input_value()).path
    guest.go(link)
    eyes.look(guest, "a first password")
    guest.write("New password", PASSWORD)
    guest.write("New password again", PASSWORD)
    guest.press("Save the password")
    guest.sign_in(mona, PASSWORD)
    guest.reads("Signed in as Mona")
    assert window(mona).go(link) == 200
    window(mona).reads("This link no longer works")


def test_a_search_that_finds_nothing(window, whole: World, eyes: Eyes):
    zed = window(whole.cast.zed)
    for address in ("/cases/?q=000", "/people/?q=zzzzzz"):
        zed.go(address)
        eyes.look(zed, address)
