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
