"""Nobody sits on a case: each article of the law about delay, done by the clock in a real database."""

from datetime import timedelta

import pytest

from branches.posts import Post
from cases import access
from cases.domain.vocabulary import Action, EventKind, Ground, Role, SeatKind, State, Tier
from cases.models import Case, CaseEvent, Decision, Notice, Proceeding, Seat
from cases.usecases import overdue
from tests import build
from tests.cast import end_offices

BRANCH, NATIONAL, APPEAL = Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL
OUTSIDE = (Tier.EXTERNAL, State.AWAITING_EXTERNAL)


def late(road, days):
    """So many days after the last day of the step, with one look of the clock on every day that matters."""
    last = road.case.due_on
    for day in sorted({1, 3, 7, 14, 30, days}):
        if day <= days and road.case.due_on == last:
            road.at = road.at.replace(year=last.year, month=last.month, day=last.day) + timedelta(days=day)
            road.clock()
    return road


def place(road):
    return Tier(road.case.tier), State(road.case.state)


def test_a_first_look_that_the_branch_does_not_take_goes_to_the_national_intake(cast):
    road = build.filed(cast)
    assert road.who(Role.INTAKE_OFFICER) == cast.omar
    assert late(road, 13).who(Role.INTAKE_OFFICER) == cast.omar
    assert late(road, 14).who(Role.INTAKE_OFFICER) == cast.ira
    assert not access.open_to(cast.omar).exists() and place(road) == (Tier.INTAKE, State.TRIAGE)


def test_a_first_look_that_nobody_takes_goes_to_an_external_body_and_the_complainant_is_told(cast):
    road = late(build.filed(cast), 30)
    assert place(road) == OUTSIDE and road.case.closed_at is None
    assert Proceeding.objects.get(case=road.case, ended_at=None).ground == Ground.OVERDUE.value
    assert set(Notice.objects.filter(case=road.case, letter="n07_external").values_list("member", flat=True)) == {
        cast.ana.pk  # Rob was never told of the complaint
    }
    assert not access.open_to(cast.ira).exists()
    road.do(Action.REPORT_EXTERNAL, road.who(Role.REGISTRAR), result="They looked at it.")


def test_a_complaint_for_which_no_officer_is_found_goes_there_too(cast):
    assert place(late(build.unroutable(cast), 30)) == OUTSIDE


def test_a_dismissal_that_no_second_officer_confirms_is_not_made(cast):
    road = build.dismissal(cast)
    first = road.who(Role.SECOND_OFFICER)
    assert late(road, 3).who(Role.SECOND_OFFICER) != first
    assert place(late(road, 14)) == (Tier.INTAKE, State.TRIAGE)
    assert CaseEvent.objects.get(case=road.case, kind=EventKind.DISMISSAL_REFUSED).actor is None


def test_a_dismissal_that_nobody_reviews_does_not_stand(cast):
    road = build.reviewed(cast)
    first = road.who(Role.REVIEWER)
    assert late(road, 14).who(Role.REVIEWER) != first
    assert place(late(road, 30)) == (Tier.INTAKE, State.TRIAGE)
    assert road.who(Role.INTAKE_OFFICER) not in (cast.omar, first)


def test_an_agreement_that_nobody_looks_after_leads_back_to_the_first_look(cast):
    road = build.agreed(cast)
    first = road.who(Role.FACILITATOR)
    assert late(road, 14).who(Role.FACILITATOR) != first
    assert place(late(road, 30)) == (Tier.INTAKE, State.TRIAGE)


@pytest.mark.parametrize("state", [State.FORMING, State.RESPONDING, State.INVESTIGATING, State.HEARING])
def test_a_branch_that_does_nothing_loses_the_case_at_every_step(cast, state):
    assert place(late(build.PLACES[BRANCH, state](cast), 30)) == (NATIONAL, State.FORMING)


@pytest.mark.parametrize("state", [State.FORMING, State.RESPONDING, State.DELIBERATING])
def test_so_does_the_national_committee(cast, state):
    assert place(late(build.PLACES[NATIONAL, state](cast), 30)) == OUTSIDE


