"""The day of a hearing on a page: who is there, the questions, the minutes and what the panel says of them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cases.domain.vocabulary import Action, Part, Role, SeatKind, SeatStatus
from cases.models import Hearing, HearingQuestion, Minutes, MinutesView, Presence, Seat
from cases.queries.folder import Folder
from cases.queries.parts import people, talks

SITTING = (SeatStatus.SEATED, SeatStatus.HELD)
OF_THE_PANEL = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR})


@dataclass(frozen=True, kw_only=True)
class There:
    """One person who may come. `key` is how an act points at them; `times` says when they came and left."""

    key: str
    role: str
    name: str
    here: bool
    times: str
    votes: bool


@dataclass(frozen=True, kw_only=True)
class QuestionPart:
    """A question and what became of it; the reason of a refusal is for who put it and for those who work there."""

    number: int
    text: str
    put_by: str
    waiting: bool
    open: bool
    said: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ViewPart:
    """What one of the panel said of a version."""

    name: str
    approved: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class MinutesPart:
    """The newest version. `final_at` is empty while the panel looks at it; `note` is the chair's, who closed it."""

    version: int
    text: str
    final_at: datetime | None
    note: str
    views: tuple[ViewPart, ...]


def there(folder: Folder, hearing: Hearing) -> tuple[There, ...]:
    """Everybody who sits, and everybody named, with the names that the reader may know."""
    if not folder.may(Part.HEARING):
        return ()
    rows = list(Presence.objects.filter(hearing=hearing).order_by("at", "recorded_at"))
    been = {row.member_id for row in rows}
    seats = Seat.objects.filter(proceeding=hearing.proceeding_id).select_related("member").order_by("-chair", "order")
    sitting = [seat for seat in seats if seat.status in SITTING or seat.member_id in been]
    numbers = {party.number: party.pk for party in folder.parties}
    named = people.named(folder)
    return (
        *(_seated(seat, [row for row in rows if row.member_id == seat.member_id]) for seat in sitting),
        *(_named(person, [row for row in rows if row.party_id == numbers[person.number]]) for person in named),
    )


def questions(folder: Folder, hearing: Hearing) -> tuple[QuestionPart, ...]:
    """All of them for those who work there; to a side those that are put, and its own."""
    rows = HearingQuestion.objects.filter(hearing=hearing).order_by("number") if folder.may(Part.HEARING) else ()
    return tuple(_question(folder, row) for row in rows if _shown(folder, row))


def minutes(folder: Folder, hearing: Hearing) -> MinutesPart | None:
    """The panel reads them as they are written; everybody else when they are final."""
    row = Minutes.objects.filter(hearing=hearing).order_by("version").last()
    drafts = bool(folder.roles & OF_THE_PANEL)
    if row is None or not folder.may(Part.HEARING) or not (drafts or hearing.minutes_final_at):
        return None
    closed = hearing.minutes_final_because == "closed"
    note = talks.statement(folder, Action.CLOSE_MINUTES) if closed else None
    views = MinutesView.objects.filter(minutes=row).select_related("member").order_by("said_at")
    return MinutesPart(
        version=row.version,
        text=folder.read(row, "text", Part.HEARING),
        final_at=hearing.minutes_final_at,
        note=note.text if note else "",
        views=tuple(
            ViewPart(name=view.member.full_name, approved=view.approved, text=folder.read(view, "text", Part.HEARING))
            for view in views
            if drafts or (closed and not view.approved)
        ),
    )


def draft(folder: Folder, hearing: Hearing) -> str:
    """How minutes can begin: who was there and when, and the questions that were put."""
    lines = ["Present:"]
    lines += [
        f"- {person.name} ({person.role.lower()}): {person.times}" for person in there(folder, hearing) if person.times
    ]
    put = [row for row in questions(folder, hearing) if not row.waiting and not row.reason]
    lines += ["", "Questions that were put:", *(f"- {row.text}" for row in put)] if put else []
    return "\n".join([*lines, "", "What was said:", ""])


def _seated(seat: Seat, rows: list[Presence]) -> There:
    """One of those who sit. Whoever was taken off meanwhile stays in the list, and counts no more."""
    gone, held = seat.status not in SITTING, seat.status == SeatStatus.HELD
    note = "does not take part any more" if gone else "on hold, does not count" if held else ""
    return There(
        key="" if gone else f"m{seat.member_id}",
        role=people.seat_name(seat),
        name=seat.member.full_name,
        here=_here(rows) and not gone,
        times=", ".join(filter(None, (_times(rows), note))),
        votes=seat.status == SeatStatus.SEATED and seat.kind == SeatKind.MEMBER,
    )


def _named(person: people.Named, rows: list[Presence]) -> There:
    return There(
        key=f"p{person.number}",
        role=person.role,
        name=person.name,
        here=_here(rows),
        times=_times(rows),
        votes=False,
    )


def _here(rows: list[Presence]) -> bool:
    return bool(rows) and rows[-1].came


def _times(rows: list[Presence]) -> str:
    return ", ".join(f"{'came' if row.came else 'left'} {timezone.localtime(row.at):%H:%M}" for row in rows)


def _shown(folder: Folder, row: HearingQuestion) -> bool:
    return not folder.side or bool(row.admitted) or row.put_by_id == folder.reader.pk


def _question(folder: Folder, row: HearingQuestion) -> QuestionPart:
    said = {None: "waits for the chair", True: "to be put", False: "not put"}[row.admitted]
    reason = row.admitted is False
    return QuestionPart(
        number=row.number,
        text=folder.read(row, "text", Part.HEARING),
        put_by=Role(row.put_as).label,
        waiting=row.admitted is None,
        open=bool(row.admitted) and row.answered_at is None,
        said="answered" if row.answered_at else said,
        reason=folder.read(row, "reason", Part.HEARING) if reason else "",
    )
