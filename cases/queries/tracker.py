"""The road of a case for the two sides: what is done, what is now, what comes next and by when at the latest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cases import load
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import State, Tier
from cases.models import Proceeding
from cases.queries import moves, wording
from cases.queries.folder import Folder

FORMAL = (
    State.FORMING,
    State.RESPONDING,
    State.INVESTIGATING,
    State.EVIDENCE_REVIEW,
    State.HEARING,
    State.DELIBERATING,
    State.SIGNED,
    State.APPEAL_WINDOW,
    State.FINAL,
)
ROADS: dict[Tier, tuple[State, ...]] = {
    Tier.INTAKE: (State.TRIAGE,),
    Tier.INFORMAL: (State.INFORMAL_OFFERED, State.INFORMAL, State.INFORMAL_AGREED),
    Tier.BRANCH: FORMAL,
    Tier.NATIONAL: FORMAL,
    Tier.APPEAL: (
        State.ADMISSIBILITY,
        State.FORMING,
        State.RESPONDING,
        State.DELIBERATING,
        State.SIGNED,
        State.FINAL,
    ),
    Tier.EXTERNAL: (State.AWAITING_EXTERNAL,),
}
SIDEWAYS = {
    State.ROUTING,
    State.WAITING_FOR_FACTS,
    State.DISMISSAL_PROPOSED,
    State.DISMISSED,
    State.UNDER_REVIEW,
    State.MONITORING,
    State.CLOSED,
}
"""States off the usual road: they stand in it only while the case is there."""

OPEN_END = {
    Tier.INTAKE: ("Talks, or a formal case", "The first look decides this. You hear which, and why."),
    Tier.INFORMAL: ("The case ends, or goes back to the first look", "Talks end when one side wants them to end."),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the road. `state` is done, now or next."""

    label: str
    state: str
    when: str
    note: str = ""


def tracker(folder: Folder, *, paused: date | None = None) -> tuple[Step, ...]:
    """`paused`: until which day the case is paused at the latest, where the reader was told so."""
    return (*_before(folder), *_here(folder, paused))


def _before(folder: Folder) -> Iterator[Step]:
    """The complaint, and each attempt that is over."""
    yield Step(label="The complaint was received", state="done", when=_day(folder.case.received_on))
    for row in folder.proceedings[:-1]:
        yield Step(label=_name(row), state="done", when=_until(row), note=_how(row))


def _here(folder: Folder, paused: date | None) -> Iterator[Step]:
    """The attempt that is running: its steps so far, the one that is due, and those still to come."""
    tier, state = folder.place
    road = _road(tier, state)
    place = road.index(state)
    entered = _entered(folder)
    for done in road[:place]:
        if done in entered:
            yield Step(label=done.label, state="done", when=entered[done])
    yield _now(folder, tier, state, paused)
    yield from _next(folder.procedure, tier, road[place + 1 :], None if paused else folder.case.due_on)
    if tier in OPEN_END and state is not State.CLOSED:
        label, note = OPEN_END[tier]
        yield Step(label=label, state="next", when="", note=note)


def _road(tier: Tier, state: State) -> tuple[State, ...]:
    road = ROADS[tier]
    if state not in SIDEWAYS:
        return road
    return (*road, state) if state in (State.MONITORING, State.CLOSED) else (state, *road[1:])


def _now(folder: Folder, tier: Tier, state: State, paused: date | None) -> Step:
    if state is State.CLOSED:
        closed_at = folder.case.closed_at
        return Step(label=state.label, state="now", when=_day(load.local_day(closed_at)) if closed_at else "")
    due = folder.case.due_on
    return Step(
        label=state.label,
        state="now",
        when=f"paused until {_day(paused)} at the latest" if paused else f"by {_day(due)}" if due else "",
        note=wording.now(tier, state, folder.side),
    )


def _next(procedure: Procedure, tier: Tier, road: tuple[State, ...], due: date | None) -> Iterator[Step]:
    """Each step at the latest: the days of every clock, one after the other."""
    for state in road:
        clock = procedure.clock(tier, state)
        when = f"at the latest from {_day(due)}" if due else ""
        yield Step(label=state.label, state="next", when=when)
        due = procedure.due(due, clock.days) if due and clock else None


def _entered(folder: Folder) -> dict[State, str]:
    """The day on which the running attempt left each of its steps, as the record has it."""
    here = moves.moves(folder.case, since=folder.proceeding.opened_at)
    return {before.state: _day(after.on) for before, after in pairwise(here) if before.state is not after.state}


def _name(row: Proceeding) -> str:
    return "First look" if row.tier == Tier.INTAKE else Tier(row.tier).label


def _how(row: Proceeding) -> str:
    return wording.ENDED.get(row.ended_as, "").capitalize()


def _until(row: Proceeding) -> str:
    return f"until {_day(load.local_day(row.ended_at))}" if row.ended_at else ""


def _day(day: date) -> str:
    return f"{day:%A %-d %B %Y}"
