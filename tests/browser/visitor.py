"""One person at a browser of their own. Everything is found as a person finds it: by the words on the page."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from branches.models import Member

MISSING = "Failed to load resource: the server responded with a status of 4"
"""What the console says of a page that is meant to be refused."""


class Visitor:
    """A page of a browser, and what went wrong on it."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.page: Page = context.new_page()
        self.trouble: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        self.page.on("request", self._count)

    # coming and going

    def sign_in(self, member: Member, password: str) -> "Visitor":
        """By the form, as everybody does."""
        self.open("sign-in")
        self.write("E-mail address", member.email)
        self.write("Password", password)
        self.press("Sign in")
        return self

    def arrive(self, member: Member) -> "Visitor":
        """Already signed in, for the many people of a story."""
        client = Client()
        client.force_login(member)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.site}])
        return self

    def open(self, name: str, *args: Any) -> int:
        """Go to a named page; returns the status of the answer."""
        return self.go(reverse(name, args=args))

    def go(self, address: str) -> int:
        answer = self.page.goto(self.site + address)
        assert answer
        return answer.status

    # what a person does

    def press(self, words: str) -> Response | None:
        return self._leave_by(self.page.get_by_role("button", name=words, exact=True))

    def follow(self, words: str) -> Response | None:
        return self._leave_by(self.page.get_by_role("link", name=words, exact=True).first)

    def follow_to(self, words: str) -> Response | None:
        """The first link that begins with these words."""
        return self._leave_by(self.page.get_by_role("link", name=_begins(words)).first)

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(_begins(label)).first.fill(text)

    def choose(self, label: str, *, under: str = "") -> None:
        """A radio button or a tick, by its own label; `under` names the question where several look alike."""
        part: Page | Locator = self.page.get_by_role("group", name=_begins(under)).first if under else self.page
        part.get_by_label(_begins(label)).first.check()

    def pick(self, label: str, choice: str) -> None:
        """One entry of a list that opens."""
        self.page.get_by_label(_begins(label)).first.select_option(label=choice)

    # what a person sees

    @property
    def words(self) -> str:
        """Everything that is written on the page, in one line."""
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def address(self) -> str:
        return urlsplit(self.page.url).path

    def reads(self, *sentences: str) -> "Visitor":
        found = self.words
        missing = [sentence for sentence in sentences if sentence not in found]
        assert not missing, f"{missing} not on {self.address}: {found[:1500]}"
        return self

    def never_reads(self, *sentences: str) -> "Visitor":
        shown = [sentence for sentence in sentences if sentence in self.words]
        assert not shown, f"{shown} on {self.address}"
        return self

    # what goes wrong

    def _leave_by(self, element: Locator) -> Response | None:
        with self.page.expect_navigation() as going:
            element.click()
        return going.value

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(MISSING):
            self.trouble.append(f"console: {message.text}")

    def _count(self, request: Request) -> None:
        if not request.url.startswith(f"{self.site}/"):
            self.trouble.append(f"elsewhere: {request.url}")


def _begins(label: str) -> re.Pattern[str]:
    """A label that begins so; what may follow is its hint."""
    return re.compile(rf"^\s*{re.escape(label)}")
