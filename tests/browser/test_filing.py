"""Raising a concern in a real browser."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from cases.models import Case
from tests.cast import organisation

PASSWORD = "three calm herons at noon"


@pytest.fixture
def cast(live_server):
    return organisation(at=now() - timedelta(days=30))


def test_a_member_signs_in_and_raises_a_concern(visitor, cast):
    cast.ana.set_password(PASSWORD)
    cast.ana.save()
    ana = visitor().sign_in(cast.ana, PASSWORD)
    ana.open("raise-start")
    ana.follow("Start")
    ana.follow("Continue")
    ana.write("In your own words", "I was shouted at.")
    ana.press("Continue")
    print(ana.heading)
    ana.choose("Use my name")
    ana.press("Continue")
    ana.choose("No", under="Is it about someone who leads")
    ana.press("Continue")
    ana.press("Continue")
    ana.reads("Check what you wrote")
    ana.press("Send my concern")
    ana.reads("We have your concern")
    assert Case.objects.count() == 1
