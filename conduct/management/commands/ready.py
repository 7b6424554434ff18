"""What /readyz says, for a shell and for health checks of processes that serve no pages."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from conduct import health


class Command(BaseCommand):
    help = "Say whether the site can do its work. Exit code 0: it can; 1: it cannot, with the reasons."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=list(health.REASONS), help="let this part alone decide")

    def handle(self, *args: Any, only: str | None, **options: Any) -> None:
        found = health.examine(timezone.now())
        self.stdout.write(json.dumps(found.answers | {"reasons": found.reasons}))
        if not (found.answers.get(only) if only else found.ready):
            raise SystemExit(1)
