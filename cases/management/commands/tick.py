"""Do the background work once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.tasks import look_at_files, put_together, send_mail, tick


class Command(BaseCommand):
    help = "Do the background work once: letters and mail that are due, files that wait, passed dates. Prints counts."

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        for name, count in {**tick(at), **send_mail(at), **look_at_files(at), **put_together(at)}.items():
            self.stdout.write(f"{name} {count}")
