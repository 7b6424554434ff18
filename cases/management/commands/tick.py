"""Do the background work once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.selfcheck import read_again
from cases.tasks import look_at_files, put_together, send_mail, tick


class Command(BaseCommand):
    help = "Do the background work once: letters, mail, files, papers, passed dates, the record. Prints counts."

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        work = tick(at) | send_mail(at) | look_at_files(at) | put_together(at) | read_again(at)
        for name, count in work.items():
            self.stdout.write(f"{name} {count}")
