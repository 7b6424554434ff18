"""What somebody who came by a link sees: nothing of the file but what was put to them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from cases.domain.vocabulary import Part, Role
from cases.models import Invitation, Party, Statement
from cases.queries import folder as folders
from cases.queries import party_page
from cases.queries.folder import SIDES, Folder
from cases.queries.parts import people
from cases.sealed import Keys
from cases.together import Reading, reads
from cases.usecases import invitations

PAGE_OF = {Role.WITNESS: "statement", Role.SUPPORTER: "beside"}
"""Where a link leads to, by what it is for."""


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """`draft` begins with what the witness signed before, so that a correction need not be typed anew."""

    topic: str
    questions: str
    draft: str
    until: date
    open: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One link for a witness, for those who lead the inquiry: what was asked and what became of it."""

    name: str
    topic: str
    questions: str
    stands: str


def statement_page(invitation: Invitation) -> StatementPage:
    keys = Keys(invitation.case_id)
    last = Statement.objects.filter(party=invitation.party).select_related("item").order_by("version").last()
    draft = keys.open(invitation, "draft")
    return StatementPage(
        topic=keys.open(invitation, "topic"),
        questions=keys.open(invitation, "questions"),
        draft=draft or (keys.open(last.item, "text") if last else ""),
        until=invitation.expires_on,
        open=invitations.may_sign(invitation),
    )


def beside_page(invitation: Invitation, today: date) -> tuple[Folder, party_page.PartyPage] | None:
    """What the side reads, without a file to take away; None where who named them is no side of the case any more."""
    supported = invitation.party.named_by
    if supported is None or not Party.objects.filter(case=invitation.case, member=supported, side__in=SIDES).exists():
        return None
    folder = folders.beside(invitation.case, supported, today=today)
    page = party_page.party_page(folder)
    evidence = tuple(replace(item, files=()) for item in page.evidence)
    return folder, replace(page, evidence=evidence, late_evidence=())


@reads
def asked(folder: Folder) -> Reading[tuple[Asked, ...]]:
    """The links for witnesses, the newest first; for the panel and whoever leads the inquiry."""
    if folder.side or not folder.may(Part.EVIDENCE):
        return ()
    rows = Invitation.objects.filter(case=folder.case, role=Role.WITNESS).select_related("party")
    found = yield rows.order_by("-made_at")
    names = {person.number: person.name for person in people.named(folder)} if found else {}
    return tuple(
        Asked(
            name=names.get(row.party.number, ""),
            topic=folder.read(row, "topic", Part.EVIDENCE),
            questions=folder.read(row, "questions", Part.EVIDENCE),
            stands=_stands(row, folder.today),
        )
        for row in found
    )


ENDED = {"signed": "signed", "declined": "would rather say nothing", "replaced": "replaced by a newer link"}


def _stands(row: Invitation, today: date) -> str:
    if row.ended_at:
        return f"{ENDED.get(row.ended_because, 'over')} on {_day(row.ended_at)}"
    if row.expires_on < today:
        return f"not used in time, until {row.expires_on:%-d %B %Y}"
    return f"opened on {_day(row.opened_at)}" if row.opened_at else f"not opened yet, until {row.expires_on:%-d %B %Y}"


def _day(moment: datetime) -> str:
    return f"{timezone.localdate(moment):%-d %B %Y}"
