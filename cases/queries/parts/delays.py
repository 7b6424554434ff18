"""The date of the running step: where it comes from, and every time it was asked to move or did. No sealed word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases import load
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import DelayReason, PauseGround, Role, State
from cases.models import Extension, Pause, PauseAgreed
from cases.queries.folder import Folder


@dataclass(frozen=True, kw_only=True)
class Change:
    """One request for more time, or one pause, with what came of it."""

    on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class StepDate:
    """Why the step is due when it is; `until` is set while the case is paused and the reader may know it."""

    rule: str
    source: str
    since: date
    until: date | None
    why: str
    changes: tuple[Change, ...]


def step_date(folder: Folder, facts: CaseFacts) -> StepDate | None:
    """For everybody who may read the case; a pause that the police asked to keep quiet is not told to the sides."""
    clock = folder.procedure.clock(*folder.place)
    if clock is None:
        return None
    pauses = _pauses(folder) if facts.pauses or facts.stayed_until else []
    asked = facts.extension or facts.extensions
    running = next((row for row in pauses if row.ended_at is None), None)
    changes = [*(_extensions(folder) if asked else ()), *map(_paused, pauses), *_agreed(pauses)]
    return StepDate(
        rule=f"{clock.days} day{'' if clock.days == 1 else 's'}",
        source=clock.source,
        since=folder.case.entered_on,
        until=running.review_on if running else None,
        why=PauseGround(running.ground).label if running else "",
        changes=tuple(sorted(changes, key=lambda change: change.on)),
    )


def _pauses(folder: Folder) -> list[Pause]:
    rows = Pause.objects.filter(case=folder.case).order_by("ordered_at")
    return list(rows.filter(quiet=False) if folder.side else rows)


def _extensions(folder: Folder) -> Iterator[Change]:
    """What was asked for and ruled in the running attempt; a request that died with its step is told as such."""
    for row in Extension.objects.filter(proceeding=folder.proceeding).order_by("asked_at"):
        what = f"{State(row.state).label}: {_day(row.until)} instead of {_day(row.due_on)} was asked for"
        asked = "" if folder.side else f" by the {_lower(Role(row.asked_as).label)}"
        reason = _lower(DelayReason(row.reason).label)
        yield Change(on=load.local_day(row.asked_at), text=f"{what}{asked} ({reason}); {_ruled(folder, row)}.")


def _ruled(folder: Folder, row: Extension) -> str:
    if row.granted is None:
        waits = row.state == folder.case.state and row.entered_on == folder.case.entered_on
        return "it waits for its ruling" if waits else "the step ended before a ruling"
    answer = "yes" if row.granted else "no"
    return f"the {_lower(Role(row.ruled_as).label)} said {answer}"


def _paused(row: Pause) -> Change:
    ends = {
        "": f"until {_day(row.review_on)} at the latest",
        "renewed": "then renewed",
        "lapsed": f"it ended by itself after {_day(row.review_on)}",
    }
    ended = ends.get(row.ended_as) or f"it ended on {_day(load.local_day(row.ended_at))}" if row.ended_at else ends[""]
    quiet = "; the two sides are not told" if row.quiet else ""
    return Change(on=row.began_on, text=f"Paused ({_lower(PauseGround(row.ground).label)}); {ended}{quiet}.")


def _agreed(pauses: list[Pause]) -> Iterator[Change]:
    for row in PauseAgreed.objects.filter(pause__in=pauses).order_by("said_at") if pauses else ():
        yield Change(on=load.local_day(row.said_at), text=f"The {_lower(row.side)} agrees that it stays paused.")


def _lower(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
