"""Dates from days. Calendar days in the organisation's time zone; the clock starts the day after."""

from collections.abc import Callable
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def due(start: date, days: int, holiday: Callable[[date], bool]) -> date:
    """The last day of a period of `days` that something on `start` set running; never a holiday.

    Everybody asks `Procedure.due`, which knows the holidays of a case.
    """
    day = start + timedelta(days=days)
    while holiday(day):
        day += ONE_DAY
    return day


def passed(due_on: date | None, today: date) -> bool:
    """Is the last day over? What has no date cannot pass."""
    return due_on is not None and today > due_on


def overdue_days(due_on: date | None, today: date) -> int:
    """Whole days since the last day; 0 on it and before it."""
    return 0 if due_on is None else max(0, (today - due_on).days)


def status_due(last_on: date, today: date, every: int = 30) -> bool:
    """Must both sides hear where the case stands, even when nothing happened?"""
    return (today - last_on).days >= every


def over_target(received_on: date, today: date, target: int = 90) -> bool:
    """Has the case taken longer than the target, counted from receipt?"""
    return (today - received_on).days > target


def in_words(day: date) -> str:
    """A day as a sentence names it: 6 June 2026."""
    return f"{day.day} {day:%B %Y}"
