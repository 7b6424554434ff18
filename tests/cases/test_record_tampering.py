"""An operator who drops the triggers and changes the record by hand is found out, at the first bad entry."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F

from branches.models import Member
from cases import record, verify
from cases.domain import chain
from cases.domain.vocabulary import EventKind
from cases.models import (
    Case,
    CaseEvent,
    ChainHead,
)
from tests.conftest import POSTGRESQL
from tests.operator import entry, fault, last, operator, sql

PLACES = (0.0, 0.2, 0.5, 0.8, 1.0)
AWAY = 1_000_000
pytestmark = pytest.mark.django_db


def linked(event: CaseEvent, *, above: str, before: str) -> CaseEvent:
    """An entry with the hashes it would have had, if it had been written like this."""
    fields = record.fields_of(event)
    event.case_hash = chain.link(before, *fields) if event.case_id else ""
    event.hash = chain.link(above, str(event.number), event.case_hash, *fields)
    return event


# Each kind changes the record at entry n and returns the number of the first entry that must be named.


def other_data(n: int) -> int:
    entry(n).update(data={"forged": True})
    return n


def other_kind(n: int) -> int:
    entry(n).update(kind="closed")
    return n


def other_moment(n: int) -> int:
    entry(n).update(at=F("at") + timedelta(microseconds=1))
    return n


def other_person(n: int) -> int:
    someone = Member.objects.exclude(pk=entry(n).get().actor_id).order_by("-pk")[0]
    entry(n).update(actor=someone, system="")
    return n


def person_to_system(n: int) -> int:
    entry(n).update(actor=None, system="someone else")
    return n


def other_case(n: int) -> int:
    case = Case.objects.exclude(pk=entry(n).get().case_id).order_by("received_at")[0]
    entry(n).update(case=case, case_number=AWAY)
    return n


def out_of_its_case(n: int) -> int:
    entry(n).update(case=None, case_number=None, case_hash="moved")
    return n


def other_place_in_case(n: int) -> int:
    entry(n).update(case_number=AWAY)
    return n


def other_hash(n: int) -> int:
    entry(n).update(hash="0" * 64)
    return n


def other_case_hash(n: int) -> int:
    entry(n).update(case_hash="0" * 64)
    return n


def removed(n: int) -> int:
    sql("DELETE FROM cases_caseevent WHERE number = %s", n)
    return n


def end_cut_off(n: int) -> int:
    sql("DELETE FROM cases_caseevent WHERE number >= %s", n)
    return n


def swapped(n: int) -> int:
    other = n + 1 if n < last() else n - 1
    for old, new in ((n, AWAY), (other, n), (AWAY, other)):
        sql("UPDATE cases_caseevent SET number = %s WHERE number = %s", new, old)
    return min(n, other)


def inserted(n: int) -> int:
    copy = entry(n).get()
    sql("UPDATE cases_caseevent SET number = -number - 1 WHERE number >= %s", n)
    sql("UPDATE cases_caseevent SET number = -number WHERE number < 0")
    copy.case = copy.case_number = copy.actor = None
    copy.case_hash, copy.system = "", "inserted"
    copy.save(force_insert=True)
    ChainHead.objects.update(number=F("number") + 1)
    return n


def added_after_the_end(n: int) -> int:
    event = CaseEvent(number=last() + 1, kind=EventKind.CLOSED, at=entry(n).get().at, system="x")
    linked(event, above=ChainHead.objects.get().hash, before="").save(force_insert=True)
    return last() + 1


def head_moved_back(n: int) -> int:
    n = min(n, last() - 1)
    ChainHead.objects.update(number=n, hash=entry(n).get().hash)
    return n + 1


def other_head(n: int) -> int:
    ChainHead.objects.update(hash=entry(n).get().case_hash)
    return last()


def changed_with_its_own_hashes(n: int) -> int:
    event = entry(n).get()
    above = entry(n - 1).values_list("hash", flat=True).first() or ""
    before = CaseEvent.objects.filter(case=event.case_id, case_number=(event.case_number or 0) - 1).first()
    event.kind = "closed"
    linked(event, above=above, before=before.case_hash if before else "").save()
    return min(n + 1, last())


def rewritten_without_the_case(n: int) -> int:
    """The long chain is computed anew to its head; only the chain of the case still tells."""
    of_cases = CaseEvent.objects.filter(case__isnull=False).exclude(kind="closed").order_by("number")
    n = (of_cases.filter(number__gte=n).first() or of_cases.last()).number
    entry(n).update(kind="closed")
    above = entry(n - 1).values_list("hash", flat=True).first() or ""
    for event in CaseEvent.objects.filter(number__gte=n).order_by("number"):
        above = event.hash = chain.link(above, str(event.number), event.case_hash, *record.fields_of(event))
        event.save(update_fields=["hash"])
    ChainHead.objects.update(hash=above)
    return n


def unreadable(n: int) -> int:
    if POSTGRESQL:  # its column takes nothing that is not JSON
        entry(n).update(data={"share": 0.5})
    else:
        sql("PRAGMA ignore_check_constraints = ON")
        sql("UPDATE cases_caseevent SET data = '{not json' WHERE number = %s", n)
        sql("PRAGMA ignore_check_constraints = OFF")
    return n


KINDS: tuple[Callable[[int], int], ...] = (
    other_data,
    other_kind,
    other_moment,
    other_person,
    person_to_system,
    other_case,
    out_of_its_case,
    other_place_in_case,
    other_hash,
    other_case_hash,
    removed,
    end_cut_off,
    swapped,
    inserted,
    added_after_the_end,
    head_moved_back,
    other_head,
    changed_with_its_own_hashes,
    rewritten_without_the_case,
    unreadable,
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: kind.__name__)
def test_a_record_that_was_tampered_with_is_broken_where_it_was_touched(every_case, tamper, place):
    n = 1 + round(place * (last() - 1))
    with operator():
        expected = tamper(n)
        assert (found := fault())
        assert found.number == expected, found
    assert fault() is None


IN_A_CASE = (other_data, other_moment, other_person, removed, swapped, end_cut_off, other_place_in_case, other_hash)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("tamper", IN_A_CASE, ids=lambda kind: kind.__name__)
def test_one_case_alone_shows_what_was_done_to_it(every_case, tamper, place):
    numbers = list(CaseEvent.objects.filter(case=every_case[2]).order_by("number").values_list("number", flat=True))
    with operator():
        tamper(numbers[round(place * (len(numbers) - 1))])
        assert verify.one(every_case[2].code, lambda *_: None).verdict == "broken"


def test_a_fault_names_the_entry_the_case_and_what_is_wrong(every_case):
    number = CaseEvent.objects.filter(case=every_case[1]).order_by("-number")[0].number
    out = StringIO()
    with operator(), pytest.raises(SystemExit) as end:
        other_data(number)
        call_command("verify_record", stdout=out)
    assert end.value.code == 1
    assert out.getvalue() == (
        f"The record is BROKEN. First fault: entry {number}, case {every_case[1].code}: "
        "does not fit its hash and the entry before it\n"
    )


def test_an_emptied_record_is_broken(every_case):
    with operator():
        sql("DELETE FROM cases_caseevent")
        assert fault() == verify.Fault(1, "", "is missing from the end")
