"""Is the record as it was written?"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases import verify
from cases.domain import heads
from cases.management.progress import Progress

INTACT, BROKEN, CANNOT_TELL = 0, 1, 2
KEPT = "a copy of an earlier head that was kept elsewhere (see record_head): nothing before it may differ"
CODES = {"intact": INTACT, "broken": BROKEN, "cannot tell": CANNOT_TELL}


class Command(BaseCommand):
    help = "Check the record. Exit code 0: intact; 1: broken, with the first bad entry; 2: it cannot be told."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--case", metavar="REF", help="check one case, and that no entry is missing")
        what.add_argument("--head", metavar="FILE", type=Path, action="append", default=[], help=KEPT)
        parser.add_argument("--json", action="store_true", help="print one object for a program")

    def handle(self, *args: Any, case: str | None, head: list[Path], **options: Any) -> None:
        began = time.monotonic()
        found = check(case, head, Progress(sys.stderr))
        found["seconds"] = round(time.monotonic() - began, 2)
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else in_words(found))
        if code := CODES[found["verdict"]]:
            raise SystemExit(code)


def check(case: str | None, files: list[Path], progress: Progress) -> dict[str, Any]:
    """What was found, as plain data. Whatever goes wrong in the checking itself is no verdict on the record."""
    try:
        kept = [read(file) for file in files]
        report = verify.one(case, progress) if case else verify.whole(progress, kept)
    except verify.CannotTell as problem:
        return {"verdict": "cannot tell", "unsure": [str(problem)]}
    except Exception as problem:
        return {"verdict": "cannot tell", "unsure": [f"The check failed: {type(problem).__name__}: {problem}".strip()]}
    finally:
        progress.end()
    return {"verdict": report.verdict, **asdict(report)}


def read(file: Path) -> heads.Copy:
    """A copy of a head from its file. Raises `CannotTell`."""
    try:
        return heads.read(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise verify.CannotTell(f"{file} cannot be read.") from problem
    except heads.NoHead as problem:
        raise verify.CannotTell(f"{file}: {problem}") from problem


def in_words(found: dict[str, Any]) -> str:
    if fault := found.get("fault"):
        where = f"entry {fault['number']}" if fault["number"] else "outside the record"
        case = f", case {fault['case']}" if fault["case"] else ""
        return f"The record is BROKEN. First fault: {where}{case}: {fault['because']}"
    if found["verdict"] == "cannot tell":
        return "It cannot be told whether the record is intact. " + " ".join(found["unsure"])
    seen = f"{found['entries']:,} entries, {found['texts']:,} sealed texts, {found['laws']:,} published laws"
    kept = f" Every head kept elsewhere ({found['heads']}) is in it." if found["heads"] else ""
    return f"The record is intact: {seen}, checked in {found['seconds']} s. It ends at {found['head']['number']}.{kept}"
