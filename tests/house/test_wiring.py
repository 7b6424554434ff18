"""The project around the business: policies, headers, health, logs, pins."""

import logging
import sys

import pytest
from django.test import RequestFactory
from django.urls import path

from conduct import checks
from conduct.logs import WithoutAddresses, WithoutContent
from conduct.policy import WITHOUT_SIGN_IN
from tests.house.sizes import ROOT

MACHINE_HOSTS = ("pypi", "index-url", "find-links", "file://", "http")


def test_every_address_names_its_policy():
    assert checks.every_address_names_its_policy(None) == []


urlpatterns = [path("bare/", lambda request: None)]


def test_an_address_without_a_policy_is_refused(settings):
    settings.ROOT_URLCONF = __name__
    assert [error.msg for error in checks.every_address_names_its_policy(None)] == [
        "The view of /bare/ names no policy."
    ]


def test_only_open_pages_need_no_sign_in():
    without = {route for route, found in checks.addresses() if not getattr(found.callback, "login_required", True)}
    open_by_policy = {route for route, found in checks.addresses() if found.callback.policy in WITHOUT_SIGN_IN}
    assert without == open_by_policy


def test_every_sealed_text_names_its_compartment():
    assert checks.every_sealed_text_names_its_compartment(None) == []


def test_sealed_text_without_a_compartment_is_refused(monkeypatch):
    monkeypatch.setattr(next(checks.sealed_fields()), "compartment", None)
    assert [error.id for error in checks.every_sealed_text_names_its_compartment(None)] == ["conduct.E002"]


def test_the_process_says_it_is_alive(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_the_site_says_it_is_ready(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["database"] is True


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_makes_the_site_unready(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["broker"]) == (503, False)


@pytest.mark.django_db
def test_a_broker_that_answers_is_seen(client, settings, redis_url):
    settings.REDIS_URL = redis_url
    assert client.get("/readyz").json()["broker"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/no-such-page/"])
def test_no_page_is_kept_framed_or_allowed_inline_code(client, address):
    response = client.get(address)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]


def test_the_log_names_the_error_but_not_its_message():
    try:
        raise ValueError("K7Q-4M2-XR said something")
    except ValueError:
        text = WithoutContent().formatException(sys.exc_info())
    assert text.endswith("ValueError")
    assert "test_wiring.py" in text
    assert "K7Q" not in text.replace('raise ValueError("K7Q-4M2-XR said something")', "")


def test_the_log_names_the_pattern_but_not_the_address():
    request = RequestFactory().get("/cases/K7Q-4M2-XR/")
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Failed: %s", (request.path,), None)
    record.request, record.status_code = request, 500
    WithoutAddresses().filter(record)
    assert "K7Q" not in record.getMessage()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_pins_have_hashes_and_name_no_host(name):
    text = (ROOT / name).read_text()
    pins = [line for line in text.splitlines() if "==" in line]
    assert pins
    assert all(line.endswith("\\") for line in pins)
    assert not [host for host in MACHINE_HOSTS if host in text]
