"""My dates: on a page with their cases, and in a file that says "Meeting" or "Date" and nothing else."""

from datetime import date, datetime, timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from branches.usecases import declare_interest
from cases import ics
from cases.domain.vocabulary import Action, Relation, Role, State, Tier
from cases.queries import calendar
from tests import build
from tests.cast import moment

PLACE = "The back room of the Anchor"


@pytest.fixture
def road(cast):
    """A hearing is called at the branch."""
    return call(build.PLACES[Tier.BRANCH, State.HEARING](cast), 40)


def call(road, days):
    words = {"starts_at": road.at + timedelta(days=days), "place": PLACE}
    return road.do(Action.CALL_HEARING, road.who(Role.PANEL_CHAIR), **words)


def mine(member, road):
    return calendar.mine(member, at=road.at)


def file(member, road):
    return ics.write(mine(member, road), host="localhost", at=road.at)


def events(member, road):
    return icalendar.Calendar.from_ical(file(member, road)).walk("VEVENT")


def meetings(member, road):
    return [entry for entry in mine(member, road) if entry.kind == calendar.MEETING]


def test_both_sides_and_the_panel_have_the_hearing_and_nobody_else(cast, road):
    for member in (cast.ana, cast.rob, *road.panel()):
        (entry,) = meetings(member, road)
        assert entry.day == (road.at + timedelta(days=40)).date() and road.case.code in entry.label
    for member in (cast.bo, cast.lena, cast.dee, cast.zed, cast.yara, cast.mona):
        assert member in road.panel() or meetings(member, road) == []


def test_the_file_says_meeting_or_date_and_nothing_else(cast, road):
    """Security paper 4.9."""
    text = file(road.who(Role.PANEL_CHAIR), road).decode()
    names = {line.split(":")[0].split(";")[0] for line in text.split("\r\n") if line}
    assert names == {"BEGIN", "END", "PRODID", "VERSION", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "SUMMARY", "CLASS"}
    assert {str(event["SUMMARY"]) for event in events(road.who(Role.PANEL_CHAIR), road)} == {"Meeting", "Date"}
    for word in (road.case.code, str(road.case.pk), "Anchor", "earing", "Ana", "Rob"):
        assert word not in text


def test_a_date_keeps_its_mark_and_everybody_has_another(cast, road):
    first = {entry.key for entry in mine(cast.ana, road)}
    assert first == {entry.key for entry in mine(cast.ana, road)}
    assert not first & {entry.key for entry in mine(cast.rob, road)}


def test_a_hearing_that_moves_is_a_later_version_of_the_same_date(cast, road):
    (before,) = meetings(cast.ana, road)
    (after,) = meetings(cast.ana, call(road, 50))
    assert (after.key, after.version) == (before.key, before.version + 1)
    assert after.on > before.on


def test_a_last_day_is_a_day_and_a_hearing_a_moment(cast, road):
    kinds = {str(event["SUMMARY"]): event.start for event in events(road.who(Role.PANEL_CHAIR), road)}
    assert isinstance(kinds["Meeting"], datetime) and type(kinds["Date"]) is date


def test_whoever_has_lost_the_case_has_lost_its_dates(cast, road):
    member = road.panel()[-1]
    declare_interest(member=member, other=cast.rob, relation=Relation.FAMILY, by=member, at=road.at)
    assert mine(member, road) == () and list(events(member, road)) == []


def test_what_is_past_is_not_in_it(cast, road):
    assert meetings(cast.ana, road.until(moment(12, 1))) == []


def test_the_page_and_the_file_are_for_who_is_signed_in_and_kept_by_nobody(cast, road):
    client = Client()
    assert client.get(reverse("calendar-file")).status_code == 302
    client.force_login(cast.dee)
    page, made = client.get(reverse("calendar")), client.get(reverse("calendar-file"))
    assert "No date is ahead of you." in page.content.decode() and road.case.code not in page.content.decode()
    assert made["Content-Type"].startswith("text/calendar") and "no-store" in made["Cache-Control"]
    assert b"VEVENT" not in made.content
