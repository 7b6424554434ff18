"""What happened in a case, in plain words, for those who work on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from cases.domain.vocabulary import EventKind, Ground, Part, Role
from cases.models import CaseEvent
from cases.models.proceedings import CHANNELS
from cases.queries.folder import Folder
from cases.queries.parts import draws
from cases.together import Reading, reads

PAGE = 50
READINGS = (
    EventKind.SEALED_PART_READ,
    EventKind.BUNDLE_MADE,
    EventKind.BUNDLE_TAKEN,
    EventKind.ACCESS_REFUSED,
    EventKind.ACT_REFUSED,
)
UNDER_THE_BONNET = (
    EventKind.CONFLICT_FOUND,
    EventKind.CONFLICT_ENDED,
    EventKind.CASE_LINKED,
    EventKind.PAUSED_QUIETLY,
    EventKind.WENT_ON_QUIETLY,
    EventKind.NOTICE_SENT,
    EventKind.NOTICE_FAILED,
    EventKind.FILE_CHECKED,
)
UNSAID = frozenset(
    {
        EventKind.CHALLENGE_FILED,
        EventKind.DISCLOSED,
        EventKind.STRUCK,
        EventKind.WAIVER_GIVEN,
        EventKind.CHALLENGE_ANSWERED,
    }
)
"""Who did it is told only to those who rule: whoever was doubted and stays must not learn by whom."""
UNTOLD = frozenset({EventKind.WITHDRAWAL_ASKED, EventKind.PRESSURE_REPORTED, EventKind.TESTIMONY_ANSWERED})
"""Never told to the respondent: what a complainant only asks for, and what somebody did to them (1.7)."""
GUESTS = {
    EventKind.INVITATION_OPENED: "Whoever has the link",
    EventKind.STATEMENT_SIGNED: Role.WITNESS.label,
    EventKind.SUPPORT_CONFIRMED: Role.SUPPORTER.label,
    EventKind.STATEMENT_DECLINED: Role.WITNESS.label,
}
"""Done by somebody without an account."""
TALKS = (EventKind.TALK_NOTE_ADDED, EventKind.CHECK_IN_RECORDED)
BINDING = frozenset(
    {
        EventKind.NOTICE_SERVED,
        EventKind.DECISION_SIGNED,
        EventKind.DECISION_SERVED,
        EventKind.APPEAL_DECISION_SERVED,
        EventKind.MOTION_CLOSED,
    }
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the record: what, when, by whom, and the few facts that are not sealed."""

    id: int
    title: str
    at: datetime
    by: str
    text: str
    binding: bool


@dataclass(frozen=True, kw_only=True)
class TimelinePage:
    code: str
    entries: tuple[Entry, ...]
    older: str
    newer: str


def timeline(folder: Folder, cursor: str) -> TimelinePage:
    """One page, the newest first. `cursor` is `<number` for what came before, `>number` for what came after."""
    rows, turned = _turn(rows_of(folder), cursor)
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    shown = found[::-1] if turned else found
    older, newer = (bool(cursor), more) if turned else (more, bool(cursor))
    return TimelinePage(
        code=folder.case.code,
        entries=entries(folder, shown),
        older=_address("<", shown[-1]) if shown and older else "",
        newer=_address(">", shown[0]) if shown and newer else "",
    )


@reads
def latest(folder: Folder, limit: int) -> Reading[tuple[Entry, ...]]:
    """The newest entries, for the page of the case."""
    return entries(folder, (yield rows_of(folder).order_by("-case_number")[:limit]))


def entries(folder: Folder, rows: Iterable[CaseEvent]) -> tuple[Entry, ...]:
    sides = {party.member_id: party.side for party in folder.parties if party.member_id}
    counts = folder.may(Part.VOTES) or Role.REGISTRAR in folder.roles
    return tuple(
        Entry(
            id=row.case_number or 0,
            title=EventKind(row.kind).label,
            at=row.at,
            by=_by(row, sides),
            text=_said(folder, row, counts=counts),
            binding=row.kind in BINDING,
        )
        for row in rows
    )


def _said(folder: Folder, row: CaseEvent, *, counts: bool) -> str:
    """A draw is told with its pools; who was passed over is a number, and only for those who keep the record."""
    if row.kind == EventKind.PEOPLE_PASSED_OVER:
        keeps = bool({Role.REGISTRAR, Role.AUDITOR} & folder.roles)
        return draws.told(row.data, folder.procedure.pools, counts=keeps)
    return said(row.data, counts=counts)


def said(data: Mapping[str, Any], *, counts: bool = False) -> str:
    """The facts of an entry in words; the counts of a vote only for those who may know them."""
    told = FACTS | COUNTS if counts else FACTS
    return " · ".join(words for key, tell in told.items() if key in data and (words := tell(data[key])))


def rows_of(folder: Folder) -> Any:
    """Readings and refusals are the auditor's and each person's own; private notes are their writer's."""
    rows = CaseEvent.objects.filter(case=folder.case).select_related("actor").exclude(kind__in=UNDER_THE_BONNET)
    rows = rows.exclude(kind__in=READINGS)
    if Role.FACILITATOR not in folder.roles:
        rows = rows.exclude(kind__in=TALKS)
    return rows


def _turn(rows: Any, cursor: str) -> tuple[Any, bool]:
    number = int(cursor[1:]) if cursor[1:].isdigit() else None
    if number is not None and cursor[0] == ">":
        return rows.filter(case_number__gt=number).order_by("case_number"), True
    if number is not None and cursor[0] == "<":
        rows = rows.filter(case_number__lt=number)
    return rows.order_by("-case_number"), False


def _address(way: str, row: CaseEvent) -> str:
    return "?" + urlencode({"from": f"{way}{row.case_number}"})


def _by(row: CaseEvent, sides: Mapping[int, str]) -> str:
    """Officers by name; the two sides by role, so that a withheld name stays withheld here too."""
    if row.kind in UNSAID:
        return "By whom is not told here"
    if row.actor is None:
        return GUESTS.get(EventKind(row.kind)) or f"By itself: {row.system}"
    side = sides.get(row.actor.pk)
    return Role(side).label if side else row.actor.full_name


def _label(word: Any) -> Any:
    return lambda value: word(value).label if value in word.values() else ""


CHANNEL = dict(CHANNELS)
FACTS: dict[str, Any] = {
    "allegation": lambda number: f"Allegation {number}",
    "item": lambda number: f"Exhibit {number}",
    "offer": lambda number: f"Offer {number}",
    "motion": lambda number: f"Question {number}",
    "role": _label(Role),
    "ground": _label(Ground),
    "upheld": lambda upheld: "Upheld" if upheld else "Not upheld",
    "channel": lambda channel: CHANNEL.get(channel, ""),
    "on": lambda day: f"On {date.fromisoformat(day):%-d %B %Y}",
}
COUNTS: dict[str, Any] = {
    "carried": lambda carried: "Carried" if carried else "Not carried",
    "yes": lambda count: f"{count} yes",
    "no": lambda count: f"{count} no",
}
