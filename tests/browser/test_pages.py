"""How every page looks: usable by everybody, at every width, in both themes, with nothing from elsewhere."""

from collections import Counter

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from branches.models import Member
from tests import sweep
from tests.browser.eyes import SCREENS, Eyes
from tests.browser.pages import EXCUSED, Look
from tests.browser.visitor import Visitor

once = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="A page looks the same on both engines; SQLite is enough to look at it.",
)
pytestmark = once


def test_every_named_page_is_looked_at(every_page: list[Look]):
    named = {str(pattern.name) for pattern in sweep.patterns()}
    assert {look.route for look in every_page} == named - EXCUSED.keys()


def test_every_page_can_be_used_by_everybody(every_page: list[Look], browser: Browser, site: str, capsys):
    """The first pages of each kind on every screen, the rest on the two that differ most."""
    eyes, seen, windows = Eyes(), Counter[str](), Windows(browser, site)
    for look in every_page:
        visitor = windows.of(look.member)
        visitor.go(look.url)
        eyes.look(visitor, look, screens=len(SCREENS) if seen[look.route] < WHOLE else 2)
        seen[look.route] += 1
    with capsys.disabled():
        print(f"\n  looked at {len(every_page)} pages on {eyes.screens} screens")
    assert not eyes.faults, "\n".join(eyes.faults[:60])
    assert len(every_page) > LEAST


WHOLE = 3
LEAST = 150


class Windows:
    """A browser for each person."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.open: dict[int | None, Visitor] = {}

    def of(self, member: Member | None) -> Visitor:
        key = member.pk if member else None
        if key not in self.open:
            self.open[key] = Visitor(self.browser.new_context(reduced_motion="reduce"), self.site)
            if member:
                self.open[key].arrive(member)
        return self.open[key]
