"""A copy of one case for an authorised body outside, on the word of two people."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import localtime, now

from branches.models import Member
from cases import references
from cases.copies import make
from cases.domain import copies
from cases.domain.answer import Refused
from cases.domain.copies import Recipient
from cases.domain.vocabulary import Part
from cases.management.progress import Progress
from cases.models import Case

LONGEST = 20_000


class CannotTell(Exception):
    """The copy could not be made, for a reason that no rule gives."""


class Command(BaseCommand):
    help = (
        "Copy one case for a court, the police, a public authority or the external body of the procedure, into a "
        "folder that can be checked without this site (python3 verify.py). It takes two names: the registrar who asks "
        "and an auditor who agrees, neither in conflict with the case; both get a letter at once. Why stands in a "
        "text file, so that it comes into no list of commands; it is sealed with the case. The record keeps all of "
        f"it. Without --to the folder lies under {make.PLACE}/ of CONDUCT_VAR, and is removed after {copies.KEPT_DAYS} "
        "days; elsewhere removing it is yours. Exit code 0: done; 1: the rules say no, with every reason; 2: it cannot "
        "be done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        may = sorted(copies.MAY_HOLD)
        parser.add_argument("case", metavar="REF")
        parser.add_argument("--for", dest="recipient", required=True, choices=Recipient.values(), help="which body")
        parser.add_argument(
            "--why", required=True, metavar="FILE", help="who asks and by which law; - reads it from here"
        )
        parser.add_argument("--asked-by", required=True, metavar="EMAIL", help="the registrar")
        parser.add_argument("--agreed-by", required=True, metavar="EMAIL", help="an auditor")
        parser.add_argument("--parts", metavar="LIST", default=",".join(may), help=f"some of: {', '.join(may)}")
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="a folder that is not there yet")
        parser.add_argument("--json", action="store_true", help="print one object for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(sys.stderr)
        at = now()
        try:
            order = ordered(options)
            to = options["to"] or settings.VAR / make.PLACE / f"{order.code}-{localtime(at):%Y%m%d-%H%M%S}"
            made = make.make(order, to, at=at, tell=progress)
        except Refused as refused:
            self.fail(1, [refusal.because for refusal in refused.against])
        except CannotTell as problem:
            self.fail(2, [str(problem)])
        except OSError as problem:
            self.fail(2, [f"The folder cannot be written: {problem.strerror or type(problem).__name__}."])
        finally:
            progress.end()
        found = {"folder": str(made.folder), "sha256": made.sha256, "entries": made.entries, "files": made.files}
        self.stdout.write(json.dumps(found) if options["json"] else in_words(found))

    def fail(self, code: int, reasons: list[str]) -> None:
        for reason in reasons:
            self.stderr.write(reason)
        raise SystemExit(code)


def ordered(options: dict[str, Any]) -> make.Order:
    """What was asked for. Raises `CannotTell`, or `Refused` for a part that no copy holds."""
    code = references.read(options["case"]) or ""
    if not Case.objects.filter(code=code).exists():
        raise CannotTell("There is no case with this reference.")
    return make.Order(
        code=code,
        recipient=Recipient(options["recipient"]),
        reason=reason(options["why"]),
        parts=frozenset(parts(options["parts"])),
        asked_by=member(options["asked_by"]),
        agreed_by=member(options["agreed_by"]),
    )


def reason(file: str) -> str:
    try:
        words = sys.stdin.read(LONGEST) if file == "-" else Path(file).read_text(encoding="utf-8")[:LONGEST]
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotTell(f"{file} cannot be read as text.") from problem
    if not words.strip():
        raise CannotTell("Say in the file who asks for the copy, and by which law or order.")
    return words.strip()


def parts(words: str) -> list[Part]:
    names = [name.strip() for name in words.split(",") if name.strip()]
    unknown = [name for name in names if name not in Part.values()]
    if unknown or not names:
        raise CannotTell(f"No such part: {', '.join(unknown) or 'none was named'}.")
    copies.chosen(Part(name) for name in names).require()
    return [Part(name) for name in names]


def member(email: str) -> Member:
    found = Member.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise CannotTell("One of the two addresses belongs to no member.")
    return found


def in_words(found: dict[str, Any]) -> str:
    return (
        f"{found['files']} files and {found['entries']} entries are in {found['folder']}.\n"
        f"SHA-256 of its manifest, which the record keeps: {found['sha256']}\n"
        "Tell it to the body on another way than the folder."
    )
