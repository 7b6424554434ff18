"""A browser for all tests, a fresh window for each person, and a site that answers them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import world
from tests.browser.pages import Look, looks
from tests.browser.visitor import Visitor
from tests.world import World

PATIENCE = 15_000
"""Milliseconds to wait for something on a page: a busy machine is slow, not broken."""


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium)
        yield opened
        opened.close()


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Every story is told twice."""
    return bool(request.param)


@pytest.fixture
def visitor(browser: Browser, live_server, scripts: bool) -> Iterator[Callable[[], Visitor]]:
    """A new window; at the end nothing may have gone wrong in any of them."""
    opened: list[Visitor] = []

    def come() -> Visitor:
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE)
        opened.append(Visitor(context, live_server.url))
        return opened[-1]

    yield come
    trouble = [line for one in opened for line in one.trouble]
    for one in opened:
        one.context.close()
    assert not trouble, trouble


# Many pages of one world, which stands still while they are looked at.


@pytest.fixture(scope="module")
def db(stored: None) -> None:
    """The site reads what is built upon this in another thread."""


@pytest.fixture(scope="module")
def whole(db: None) -> World:
    return world.build()


@pytest.fixture(scope="module")
def site(whole: World) -> Iterator[str]:
    """The address at which that world answers."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def every_page(whole: World) -> list[Look]:
    return looks(whole)
