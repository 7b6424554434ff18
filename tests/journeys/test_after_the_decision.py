"""SC-03: what follows a decision that was delivered on 15 September: the appeal at midnight, letters, measures."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases import load
from cases.domain import deadlines
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, AppealGround, Role, State, Tier, Why
from cases.models import Case, Decision, Notice
from tests import build
from tests.cast import lasting, moment, organisation
from tests.journeys.eyes import letters, post
from tests.journeys.slow import Slow, decided

APPEAL = {"ground": AppealGround.PROCEDURE, "text": "My witness was not heard."}


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    with lasting(django_db_blocker):
        yield decided(organisation())


@pytest.fixture
def road(walked, db) -> Slow:
    """The decision was delivered a moment ago."""
    return Slow(walked.cast, Case.objects.get(pk=walked.case.pk), walked.at)


def test_an_appeal_is_taken_until_the_last_minute_of_15_october(road):
    assert road.to(10, 15, 23, 59).do(Action.FILE_APPEAL, road.cast.rob, **APPEAL).case.tier == Tier.APPEAL


@pytest.mark.parametrize("swept", [False, True], ids=["before the clock has run", "after it"])
def test_an_appeal_on_16_october_is_too_late(road, swept):
    road.to(10, 15, 23, 59).until(moment(10, 16, 0, 0))
    road = road.clock() if swept else road
    with pytest.raises(Refused) as refused:
        road.do(Action.FILE_APPEAL, road.cast.rob, **APPEAL)
    assert {against.why for against in refused.value.against} == {Why.NOT_FROM_HERE if swept else Why.TOO_LATE}
    assert road.clock().case.state == State.FINAL


def test_an_appeal_on_16_october_needs_a_cause_and_a_ruling(road):
    words = {**APPEAL, "cause": "I was in hospital for the whole of the time."}
    road.to_day(10, 16).do(Action.ASK_LATE_APPEAL, road.cast.rob, **words)
    assert road.case.state == State.FINAL
    road.do(Action.ADMIT_LATE_APPEAL, road.who(Role.APPEALS_OFFICER), reason="Nobody can write from there.")
    assert (road.case.tier, road.case.state, road.case.due_on) == (Tier.APPEAL, State.ADMISSIBILITY, date(2026, 10, 26))


def test_midnight_is_the_organisations_and_not_the_servers(road):
    """23:30 in UTC on the last day is half past midnight of the next day in London's summer."""
    road.until(datetime(2026, 10, 15, 23, 30, tzinfo=UTC))
    with pytest.raises(Refused):
        road.do(Action.FILE_APPEAL, road.cast.rob, **APPEAL)


def test_both_sides_hear_every_thirty_days_where_the_case_stands(road):
    road.to(10, 15)
    days = [date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 30), date(2026, 9, 29)]
    for member in (road.cast.ana, road.cast.rob):
        told = Notice.objects.filter(case=road.case, member=member, letter="n19_status").order_by("created_at")
        assert [load.local_day(notice.created_at) for notice in told] == days


def test_the_longest_road_is_over_the_ninety_day_target(road):
    """The longest steps add up to 106 days: to be in time, a branch must be faster than it has to be."""
    served = load.local_day(Decision.objects.get(case=road.case).served_at)
    target = load.procedure_of(road.case).number("target_days")
    assert (served - road.case.received_on).days == 106
    assert deadlines.over_target(road.case.received_on, served, target)
    assert not deadlines.over_target(road.case.received_on, date(2026, 8, 30), target)


def test_both_sides_get_the_decision_in_the_same_moment(road):
    rows = Notice.objects.filter(case=road.case, letter="n21_decision")
    assert {row.member for row in rows} == {road.cast.ana, road.cast.rob}
    assert len({(row.event_id, row.created_at, row.due_at) for row in rows}) == 1


def test_the_letters_of_the_road_reach_the_two_sides_and_tell_the_same(road):
    post(road)
    both = ["n06_notice", "n15_evidence_open", "n15_evidence_closed", "n16_hearing", "n21_decision"]
    for member in (road.cast.ana, road.cast.rob):
        assert [letter for letter in letters(member, road) if letter in both] == both


def test_the_warning_runs_from_its_delivery_and_the_case_ends_with_it(road):
    road.to(10, 17)
    assert road.case.state == State.FINAL
    assert build.monitored(road).case.due_on == date(2026, 9, 15) + timedelta(days=180)
    assert road.until(moment(3, 15, year=2027)).clock().case.state == State.CLOSED


def test_nobody_but_the_two_sides_and_the_desks_has_a_letter(road):
    told = set(Notice.objects.filter(case=road.case).values_list("member", flat=True))
    desks = {role.member_id for role in road.case.caseroles.all()}
    seated = set(road.case.seats.values_list("member", flat=True))
    assert told <= desks | seated | {road.cast.ana.pk, road.cast.rob.pk}
    assert Case.objects.count() == 1
