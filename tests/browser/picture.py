"""The picture in the README, taken from the demo world: `python -m tests.browser.picture` (or `make picture`)."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STORY = "Ready to be sent on, with an addition"
SCREEN = {"width": 1280, "height": 1000}


@contextmanager
def demo_site() -> Iterator[tuple[Any, str]]:
    """The demo world in a database of its own, and the address at which it answers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases
    from django.utils.timezone import now
    from pytest_django.live_server_helper import LiveServer

    from cases.demo import world

    databases = setup_databases(verbosity=0, interactive=False)
    built = world.build(size="small", seed=1, now=now(), password="demo", tell=lambda *_: None)
    server = LiveServer("localhost")
    yield built, server.url
    server.stop()
    teardown_databases(databases, verbosity=0)


def take(target: Path) -> None:
    """The page of a case as its intake officer sees it, at a width of 1280, in the light."""
    with demo_site() as (built, site):
        from django.urls import reverse
        from playwright.sync_api import sync_playwright

        from cases.domain.vocabulary import Role
        from tests.browser.visitor import Visitor

        road = built.road(STORY)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
            visitor = Visitor(browser.new_context(viewport=SCREEN, color_scheme="light"), site)
            visitor.arrive(road.who(Role.INTAKE_OFFICER)).go(reverse("case", args=[road.case.code]))
            visitor.page.screenshot(path=target)
            browser.close()


if __name__ == "__main__":
    default = Path(__file__).parents[2] / "docs" / "pictures" / "case-page.png"
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    place.parent.mkdir(parents=True, exist_ok=True)
    take(place)
    print(f"{place} ({place.stat().st_size // 1000} KB)")
