"""The first letter to somebody a complaint is about arrives at a decent hour, and for both sides in one moment."""

from datetime import timedelta

from cases import delivery
from cases.demo.roads import Road
from cases.domain.vocabulary import EventKind
from cases.models import Mail, Notice
from cases.queries import outbox
from cases.queries.letters import to as inbox
from cases.record import System, record
from tests.cast import moment


def first_notice(cast, at):
    """A case whose notice of allegations is served at this moment; the respondent has had no word of it before."""
    road = Road.file(cast, cast.ana, moment(5, 4)).screen().frame().to_branch().seat_panel()
    road.at = at
    road.notice()
    return road, Notice.objects.filter(case=road.case, letter="n06_notice")


def test_a_first_notice_that_is_served_on_a_friday_afternoon_arrives_on_monday_for_both(cast):
    friday, monday = moment(5, 15, 17), moment(5, 18, 8)
    road, both = first_notice(cast, friday)
    delivery.deliver_due(at=friday + timedelta(days=2))
    assert set(both.values_list("released_at", flat=True)) == {None} and both.count() == 2
    assert not any(line.code == road.case.code for line in inbox(cast.rob))
    assert outbox.backlog(friday + timedelta(days=2)).letters == 0  # it is not late
    delivery.deliver_due(at=monday)
    assert set(both.values_list("released_at", flat=True)) == {monday}
    mails = Mail.objects.filter(notices__in=both)
    assert mails.count() == 2 and set(mails.values_list("slot_at")) == {(monday + timedelta(minutes=15),)}


def test_no_later_letter_overtakes_the_first(cast):
    friday = moment(5, 15, 17)
    road, both = first_notice(cast, friday)
    road.at = friday + timedelta(hours=1)
    record(EventKind.STATUS_SENT, case=road.case, by=System("a test"), at=road.at)
    status = Notice.objects.filter(case=road.case, letter="n19_status")
    assert set(status.values_list("due_at")) == set(both.values_list("due_at")) == {(moment(5, 18, 8),)}


def test_the_second_letter_does_not_wait_for_the_morning(cast):
    road, _ = first_notice(cast, moment(5, 13, 10))
    record(EventKind.STATUS_SENT, case=road.case, by=System("a test"), at=moment(5, 15, 23))
    assert set(Notice.objects.filter(letter="n19_status").values_list("due_at")) == {(moment(5, 15, 23),)}


def test_those_who_work_on_the_case_hear_at_once(cast):
    _, both = first_notice(cast, moment(5, 15, 17))
    others = Notice.objects.filter(event=both[0].event).exclude(letter="n06_notice")
    assert others and set(others.values_list("due_at")) == {(moment(5, 15, 17),)}
