"""The longest permitted road at the branch (SC-03), with the clock swept every morning."""

from datetime import date, timedelta

from cases.demo.roads import Road
from cases.domain.vocabulary import Action, Role, State
from cases.usecases.deadlines import sweep
from tests.cast import moment


class Slow(Road):
    """A road on which the clock is swept every morning."""

    def to(self, month: int, day: int, hour: int = 9, minute: int = 0) -> "Slow":
        until = moment(month, day, hour, minute)
        while self.at.date() < until.date():
            self.at += timedelta(days=1)
            sweep(at=self.at)
        self.case.refresh_from_db()
        return self.until(until)

    def to_day(self, month: int, day: int) -> "Slow":
        """That morning of the same year, with the clock swept then and not on the days between."""
        self.at = moment(month, day, year=self.at.year)
        self.clock()
        return self


def due(road: Road) -> tuple[State, date]:
    return State(road.case.state), road.case.due_on


def accepted(cast) -> Slow:
    """Received on 1 June, accepted on 8 June."""
    road = Slow.file(cast, cast.ana, moment(6, 1))
    return road.to(6, 8).screen().frame().to_branch()


def decided(cast) -> Slow:
    """Every step on its last day, up to the service of the decision on 15 September."""
    road = accepted(cast).seat_panel()
    road.to(6, 15).notice().to(6, 29).answer().to(7, 29).report().to(8, 8).review()
    hearing = {"starts_at": moment(8, 29, 18), "place": "The branch's room"}
    road.to(8, 15).do(Action.CALL_HEARING, road.who(Role.PANEL_CHAIR), **hearing)
    road.to(8, 29, 21).do(Action.HOLD_HEARING, road.who(Role.PANEL_CHAIR), minutes="Both were heard.")
    return road.to(9, 12).vote().measure().reasons().sign().to(9, 15).serve()
