"""What a formal proceeding collects: deliveries, evidence, the report, replies."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from cases.domain.vocabulary import Part, Role, SeatKind, State
from cases.models import Delivery, EvidenceItem, EvidenceReply, InquiryReport, LateRequest, Seat
from cases.models.proceedings import CHANNELS
from cases.queries import exhibits
from cases.queries.exhibits import FilePart
from cases.queries.folder import Folder
from cases.together import Reading, reads

PANEL = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR})


@dataclass(frozen=True, kw_only=True)
class Item:
    """One numbered piece of evidence."""

    number: int
    title: str
    text: str
    given_by: str
    signed: str
    given_at: datetime
    fingerprint: str
    readers: tuple[str, ...]
    files: tuple[FilePart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    agreed: str
    disputed: str
    weighed: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reply:
    side: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryPart:
    channel: str
    day: date
    proof: str


@reads
def evidence(folder: Folder) -> Reading[tuple[Item, ...]]:
    """Everything that was given, or only what the reader gave, until the evidence is open to both sides."""
    rows = EvidenceItem.objects.filter(case=folder.case).select_related("statement").order_by("number")
    if not folder.may(Part.EVIDENCE):
        rows = rows.filter(given_by=folder.reader) if Part.EVIDENCE in folder.own else rows.none()
    found = yield rows
    files, _ = (yield from exhibits.shown.begin(folder)) if found else ({}, {})
    return tuple(
        Item(
            number=row.number,
            title=folder.read_own(row, "title", Part.EVIDENCE, row.given_by_id),
            text=folder.read_own(row, "text", Part.EVIDENCE, row.given_by_id),
            given_by=Role(row.given_as).label,
            signed=_signed(folder, row),
            given_at=row.given_at,
            fingerprint="" if folder.curtain.cuts(row, folder.keys) else row.fingerprint,
            readers=exhibits.who_reads(),
            files=tuple(files.get(row.pk, ())),
        )
        for row in found
    )


def _signed(folder: Folder, row: EvidenceItem) -> str:
    """The name that a witness put under a statement; only where the whole of the evidence is open."""
    signed = getattr(row, "statement", None)
    return folder.read(signed, "name", Part.EVIDENCE) if signed and folder.may(Part.EVIDENCE) else ""


@reads
def report(folder: Folder) -> Reading[Report | None]:
    """The report of the inquiry. Both sides read it with the evidence."""
    rows = InquiryReport.objects.filter(case=folder.case).order_by("-written_at")
    if folder.roles & PANEL:
        rows = rows.exclude(written_by__in=_of_a_fallen_panel(folder))
    found = (yield rows[:1]) if folder.may(Part.EVIDENCE) else ()
    if not found:
        return None
    row = found[0]
    agreed, disputed, weighed = (folder.read(row, name, Part.EVIDENCE) for name in ("agreed", "disputed", "weighed"))
    return Report(agreed=agreed, disputed=disputed, weighed=weighed, at=row.written_at)


def _of_a_fallen_panel(folder: Folder) -> Any:
    """Who voted before it was set aside or opened again: a fresh panel gets the evidence, not what they made of it."""
    opened = LateRequest.objects.filter(case=folder.case, reopens=True, how="admitted")
    decided = Q(proceeding__in=opened.values("proceeding")) | Q(proceeding__successors__in=opened.values("proceeding"))
    voted = Seat.objects.filter(case=folder.case, kind=SeatKind.MEMBER)
    return voted.filter(decided | Q(proceeding__ended_as="set_aside")).values("member")


@reads
def replies(folder: Folder) -> Reading[tuple[Reply, ...]]:
    """What each side said to the evidence: to a side only its own until the review is over."""
    rows = EvidenceReply.objects.filter(case=folder.case).order_by("replied_at")
    waiting = folder.side is not None and folder.case.state == State.EVIDENCE_REVIEW
    if waiting or not folder.may(Part.EVIDENCE):
        rows = rows.filter(replied_by=folder.reader)
    return tuple(
        Reply(
            side=Role(row.side).label,
            text=folder.read_own(row, "text", Part.EVIDENCE, row.replied_by_id),
            at=row.replied_at,
        )
        for row in (yield rows)
    )


@reads
def deliveries(folder: Folder) -> Reading[tuple[DeliveryPart, ...]]:
    """How the notice was handed over, for those who count the ways."""
    if folder.side or not folder.may(Part.CONTACT):
        return ()
    names = dict(CHANNELS)
    return tuple(
        DeliveryPart(channel=names[row.channel], day=row.delivered_on, proof=folder.read(row, "proof", Part.CONTACT))
        for row in (yield Delivery.objects.filter(proceeding=folder.proceeding).order_by("delivered_on"))
    )
