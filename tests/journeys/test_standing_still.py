"""INV-08, 1.6: where nothing happens, or nobody can take a step, somebody is told before any date has passed."""

from datetime import timedelta

import pytest
from django.db import connection

from branches.models import Office
from branches.posts import Post
from branches.usecases import declare_interest
from cases import access, load
from cases.demo.roads import Road
from cases.domain.vocabulary import Action, EventKind, Part, PauseGround, Relation, Role, State
from cases.models import Case, CaseEvent, Conflict, Notice
from cases.queries import letters, oversight, today
from cases.usecases import refusals, silence
from cases.usecases.deadlines import sweep
from tests import build
from tests.cast import end_offices, lasting, organisation
from tests.journeys.eyes import post

DAYS = 14


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    """An inquiry at the branch, due in thirty days, and a case whose panel is to be formed."""
    with lasting(django_db_blocker):
        cast = organisation()
        inquiry = build.branch(cast).seat_panel().notice().answer()
        yield inquiry, build.branch(cast)


def again(road) -> Road:
    return Road(road.cast, Case.objects.get(pk=road.case.pk), road.at)


@pytest.fixture
def road(walked, db) -> Road:
    return again(walked[0])


@pytest.fixture
def forming(walked, db) -> Road:
    return again(walked[1])


def days(road, number):
    """So many days with the clock swept each morning."""
    for _ in range(number):
        sweep(at=road.later(days=1).at)
    road.case.refresh_from_db()
    return road


def told(road, letter):
    return {n.member for n in Notice.objects.filter(case=road.case, letter=letter)}


def said(road, kind):
    return CaseEvent.objects.filter(case=road.case, kind=kind).count()


def seen(member, road):
    return list(oversight.overdue(member, today=load.local_day(road.at), cursor="").still)


def test_fourteen_days_without_an_act_are_told_to_the_registrar_though_no_date_has_passed(road):
    days(road, DAYS - 1)
    assert not told(road, "n32_silent")
    days(road, 1)
    assert told(road, "n32_silent") == {road.who(Role.REGISTRAR)}
    assert load.local_day(road.at) < road.case.due_on and not told(road, "n32_overdue")
    post(road)
    assert any("Nothing happens in a case" in line.label for line in today.today(road.cast.zed, at=road.at).lines)


def test_it_is_told_once_for_each_stretch_of_silence(road):
    days(road, DAYS + 6)
    assert said(road, EventKind.CASE_SILENT) == 1
    road.do(Action.ADD_EVIDENCE, road.cast.ana, title="A letter", text="Of the evening.")
    assert (road.case.alarmed_on, seen(road.cast.zed, road)) == (None, [])
    assert said(days(road, DAYS - 1), EventKind.CASE_SILENT) == 1
    assert said(days(road, 1), EventKind.CASE_SILENT) == 2


def test_reading_it_and_what_the_clock_says_are_no_sign_of_life(road):
    chair = road.who(Role.PANEL_CHAIR)
    days(road, DAYS - 1)
    since = road.case.quiet_since
    parts = {Part.COMPLAINT}
    refusals.note_read(case_id=road.case.pk, parts=parts, roles={Role.PANEL_CHAIR}, by=chair, at=road.at)
    days(road, 1)
    assert road.case.quiet_since == since and said(road, EventKind.CASE_SILENT) == 1


def test_the_overdue_page_shows_reference_step_and_days_and_nothing_else(road):
    days(road, DAYS)
    for member in (road.cast.zed, road.cast.yara):
        (line,) = [line for line in seen(member, road) if line.code == road.case.code]
        assert (line.step, line.days) == ("Inquiry", DAYS)
        assert list(line.__dataclass_fields__) == ["code", "step", "days"]
    for member in (road.cast.ana, road.cast.rob, road.cast.dee, road.cast.bo, road.cast.stan):
        assert seen(member, road) == []


def test_a_registrar_with_a_conflict_hears_nothing_and_the_next_one_does(road):
    declare_interest(member=road.cast.zed, other=road.cast.rob, relation=Relation.PARTNER, by=None, at=road.at)
    days(road, DAYS)
    post(road)
    assert road.cast.zed not in {
        n.member for n in Notice.objects.filter(letter="n32_silent", released_at__isnull=False)
    }
    assert told(road, "n32_silent") and seen(road.cast.zed, road) == []


def test_where_the_registrar_sits_on_it_somebody_of_the_next_level_hears_too(forming):
    """Forming the panel is due in seven days; the case is paused into silence by nobody but the registrar."""
    Case.objects.filter(pk=forming.case.pk).update(due_on=load.local_day(forming.at) + timedelta(days=60))
    days(forming, DAYS)
    assert told(forming, "n32_alarm_above") == {forming.cast.dee}
    notice = Notice.objects.get(case=forming.case, letter="n32_alarm_above")
    page = letters.letter(notice, at=forming.at)
    assert (page.code, page.state) == (forming.case.code, "Panel being formed")
    assert not (page.allegations or page.panel or page.raised_by or page.opened)
    assert not access.open_to(forming.cast.dee).filter(pk=forming.case.pk).exists()
    assert [line.code for line in seen(forming.cast.dee, forming)] == [forming.case.code]
    assert seen(forming.cast.eli, forming) == []


def test_a_step_that_nobody_without_a_conflict_has_is_told_on_the_next_day(road):
    chair = road.who(Role.PANEL_CHAIR)
    days(road, 2)
    Conflict.objects.create(case=road.case, member=chair, kind="friend", since=road.at)
    Case.objects.filter(pk=road.case.pk).update(look_on=load.local_day(road.at) + timedelta(days=1))
    days(road, 1)
    assert (said(road, EventKind.STEP_UNOWNED), said(days(road, 3), EventKind.STEP_UNOWNED)) == (1, 1)
    assert told(road, "n32_unowned") == {road.cast.zed}
    assert [line.code for line in seen(road.cast.zed, road)] == [road.case.code]


def test_with_an_empty_office_the_alarm_goes_to_somebody_who_hears_it(forming):
    registrars = Office.objects.filter(post__in=(Post.REGISTRAR, Post.ADMINISTRATOR))
    assert registrars.exists()
    end_offices(Post.REGISTRAR, Post.ADMINISTRATOR)
    access.withdraw(forming.case, by=silence.WATCH, at=forming.at, because="office", roles=[Role.REGISTRAR])
    days(forming, 1)
    assert told(forming, "n32_alarm_above") == {forming.cast.dee}


def test_a_pause_and_a_step_for_which_the_law_says_so_may_be_silent(road):
    until = load.local_day(road.at) + timedelta(days=30)
    words = {"ground": PauseGround.COURT, "until": until, "text": "The court hears it."}
    road.do(Action.STAY, road.who(Role.PANEL_CHAIR), **words)
    assert said(days(road, 20), EventKind.CASE_SILENT) == 0
    assert load.procedure_of(road.case).clock("branch", State.APPEAL_WINDOW).may_be_silent


def test_a_case_that_was_looked_at_costs_nothing_until_something_happens(road, forming):
    """The look reads one index, and what it finds is what is due: not what is open."""
    days(road, 3)
    day = load.local_day(road.at)
    assert not silence.due(day).exists() and Case.objects.exclude(state=State.CLOSED).count() == 2
    road.do(Action.ADD_EVIDENCE, road.cast.ana, title="A letter", text="Of the evening.")
    assert not silence.due(day).exists()
    assert [case.pk for case in silence.due(day + timedelta(days=1))] == [road.case.pk]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "case_to_look_at" in silence.due(day).explain()
