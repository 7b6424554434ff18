"""The delivered decisions of a case as an auditor reads them: whole, and without the names of those it is about."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from django.db import models

from branches.models import Member
from cases.domain.codenames import stand_ins, without_names
from cases.domain.vocabulary import Role
from cases.models import Case
from cases.queries import folder as folders
from cases.queries.folder import Folder
from cases.queries.parts import decision
from cases.queries.parts.decision import DecisionPart


@dataclass(frozen=True, kw_only=True)
class DecisionsPage:
    """`code` is the reference; the newest decision is first."""

    code: str
    decisions: tuple[DecisionPart, ...]


def decisions(case: Case, reader: Member, *, today: date) -> tuple[DecisionsPage, Folder]:
    """The page, and the folder that says what was opened for it."""
    folder = folders.of_auditor(case, reader, today=today)
    people = _people(folder)
    found = (
        # The fingerprint of the whole text would let somebody try names against it.
        replace(part, fingerprint="")
        for part in decision.decisions(folder)
    )
    parts = tuple(_each_text(part, lambda text: without_names(text, people)) for part in found)
    return DecisionsPage(code=case.code, decisions=parts), folder


def _people(folder: Folder) -> list[tuple[str, str]]:
    """Every name that anybody has in the case: as the register has it, and as it was typed."""
    members = Member.objects.in_bulk([party.member_id for party in folder.parties if party.member_id])
    named = []
    for party in folder.parties:
        typed = folder.keys.open(party, "name")
        registered = members[party.member_id].full_name if party.member_id else ""
        named += [(Role(party.side), name) for name in (registered or typed, typed) if name]
    return stand_ins(named)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same record with every text in it changed; rows, dates and words of ours stay."""
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_text(one, change) for one in value)
    if is_dataclass(value) and not isinstance(value, type | models.Model):
        return replace(value, **{f.name: _each_text(getattr(value, f.name), change) for f in fields(value)})
    return value
