"""A form of a case that is sent after the session has ended: the words stay, and signing in sends them."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain.vocabulary import Action
from cases.models import Addendum
from tests import build
from tests.cases.filing import hidden
from tests.journeys.eyes import browser

TEXT = "It happened once more, on the stairs."
PASSWORD = "three calm herons at noon"


@pytest.fixture
def road(cast):
    for member in (cast.ana, cast.mona):
        member.set_password(PASSWORD)
        member.save()
    return build.filed(cast).screen()


def address(code: str) -> str:
    return reverse("my-step", args=[code, Action.ADD_ADDENDUM])


def signing_in(member) -> dict[str, str]:
    return {"again-username": member.email, "again-password": PASSWORD}


def test_an_act_sent_too_late_is_done_after_signing_in_again(cast, road):
    seen = hidden(browser(cast.ana).get(address(road.case.code)).content.decode())
    client = Client()
    kept = client.post(address(road.case.code), seen | {"text": TEXT})
    form = hidden(kept.content.decode())
    assert form["text"] == TEXT and not Addendum.objects.filter(case=road.case).exists()
    answer = client.post(address(road.case.code), form | signing_in(cast.ana))
    assert answer.status_code == 303
    assert Addendum.objects.filter(case=road.case).count() == 1


@pytest.mark.parametrize("there", [True, False], ids=["a case", "no case"])
def test_somebody_else_who_signs_in_there_learns_nothing_and_the_text_stays(cast, road, there):
    code = road.case.code if there else "K7Q-4M2-XR"
    client = Client()
    kept = client.post(address(code), {"text": TEXT} | signing_in(cast.mona))
    page = kept.content.decode()
    assert kept.status_code == 200 and hidden(page)["text"] == TEXT
    assert "was not started with this account" in page
    assert "_auth_user_id" not in client.session
