"""The worker is told of letters after the commit, and no act waits for that or fails with it."""

import socket
import threading
import time
from types import SimpleNamespace

import pytest
from celery import Celery
from django.db import connection, transaction

from cases import wakeup
from cases.models import Notice
from tests import build


@pytest.fixture
def rings(monkeypatch):
    heard = []
    monkeypatch.setattr(wakeup, "BELL", SimpleNamespace(ring=lambda: heard.append("rung")))
    return heard


@pytest.fixture
def broker(settings, redis_url):
    settings.REDIS_URL = redis_url


def test_an_act_with_letters_rings_once_after_its_commit(cast, rings, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as calls:
        build.filed(cast)
    ours = [call for call in calls if call == wakeup.BELL.ring]
    assert len(ours) == 1 and Notice.objects.count() > 1
    ours[0]()
    assert len(rings) == 1


def test_an_act_that_is_undone_rings_nothing(cast, rings, broker):
    try:
        with transaction.atomic():
            wakeup.after_commit()
            raise LookupError
    except LookupError:
        pass
    assert wakeup.BELL.ring not in [call for _, call, _ in connection.run_on_commit]


def test_what_was_undone_within_an_act_does_not_swallow_the_ring(cast, rings, broker):
    with transaction.atomic():
        try:
            with transaction.atomic():
                wakeup.after_commit()
                wakeup.after_commit()
                raise LookupError
        except LookupError:
            wakeup.after_commit()
        assert [call for _, call, _ in connection.run_on_commit].count(wakeup.BELL.ring) == 1


def test_without_a_broker_nobody_rings(cast, rings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as calls:
        build.filed(cast)
    assert wakeup.BELL.ring not in calls


@pytest.mark.parametrize("answers", [False, True], ids=["a broker that is away", "a broker that hangs"])
def test_no_act_waits_for_the_broker(answers):
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
        if not answers:
            found.close()
        app = Celery(broker=f"redis://127.0.0.1:{port}/0")
        bell, began = wakeup.Bell(lambda: app.send_task(wakeup.TASK, retry=False)), time.monotonic()
        for _ in range(100):
            bell.ring()
        assert time.monotonic() - began < 0.5


def test_a_ring_that_failed_does_not_silence_the_next():
    carried, heard = iter([OSError("away"), None]), threading.Event()

    def carry():
        if problem := next(carried):
            raise problem
        heard.set()

    bell = wakeup.Bell(carry)
    bell.ring()
    while bell._rung.is_set():
        time.sleep(0.01)
    bell.ring()
    assert heard.wait(5)
