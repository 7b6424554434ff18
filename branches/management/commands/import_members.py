"""Enter a whole list of members in the register, or none of it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import localdate, now

from branches import roster, usecases
from branches.refused import NotAllowed

STEP = 5000


class Command(BaseCommand):
    help = (
        f"Import members from a CSV file in UTF-8 with the header {roster.HEADER}. A branch is written as its name or "
        f"short name, or as {roster.NOWHERE}, a day as 2024-03-31; birth_year may stay empty. Every rejected row is "
        "reported, and then nothing is imported. Nobody can sign in before a password is set. "
        "Exit code 0: done; 1: rows were rejected; 2: the file cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument("--json", action="store_true", help="print the report for a program")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        self.json = options["json"]
        try:
            found = roster.read(file, today=localdate(), progress=self.progress)
            if not found.rejected and not dry_run:
                usecases.add_members(found.people, by=None, at=now())
        except roster.Unreadable as problem:
            self.fail(2, str(problem))
        except NotAllowed as refusal:
            self.fail(1, f"{refusal.because} Nothing was imported.")
        self.report(found, dry_run)
        if found.rejected:
            raise SystemExit(1)

    def progress(self, rows: int) -> None:
        if rows % STEP == 0:
            self.stderr.write(f"{rows} rows read", style_func=str)

    def fail(self, code: int, problem: str) -> None:
        self.stdout.write(json.dumps({"problem": problem}, ensure_ascii=False) if self.json else problem)
        raise SystemExit(code)

    def report(self, found: roster.Roster, dry_run: bool) -> None:
        if self.json:
            self.stdout.write(json.dumps(as_data(found, dry_run), ensure_ascii=False))
            return
        for row in found.rejected:
            self.stdout.write(f"Line {row.line}: {' '.join(row.reasons)}")
        self.stdout.write(summary(found, dry_run))


def summary(found: roster.Roster, dry_run: bool) -> str:
    """The last line of the report."""
    if found.rejected:
        return f"{len(found.rejected)} of {found.rows} rows were rejected. Nothing was imported."
    where = ", ".join(f"{branch} {count}" for branch, count in found.by_branch().items())
    count = f"{len(found.people)} member{'' if len(found.people) == 1 else 's'}" + (f" ({where})" if where else "")
    return f"{count} would be imported. Nothing was changed." if dry_run else f"{count} imported."


def as_data(found: roster.Roster, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "rows": found.rows,
        "imported": 0 if dry_run or found.rejected else len(found.people),
        "by_branch": found.by_branch(),
        "rejected": [{"line": row.line, "reasons": list(row.reasons)} for row in found.rejected],
    }
