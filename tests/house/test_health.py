"""What machines are told: whether the site can do its work, and not whether there is a case."""

from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases import tasks
from cases.models import Mail, Notice
from conduct import health
from conduct.models import Heartbeat
from tests import build

pytestmark = pytest.mark.django_db
PAGES = ("/readyz", "/metrics")
TOKEN = "a-token-of-more-than-twenty-letters"


def beat(minutes: float = 0) -> None:
    Heartbeat.objects.create(name="sweep", at=timezone.now() - timedelta(minutes=minutes), seconds=0.5)


@pytest.fixture
def letter(cast) -> Notice:
    """One letter that should leave now, and nothing else that waits."""
    build.filed(cast)
    last = Notice.objects.latest("created_at")
    Notice.objects.exclude(pk=last.pk).update(released_at=timezone.now())
    Notice.objects.filter(pk=last.pk).update(due_at=timezone.now())
    return last


def test_the_process_says_it_is_alive(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")


def test_a_site_whose_clocks_turn_is_ready(client):
    beat(1)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "database": True,
        "broker": True,
        "clock": True,
        "letters": True,
        "mail": True,
        "heads": True,
        "record": True,
        "clock_seconds": ANY,
        "oldest_letter_seconds": 0,
        "reasons": [],
    }


def unready(client) -> tuple[int, list[str]]:
    response = client.get("/readyz")
    return response.status_code, response.json()["reasons"]


def test_clocks_that_never_turned_make_the_site_unready(client):
    assert unready(client) == (503, [health.REASONS["clock"]])


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_clocks_that_stand_still_make_the_site_unready(client, minutes, status):
    beat(minutes)
    assert unready(client) == (status, [health.REASONS["clock"]] if status == 503 else [])


def test_a_sweep_that_fails_is_no_beat(monkeypatch):
    monkeypatch.setattr(tasks.deadlines, "sweep", lambda at: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.tick(timezone.now())
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"deliver"}


def test_each_round_of_work_moves_its_beat_on(cast):
    for minutes in (2, 1):
        tasks.tick(at := timezone.now() - timedelta(minutes=minutes))
    assert list(Heartbeat.objects.order_by("name").values_list("name", "at")) == [("deliver", at), ("sweep", at)]


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 503)])
def test_a_letter_that_waits_for_too_long_makes_the_site_unready(client, letter, minutes, status):
    beat()
    Notice.objects.filter(pk=letter.pk).update(due_at=timezone.now() - timedelta(minutes=minutes))
    assert unready(client) == (status, [health.REASONS["letters"]] if status == 503 else [])


def test_a_broker_that_does_not_answer_makes_the_site_unready(client, settings):
    beat()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert unready(client) == (503, [health.REASONS["broker"]])


def test_a_broker_that_answers_is_seen(client, settings, redis_url):
    settings.REDIS_URL = redis_url
    assert client.get("/readyz").json()["broker"] is True


@pytest.mark.parametrize("address", PAGES)
def test_these_pages_are_not_there_for_anybody_else(client, address):
    there = client.get("/no-such-page", REMOTE_ADDR="192.0.2.7")
    asked = client.get(address, REMOTE_ADDR="192.0.2.7")
    assert (asked.status_code, asked.content) == (there.status_code, there.content) == (404, ANY)
    for method in ("POST", "PUT", "OPTIONS"):
        assert client.generic(method, address, REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"])
def test_a_proxy_on_this_machine_does_not_open_them(client, address, header):
    assert client.get(address, headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_who_holds_the_token_may_ask_from_anywhere(client, settings, address):
    settings.METRICS_TOKEN = TOKEN
    beat()
    for token, status in ((TOKEN, 200), (TOKEN[:-1], 404), ("", 404)):
        headers = {"Authorization": f"Bearer {token}", "X-Forwarded-For": "192.0.2.7"}
        assert client.get(address, REMOTE_ADDR="192.0.2.7", headers=headers).status_code == status


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer "])
def test_no_token_is_no_key(client, token):
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7", headers={"Authorization": token}).status_code == 404


def figures() -> dict[str, float]:
    lines = Client().get("/metrics").content.decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def test_the_figures_tell_of_work_and_of_nothing_else(letter):
    beat(2)
    found = figures()
    assert set(found) == {
        "conduct_ready",
        *(f'conduct_good{{part="{part}"}}' for part in health.REASONS),
        "conduct_oldest_letter_seconds",
        'conduct_work_age_seconds{task="sweep"}',
        'conduct_work_duration_seconds{task="sweep"}',
    }
    assert found["conduct_ready"] == 1
    assert found['conduct_work_age_seconds{task="sweep"}'] == pytest.approx(120, abs=10)
    assert found['conduct_work_duration_seconds{task="sweep"}'] == 0.5


def test_cases_in_which_no_letter_waits_change_no_figure(cast):
    beat()
    before = figures()
    build.filed(cast)
    Notice.objects.update(released_at=timezone.now())
    after = figures()
    assert before.keys() == after.keys()
    steady = {name for name in before if "age_seconds" not in name}
    assert {name: before[name] for name in steady} == {name: after[name] for name in steady}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_went_away_is_told_in_both(postgresql, client):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
    killer = connection.copy()
    with killer.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
    killer.close()
    assert health.examine(timezone.now()).reasons == [health.REASONS["database"]]
    assert health.examine(timezone.now()).answers["database"] is True


def test_a_mail_server_that_refuses_is_told_and_leaves_the_site_ready(client, letter):
    beat()
    mail = Mail.objects.create(member=letter.member, slot_at=timezone.now(), due_at=timezone.now(), attempts=1)
    assert unready(client) == (200, [health.REASONS["mail"]])
    Mail.objects.filter(pk=mail.pk).update(mailed_at=timezone.now())
    assert unready(client) == (200, [])
