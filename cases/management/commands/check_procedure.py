"""Check a procedure file before anybody adopts it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases import law
from cases.domain import checker
from cases.domain.reading import LawFault


class Command(BaseCommand):
    help = "Say what is wrong with a procedure file. Exit code 0: nothing; 1: faults; 2: the file cannot be read."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print {readable, faults} for a program")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        readable, faults = look(file)
        if options["json"]:
            self.stdout.write(json.dumps({"readable": readable, "faults": faults}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(faults) or f"{file} has no faults.")
            if faults:
                self.stdout.write(f"\n{len(faults)} fault{'s' * (len(faults) > 1)}. It cannot be published like this.")
        if faults:
            raise SystemExit(1 if readable else 2)


def look(file: Path) -> tuple[bool, list[str]]:
    """Whether the file can be read at all, and every fault."""
    try:
        text = file.read_text(encoding="utf-8")
        return True, checker.check_text(text, letters=law.letters(), guards=law.conditions())
    except OSError as error:
        return False, [f"{file} cannot be opened: {error.strerror}."]
    except UnicodeDecodeError:
        return False, [f"{file} is not a text file in UTF-8."]
    except LawFault as fault:
        return False, fault.faults
