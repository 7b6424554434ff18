"""Signing in and out, and the first password."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.branches.conftest import PASSWORD, browser

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
NEW = "a quiet grey morning"


def sign_in(client, email: str, password: str = PASSWORD, **query: str):
    return client.post(reverse("sign-in", query=query or None), {"username": email, "password": password})


@pytest.mark.parametrize("typed", ["ana@example.org", "ANA@Example.org", " ana@example.org "])
def test_a_member_signs_in_however_the_address_is_typed(typed, client, ana):
    assert sign_in(client, typed).url == reverse("today")


def test_a_session_ends_twelve_hours_after_signing_in_whatever_happens(client, ana):
    sign_in(client, ana.email)
    end = datetime.fromisoformat(client.session["_session_expiry"])
    assert abs(end - now() - timedelta(hours=12)) < timedelta(minutes=1)
    client.get(reverse("me"))
    client.post(reverse("password-change"), {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert datetime.fromisoformat(client.session["_session_expiry"]) == end
    assert abs(Session.objects.get().expire_date - end) < timedelta(minutes=1)


def test_wrong_password_unknown_address_closed_account_and_no_password_read_the_same(ana, bo, guest):
    bo.is_active = False
    bo.save()
    tries = [(ana.email, "wrong"), (bo.email, PASSWORD), (guest.email, PASSWORD), ("x@example.org", PASSWORD)]
    answers = {without_what_was_typed(sign_in(Client(), email, password), email) for email, password in tries}
    assert len(answers) == 1
    assert b"do not fit together" in answers.pop()


def without_what_was_typed(response, email: str) -> bytes:
    return TOKEN.sub(b"", response.content).replace(email.encode(), b"")


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "http:///evil"]
)
def test_nobody_is_sent_to_another_site(target, client, ana):
    assert sign_in(client, ana.email, next=target).url == reverse("today")


def test_signing_in_leads_back_to_the_page_that_asked(client, ana):
    asked = client.get(reverse("me"))
    assert asked.url == f"{reverse('sign-in')}?next={reverse('me')}"
    assert sign_in(client, ana.email, next=reverse("me")).url == reverse("me")


@pytest.mark.parametrize("email", ["\x00", "a" * 9999, "'; --"])
def test_bad_input_is_an_ordinary_refusal(email, client, db):
    assert sign_in(client, email).status_code == 200


def test_signing_out_needs_a_button_and_ends_the_session(ana):
    client = browser(ana)
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out")).url == reverse("home")
    assert not Session.objects.exists()
    assert client.post(reverse("sign-out")).url == reverse("home")


def test_a_changed_password_signs_out_everywhere_else(ana):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, ana.email)
    here.post(reverse("password-change"), {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert here.get(reverse("me")).status_code == 200
    assert there.get(reverse("me")).status_code == 302


@pytest.mark.parametrize("weak", ["short", "password1234", "ana@example.org"])
def test_a_weak_password_is_refused(weak, ana):
    page = browser(ana).post(
        reverse("password-change"), {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    )
    assert page.status_code == 200
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


def invitation(rita, guest) -> str:
    page = browser(rita).post(reverse("person-invite", args=[guest.pk])).content.decode()
    return re.search(rf"{settings.SITE_URL}(/welcome/[^<\s]+)", page).group(1)


def choose(link: str, password: str = NEW):
    client = Client()
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


def test_an_invitation_sets_a_password_once(rita, guest):
    link = invitation(rita, guest)
    assert choose(link).url == reverse("sign-in")
    assert sign_in(Client(), guest.email, NEW).url == reverse("today")
    choose(link, "another grey morning")
    guest.refresh_from_db()
    assert guest.check_password(NEW)
    assert "no longer works" in Client().get(link).content.decode()


def test_the_secret_of_an_invitation_leaves_the_address_bar(rita, guest):
    link = invitation(rita, guest)
    arrived = Client().get(link)
    assert arrived.url.endswith("/set-password/")
    assert link.rsplit("/", 2)[1] not in arrived.url


def test_a_form_sent_to_the_link_itself_sets_nothing_yet(rita, guest):
    client = Client()
    page = client.post(invitation(rita, guest), {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Choose a password" in page.content.decode()
    assert "is set" not in page.content.decode()
    guest.refresh_from_db()
    assert not guest.has_usable_password()


def test_a_new_invitation_ends_the_one_before(rita, guest):
    first, second = invitation(rita, guest), invitation(rita, guest)
    assert "no longer works" in Client().get(first).content.decode()
    assert choose(second).url == reverse("sign-in")


def test_an_invitation_lasts_a_day(rita, guest, settings):
    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) == timedelta(days=1)
    link = invitation(rita, guest)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "no longer works" in Client().get(link).content.decode()


def test_nobody_is_invited_to_replace_the_password_of_another(rita, ana, heard):
    page = browser(rita).post(reverse("person-invite", args=[ana.pk]))
    assert page.status_code == 403
    assert "already has a password" in page.content.decode()
    assert heard == []


def test_an_invitation_is_told_to_the_record(rita, guest, heard):
    invitation(rita, guest)
    assert heard == [("member_changed", frozenset({guest.pk}), {"change": "invited"})]


@pytest.mark.parametrize(
    "link", ["/welcome/x/y/", "/welcome/MQ/abc-def/", "/welcome/%00/x/", "/welcome/LTE/set-password/"]
)
def test_a_made_up_invitation_says_that_it_does_not_work(link, client, db):
    page = client.get(link)
    assert page.status_code == 200
    assert "no longer works" in page.content.decode()
