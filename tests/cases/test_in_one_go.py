"""An act that has much to record writes it once; filing and voting cost the same however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import access, verify
from cases.demo.roads import Road
from cases.domain.vocabulary import EventKind, Role
from cases.models import CaseEvent, Notice
from cases.record import System, in_one_go, record
from cases.usecases.intake import Named
from tests import build
from tests.cast import moment

pytestmark = pytest.mark.django_db
CLOCK = System("a test")


def asked(act) -> int:
    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)


def test_what_is_recorded_in_one_go_stands_in_its_order_and_reaches_who_was_there(cast):
    road = build.filed(cast)
    before = CaseEvent.objects.count()
    with in_one_go():
        record(EventKind.FACTS_ANSWERED, case=road.case, by=CLOCK, at=moment(7, 1))
        access.withdraw(road.case, by=CLOCK, at=moment(7, 1), because="handed_on", roles=[Role.INTAKE_OFFICER])
        record(EventKind.FACTS_LAPSED, case=road.case, by=CLOCK, at=moment(6, 30))
        assert CaseEvent.objects.count() == before
    written = CaseEvent.objects.order_by("-number")[:3][::-1]
    assert [event.kind for event in written] == ["facts_answered", "grant_withdrawn", "facts_lapsed"]
    assert [event.at for event in written] == [moment(7, 1)] * 3, "no event is earlier than the one before it"
    letters = Notice.objects.filter(event__in=written)
    assert list(letters.values_list("event__kind", "member")) == [("facts_answered", cast.omar.pk)]
    assert verify.whole(lambda *_: None).verdict == "intact"


def test_what_fails_on_the_way_is_not_recorded(cast):
    road = build.filed(cast)
    before = CaseEvent.objects.count()
    with pytest.raises(LookupError), in_one_go():
        record(EventKind.FACTS_ANSWERED, case=road.case, by=CLOCK, at=moment(7, 1))
        raise LookupError
    record(EventKind.FACTS_LAPSED, case=road.case, by=CLOCK, at=moment(7, 1))
    assert CaseEvent.objects.count() == before + 1


def test_filing_and_the_first_step_ask_as_often_for_several_people_as_for_one(cast):
    crowd = [*cast.crowd("Northside"), *cast.crowd("Lakeview")[:2]]

    def counts(people: int) -> tuple[int, int]:
        """A complaint about people of whom no other case knows, and its first step."""
        by, about = crowd.pop(), tuple(Named(name=crowd.pop().full_name) for _ in range(people))
        roads: list[Road] = []
        filing = asked(lambda: roads.append(Road.file(cast, by, moment(6, 1), people=about)))
        return filing, asked(roads[0].screen)

    counts(1)  # the first reads the law
    one = counts(1)
    assert one == counts(len(crowd) - 1)
    assert one[0] <= 46
    assert one[1] <= 26
