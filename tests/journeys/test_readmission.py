"""4.4, N-30: coming back after an expulsion. A year, people who never touched the case, two thirds, and no reason."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases import access, load
from cases.demo.roads import Road
from cases.domain import readmission as rules
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Choice, MeasureKind, Role, State, Why
from cases.models import Case, CaseRole, Measure, Notice, Readmission, Seat
from cases.queries import folder as folders
from cases.queries import letters, today
from cases.queries.parts import readmission
from tests import build
from tests.cast import lasting, organisation
from tests.journeys.eyes import browser

WHY = "I have done the course, and I know what I did."
AFRAID = "I do not want to meet him."


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    """Rob was expelled; the expulsion is final, applied and in force."""
    with lasting(django_db_blocker):
        road = build.national(organisation()).to_vote().vote().measure(MeasureKind.EXPULSION, None).decide()
        yield build.closed(build.final(road).applied())


@pytest.fixture
def early(walked, db) -> Road:
    road = Road(walked.cast, Case.objects.get(pk=walked.case.pk), walked.at)
    road.cast.rob.refresh_from_db()
    return road


@pytest.fixture
def road(early) -> Road:
    return early.later(days=370)


def ask(road):
    return road.do(Action.ASK_READMISSION, road.cast.rob, text=WHY)


def panel(road):
    rows = CaseRole.objects.filter(case=road.case, role=Role.READMISSION_MEMBER, until=None).order_by("since", "pk")
    return [row.member for row in rows.select_related("member")]


def vote(road, *choices):
    for member, choice in zip(panel(road), choices, strict=True):
        road.do(Action.VOTE_READMISSION, member, choice=choice, reason="I read everything.")
    return road


def refused(road, action, member, **words):
    with pytest.raises(Refused) as refusal:
        road.do(action, member, **words)
    return {against.why for against in refusal.value.against}


def told(road, letter):
    return {n.member: letters.letter(n, at=road.at) for n in Notice.objects.filter(case=road.case, letter=letter)}


YES, NO = Choice.YES, Choice.NO


def test_two_thirds_of_people_who_never_touched_the_case_let_somebody_come_back(road):
    before = set(CaseRole.objects.filter(case=road.case).values_list("member", flat=True))
    before |= set(Seat.objects.filter(case=road.case).values_list("member", flat=True))
    ask(road)
    assert len(panel(road)) == 5 and not {member.pk for member in panel(road)} & before
    seated = panel(road)
    vote(road.later(days=15), YES, NO, YES, YES, YES)
    (measure,) = Measure.objects.filter(case=road.case)
    assert (measure.ended_because, Readmission.objects.get().how) == ("readmitted", "readmitted")
    road.cast.rob.refresh_from_db()
    assert not road.cast.rob.needs_approval and road.cast.rob.left_on, "the register enters them anew"
    assert road.case.state == State.CLOSED
    assert not any(access.open_to(member).filter(pk=road.case.pk).exists() for member in seated)
    assert told(road, "n30_decided")[road.cast.rob].upheld


def test_less_than_two_thirds_is_no_and_says_when_it_can_be_asked_again(road):
    ask(road)
    asked_on = load.local_day(road.at)
    vote(road.later(days=15), YES, NO, YES, YES, NO)
    road.cast.rob.refresh_from_db()
    assert road.cast.rob.needs_approval and Measure.objects.get(case=road.case).ended_at is None
    letter = told(road, "n30_decided")[road.cast.rob]
    assert (letter.upheld, letter.rule_by) == (False, asked_on + timedelta(days=365))
    assert refused(road.later(days=300), Action.ASK_READMISSION, road.cast.rob, text=WHY) == {Why.GUARD}
    assert panel(ask(road.later(days=60)))


def test_not_in_the_first_year_and_nobody_else(early):
    assert refused(early, Action.ASK_READMISSION, early.cast.rob, text=WHY) == {Why.GUARD}
    assert Why.NOT_YOUR_ROLE in refused(early, Action.ASK_READMISSION, early.cast.ana, text=WHY)


def test_whoever_was_harmed_speaks_if_they_wish_and_only_those_who_decide_read_it(road):
    ask(road)
    member = panel(road)[0]
    words = {"choice": YES, "reason": "Yes."}
    assert refused(road, Action.VOTE_READMISSION, member, **words) == {Why.GUARD}
    road.do(Action.SAY_READMISSION, road.cast.ana, text=AFRAID)
    day = load.local_day(road.at)
    (seen,) = readmission.asked(folders.of_handler(road.case, member, today=day))
    assert (seen.text, seen.statements) == (WHY, (AFRAID,))
    for side, own in ((road.cast.ana, ("", (AFRAID,))), (road.cast.rob, (WHY, ()))):
        (row,) = readmission.asked(folders.of_party(road.case, side, today=day))
        assert (row.text, row.statements) == own
    vote(road, NO, NO, NO, NO, NO)
    assert set(told(road, "n30_decided")) == {road.cast.rob, road.cast.ana}


def test_who_was_harmed_and_said_nothing_gets_no_second_letter(road):
    vote(ask(road).later(days=15), NO, NO, NO, NO, NO)
    assert set(told(road, "n30_asked")) == {road.cast.rob, road.cast.ana}
    assert set(told(road, "n30_decided")) == {road.cast.rob}


def test_silence_decides_nothing_somebody_else_votes(road):
    first = panel(ask(road))
    road.later(days=15)
    for member in first[:3]:
        road.do(Action.VOTE_READMISSION, member, choice=NO, reason="No.")
    road.later(days=20).clock()
    assert set(panel(road)) & set(first) == set(first[:3]) and Readmission.objects.get().how == ""
    followed = [member for member in panel(road) if member not in first]
    for member in followed:
        road.do(Action.VOTE_READMISSION, member, choice=NO, reason="No.")
    assert followed and Readmission.objects.get().how == "refused"


def test_somebody_who_steps_aside_is_followed_and_their_vote_counts_no_more(road):
    ask(road).later(days=15)
    gone = panel(road)[0]
    road.do(Action.VOTE_READMISSION, gone, choice=YES, reason="Yes.")
    road.do(Action.RECUSE, gone)
    assert gone not in panel(road) and len(panel(road)) >= 4
    vote(road, *[NO] * len(panel(road)))
    assert Readmission.objects.get().how == "refused"


def test_a_decision_that_is_heard_again_leaves_nothing_to_ask_for(road):
    ask(road)
    asked = Readmission.objects.get()
    Measure.objects.filter(case=road.case).update(dropped_at=road.at, dropped_because="reopened")
    road.clock()
    asked.refresh_from_db()
    assert asked.how == "moot" and not panel(road)


@pytest.mark.parametrize(
    ("seated", "yes", "carried"),
    [(3, 3, None), (4, 2, False), (4, 3, True), (5, 3, False), (5, 4, True)],
)
def test_the_arithmetic(road, seated, yes, carried):
    assert rules.carried(load.procedure_of(road.case), seated=seated, yes=yes) is carried


def test_the_pages_of_the_person_and_of_those_who_vote(road):
    Measure.objects.update(starts_on=date(2025, 1, 1))  # the pages act today, whatever the day of the story is
    step = reverse("my-step", args=[road.case.code, Action.ASK_READMISSION])
    assert browser(road.cast.rob).post(step, {"text": WHY}).status_code == 303
    assert WHY in browser(road.cast.rob).get(reverse("my-case", args=[road.case.code])).content.decode()
    road.do(Action.SAY_READMISSION, road.cast.ana, text=AFRAID)
    member = panel(road)[0]
    line = f"Vote on a request to be readmitted: {road.case.code}"
    assert line in [row.label for row in today.today(member, at=road.at).lines]
    step = reverse("case-step", args=[road.case.code, Action.VOTE_READMISSION])
    page = browser(member).get(step).content.decode()
    assert WHY in page and AFRAID in page
    assert browser(member).post(step, {"choice": "yes", "reason": "He has changed."}).status_code == 303
    assert line not in [row.label for row in today.today(member, at=road.at).lines]
