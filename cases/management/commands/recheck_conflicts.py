"""Does what is stored about conflicts of interest say what the rules say? Mend it where it does not."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cases.management.progress import Progress
from cases.record import System
from cases.usecases import conflicts

HEALTHY, FAULTY = 0, 1
BY = System("recheck_conflicts")


class Command(BaseCommand):
    help = (
        "Ask every rule on conflicts of interest again in every open case, and mend what differs; each change is "
        "recorded. Exit code 0: nothing to mend; 1: something was mended, or found with --dry-run; 2: wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one object for a program")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be mended")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        cases, now, progress = list(conflicts.open_cases()), timezone.now(), Progress(sys.stderr)
        found = []
        for done, case in enumerate(cases, start=1):
            found.append(conflicts.fault(case, at=now) if dry else conflicts.mend(case, by=BY, at=now))
            progress("open cases", done, len(cases))
        progress.end()
        faults = [fault for fault in found if fault is not None]
        said = {"cases": len(cases), "mended": not dry, "faults": [asdict(fault) for fault in faults]}
        self.stdout.write(json.dumps(said) if options["json"] else in_words(len(cases), faults, dry=dry))
        if faults:
            raise SystemExit(FAULTY)


def in_words(cases: int, faults: list[conflicts.Fault], *, dry: bool) -> str:
    """References and counts. Who it is about stands nowhere: whoever reads this may be one of them."""
    looked = f"{cases:,} open case{'' if cases == 1 else 's'} looked at."
    if not faults:
        return f"{looked} Nothing to mend."
    lines = [
        f"{fault.case}: {fault.missing} to open, {fault.over} to end, {fault.at_work} still at work" for fault in faults
    ]
    return "\n".join([f"{looked} {'Would be mended' if dry else 'Mended'}: {len(faults):,}.", *lines])
