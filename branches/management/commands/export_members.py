"""Write the list of members as a file that `import_members` reads."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from branches import roster, usecases


class Command(BaseCommand):
    help = (
        f"Write who is a member now as a CSV file in UTF-8 with the header {roster.HEADER}: the same that "
        "import_members reads, so that a list goes out and in unchanged. No cell begins a formula. The record says "
        "that it was written. A file that exists stays as it is. Exit code 0: done; 2: it cannot be written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="- writes it here")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        lines = roster.written(members := usecases.export_members(by=None, at=now()))
        if str(file) == "-":
            sys.stdout.writelines(lines)
            return
        try:
            with file.open("x", encoding="utf-8", newline="") as new:
                file.chmod(0o600)
                new.writelines(lines)
        except OSError as problem:
            self.stderr.write(f"{file} cannot be written: {problem.strerror}.")
            raise SystemExit(2) from problem
        self.stdout.write(f"{len(members)} members are in {file}.")
