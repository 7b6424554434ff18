"""Put a procedure in force."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.domain.reading import LawFault
from cases.management.commands.check_procedure import look
from cases.record import System
from cases.usecases import law


class Command(BaseCommand):
    help = "Check a procedure file and publish it. Cases already received keep the version they have."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        _, faults = look(file)
        if faults:
            raise CommandError("\n".join(faults))
        try:
            row = law.publish(file.read_text(encoding="utf-8"), by=System("command line"), at=timezone.now())
        except LawFault as fault:
            raise CommandError("\n".join(fault.faults)) from fault
        self.stdout.write(f"{row.edition} is in force from {row.in_force_from}. Fingerprint {row.sha256}.")
