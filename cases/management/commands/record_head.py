"""Where does the record end? A copy to keep elsewhere."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from cases import heads
from cases.domain.heads import as_text


class Command(BaseCommand):
    help = (
        "Print where the record ends: five lines to print, mail or copy to a place that nobody who runs this site can "
        "change. `verify_record --head FILE` later proves that nothing up to there was changed or cut off. "
        "Exit code 0: done; 1: the head is not the end of the record; 2: the file cannot be written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="write it there; a file that exists stays as it is")
        parser.add_argument("--json", action="store_true", help="print one object for a program")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        try:
            copy = heads.current(now())
            if to is not None:
                heads.write(to, copy)
        except heads.NoRecord as problem:
            self.fail(1, str(problem))
        except OSError as problem:
            self.fail(2, f"{to} cannot be written: {problem.strerror}.")
        if options["json"]:
            found = {"site": copy.site, "number": copy.number, "hash": copy.hash, "at": copy.at.isoformat()}
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write(f"Written to {to}." if to else as_text(copy), ending="\n" if to else "")

    def fail(self, code: int, problem: str) -> None:
        self.stderr.write(problem)
        raise SystemExit(code)
