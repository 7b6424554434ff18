"""Raising a concern with the keyboard alone: the focus is always seen, and it never takes too many presses."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from cases.models import Case
from tests.browser.stage import town
from tests.browser.visitor import Visitor

PASSWORD = "three calm herons at noon"
STORY = "At two meetings in a row I was shouted at."
BUDGET = 90
PATIENCE = 45

FOCUSED = """() => {
  const now = document.activeElement;
  const label = now.labels && now.labels.length ? now.labels[0].innerText : now.innerText;
  return (label || "").replace(/\\s+/g, " ").trim();
}"""
SEEN = """() => {
  const now = document.activeElement, box = now.getBoundingClientRect(), style = getComputedStyle(now);
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  const covered = !(over && (now.contains(over) || over.contains(now)));
  const ring = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  return {ring, covered};
}"""


class Keys:
    """Two hands on a keyboard. Typing is free, every other press is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1

    def to(self, words: str) -> "Keys":
        """Tab on until what begins with these words has the focus. Wherever the focus stops, it can be seen."""
        for _ in range(PATIENCE):
            self.press("Tab")
            seen = self.page.evaluate(SEEN)
            focused = self.page.evaluate(FOCUSED)
            assert seen["ring"] >= 3 and not seen["covered"], f"{focused}: {seen} on {self.page.url}"
            if focused.startswith(words):
                return self
        raise AssertionError(f"{words} was not reached on {self.page.url}")

    def main(self) -> "Keys":
        """Over the links at the top. After a form the browser is there already: a redirect keeps `#main`."""
        if not self.page.url.endswith("#main"):
            self.to("Skip to the main part").press("Enter")
        return self

    def type(self, text: str) -> "Keys":
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        return self

    def enter(self) -> None:
        """Press what has the focus, and arrive on the next page."""
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture
def scripts() -> bool:
    """Only with scripts, because the page is asked which element has the focus."""
    return True


def test_a_concern_is_raised_with_the_keyboard_alone(visitor: Callable[[], Visitor]):
    cast = town()
    cast.ana.set_password(PASSWORD)
    cast.ana.save(update_fields=["password"])
    window = visitor()
    window.open("raise-start")
    keys = Keys(window.page)
    keys.type(cast.ana.email).to("Password").type(PASSWORD).to("Sign in").enter()
    signing_in = keys.presses
    keys.main().to("Start").enter()
    keys.main().to("Continue").enter()
    keys.main().to("In your own words").type(STORY).to("Continue").enter()
    keys.main().to("Use my name").press("Space")
    keys.to("Continue").enter()
    keys.main().to("Yes").press("ArrowDown")
    keys.to("Continue").enter()
    keys.main().to("Continue").enter()
    keys.main().to("Send my concern").enter()
    window.reads("We have your concern", Case.objects.get().code)
    assert keys.presses - signing_in <= BUDGET, keys.presses


def test_after_a_mistake_the_keyboard_is_where_it_can_be_mended(visitor: Callable[[], Visitor]):
    window = visitor().arrive(town().ana)
    window.open("raise-start")
    keys = Keys(window.page)
    keys.main().to("Start").enter()
    keys.main().to("Continue").enter()
    keys.main().to("Continue").enter()
    assert window.page.title().startswith("Error: ")
    assert window.page.evaluate(FOCUSED).startswith("There is something to fix")
    keys.to("Write a few words").press("Enter")
    assert window.page.evaluate("document.activeElement.name") == "narrative"
