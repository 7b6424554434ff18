"""Do the background work once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.tasks import tick


class Command(BaseCommand):
    help = "Do the background work once: notices that are due, dates that have passed. Prints counts."

    def handle(self, **options: Any) -> None:
        for name, count in tick(timezone.now()).items():
            self.stdout.write(f"{name} {count}")
