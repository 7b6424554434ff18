"""At every place of the procedure: every page opens for everyone who has a part in the case, and for nobody else."""

from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from branches.models import Member
from cases import access
from cases.demo.roads import Road
from cases.domain.vocabulary import SeatStatus
from cases.models import CaseRole, Notice, Party, Seat
from tests.build import PLACES
from tests.cast import organisation


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def parts(road: Road) -> Iterator[tuple[str, Member]]:
    """Everyone with a part now, and the page on which they find the case."""
    handlers = CaseRole.objects.filter(case=road.case, until__isnull=True).select_related("member")
    sides = Party.objects.filter(case=road.case, informed_at__isnull=False).select_related("member")
    yield from {("case", row.member) for row in handlers} | {("my-case", row.member) for row in sides}


def roles(road: Road, member: Member) -> frozenset[str]:
    return frozenset(CaseRole.objects.filter(case=road.case, member=member, until=None).values_list("role", flat=True))


def check_choices(client: Client, address: str) -> None:
    """What the page offers leads to a form; what it refuses is refused with the same reasons."""
    choices = client.get(address).context["page"].choices
    for option in choices.allowed:
        found = client.get(option.url)
        assert found.status_code == 200, option.url
        assert option.label in unescape(found.content.decode())
    for option in choices.refused:
        found = client.get(option.url)
        assert found.status_code == 403, option.url
        assert all(reason in unescape(found.content.decode()) for reason in option.reasons)


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place))
def test_every_page_opens_for_those_with_a_part_and_for_nobody_else(place):
    road = PLACES[place](organisation())
    everyone = sorted({*parts(road), ("", road.cast.eva)}, key=lambda part: (part[0], part[1].pk))
    asked = set()  # whoever is the same in a case is offered the same: one of each is enough for every form
    for own, member in everyone:
        client = browser(member)
        assert client.get(reverse("today")).status_code == 200
        for name in ("case", "case-timeline", "my-case"):
            address = reverse(name, args=[road.case.code])
            expected = 200 if own and name.startswith(own) else 404
            assert client.get(address).status_code == expected, (name, member)
            if expected == 200 and name == own and (kind := roles(road, member) or member) not in asked:
                asked.add(kind)
                check_choices(client, address)


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place))
def test_letters_and_questions_open_for_their_reader_alone(place):
    road = PLACES[place](organisation())
    Notice.objects.update(released_at=road.at)
    stranger = browser(road.cast.eva)
    for notice in Notice.objects.filter(case=road.case).select_related("member"):
        address = reverse("letter", args=[notice.pk])
        assert browser(notice.member).get(address).status_code == (200 if access.may_receive(notice) else 404)
        assert stranger.get(address).status_code == 404
    for seat in Seat.objects.filter(case=road.case).select_related("member", "proceeding"):
        address = reverse("seat", args=[seat.pk])
        waiting = seat.status == SeatStatus.ASKED and seat.proceeding.ended_at is None
        assert browser(seat.member).get(address).status_code == (200 if waiting else 404)
        assert stranger.get(address).status_code == 404
