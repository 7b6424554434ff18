"""The site reads its own record again once a day, and says what it found to those who oversee it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from branches.models import Office
from branches.posts import Post
from cases import selfcheck
from cases.models import CaseEvent, ChainHead, Notice
from tests import build
from tests.cast import organisation
from tests.operator import operator

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BROKEN = "The record is not as it was written"


@pytest.fixture(scope="module")
def cast(standing):
    cast = organisation()
    build.filed(cast)
    return cast


def catalogue(client, cast) -> str:
    Office.objects.get_or_create(member=cast.gus, post=Post.AUDITOR, since=now().date())
    client.force_login(cast.gus)
    return client.get(reverse("reports")).content.decode()


def test_it_is_read_once_a_day(cast):
    at = now()
    assert selfcheck.last() is None
    assert selfcheck.read_again(at)["read_again"] == CaseEvent.objects.count()
    assert selfcheck.last() == selfcheck.Found(at, intact=True)
    assert selfcheck.read_again(at + 22 * HOUR) == {"read_again": 0}
    assert selfcheck.read_again(at + 24 * HOUR)["read_again"] and selfcheck.last().at == at + 24 * HOUR


def test_the_day_on_which_it_was_read_stands_on_the_page_of_the_reports(client, cast):
    assert "has not been read again yet" in catalogue(client, cast)
    selfcheck.read_again(at := now())
    assert f"was last read to its end on {at:%-d %B %Y}" in catalogue(client, cast)


@pytest.mark.parametrize("harm", [
    lambda: CaseEvent.objects.filter(number=2).update(kind="closed"),
    lambda: CaseEvent.objects.filter(number=2).delete(),
    lambda: ChainHead.objects.all().delete(),
])  # fmt: skip
def test_whoever_changed_it_is_found_the_next_day_and_told_until_it_is_mended(client, cast, harm):
    Notice.objects.update(released_at=now())
    selfcheck.read_again(at := now() - 48 * HOUR)
    with operator():
        harm()
        selfcheck.read_again(at + 24 * HOUR)
        assert selfcheck.last() == selfcheck.Found(at + 24 * HOUR, intact=False)
        assert BROKEN in catalogue(client, cast)
        assert client.get("/readyz").json()["record"] is False
    selfcheck.read_again(at + 48 * HOUR)
    assert BROKEN not in catalogue(client, cast) and client.get("/readyz").json()["record"] is True
