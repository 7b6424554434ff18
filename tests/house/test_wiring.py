"""The project around the business: policies, headers, pins."""

import pytest
from django.urls import path

from conduct import checks
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


def test_every_scheduled_work_can_be_done():
    assert checks.every_scheduled_work_can_be_done(None) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"task": "cases.tasks.sweeep"}, "calls 'cases.tasks.sweeep', which is no task."),
        ({"schedule": 0.0}, "has the interval 0.0."),
        ({"schedule": 86_400.0}, "has the interval 86400.0."),
        ({"schedule": "hourly"}, "has the interval 'hourly'."),
        ({"options": {}}, "expires after None."),
        ({"options": {"expires": 90}}, "expires after 90."),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused_with_the_repair(settings, change, words):
    sweep = settings.CELERY_BEAT_SCHEDULE["sweep the clocks"]
    settings.CELERY_BEAT_SCHEDULE = {"sweep the clocks": sweep | change}
    (error,) = checks.every_scheduled_work_can_be_done(None)
    assert error.msg == f"The entry “sweep the clocks” of CELERY_BEAT_SCHEDULE {words}"
    assert error.hint.startswith("Write ")


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


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_pins_have_hashes_and_name_no_host(name):
    text = (ROOT / name).read_text()
    pins = [line for line in text.splitlines() if "==" in line]
    assert pins
    assert all(line.endswith("\\") for line in pins)
    assert not [host for host in MACHINE_HOSTS if host in text]
