"""When the first notice may reach somebody: not at night, not on a Friday afternoon, not on a weekend or holiday.

Hard news comes when there is somebody to call. Later letters do not wait. Source: the fifteen sensitive texts, 12.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@dataclass(frozen=True)
class Hours:
    """Whole hours of the organisation's own time; `until` itself is too late. On a Friday it ends earlier."""

    begin: int
    until: int
    friday_until: int

    def of(self, day: date) -> tuple[time, time]:
        last = min(self.until, self.friday_until) if day.weekday() == FRIDAY else self.until
        return time(self.begin), time(last) if last < 24 else time.max


def leaves_at(moment: datetime, hours: Hours, holiday: Callable[[date], bool]) -> datetime:
    """The first moment from `moment` on, in its own time zone, at which a first notice may arrive."""
    while True:
        begin, until = hours.of(moment.date())
        closed = moment.weekday() in (SATURDAY, SUNDAY) or holiday(moment.date()) or moment.time() >= until
        if not closed and moment.time() >= begin:
            return moment
        day = moment.date() + timedelta(days=1) if closed else moment.date()
        moment = datetime.combine(day, begin, moment.tzinfo)
