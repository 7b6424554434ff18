"""One case as one person may read it. Nothing is opened here that the rights table does not give.

Every page and letter about a case is made from a folder, so a part that is not allowed never reaches a
template, and a page can record which sealed parts it opened.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from branches.models import Member
from cases import law, load
from cases.domain import rights
from cases.domain.code import Code
from cases.domain.facts import ActorFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import EventKind, Part, Role, State, Tier
from cases.models import Case, CaseEvent, Complaint, Party, Proceeding, Redaction
from cases.queries.curtain import Curtain
from cases.sealed import Keys
from cases.together import answered, side_by_side

SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
FORMAL = (Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL)


class NotYours(Exception):
    """A page asked for a part that its reader may not see. A fault of ours, never of the reader."""


@dataclass(kw_only=True)
class Folder:
    """The case, its reader and what the reader may see of it now."""

    case: Case
    reader: Member
    actor: ActorFacts
    roles: frozenset[Role]
    parts: frozenset[Part]
    own: frozenset[Part]
    proceedings: tuple[Proceeding, ...]
    parties: tuple[Party, ...]
    today: date
    complaint: Complaint
    keys: Keys
    curtain: Curtain = field(default_factory=Curtain)
    opened: set[Part] = field(default_factory=set)

    @property
    def proceeding(self) -> Proceeding:
        """The attempt that is running, or the last one."""
        return self.proceedings[-1]

    @property
    def procedure(self) -> Procedure:
        return load.procedure_of(self.case)

    @property
    def code(self) -> Code:
        return law.code_of(self.case.code_of_conduct)

    @property
    def place(self) -> tuple[Tier, State]:
        return Tier(self.case.tier), State(self.case.state)

    @property
    def side(self) -> Role | None:
        """Which of the two sides the reader is, on a party's page."""
        return next(iter(self.roles & SIDES), None)

    def been(self, *tiers: Tier) -> bool:
        """Was the case ever at one of these levels? What never was there has left nothing to read."""
        return any(row.tier in tiers for row in self.proceedings)

    def may(self, part: Part) -> bool:
        return part in self.parts

    def read(self, row: models.Model, column: str, part: Part) -> str:
        """The text of a sealed column that belongs to a part of the file. Raises `NotYours`."""
        if part not in self.parts:
            raise NotYours(f"{part} is not open to {sorted(self.roles)} here.")
        return self._open(row, column, part)

    def read_own(self, row: models.Model, column: str, part: Part, author: int | None) -> str:
        """The same for something the reader wrote, which stays open to them. Raises `NotYours`."""
        if author != self.reader.pk:
            return self.read(row, column, part)
        return self._open(row, column, part, own=True)

    def read_delivered(self, row: models.Model, column: str) -> str:
        """The words of a ruling that a letter delivers: whoever gets the letter may read them."""
        return self._open(row, column, Part.DECISION)

    def _open(self, row: models.Model, column: str, part: Part, *, own: bool = False) -> str:
        self.opened.add(part)
        return self.curtain.over(self.keys.open(row, column), row, column, part, self.keys, own=own)


def of_handler(case: Case, reader: Member, *, today: date) -> Folder:
    """The folder of somebody who works on the case."""
    rows = _rows(case, reader)
    roles = rows["actor"].roles - SIDES - {Role.WITNESS, Role.CANDIDATE}
    return _folder(case, reader, roles, today, rows)


def of_party(case: Case, reader: Member, *, today: date) -> Folder:
    """The folder of one of the two sides; what they could once read they keep."""
    kinds = CaseEvent.objects.filter(case=case, kind__in=rights.REACHED_BY).values_list("kind", flat=True)
    rows = _rows(case, reader, kinds=kinds)
    reached = rights.furthest([EventKind(kind) for kind in rows["kinds"]])
    folder = _folder(case, reader, rows["actor"].roles & SIDES, today, rows, reached=reached)
    if any(party.joined_from_id and party.member_id == reader.pk for party in folder.parties):
        folder.parts -= rights.OF_ONE_COMPLAINT
    return folder


def beside(case: Case, supported: Member, *, today: date) -> Folder:
    """The folder of a support person: what their side reads, less what is for that side alone."""
    folder = of_party(case, supported, today=today)
    folder.parts &= rights.BESIDE
    folder.own &= rights.BESIDE
    return folder


def of_outside(case: Case, asked_by: Member, parts: frozenset[Part], *, today: date) -> Folder:
    """The folder of a copy for an authorised body: these parts, as far as the table gives them to it."""
    folder = _folder(case, asked_by, frozenset({Role.OUTSIDE}), today, _rows(case, asked_by))
    folder.parts &= parts
    return folder


def of_auditor(case: Case, reader: Member, *, today: date) -> Folder:
    """The folder of an auditor. What is read from it still has names; `audited` takes them out."""
    return _folder(case, reader, frozenset({Role.AUDITOR}), today, _rows(case, reader))


def _rows(case: Case, reader: Member, **more: Any) -> dict[str, Any]:
    """What every folder needs, in one statement."""
    readings = side_by_side(
        actor=load.actor_facts.begin(reader, case),
        complaints=Complaint.objects.filter(case=case),
        proceedings=Proceeding.objects.filter(case=case).order_by("number"),
        parties=Party.objects.filter(case=case).order_by("number"),
        keys=Keys.rows(case.pk),
        redactions=Redaction.objects.filter(case=case, lifted_at__isnull=True).order_by("number"),
        **more,
    )
    return answered(readings)


def _folder(
    case: Case, reader: Member, roles: frozenset[Role], today: date, rows: dict[str, Any], **known: Any
) -> Folder:
    (complaint,) = rows["complaints"]
    parts = rights.parts_for(
        roles, Tier(case.tier), State(case.state), named=not complaint.name_withheld, votes_closed=True, **known
    )
    return Folder(
        case=case,
        reader=reader,
        actor=rows["actor"],
        roles=roles,
        parts=parts,
        own=rights.own_parts(roles),
        proceedings=tuple(rows["proceedings"]),
        parties=tuple(rows["parties"]),
        today=today,
        complaint=complaint,
        keys=Keys(case.pk, rows["keys"]),
        curtain=Curtain(tuple(rows["redactions"]), next(iter(roles & SIDES), None)),
    )
