"""The hearing on a page: when, where, with whom; what was asked about its day; what helps each side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, gettext_noop

from cases.domain import lateness
from cases.domain.vocabulary import Part, PostponementGround, Role
from cases.load import local_day
from cases.models import Hearing, Need, Postponement, Readiness
from cases.queries.folder import Folder
from cases.queries.parts import hearing_day, people
from cases.together import Reading, reads


@dataclass(frozen=True, kw_only=True)
class HearingPart:
    """`moved_from` is the day for which it was called before; `asked` says who waits for a ruling on another day."""

    starts_at: datetime
    place: str
    agenda: str
    apart: bool
    attends: tuple[people.Person, ...]
    off: bool
    moved_from: datetime | None
    asked: str
    held_at: datetime | None
    stands: bool
    minutes: hearing_day.MinutesPart | None


@dataclass(frozen=True, kw_only=True)
class NeedPart:
    """What would help one side to take part, in its own words."""

    side: str
    text: str
    at: datetime


@reads
def hearing(folder: Folder) -> Reading[HearingPart | None]:
    """The newest hearing. Where and when is for everybody in the case; the minutes for whom they are open."""
    if not folder.may(Part.PROCESS):
        return None
    rows = Hearing.objects.filter(case=folder.case).select_related("proceeding")
    found = yield rows.order_by("-called_at")[:1]
    if not found:
        return None
    row = found[0]
    moves = list(Postponement.objects.filter(hearing=row).order_by("asked_at"))
    granted = [asked.called_for for asked in moves if asked.granted and asked.moved_to == row.starts_at]
    return HearingPart(
        starts_at=row.starts_at,
        place=folder.read(row, "place", Part.PROCESS),
        agenda=folder.read(row, "agenda", Part.PROCESS),
        apart=row.apart,
        attends=tuple(_attends(folder, row)),
        off=row.off_at is not None and row.held_at is None,
        moved_from=granted[-1] if granted else None,
        asked=next((_asked(folder, asked) for asked in moves if asked.granted is None), ""),
        held_at=row.held_at,
        stands=row.held_at is not None or _stands(folder, row),
        minutes=hearing_day.minutes(folder, row),
    )


def newest(folder: Folder) -> Hearing | None:
    rows = Hearing.objects.filter(case=folder.case).select_related("proceeding").order_by("called_at")
    return rows.last() if folder.may(Part.PROCESS) else None


@reads
def needs(folder: Folder) -> Reading[tuple[NeedPart, ...]]:
    """What each side said last; to a side its own, to those who prepare the hearing both."""
    rows = Need.objects.filter(case=folder.case).order_by("said_at")
    if not folder.may(Part.NEEDS):
        rows = rows.filter(side=folder.side) if folder.side and Part.NEEDS in folder.own else rows.none()
    last = {row.side: row for row in (yield rows)}
    return tuple(
        NeedPart(side=Role(side).label, text=folder.read_own(row, "text", Part.NEEDS, row.said_by_id), at=row.said_at)
        for side, row in sorted(last.items())
    )


def ready(folder: Folder) -> dict[str, date]:
    """From which day each side has said that it is ready."""
    rows = Readiness.objects.filter(proceeding=folder.proceeding).order_by("said_at")
    return {Role(side).label: day for side, day in rows.values_list("side", "from_on")}


def _attends(folder: Folder, row: Hearing) -> Iterator[people.Person]:
    """The two sides, everybody who sits, and the witnesses who are asked to come and whose names the reader knows."""
    yield people.Person(role=gettext_noop("The two sides"), name=gettext("each with up to two support persons"))
    yield from people.panel(folder, row.proceeding)
    for named in people.named(folder):
        if named.number in row.witnesses:
            yield people.Person(role=named.role, name=named.name)


def _asked(folder: Folder, row: Postponement) -> str:
    """A side reads only of its own request; those at work of both."""
    if folder.side and folder.side != row.side:
        return ""
    who = "You have" if folder.side else f"The {Role(row.side).label.lower()} has"
    return f"{who} asked for another day: {PostponementGround(row.ground).label.lower()}."


def _stands(folder: Folder, row: Hearing) -> bool:
    """Is its day still after the evidence review, which may have been opened again since the call?"""
    return lateness.hearing_stands(
        folder.place[1], local_day(row.starts_at), folder.case.entered_on, folder.case.due_on
    )
