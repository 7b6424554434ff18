"""The papers of a case as one document: chapters in the order of a hearing, as far as they are open to the reader.

A bundle and a copy for an outside body are both made from these. What the folder does not give is not in them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.domain import copies
from cases.domain.vocabulary import Part, Role, Tier
from cases.models import CaseEvent, Notice
from cases.queries import timeline
from cases.queries.exhibits import FilePart
from cases.queries.folder import FORMAL, Folder
from cases.queries.parts import complaint, decision, hearing, inquiry, interim, lateness, people, redactions, talks
from cases.queries.parts.complaint import Row


@dataclass(frozen=True, kw_only=True)
class Attached:
    """One file under an exhibit: so many sheets, or its words where it is plain text."""

    anchor: str
    exhibit: int
    number: int
    name: str
    pages: int
    text: str

    @property
    def sheets(self) -> range:
        return range(1, self.pages + 1)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One paper: its heading, what is known about it, its words. `tab` numbers an exhibit.

    `fingerprint` is what the record holds of the text; `covered` is what it was made of, where that is more.
    """

    title: str
    rows: tuple[Row, ...] = ()
    text: str = ""
    at: datetime | None = None
    fingerprint: str = ""
    covered: str = ""
    tab: int | None = None
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Papers of one kind. `name` is the same in every edition, for programs."""

    name: str
    title: str
    pieces: tuple[Piece, ...]


def chapters(folder: Folder) -> tuple[Chapter, ...]:
    """Every chapter in which there is something for this reader."""
    made = ((name, title, tuple(pieces(folder))) for name, title, pieces in CHAPTERS)
    return tuple(Chapter(name=name, title=title, pieces=pieces) for name, title, pieces in made if pieces)


def _steps(folder: Folder) -> Iterator[Piece]:
    """What happened, the oldest first: to a side what it was told by letter, to others what they see of the record."""
    if not folder.may(Part.PROCESS):
        return
    told = timeline.entries(folder, _told(folder))
    if told:
        rows = tuple(Row(_moment(entry.at), _said(entry.title, entry.text)) for entry in told)
        yield Piece(title="What happened, and when", rows=rows)
    sides = tuple(Row(person.role, person.name) for person in people.named(folder))
    if sides:
        yield Piece(title="The people named", rows=sides)
    last = next((p for p in reversed(folder.proceedings) if p.tier in FORMAL and people.served(p)), None)
    panel = people.panel(folder, last) if last else ()
    if panel:
        yield Piece(title="The panel", rows=tuple(Row(seat.role, _said(seat.name, seat.note)) for seat in panel))


def _complaint(folder: Folder) -> Iterator[Piece]:
    found = complaint.complaint(folder)
    if found is None:
        return
    yield Piece(
        title="The complaint, as it was sent",
        rows=found.details,
        text=found.narrative,
        at=found.received_at,
        fingerprint=found.fingerprint,
    )
    for addition in found.additions:
        yield Piece(title="Added to the complaint", text=addition.text, at=addition.at)
    for asked in complaint.questions(folder):
        yield Piece(title="What was asked", text=asked.question, at=asked.asked_at)
        if asked.answer:
            yield Piece(title="The answer", text=asked.answer, at=asked.answered_at)


def _allegations(folder: Folder) -> Iterator[Piece]:
    for part in complaint.allegations(folder):
        rule = (Row("Rule", part.provision.title),) if part.provision else ()
        rows = (Row("Kind", part.category), *rule, *part.rows)
        yield Piece(title=f"Allegation {part.number}", rows=rows, text=part.text)
        if part.answer:
            stance = (Row("In one word", part.answer.stance),)
            title = f"The answer to allegation {part.number}"
            yield Piece(title=title, rows=stance, text=part.answer.text, at=part.answer.at)


def _exhibits(folder: Folder) -> Iterator[Piece]:
    for ruling in redactions.hidden(folder) if folder.been(*FORMAL) else ():
        if not ruling.lifted_on:
            rows = (Row("Hidden from", "; ".join(ruling.from_whom)), Row("Where", ruling.where))
            yield Piece(title=f"Words that are hidden, ruling {ruling.number}", rows=rows, text=ruling.reason)
    for item in inquiry.evidence(folder) if folder.been(*FORMAL) else ():
        yield Piece(
            title=item.title,
            rows=(Row("Given by", item.given_by), *(_file(file) for file in item.files)),
            text=item.text,
            at=item.given_at,
            fingerprint=item.fingerprint,
            tab=item.number,
        )


def _file(file: FilePart) -> Row:
    """What is known of a file; where it has no safe copy, why."""
    words = _said(
        file.name,
        file.why or ("" if file.url else file.stands),
        f"SHA-256 as it was given: {file.fingerprint}" if file.fingerprint else "",
    )
    return Row(f"File {file.number}", words)


def _inquiry(folder: Folder) -> Iterator[Piece]:
    found = inquiry.report(folder) if folder.been(*FORMAL) else None
    if found:
        yield Piece(title="Report: what both sides agree on", text=found.agreed, at=found.at)
        yield Piece(title="Report: what is disputed", text=found.disputed, at=found.at)
        yield Piece(title="Report: what the evidence shows, for and against", text=found.weighed, at=found.at)
    for reply in inquiry.replies(folder) if folder.been(*FORMAL) else ():
        yield Piece(title=f"What the {_lower(reply.side)} said to the evidence", text=reply.text, at=reply.at)


def _late(folder: Folder) -> Iterator[Piece]:
    for row in lateness.offered(folder) if folder.been(*FORMAL) else ():
        rows = (Row("Offered by", row.side), Row("What became of it", row.result))
        words = "\n\n".join(filter(None, (row.title, row.text, row.reason, row.why)))
        yield Piece(title=f"Late evidence, offer {row.number}", rows=rows, text=words, at=row.given_at)


def _hearing(folder: Folder) -> Iterator[Piece]:
    found = hearing.hearing(folder) if folder.been(*FORMAL) else None
    if found:
        rows = (Row("When", _moment(found.starts_at)), Row("Where", found.place), Row("Order", found.agenda))
        yield Piece(
            title="Minutes" if found.minutes else "Called",
            rows=rows,
            text=found.minutes.text if found.minutes else "",
            at=found.held_at,
        )


def _temporary(folder: Folder) -> Iterator[Piece]:
    for row in interim.measures(folder):
        since = (Row("In force from", _day(row.since)),) if row.since else ()
        rows = (Row("Binds", row.binds), Row("Protects", row.protects), Row("State", row.state), *since)
        words = "\n\n".join(filter(None, (row.terms, row.reason)))
        yield Piece(title=f"{row.kind} ({row.number})", rows=rows, text=words)


def _agreement(folder: Folder) -> Iterator[Piece]:
    found = talks.agreement(folder) if folder.been(Tier.INFORMAL) else None
    if found:
        rows = (Row("Signed by", ", ".join(found.signed_by)),) if found.signed_by else ()
        yield Piece(title="The terms", rows=rows, text=found.terms, at=found.written_at)


def _decisions(folder: Folder) -> Iterator[Piece]:
    for part in reversed(decision.decisions(folder)):
        fell = (Row("Set aside", _day(timezone.localdate(part.set_aside_at))),) if part.set_aside_at else ()
        outcome = (Row("Outcome", part.outcome),) if part.outcome else ()
        yield Piece(
            title=f"Decision ({part.tier})",
            rows=(*outcome, *fell),
            text=part.summary,
            at=part.signed_at,
            fingerprint=part.fingerprint,
            covered="\n\n".join((part.summary, *(f"{found.finding}: {found.reasons}" for found in part.findings))),
        )
        for found in part.findings:
            title = f"Allegation {found.number}: {_lower(found.finding.label)}"
            yield Piece(title=title, rows=_count(found.count), text=found.reasons)
        for measure in part.measures:
            yield Piece(title=f"Measure: {_lower(measure.kind)}", rows=_measured(measure), text=measure.terms)
        for opinion in part.opinions:
            by = (Row("Signed by", opinion.by),) if opinion.by else ()
            yield Piece(title="Minority opinion", rows=by, text=opinion.text)


def _appeal(folder: Folder) -> Iterator[Piece]:
    found = decision.appeal(folder) if folder.been(Tier.APPEAL) or folder.side else None
    if found:
        rows = (Row("Filed by", found.side), Row("Reason", found.ground))
        yield Piece(title="The appeal", rows=rows, text=found.text, at=found.filed_at)
        for answer in found.answers:
            yield Piece(title="The answer to the appeal", text=answer.text, at=answer.at)


def _told(folder: Folder) -> list[CaseEvent]:
    rows = timeline.rows_of(folder).order_by("case_number")
    if folder.side:
        letters = Notice.objects.filter(event=OuterRef("pk"), member=folder.reader, released_at__isnull=False)
        rows = rows.filter(Exists(letters))
    if Role.OUTSIDE in folder.roles:
        rows = rows.exclude(kind__in=copies.WITHHELD)
    return list(rows)


CHAPTERS: tuple[tuple[str, str, Callable[[Folder], Iterator[Piece]]], ...] = (
    ("steps", "Steps and people", _steps),
    ("complaint", "The complaint", _complaint),
    ("allegations", "Allegations and answers", _allegations),
    ("exhibits", "Evidence", _exhibits),
    ("inquiry", "The report, and what was said to it", _inquiry),
    ("late", "Late evidence", _late),
    ("hearing", "The hearing", _hearing),
    ("temporary", "Temporary measures", _temporary),
    ("agreement", "The informal agreement", _agreement),
    ("decisions", "Decisions", _decisions),
    ("appeal", "The appeal", _appeal),
)


def _count(count: decision.Count | None) -> tuple[Row, ...]:
    if count is None:
        return ()
    words = f"{count.yes} yes, {count.no} no, {count.abstained} abstained; {count.needed} of {count.seated} were needed"
    return (Row("Count", words),)


def _measured(measure: decision.MeasurePart) -> tuple[Row, ...]:
    said = (
        ("From", _day(measure.starts_on) if measure.starts_on else ""),
        ("Until", _day(measure.ends_on) if measure.ends_on else ""),
        ("Suspended until", _day(measure.hangs_until) if measure.hangs_until else ""),
        *((part.label, part.text) for part in measure.details),
        ("Now", measure.over),
    )
    return (*(Row(label, value) for label, value in said if value), *_count(measure.count))


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _said(*words: str) -> str:
    return ". ".join(word.rstrip(".") for word in words if word)
