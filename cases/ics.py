"""A person's dates as a file for their own calendar. It says "Meeting" or "Date" and when, and nothing else.

A calendar is read by telephones, shared with families and kept by companies: no reference, no place, no other person.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event

from cases.queries.calendar import Entry


def write(entries: Iterable[Entry], *, host: str, at: datetime) -> bytes:
    """The file for one download. The same date keeps its mark, and a later version of it replaces the earlier one."""
    made = Calendar()
    made.add("prodid", "-//Dates//EN")
    made.add("version", "2.0")
    for entry in entries:
        made.add_component(_event(entry, host, at))
    return bytes(made.to_ical())


def _event(entry: Entry, host: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("sequence", entry.version)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", entry.on.astimezone(UTC) if isinstance(entry.on, datetime) else entry.on)
    event.add("summary", entry.kind)
    event.add("class", "PRIVATE")
    if entry.off:
        event.add("status", "CANCELLED")
    return event
