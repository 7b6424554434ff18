"""What is wrong with the dates of a procedure: its holidays, and where it gives more time or pauses a case."""

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta

from cases.domain.consequences import at, open_places
from cases.domain.procedure import Holiday, Procedure
from cases.domain.vocabulary import Action, Role

LONGEST_HOLIDAY = 7
YEARS = range(2024, 2032)
LEAP_DAY = (2, 29)
SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})


def holidays(p: Procedure) -> Iterator[str]:
    """A list of holidays moves a date by a few days; it cannot make a clock stand still."""
    for holiday in p.holidays:
        years = [holiday.day.year] if holiday.day else YEARS
        for first in (day for year in years for day in _on(holiday, year)):
            if all(p.is_holiday(first + timedelta(days=n)) for n in range(LONGEST_HOLIDAY + 1)):
                yield f"More than {LONGEST_HOLIDAY} holidays follow each other from {first}. No date may move so far."
                return


def extensions(p: Procedure) -> Iterator[str]:
    """More time is asked for by one and ruled by another, and never by whoever owes the step."""
    for clock in p.clocks:
        for place in sorted((tier, clock.state) for tier in clock.tiers if clock.extend_days):
            ask, rule = p.step(*place, Action.ASK_EXTENSION), p.step(*place, Action.RULE_EXTENSION)
            if ask is None or rule is None or not rule.by - ask.by - {clock.owner}:
                because = "nobody may rule on it who neither asks for it nor owes the step"
                yield f"{at(place)} can get more time, but {because}."


def reminders(p: Procedure) -> Iterator[str]:
    """N-12: only the respondent is reminded, in order, and not after the last day."""
    for clock in p.clocks:
        if clock.remind and clock.owner is not Role.RESPONDENT:
            yield f"The clock of “{clock.state.label}” reminds, but it does not wait for the respondent."
        if list(clock.remind) != sorted({day for day in clock.remind if 1 <= day <= clock.days}):
            yield f"The clock of “{clock.state.label}”: days to remind come in order, from 1 to {clock.days}."


def pauses(p: Procedure) -> Iterator[str]:
    """A pause ends by itself, also where the case moved up meanwhile, and takes no word from the two sides."""
    for place in open_places(p):
        pausable, ends = p.step(*place, Action.STAY), p.step(*place, Action.RESUME_CLOCK)
        if pausable and (ends is None or Role.SYSTEM not in ends.by):
            yield f"A pause at {at(place)} never ends by itself: the system may not take step resume_clock there."
        for step in p.steps_from(*place) if pausable else ():
            if step.by & SIDES and not step.while_paused:
                because = "the two sides must be able to take it while the case is paused"
                yield f"Step {step.action} at {at(place)}: {because}."


def _on(holiday: Holiday, year: int) -> Iterator[date]:
    if holiday.day:
        yield holiday.day
    elif holiday.each_year and (holiday.each_year != LEAP_DAY or isleap(year)):
        yield date(year, *holiday.each_year)
