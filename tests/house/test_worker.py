"""A real worker behind a real broker, with a real mail server and PostgreSQL: what it sends, and to whom."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from celery import Celery
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cases import wakeup
from cases.demo.roads import Road
from cases.domain.vocabulary import Action, EventKind, Role
from cases.models import Mail, Notice
from cases.record import Entry, System, record_all
from tests.cast import organisation
from tests.house.sizes import ROOT
from tests.mailserver import Post, serving

pytestmark = pytest.mark.django_db(transaction=True)
QUEUED = 40


@pytest.fixture
def post() -> Iterator[Post]:
    with serving() as found:
        yield found


@pytest.fixture
def sender(redis_url) -> Iterator[Celery]:
    """A queue of its own, so that no other worker takes its work."""
    with Celery(broker=redis_url) as app:
        app.conf.task_default_queue = f"conduct-{uuid.uuid4()}"
        yield app


@contextmanager
def worker(sender: Celery, post: Post) -> Iterator[subprocess.Popen[str]]:
    """The worker as it is started for real use, on the database of this test."""
    at = connection.settings_dict
    variables = {
        "DJANGO_SETTINGS_MODULE": "conduct.settings",
        "DATABASE_URL": f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}",
        "REDIS_URL": sender.conf.broker_url,
        "EMAIL_URL": post.url,
    }
    options = ("--pool", "solo", "--queues", sender.conf.task_default_queue, "--without-gossip", "--without-mingle")
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "conduct", "worker", *options],
        cwd=ROOT, env=os.environ | variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        sender.send_task("cases.tasks.sweep")
        wait(lambda: queued(sender) == 0)
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.communicate(timeout=30)


def wait(until: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.1)


def queued(sender: Celery) -> int:
    return sender.connection_for_read().default_channel.client.llen(sender.conf.task_default_queue)


def waiting() -> int:
    return Notice.objects.filter(released_at=None, dropped_at=None, due_at__lte=timezone.now()).count()


@pytest.fixture
def road(postgresql) -> Road:
    cast = organisation()
    return Road.file(cast, cast.ana, timezone.now()).screen().frame().to_branch().seat_panel()


@transaction.atomic
def tell(road: Road, *roles: Role, times: int) -> None:
    """Put letters to these people into the outbox, by the only way there is."""
    to = {Role.CANDIDATE: [road.who(role).pk for role in roles]}
    entries = [Entry(kind=EventKind.DESK_GIVEN, data={"number": number}, to=to) for number in range(times)]
    record_all(entries, case=road.case, by=System("a test"), at=timezone.now())


def test_nothing_reaches_who_stepped_aside_while_the_worker_was_paused(road, post, sender):
    chair, registrar = road.who(Role.PANEL_CHAIR), road.who(Role.REGISTRAR)
    with worker(sender, post) as process:
        sender.send_task("cases.tasks.deliver_due")
        wait(lambda: waiting() == 0)
        process.send_signal(signal.SIGSTOP)
        before = Notice.objects.filter(member=chair, released_at__isnull=False).count()
        tell(road, Role.PANEL_CHAIR, Role.REGISTRAR, times=QUEUED)
        for _ in range(3):
            sender.send_task("cases.tasks.deliver_due")
        assert waiting() == 2 * QUEUED
        road.at = timezone.now()
        road.do(Action.RECUSE, chair)
        assert waiting() >= 2 * QUEUED
        process.send_signal(signal.SIGCONT)
        wait(lambda: waiting() == 0)
        # The slots of the mail are over: the chair's older mail is asked about once more, and is not sent either.
        Mail.objects.update(due_at=timezone.now())
        sender.send_task("cases.tasks.mail_due")
        wait(lambda: not Mail.objects.filter(mailed_at=None, dropped_at=None).exists())
    told = Notice.objects.filter(letter="n33_your_turn", event__data__has_key="number")
    assert told.filter(member=chair, dropped_at__isnull=False).count() == QUEUED
    assert told.filter(member=registrar, released_at__isnull=False).count() == QUEUED
    assert post.people.count(registrar.email) == 1 and len(set(post.ids)) == len(post.ids)
    # Only the letter without a word of the case, that they have stepped aside, is news to them.
    after = Notice.objects.filter(member=chair, released_at__isnull=False).order_by("-created_at")
    assert [n.letter for n in after][: after.count() - before] == ["n11_stepped_aside"]
    client = Client()
    client.force_login(chair)
    assert road.case.code not in client.get("/inbox/").content.decode() + client.get("/today/").content.decode()


def test_an_act_wakes_the_worker_and_a_broker_that_forgets_only_delays(road, post, sender, settings, monkeypatch):
    settings.REDIS_URL = sender.conf.broker_url
    bell = wakeup.Bell(lambda: sender.send_task(wakeup.TASK, retry=False))
    monkeypatch.setattr(wakeup, "BELL", bell)
    road.notice()  # while no worker runs
    wait(lambda: queued(sender) == 1)
    sender.connection_for_write().default_channel.client.delete(sender.conf.task_default_queue)
    with worker(sender, post):
        assert waiting() > 0
        sender.send_task("cases.tasks.deliver_due")  # the beat, some seconds later
        wait(lambda: waiting() == 0)
        last = Notice.objects.count()
        road.answer()  # nobody but the act itself says a word
        wait(lambda: waiting() == 0)
        assert Notice.objects.count() > last
