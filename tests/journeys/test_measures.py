"""A measure from the vote to its end: it starts when the rules say, ends by its clock, and who applies it is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from branches import usecases as register
from branches.models import Member
from branches.posts import Relation
from cases.domain.answer import Refused
from cases.domain.measures import Details, Task
from cases.domain.plan_words import BreachRuling
from cases.domain.vocabulary import Action, ClosureReason, Ground, InterimKind, MeasureKind, Outcome, Role, State
from cases.models import (
    Breach,
    Case,
    CaseEvent,
    CaseRole,
    InterimMeasure,
    Measure,
    Notice,
    Party,
    PlanStep,
    RollOut,
)
from cases.usecases import rollout
from tests import build
from tests.cast import moment, organisation
from tests.journeys.slow import Slow


def browser(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def words(member, name="restrictions", *args) -> str:
    return browser(member).get(reverse(name, args=args)).content.decode()


@pytest.fixture(scope="module")
def found(standing):
    """A case before the national committee in which the allegation is substantiated, once for all these tests."""
    cast = organisation()
    return Slow.file(cast, cast.ana, moment(6, 1)).screen().frame().to_national(Ground.EXPULSION).to_vote().vote()


@pytest.fixture
def road(db, found):
    return replace(found, case=Case.objects.get(pk=found.case.pk))


@pytest.fixture
def cast(found):
    return found.cast


def decided(road, kind, days=None, **more):
    asked = {"kind": kind, "days": days, "terms": "Rob takes no part in the branch.", **more}
    return road.do(Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), **asked).vote().decide()


def suspended(road, days=60, **more):
    """A panel suspends Rob; the decision is delivered and not final."""
    return decided(road, MeasureKind.SUSPENSION, days, **more)


def final(road):
    """The morning after the last day to appeal."""
    return road.until(moment(*_day(road.case.due_on + timedelta(days=1)))).clock()


def _day(day):
    return day.month, day.day


def the_morning_of(road, day: date):
    road.at = moment(day.month, day.day, year=day.year)
    return road.clock()


def measure(road) -> Measure:
    return Measure.objects.filter(case=road.case).latest("number")


def family(road, member):
    register.declare_interest(member=member, other=road.cast.rob, relation=Relation.FAMILY, by=member, at=road.at)


def lines(road, *, ending=False):
    return list(RollOut.objects.filter(case=road.case, ending=ending).order_by("number"))


def told(road, letter) -> set[str]:
    rows = Notice.objects.filter(case=road.case, letter=letter).select_related("member")
    return {row.member.full_name.split()[0] for row in rows}


def post(road):
    Notice.objects.filter(released_at__isnull=True).update(released_at=road.at)


def read_back(road, *, ending=False):
    for line in lines(road, ending=ending):
        who = road.cast.ada if line.pool == "administrator" else road.cast.bo
        rollout.read_back(roll_out=line.pk, by=who, at=road.at)
    return road


def test_a_suspension_starts_after_the_appeal_window_and_ends_by_its_own_clock(road, cast):
    road = suspended(road)
    assert measure(road).starts_on is None and not lines(road)
    final(road)
    row = measure(road)
    assert road.case.state == State.FINAL
    assert row.ends_on == row.starts_on + timedelta(days=60)
    assert told(road, "n22_apply") == {"Bo", "Lena", "Ada"}
    read_back(build.monitored(road))
    the_morning_of(road, row.ends_on - timedelta(days=14))
    assert told(road, "n29_ending") == {"Rob"}
    the_morning_of(road, row.ends_on)
    assert measure(road).ended_at is None
    the_morning_of(road, row.ends_on + timedelta(days=1))
    assert measure(road).ended_because == "last_day"
    assert told(road, "n29_measure_ended") == {"Rob"} and told(road, "n22_end") == {"Bo", "Lena", "Ada"}
    assert road.case.state == State.MONITORING
    with pytest.raises(Refused, match="Still open: 2"):
        road.do(Action.CLOSE, road.who(Role.REGISTRAR))
    read_back(road, ending=True).clock()
    assert (road.case.state, road.case.closure_reason) == (State.CLOSED, ClosureReason.SANCTION_COMPLETED)


def test_who_applies_it_reads_person_restriction_and_dates_and_not_a_word_of_the_case(road, cast):
    road = final(suspended(road, instruction="No key to the hall"))
    post(road)
    letter = Notice.objects.get(case=road.case, letter="n22_apply", member=cast.bo)
    for page in (words(cast.bo), words(cast.bo, "letter", letter.pk)):
        assert "Rob Demo" in page and "Membership rights rest. No key to the hall" in page
        for hidden in (road.case.code, "Ana Demo", road.matter.allegation, road.matter.reasons, "takes no part"):
            assert hidden not in page
    assert road.case.code not in words(cast.bo, "today")
    assert CaseEvent.objects.filter(case=road.case, kind="sealed_part_read", actor=cast.bo).exists()
    for other in (cast.eva, cast.cal, cast.rob, cast.ana):
        assert "Membership rights rest" not in words(other)


def test_who_may_not_know_of_the_case_is_not_told_and_another_of_the_office_is(road, cast):
    family(road, cast.bo)
    road = final(suspended(road))
    assert told(road, "n22_apply") == {"Lena", "Ada"}
    assert "Rob Demo" not in words(cast.bo)
    line = lines(road)[0]
    answer = browser(cast.bo).post(reverse("restriction-done", args=[line.pk]))
    absent = browser(cast.bo).post(reverse("restriction-done", args=[road.case.pk]))
    assert answer.status_code == absent.status_code == 404
    assert browser(cast.lena).post(reverse("restriction-done", args=[line.pk])).status_code == 303
    line.refresh_from_db()
    assert line.done_by == cast.lena


def test_where_nobody_of_the_office_may_know_the_registrar_sees_to_it_and_says_how(road, cast):
    for leader in (cast.bo, cast.lena):
        family(road, leader)
    road = final(suspended(road))
    assert told(road, "n22_apply") == {"Ada"}
    reason = "I told the keeper of the keys by telephone."
    for line in lines(road):
        road.do(Action.TICK_OFF, road.who(Role.REGISTRAR), number=line.number, reason=reason)
    with pytest.raises(Refused, match="Nothing waits to be applied"):
        road.do(Action.TICK_OFF, road.who(Role.REGISTRAR), number=1, reason=reason)


def test_days_already_served_count(road, cast):
    suspended(road)
    start = road.at - timedelta(days=5)
    InterimMeasure.objects.create(
        case=road.case, number=1, kind=InterimKind.SUSPENSION, bound=measure(road).bound, protects=_other(road),
        proposed_by=cast.jo, proposed_at=start, confirmed_by=cast.kim, imposed_at=start, starts_on=start.date(),
        review_by=start.date(), ends_on=start.date(), ended_at=road.at + timedelta(days=2), ended_because="lifted",
    )  # fmt: skip
    assert measure(final(road)).ends_on == measure(road).starts_on + timedelta(days=60 - 7)


def _other(road):
    return Party.objects.get(case=road.case, side=Role.COMPLAINANT)


def test_an_appeal_that_changes_the_measure_takes_back_what_was_applied_at_once(road, cast):
    decided(road, MeasureKind.RESTRICTION, 90, instruction="Not in the hall")
    assert measure(road).starts_on == road.at.date() and told(road, "n22_apply") == {"Bo", "Lena"}
    milder = {"kind": MeasureKind.WARNING, "terms": "A warning."}
    road.appeal().admit().outcome(Outcome.MODIFY, **milder)
    assert told(road, "n22_end") == {"Bo", "Lena"}
    assert measure(road).ends_on == road.at.date() + timedelta(days=730)


def test_a_suspended_measure_that_nothing_sets_off_is_over_and_never_began(road, cast):
    road = final(suspended(road, trial=100, details=Details(triggers="Any contact with the complainant.")))
    row = measure(road)
    assert row.starts_on is None and row.trial_until == road.at.date() - timedelta(days=1) + timedelta(days=100)
    assert not lines(road)
    build.monitored(road)
    the_morning_of(road, row.trial_until + timedelta(days=1))
    assert measure(road).ended_because == "not_set_off" and road.case.state == State.CLOSED


CONDITIONS = Details(conditions="He has finished the course.")


@pytest.mark.parametrize(("met", "longer"), [(True, 0), (False, 30), (None, 0)])
def test_the_chair_says_whether_conditions_are_met_and_silence_ends_the_suspension(road, cast, met, longer):
    road = suspended(road, details=CONDITIONS)
    chair = road.who(Role.PANEL_CHAIR)
    read_back(build.monitored(final(road)))
    last = measure(road).ends_on
    the_morning_of(road, last - timedelta(days=14))
    assert road.who(Role.MEASURE_CHAIR) == chair
    if met is not None:
        road.do(Action.CERTIFY_RETURN, chair, number=1, met=met, reason="I have seen the paper.")
        assert not Notice.objects.filter(case=road.case, role=Role.MEASURE_CHAIR, letter="n29_return").exists()
        with pytest.raises(Refused):
            road.do(Action.CERTIFY_RETURN, chair, number=1, met=met, reason="Again.")
    assert measure(road).ends_on == last + timedelta(days=longer) and road.case.due_on == measure(road).ends_on
    the_morning_of(road, measure(road).ends_on + timedelta(days=1))
    assert measure(road).ended_because == "last_day"


def test_not_met_never_goes_beyond_the_longest_suspension_there_is(road, cast):
    road = suspended(road, 350, details=CONDITIONS)
    final(road)
    the_morning_of(road, measure(road).ends_on - timedelta(days=14))
    road.do(Action.CERTIFY_RETURN, road.who(Role.MEASURE_CHAIR), number=1, met=False, reason="Not yet.")
    assert measure(road).ends_on == measure(road).starts_on + timedelta(days=365)


def test_another_is_asked_where_the_chair_cannot(road, cast):
    road = suspended(road, details=CONDITIONS)
    chair = measure(road).proceeding.seats.get(chair=True).member
    final(road)
    Member.objects.filter(pk=chair.pk).update(left_on=road.at.date())
    the_morning_of(road, measure(road).ends_on - timedelta(days=14))
    first = road.who(Role.MEASURE_CHAIR)
    assert first != chair
    road.do(Action.RECUSE, first)
    road.later(hours=1).clock()
    assert road.who(Role.MEASURE_CHAIR) not in (chair, first)


def test_expulsion_ends_the_membership_and_marks_the_register_without_a_reason(road, cast):
    decided(road, MeasureKind.EXPULSION)
    assert Member.objects.get(pk=cast.rob.pk).is_current
    final(road)
    rob = Member.objects.get(pk=cast.rob.pk)
    assert rob.left_on == road.at.date() and rob.needs_approval
    assert "Expelled. A new membership needs the national level" in words(cast.ada)
    assert browser(rob).get(f"/my/{road.case.code}/").status_code == 200
    with pytest.raises(Refused, match="Still open: 2"):
        road.do(Action.CLOSE, road.who(Role.REGISTRAR))
    read_back(road).do(Action.CLOSE, road.who(Role.REGISTRAR))
    assert road.case.closure_reason == ClosureReason.EXPELLED


def test_what_does_not_fit_is_refused_in_words_and_what_was_typed_stays(road, cast):
    road.declare(road.who(Role.PANEL_CHAIR))
    page = reverse("case-step", args=[road.case.code, Action.PROPOSE_MEASURE])
    client = browser(road.who(Role.PANEL_CHAIR))
    typed = {"kind": "plan", "days": "90", "terms": "He learns.", "tasks": "30: A letter.\nA course."}
    answer = client.post(page, typed)
    assert "Line 2: begin with the days" in answer.content.decode() and "A course." in answer.content.decode()
    for wrong, says in (
        ({"tasks": "120: A letter."}, "The plan ends after 90 days."),
        ({"kind": "suspension", "days": "366", "tasks": ""}, "may not last that long"),
        ({"kind": "suspension", "days": "", "tasks": ""}, "needs a last day"),
        ({"kind": "restriction", "tasks": ""}, "what those who apply it are told"),
        ({"kind": "warning", "tasks": "", "trial": "30", "triggers": "Again."}, "cannot be suspended"),
    ):
        answer = client.post(page, typed | wrong)
        assert answer.status_code == 403 and says in answer.content.decode(), answer.content.decode()
        assert "He learns." in answer.content.decode()


# a corrective plan

TWO_TASKS = (Task(days=20, text="A letter of apology, given to the monitor."), Task(days=50, text="The course."))


def planned(road, **more):
    """Rob has a plan of ninety days with two tasks; the decision is delivered."""
    return decided(road, MeasureKind.PLAN, 90, details=Details(tasks=TWO_TASKS), **more)


def steps(road):
    rows = PlanStep.objects.filter(case=road.case).order_by("number")
    return [(row.number, row.task, (row.due_on - measure(road).starts_on).days) for row in rows]


def my_page(road, member) -> str:
    return words(member, "my-case", road.case.code)


def test_a_plan_begins_at_once_with_its_days_and_opens_to_its_monitor_only_when_taken_up(road, cast):
    planned(road)
    assert steps(road) == [(1, True, 20), (2, False, 30), (3, True, 50), (4, False, 60), (5, False, 90)]
    monitor = road.who(Role.MONITOR)
    assert monitor not in road.panel() and monitor != measure(road).proceeding.seats.get(chair=True).member
    before = words(monitor, "case", road.case.code)
    assert "The plan of Rob Demo" in before and "letter of apology" not in before
    with pytest.raises(Refused, match="Take up the plan first"):
        road.do(Action.SETTLE_TASK, monitor, number=1, text="I have it.")
    road.do(Action.TAKE_UP_PLAN, monitor)
    page = words(monitor, "case", road.case.code)
    assert "letter of apology" in page
    for hidden in (road.matter.allegation, road.matter.reasons, "Ana Demo"):
        assert hidden not in page
    assert "letter of apology" in my_page(road, cast.rob) and "letter of apology" not in my_page(road, cast.ana)


def test_a_plan_is_breached_heard_mended_and_completed(road, cast):
    planned(road)
    monitor = road.do(Action.TAKE_UP_PLAN, road.who(Role.MONITOR)).who(Role.MONITOR)
    start = measure(road).starts_on
    the_morning_of(road, start + timedelta(days=13))
    the_morning_of(road, start + timedelta(days=20))
    assert told(road, "n28_due") == {"Rob"}
    assert Notice.objects.filter(case=road.case, letter="n28_due").count() == 2
    the_morning_of(road, start + timedelta(days=27))
    assert not Breach.objects.exists() and "Something is overdue" in my_page(road, cast.rob)
    the_morning_of(road, start + timedelta(days=28))
    report = Breach.objects.get(case=road.case)
    assert report.hear_by == road.at.date() + timedelta(days=10) and told(road, "n28_breach") == {"Rob"}
    chair = road.who(Role.MEASURE_CHAIR)
    excused = {"ruling": BreachRuling.EXCUSED, "reason": "He was ill."}
    with pytest.raises(Refused, match="can say their side until"):
        road.do(Action.RULE_BREACH, chair, **excused)
    road.do(Action.ANSWER_BREACH, cast.rob, text="I was in hospital.")
    assert "I was in hospital." in words(chair, "case-step", road.case.code, Action.RULE_BREACH)
    road.do(Action.RULE_BREACH, chair, **excused)
    assert not CaseRole.objects.filter(case=road.case, role=Role.MEASURE_CHAIR, until=None).exists()
    assert PlanStep.objects.get(case=road.case, number=1).due_on == road.at.date() + timedelta(days=14)
    road.do(Action.SHOW_TASK, cast.rob, number=1, text="Here is the letter.")
    assert "Here is the letter." in words(monitor, "case", road.case.code)
    for number in (1, 2, 3):
        road.do(Action.SETTLE_TASK, monitor, number=number, text="I have seen it.")
    road.do(Action.COMPLETE_PLAN, monitor, text="Both are done.")
    assert measure(road).ended_because == "completed" and told(road, "n29_measure_ended") == {"Rob"}
    assert browser(monitor).get(reverse("case", args=[road.case.code])).status_code == 404
    assert "Completed" in my_page(road, cast.rob)


def test_only_a_ruling_after_a_hearing_sets_off_what_was_suspended(road, cast):
    asked = {"kind": MeasureKind.SUSPENSION, "days": 30, "trial": 200, "terms": "His rights rest."}
    triggers = Details(triggers="The plan is not kept.")
    road.do(Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), **asked, details=triggers).vote()
    planned(road)
    final(road)
    monitor = road.do(Action.TAKE_UP_PLAN, road.who(Role.MONITOR)).who(Role.MONITOR)
    if not Breach.objects.filter(case=road.case).exists():
        road.do(Action.REPORT_BREACH, monitor, text="He has refused.")
    suspension = Measure.objects.get(case=road.case, kind=MeasureKind.SUSPENSION)
    assert suspension.starts_on is None and suspension.trial_until is not None
    the_morning_of(road, Breach.objects.get(case=road.case).hear_by + timedelta(days=1))
    ruling = {"ruling": BreachRuling.SET_OFF, "reason": "He will not."}
    road.do(Action.RULE_BREACH, road.who(Role.MEASURE_CHAIR), **ruling)
    suspension.refresh_from_db()
    assert suspension.ends_on == road.at.date() + timedelta(days=30)
    assert told(road, "n22_apply") == {"Bo", "Lena", "Ada"}
    assert Measure.objects.get(case=road.case, kind=MeasureKind.PLAN).ended_because == "breached"


def test_a_report_that_nobody_rules_on_goes_to_another_and_a_lost_monitor_is_replaced(road, cast):
    planned(road)
    monitor = road.do(Action.TAKE_UP_PLAN, road.who(Role.MONITOR)).who(Role.MONITOR)
    road.do(Action.REPORT_BREACH, monitor, text="He has refused.")
    first = road.who(Role.MEASURE_CHAIR)
    road.do(Action.RECUSE, monitor)
    the_morning_of(road, Breach.objects.get(case=road.case).rule_by + timedelta(days=1))
    assert road.who(Role.MEASURE_CHAIR) != first and road.who(Role.MONITOR) != monitor
    assert "letter of apology" not in words(road.who(Role.MONITOR), "case", road.case.code)


# where the complainant is not named


def test_a_second_person_reads_the_draft_and_new_words_are_read_again(db, cast):
    road = Slow.file(cast, cast.ana, moment(6, 1), name_withheld=True).screen().frame().to_branch().to_vote().vote()
    chair = road.measure().who(Role.PANEL_CHAIR)
    second = next(member for member in road.panel() if member != chair)
    road.reasons().declare(chair)
    page = words(chair, "case", road.case.code)
    assert "A second person has read it for anything that tells who complained" in page
    with pytest.raises(Refused, match="another member of the panel must read it first"):
        road.do(Action.SIGN_DECISION, chair)
    with pytest.raises(Refused):
        road.do(Action.READ_FOR_LEAKS, chair, clear=True)
    with pytest.raises(Refused, match="Say which words tell it"):
        road.do(Action.READ_FOR_LEAKS, second, clear=False)
    road.do(Action.READ_FOR_LEAKS, second, clear=False, text="The name of the choir tells it.")
    assert "The name of the choir tells it." in words(chair, "case-step", road.case.code, Action.WRITE_REASONS)
    road.later(minutes=5).reasons()
    road.do(Action.READ_FOR_LEAKS, second, clear=True)
    road.later(minutes=5).reasons()
    with pytest.raises(Refused, match="another member of the panel"):
        road.do(Action.SIGN_DECISION, chair)
    assert road.sign().case.state == State.SIGNED
