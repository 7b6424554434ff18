"""Fill an empty database with invented people and cases, to try the site with."""

import json
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cases.demo import logins, world
from cases.management.progress import Progress

FILE = "demo-logins.json"


class Command(BaseCommand):
    help = "Load the demo world into an empty database: three branches, both committees, cases in every state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=list(world.SIZES), default="small")
        parser.add_argument("--seed", type=int, default=1, help="the same number tells the same stories again")
        parser.add_argument("--json", action="store_true", help="print one object for a program, and nothing else")

    def handle(self, *args: Any, size: str, seed: int, **options: Any) -> None:
        began = time.monotonic()
        try:
            people, built = load(size, seed, Progress(sys.stderr))
        except world.NotEmpty as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps({"logins": people, "cases": cases(built)}, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(
                f"{len(built.scenes)} cases in {time.monotonic() - began:.0f} s. "
                f"The logins are in {settings.VAR / FILE}, for this account alone."
            )


@transaction.atomic
def load(size: str, seed: int, progress: Progress) -> tuple[list[dict[str, str]], world.World]:
    """Build the world and write its logins down: both, or neither."""
    password = logins.new_password()
    try:
        built = world.build(size=size, seed=seed, now=timezone.now(), password=password, tell=progress)
    finally:
        progress.end()
    people = logins.of(built, password)
    logins.write(settings.VAR / FILE, people)
    return people, built


def cases(built: world.World) -> list[dict[str, str]]:
    """Every case in a few words."""
    rows = [(scene.story.title, scene.road.case) for scene in built.scenes if scene.road]
    for _, case in rows:
        case.refresh_from_db()
    return [{"code": case.code, "state": case.state, "tier": case.tier, "story": title} for title, case in rows]
