"""Checking the record of a site on which people go on working raises no false alarm."""

import threading

import pytest
from django.db import connection

from cases import verify
from cases.demo.roads import Road
from cases.models import CaseEvent
from tests.cast import moment, organisation

FILINGS = 12


@pytest.mark.django_db(transaction=True)
def test_a_record_that_grows_while_it_is_checked_is_intact():
    cast = organisation()
    problems: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(FILINGS):
                Road.file(cast, cast.ana, moment(6, 1)).screen().frame()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    verdicts = []
    while worker.is_alive():
        report = verify.whole(lambda *_: None)
        verdicts.append((report.verdict, report.fault, tuple(report.unsure)))
    worker.join()
    assert problems == []
    assert set(verdicts) == {("intact", None, ())}
    assert verify.whole(lambda *_: None).entries == CaseEvent.objects.count() > FILINGS
