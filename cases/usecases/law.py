"""Putting a version of the law in force. A file with a fault changes nothing."""

import re
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from cases import law
from cases.domain import checker
from cases.domain.code import Code
from cases.domain.procedure import Procedure
from cases.domain.reading import LawFault
from cases.domain.vocabulary import EventKind
from cases.models.law import CodeOfConduct, Published, PublishedProcedure
from cases.record import Actor, System, record

P = TypeVar("P", bound=Published)
PLAIN = re.compile(r"[a-z0-9][a-z0-9-]*")
FIRST_START = System("first start")


@transaction.atomic
def publish(text: str, *, by: Actor, at: datetime) -> PublishedProcedure:
    """Publish a procedure; the same text again is the same version. Raises `LawFault` with every fault."""
    found = checker.check_text(text, letters=law.letters(), guards=law.conditions())
    if found:
        raise LawFault(found)
    return _publish_procedure(text, by=by, at=at)


@transaction.atomic
def publish_code(text: str, *, by: Actor, at: datetime) -> CodeOfConduct:
    """Publish a code of conduct; the same text again is the same version. Raises `LawFault`."""
    return _publish(CodeOfConduct(), Code.parse(text), text, EventKind.CODE_PUBLISHED, by=by, at=at)


@transaction.atomic
def publish_default(at: datetime) -> None:
    """Make sure that there is a law: the two files that come with the software, where nothing is published.

    They are checked by the tests of the software. A changed default never replaces what is in force: an
    organisation publishes on purpose.
    """
    if not PublishedProcedure.objects.exists():
        _publish_procedure(law.DEFAULT_PROCEDURE.read_text(encoding="utf-8"), by=FIRST_START, at=at)
    if not CodeOfConduct.objects.exists():
        publish_code(law.DEFAULT_CODE.read_text(encoding="utf-8"), by=FIRST_START, at=at)


def _publish_procedure(text: str, *, by: Actor, at: datetime) -> PublishedProcedure:
    procedure = Procedure.parse(text)
    row = PublishedProcedure(approved_by=procedure.approved_by, approved_on=procedure.approved_on)
    return _publish(row, procedure, text, EventKind.PROCEDURE_PUBLISHED, by=by, at=at)


def _publish(row: P, read: Procedure | Code, text: str, kind: EventKind, *, by: Actor, at: datetime) -> P:
    for key, value in (("name", read.name), ("version", read.version)):
        if not PLAIN.fullmatch(value):
            raise LawFault([f"The {key} “{value}” may have small letters, figures and hyphens only."])
    row.name, row.version, row.in_force_from = read.name, read.version, read.in_force_from
    known = law.find(type(row), row.edition)
    if known and known.sha256 == read.sha256:
        return known
    if known:
        raise LawFault([f"Version {row.edition} is published with other words. Give this one a new version."])
    row.text, row.sha256, row.published_at = text, read.sha256, at
    row.save(force_insert=True)
    record(kind, case=None, by=by, at=at, data={"edition": row.edition, "sha256": row.sha256})
    return row
