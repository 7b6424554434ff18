"""SC-03: the whole road at the branch, each step on its last permitted day, and the appeal at midnight."""

from datetime import date, timedelta

import pytest

from cases import load
from cases.demo.roads import Road
from cases.domain import deadlines
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, AppealGround, Role, State, Tier, Why
from cases.models import Case, CaseEvent, Decision, Notice
from cases.usecases.deadlines import sweep
from tests import build
from tests.cast import moment
from tests.journeys.eyes import letters, post

APPEAL = {"ground": AppealGround.PROCEDURE, "text": "My witness was not heard."}


class Slow(Road):
    """A road on which the clock is swept every morning."""

    def to(self, month: int, day: int, hour: int = 9, minute: int = 0) -> "Slow":
        until = moment(month, day, hour, minute)
        while self.at.date() < until.date():
            self.at += timedelta(days=1)
            sweep(at=self.at)
        self.case.refresh_from_db()
        return self.until(until)


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


def test_each_step_is_due_on_exactly_its_day(cast):
    road = accepted(cast)
    assert due(road) == (State.FORMING, date(2026, 6, 15))
    assert due(road.seat_panel().to(6, 15).notice()) == (State.RESPONDING, date(2026, 6, 29))
    assert due(road.to(6, 29).answer()) == (State.INVESTIGATING, date(2026, 7, 29))
    assert due(road.to(7, 29).report()) == (State.EVIDENCE_REVIEW, date(2026, 8, 8))
    assert due(road.to(8, 8).review()) == (State.HEARING, date(2026, 8, 29))
    chair = road.who(Role.PANEL_CHAIR)
    road.to(8, 15).do(Action.CALL_HEARING, chair, starts_at=moment(8, 29, 18), place="The branch's room")
    road.to(8, 29, 21).do(Action.HOLD_HEARING, chair, minutes="Both were heard.")
    assert due(road) == (State.DELIBERATING, date(2026, 9, 12))
    assert due(road.to(9, 12).vote().measure().reasons().sign()) == (State.SIGNED, date(2026, 9, 15))
    assert due(road.to(9, 15).serve()) == (State.APPEAL_WINDOW, date(2026, 10, 15))
    assert not CaseEvent.objects.filter(case=road.case, kind="escalated").exists()


def test_an_appeal_is_taken_until_the_last_minute_of_15_october(cast):
    assert decided(cast).to(10, 15, 23, 59).do(Action.FILE_APPEAL, cast.rob, **APPEAL).case.tier == Tier.APPEAL


@pytest.mark.parametrize("swept", [False, True], ids=["before the clock has run", "after it"])
def test_an_appeal_on_16_october_is_too_late(cast, swept):
    road = decided(cast).to(10, 15, 23, 59).until(moment(10, 16, 0, 0))
    road = road.clock() if swept else road
    with pytest.raises(Refused) as refused:
        road.do(Action.FILE_APPEAL, cast.rob, **APPEAL)
    assert {against.why for against in refused.value.against} == {Why.NOT_FROM_HERE if swept else Why.TOO_LATE}
    assert road.clock().case.state == State.FINAL


def test_midnight_is_the_organisations_and_not_the_servers(cast):
    """23:30 in UTC on the last day is half past midnight of the next day in London's summer."""
    from datetime import UTC, datetime

    road = decided(cast).until(datetime(2026, 10, 15, 23, 30, tzinfo=UTC))
    with pytest.raises(Refused):
        road.do(Action.FILE_APPEAL, cast.rob, **APPEAL)


def test_both_sides_hear_every_thirty_days_where_the_case_stands(cast):
    road = decided(cast).to(10, 15)
    days = [date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 30), date(2026, 9, 29)]
    for member in (cast.ana, cast.rob):
        told = Notice.objects.filter(case=road.case, member=member, letter="n19_status").order_by("created_at")
        assert [load.local_day(notice.created_at) for notice in told] == days


def test_the_longest_road_is_over_the_ninety_day_target(cast):
    """The longest steps add up to 106 days: to be in time, a branch must be faster than it has to be."""
    road = decided(cast)
    served = load.local_day(Decision.objects.get(case=road.case).served_at)
    target = load.procedure_of(road.case).number("target_days")
    assert (served - road.case.received_on).days == 106
    assert deadlines.over_target(road.case.received_on, served, target)
    assert not deadlines.over_target(road.case.received_on, date(2026, 8, 30), target)


def test_a_hearing_takes_two_weeks_notice(cast):
    road = build.PLACES[Tier.BRANCH, State.HEARING](cast)
    early = {"starts_at": road.at + timedelta(days=13), "place": "The branch's room"}
    with pytest.raises(Refused):
        road.do(Action.CALL_HEARING, road.who(Role.PANEL_CHAIR), **early)


def test_both_sides_get_the_decision_in_the_same_moment(cast):
    road = decided(cast)
    rows = Notice.objects.filter(case=road.case, letter="n21_decision")
    assert {row.member for row in rows} == {cast.ana, cast.rob}
    assert len({(row.event_id, row.created_at, row.due_at) for row in rows}) == 1


def test_the_letters_of_the_road_reach_the_two_sides_and_tell_the_same(cast):
    road = decided(cast)
    post(road)
    both = ["n06_notice", "n15_evidence_open", "n15_evidence_closed", "n16_hearing", "n21_decision"]
    for member in (cast.ana, cast.rob):
        assert [letter for letter in letters(member, road) if letter in both] == both


def test_the_warning_runs_from_its_delivery_and_the_case_ends_with_it(cast):
    road = decided(cast).to(10, 17)
    assert road.case.state == State.FINAL
    assert build.monitored(road).case.due_on == date(2026, 9, 15) + timedelta(days=180)
    assert road.until(moment(3, 15, year=2027)).clock().case.state == State.CLOSED


def test_a_late_sweep_lengthens_no_deadline(cast):
    """The clock was not swept for a week: the inquiry still counts from the day on which the answer was due."""
    road = accepted(cast).seat_panel().notice()
    road.do(Action.RECORD_DELIVERY, road.who(Role.REGISTRAR), channel="letter", delivered_on=road.at.date(), proof="x")
    road.later(days=21).clock()
    assert due(road) == (State.INVESTIGATING, date(2026, 6, 22) + timedelta(days=30))


def test_nobody_but_the_two_sides_and_the_desks_has_a_letter(cast):
    road = decided(cast)
    told = set(Notice.objects.filter(case=road.case).values_list("member", flat=True))
    desks = {role.member_id for role in road.case.caseroles.all()}
    seated = set(road.case.seats.values_list("member", flat=True))
    assert told <= desks | seated | {cast.ana.pk, cast.rob.pk}
    assert Case.objects.count() == 1
