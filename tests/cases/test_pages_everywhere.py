"""Every page of a case opens at every place of the procedure, for everyone who has a part in it, and for nobody else."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from branches.models import Member
from cases.domain.vocabulary import SeatStatus
from cases.models import CaseRole, Notice, Party, Seat
from tests.build import PLACES
from tests.cast import organisation


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place))
def test_every_page_opens_for_those_with_a_part_and_for_nobody_else(place):
    road = PLACES[place](organisation())
    code = road.case.code
    handlers = {row.member for row in CaseRole.objects.filter(case=road.case, until__isnull=True)}
    told = Party.objects.filter(case=road.case, informed_at__isnull=False, member__isnull=False)
    sides = {row.member for row in told}
    for member in handlers | sides | {road.cast.eva}:
        client = browser(member)
        assert client.get(reverse("today")).status_code == 200
        for name in ("case", "case-timeline"):
            assert client.get(reverse(name, args=[code])).status_code == (200 if member in handlers else 404)
        assert client.get(reverse("my-case", args=[code])).status_code == (200 if member in sides else 404)


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place))
def test_every_choice_on_a_page_leads_to_its_form(place):
    road = PLACES[place](organisation())
    handlers = {row.member for row in CaseRole.objects.filter(case=road.case, until__isnull=True)}
    sides = {row.member for row in Party.objects.filter(case=road.case, informed_at__isnull=False)}
    for name, members in (("case", handlers), ("my-case", sides)):
        for member in members:
            client = browser(member)
            page = client.get(reverse(name, args=[road.case.code])).context["page"]
            for option in page.choices.allowed:
                found = client.get(option.url)
                assert found.status_code == 200, option.url
                assert option.label in unescape(found.content.decode())
            for option in page.choices.refused:
                found = client.get(option.url)
                assert found.status_code == 403
                assert all(
                    reason in found.content.decode() for reason in found.context["reasons"][0].because.split("\n")
                )


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place))
def test_every_letter_opens_for_its_reader_alone(place):
    road = PLACES[place](organisation())
    Notice.objects.update(sent_at=road.at)
    for notice in Notice.objects.filter(case=road.case).select_related("member"):
        found = browser(notice.member).get(reverse("letter", args=[notice.pk]))
        assert found.status_code in (200, 404)
        assert browser(road.cast.eva).get(reverse("letter", args=[notice.pk])).status_code == 404
    for seat in Seat.objects.filter(case=road.case).select_related("member"):
        found = browser(seat.member).get(reverse("seat", args=[seat.pk]))
        waiting = seat.status == SeatStatus.ASKED and seat.proceeding.ended_at is None
        assert found.status_code == (200 if waiting else 404)
