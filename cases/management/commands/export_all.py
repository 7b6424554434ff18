"""Everything the site keeps, in open formats."""

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from cases import archive
from cases.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Write every table of people and cases as JSON lines into a folder that is not there yet; docs/archive.md says "
        "what each column holds. Sealed texts are left out, or come as they are stored (--sealed): then the folder is "
        "as dangerous as a copy of the database, and as useless without the keys. The record says that it was made. "
        "Removing it is yours. Exit code 0: done; 2: it cannot be written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--sealed", action="store_true", help="with the sealed texts, files and wrapped keys")

    def handle(self, *args: Any, folder: Path, sealed: bool, **options: Any) -> None:
        began, progress = time.monotonic(), Progress(sys.stderr)
        try:
            made = archive.make(folder, sealed=sealed, at=now(), tell=progress)
        except OSError as problem:
            self.stderr.write(f"{folder} cannot be written: {problem.strerror or type(problem).__name__}.")
            raise SystemExit(2) from problem
        finally:
            progress.end()
        rows = sum(file["rows"] for file in made["files"])
        seconds = time.monotonic() - began
        self.stdout.write(f"{rows:,} rows of {len(made['files'])} tables are in {folder}, in {seconds:.1f} s.")
