"""What is overdue, for those who must see that it goes on: reference, step and days, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from branches.usecases import declare_interest
from cases.domain.vocabulary import Relation
from cases.models import Case
from cases.queries import oversight
from tests import build
from tests.cases.test_overdue import late


def seen(member, road, days=0):
    return oversight.overdue(member, today=road.at.date() + timedelta(days=days), cursor="").lines


@pytest.fixture
def road(cast):
    """A branch that has formed no panel, eight days after the last day for it."""
    return late(build.branch(cast), 8)


@pytest.mark.parametrize("name", ["zed", "yara", "dee"])
def test_the_registrar_the_auditor_and_who_was_told_see_reference_step_and_days(cast, road, name):
    (line,) = seen(getattr(cast, name), road)
    assert (line.code, line.step, line.days) == (road.case.code, "Panel being formed", 8)
    assert list(line.__dataclass_fields__) == ["code", "step", "days"]


@pytest.mark.parametrize("name", ["eli", "pia", "bo", "omar", "ana", "rob", "ada", "stan"])
def test_nobody_else_sees_anything_least_of_all_the_branchs_leaders_and_the_leadership(cast, road, name):
    assert seen(getattr(cast, name), road) == ()


def test_before_the_seventh_day_the_next_level_sees_nothing(cast):
    road = late(build.branch(cast), 3)
    assert seen(cast.dee, road) == () and len(seen(cast.yara, road)) == 1


@pytest.mark.parametrize("name", ["zed", "yara", "dee"])
def test_somebody_with_a_conflict_of_interest_loses_the_line_at_once(cast, road, name):
    member = getattr(cast, name)
    words = {"other": cast.rob, "relation": Relation.PARTNER, "by": None, "at": road.at}
    declare_interest(member=member, **words)
    assert seen(member, road) == ()


def test_whoever_was_told_sees_it_no_longer_when_somebody_acts_or_the_level_has_it(cast, road):
    assert seen(cast.dee, road)
    late(road, 30)
    assert seen(cast.dee, road) == () and seen(cast.dee, road, days=20) == ()


def test_the_longest_overdue_is_first_and_pages_go_on_from_a_place(cast, road, monkeypatch):
    second = late(build.framed(cast).to_branch(), 9)
    monkeypatch.setattr(oversight, "PAGE", 1)
    day = second.at.date()
    first = oversight.overdue(cast.yara, today=day, cursor="")
    after = oversight.overdue(cast.yara, today=day, cursor=first.next.removeprefix("?from="))
    found = [*first.lines, *after.lines]
    assert [line.code for line in found] == [c.code for c in Case.objects.order_by("due_on", "id")]
    assert [line.days for line in found] == sorted((line.days for line in found), reverse=True)
    assert after.next == "" and first.previous == ""


def test_the_page_of_somebody_without_such_an_office_is_the_same_with_and_without_the_case(cast, road):
    client = Client()
    client.force_login(cast.rob)
    page = client.get(reverse("overdue"))
    assert page.status_code == 200 and "Nothing is overdue." in page.content.decode()
    assert road.case.code not in page.content.decode()
