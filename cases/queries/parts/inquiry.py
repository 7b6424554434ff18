"""What a formal proceeding collects: deliveries, evidence, the report, replies, the hearing."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.domain.vocabulary import Part, Role, State
from cases.models import Delivery, EvidenceItem, EvidenceReply, Hearing, InquiryReport
from cases.models.proceedings import CHANNELS
from cases.queries.folder import Folder


@dataclass(frozen=True, kw_only=True)
class Item:
    """One numbered piece of evidence."""

    number: int
    title: str
    text: str
    given_by: str
    given_at: datetime
    fingerprint: str


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
class HearingPart:
    starts_at: datetime
    place: str
    held_at: datetime | None
    minutes: str


@dataclass(frozen=True, kw_only=True)
class DeliveryPart:
    channel: str
    day: date
    proof: str


def evidence(folder: Folder) -> tuple[Item, ...]:
    """Everything that was given, or only what the reader gave, until the evidence is open to both sides."""
    rows = EvidenceItem.objects.filter(case=folder.case).order_by("number")
    if not folder.may(Part.EVIDENCE):
        rows = rows.filter(given_by=folder.reader) if Part.EVIDENCE in folder.own else rows.none()
    return tuple(
        Item(
            number=row.number,
            title=folder.read_own(row, "title", Part.EVIDENCE, row.given_by_id),
            text=folder.read_own(row, "text", Part.EVIDENCE, row.given_by_id),
            given_by=Role(row.given_as).label,
            given_at=row.given_at,
            fingerprint=row.fingerprint,
        )
        for row in rows
    )


def report(folder: Folder) -> Report | None:
    """The report of the inquiry. Both sides read it with the evidence."""
    rows = InquiryReport.objects.filter(case=folder.case).order_by("written_at")
    row = rows.last() if folder.may(Part.EVIDENCE) else None
    if row is None:
        return None
    agreed, disputed, weighed = (folder.read(row, name, Part.EVIDENCE) for name in ("agreed", "disputed", "weighed"))
    return Report(agreed=agreed, disputed=disputed, weighed=weighed, at=row.written_at)


def replies(folder: Folder) -> tuple[Reply, ...]:
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
        for row in rows
    )


def hearing(folder: Folder) -> HearingPart | None:
    """The newest hearing. Where and when is for everybody in the case; the minutes are evidence."""
    row = Hearing.objects.filter(case=folder.case).order_by("called_at").last() if folder.may(Part.PROCESS) else None
    if row is None:
        return None
    return HearingPart(
        starts_at=row.starts_at,
        place=folder.read(row, "place", Part.PROCESS),
        held_at=row.held_at,
        minutes=folder.read(row, "minutes", Part.EVIDENCE) if folder.may(Part.EVIDENCE) else "",
    )


def deliveries(folder: Folder) -> tuple[DeliveryPart, ...]:
    """How the notice was handed over, for those who count the ways."""
    if folder.side or not folder.may(Part.CONTACT):
        return ()
    names = dict(CHANNELS)
    return tuple(
        DeliveryPart(channel=names[row.channel], day=row.delivered_on, proof=folder.read(row, "proof", Part.CONTACT))
        for row in Delivery.objects.filter(proceeding=folder.proceeding).order_by("delivered_on")
    )
