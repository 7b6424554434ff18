"""Is the record as it was written?"""

import json
import sys
import time
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases import verify
from cases.management.progress import Progress

INTACT, BROKEN, CANNOT_TELL = 0, 1, 2
CODES = {"intact": INTACT, "broken": BROKEN, "cannot tell": CANNOT_TELL}


class Command(BaseCommand):
    help = "Check the record. Exit code 0: intact; 1: broken, with the first bad entry; 2: it cannot be told."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", metavar="REF", help="check one case, and that no entry is missing")
        parser.add_argument("--json", action="store_true", help="print one object for a program")

    def handle(self, *args: Any, case: str | None, **options: Any) -> None:
        began = time.monotonic()
        found = check(case, Progress(sys.stderr))
        found["seconds"] = round(time.monotonic() - began, 2)
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else in_words(found))
        if code := CODES[found["verdict"]]:
            raise SystemExit(code)


def check(case: str | None, progress: Progress) -> dict[str, Any]:
    """What was found, as plain data. Whatever goes wrong in the checking itself is no verdict on the record."""
    try:
        report = verify.one(case, progress) if case else verify.whole(progress)
    except verify.CannotTell as problem:
        return {"verdict": "cannot tell", "unsure": [str(problem)]}
    except Exception as problem:
        return {"verdict": "cannot tell", "unsure": [f"The check failed: {type(problem).__name__}: {problem}".strip()]}
    finally:
        progress.end()
    return {"verdict": report.verdict, **asdict(report)}


def in_words(found: dict[str, Any]) -> str:
    if fault := found.get("fault"):
        where = f"entry {fault['number']}" if fault["number"] else "outside the record"
        case = f", case {fault['case']}" if fault["case"] else ""
        return f"The record is BROKEN. First fault: {where}{case}: {fault['because']}"
    if found["verdict"] == "cannot tell":
        return "It cannot be told whether the record is intact. " + " ".join(found["unsure"])
    seen = f"{found['entries']:,} entries, {found['texts']:,} sealed texts, {found['laws']:,} published laws"
    return f"The record is intact: {seen}, checked in {found['seconds']} s. It ends at {found['head']['number']}."