def test_another_member_presides_over_a_panel_that_is_overdue(cast):
    road = build.national(cast).to_vote()
    before, panel = road.who(Role.PANEL_CHAIR), road.panel()
    assert late(road, 13).who(Role.PANEL_CHAIR) == before
    late(road, 14)
    assert (road.who(Role.PANEL_CHAIR), road.panel()) == (panel[1], panel)
    assert access.roles_in(road.case, before) == {(Role.PANEL_MEMBER, "national-2")}


def test_somebody_else_inquires_where_the_inquiry_is_overdue(cast):
    road = build.PLACES[NATIONAL, State.INVESTIGATING](cast)
    before = road.who(Role.INVESTIGATOR)
    late(road, 14)
    asked = Seat.objects.filter(case=road.case, kind=SeatKind.INVESTIGATOR, status="asked")
    assert asked.exclude(member=before).count() == 1 and not access.open_to(before).exists()


@pytest.mark.parametrize("place_", [(NATIONAL, State.FORMING), (BRANCH, State.SIGNED), (BRANCH, State.FINAL)])
def test_another_registrar_gets_what_waits_for_the_registrar(cast, place_):
    road = build.PLACES[place_](cast)
    before = road.who(Role.REGISTRAR)
    assert late(road, 3 if place_[1] is State.SIGNED else 14).who(Role.REGISTRAR) != before


def test_where_nothing_follows_by_itself_the_time_begins_again_and_so_does_what_follows(cast):
    road = build.PLACES[BRANCH, State.FINAL](cast)
    first = road.case.due_on
    late(road, 14)
    assert road.case.due_on == first + timedelta(days=14 + 30)
    late(road, 14)
    told = CaseEvent.objects.filter(case=road.case, kind=EventKind.HANDED_ON)
    assert [event.data["due"] for event in told.order_by("number")] == [str(first), str(first + timedelta(days=44))]


def test_with_nobody_else_the_one_who_has_the_work_keeps_it(cast):
    road = build.PLACES[BRANCH, State.FINAL](cast)
    before = road.who(Role.REGISTRAR)
    end_offices(Post.ADMINISTRATOR)
    cast.zora.offices.all().delete()
    assert late(road, 14).who(Role.REGISTRAR) == before


def test_a_signed_decision_that_nobody_delivers_is_delivered_to_both_sides_at_once(cast):
    road = late(build.PLACES[BRANCH, State.SIGNED](cast), 14)
    assert place(road) == (BRANCH, State.APPEAL_WINDOW)
    served = CaseEvent.objects.get(case=road.case, kind=EventKind.DECISION_SERVED)
    assert served.actor is None and Decision.objects.get(case=road.case).served_at == served.at
    assert set(served.notices.values_list("member", flat=True)) == {cast.ana.pk, cast.rob.pk}


def test_an_appeal_is_checked_by_somebody_else_and_leaves_the_house_when_nobody_does(cast):
    road = build.appealed(cast)
    before = road.who(Role.APPEALS_OFFICER)
    assert late(road, 14).who(Role.APPEALS_OFFICER) != before
    assert place(late(road, 30)) == OUTSIDE


def test_an_extension_moves_everything_that_follows(cast):
    road = late(build.branch(cast), 14)
    Case.objects.filter(pk=road.case.pk).update(due_on=road.case.due_on + timedelta(days=20))
    road.later(days=16).clock()
    assert place(road) == (BRANCH, State.FORMING)
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.OVERDUE_NOTICED).count() == 2
    assert place(road.later(days=20).clock()) == (NATIONAL, State.FORMING)


def test_two_looks_on_one_day_do_nothing_twice(cast):
    road = late(build.branch(cast), 8)
    before = CaseEvent.objects.count()
    Case.objects.update(overdue_seen_on=None)
    road.clock().clock()
    assert CaseEvent.objects.count() == before


def test_only_what_is_overdue_and_was_not_asked_today_is_asked(cast):
    road, other = build.branch(cast), build.filed(cast)
    today = road.case.due_on + timedelta(days=1)
    assert list(overdue.unseen(today)) == [road.case]
    assert other.case.due_on >= today
    late(road, 1)
    assert not overdue.unseen(today).exists() and overdue.unseen(today + timedelta(days=1)).exists()
