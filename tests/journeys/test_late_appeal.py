"""SC-03, T20, T21: an appeal that comes after the time for it, with a cause. Finality cannot be put off by asking."""

from datetime import timedelta

import pytest
from django.urls import reverse

from branches.models import Office
from branches.posts import Post
from cases import access, load
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, AppealGround, Outcome, Part, Role, State, Tier, Why
from cases.models import Appeal, Case, CaseRole, LateRequest, Measure, Notice
from cases.queries import folder as folders
from cases.queries import letters, today
from cases.queries.parts import late_appeals
from tests import build
from tests.cast import end_offices, lasting, organisation
from tests.journeys.eyes import browser

CAUSE = "I was in hospital for the whole of the time."
WORDS = {"ground": AppealGround.PROCEDURE, "cause": CAUSE, "text": "My witness was not heard."}


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    """Two decisions that became final: with one a warning runs, the other found nothing and the case is closed."""
    with lasting(django_db_blocker):
        cast = organisation()
        warned = build.final(build.branch(cast).to_decision())
        yield warned, build.closed(build.final(build.branch(cast).to_vote().vote(yes=0).decide()))


def again(road) -> Road:
    return Road(road.cast, Case.objects.get(pk=road.case.pk), road.at)


@pytest.fixture
def road(walked, db) -> Road:
    """The decision is final, and a warning runs."""
    return again(walked[0])


@pytest.fixture
def closed(walked, db) -> Road:
    return again(walked[1])


def ask(road, member):
    return road.do(Action.ASK_LATE_APPEAL, member, **WORDS)


def admit(road, reason="Nobody can write from there."):
    return road.do(Action.ADMIT_LATE_APPEAL, road.who(Role.APPEALS_OFFICER), reason=reason)


def refuse(road):
    return road.do(Action.REFUSE_LATE_APPEAL, road.who(Role.APPEALS_OFFICER), reason="A letter could be sent.")


def refused(road, action, member, **words):
    with pytest.raises(Refused) as refusal:
        road.do(action, member, **words)
    return {against.why for against in refusal.value.against}


def told(road, letter):
    return {n.member: letters.letter(n, at=road.at) for n in Notice.objects.filter(case=road.case, letter=letter)}


def measure(road):
    return Measure.objects.get(case=road.case, dropped_at=None)


def test_a_good_cause_leads_to_the_check_by_the_same_person_and_to_a_panel(road):
    officer = ask(road, road.cast.rob).who(Role.APPEALS_OFFICER)
    running = measure(road)
    assert admit(road).who(Role.APPEALS_OFFICER) == officer
    appeal = Appeal.objects.get(case=road.case)
    assert (appeal.side, appeal.filed_by, appeal.filed_at) == ("respondent", road.cast.rob, road.at)
    assert measure(road) == running and running.starts_on
    road.admit().outcome(Outcome.REVERSE)
    assert road.case.state == State.FINAL and not Measure.objects.filter(case=road.case, dropped_at=None).exists()


def test_a_refusal_leaves_the_decision_final_and_both_sides_read_why(road):
    ask(road, road.cast.rob)
    officer = road.who(Role.APPEALS_OFFICER)
    due = road.case.due_on
    refuse(road)
    assert (road.case.tier, road.case.state, road.case.due_on) == (Tier.BRANCH, State.FINAL, due)
    found = told(road, "n23_late_refused")
    assert {m: letter.own_side for m, letter in found.items()} == {road.cast.rob: True, road.cast.ana: False}
    assert {letter.ruling.reason for letter in found.values()} == {"A letter could be sent."}
    assert not access.open_to(officer).filter(pk=road.case.pk).exists()


def test_each_side_asks_once_and_one_request_does_not_take_the_others_place(road):
    ask(road, road.cast.rob)
    assert refused(road, Action.ASK_LATE_APPEAL, road.cast.rob, **WORDS) == {Why.ALREADY_DONE}
    refuse(ask(road, road.cast.ana))
    assert LateRequest.objects.get(ruled_at=None).side == "complainant"
    assert refused(road, Action.ASK_LATE_APPEAL, road.cast.rob, **WORDS) == {Why.ALREADY_DONE}
    admit(road)
    assert Appeal.objects.get(case=road.case).side == "complainant"


def test_the_other_request_is_over_when_one_is_let_in(road):
    admit(ask(ask(road, road.cast.rob), road.cast.ana))
    assert list(LateRequest.objects.order_by("number").values_list("how", flat=True)) == ["admitted", "appealed"]
    assert refused(road, Action.ASK_LATE_APPEAL, road.cast.ana, **WORDS) == {Why.NOT_FROM_HERE}


def test_a_decision_on_an_appeal_cannot_be_appealed_late(road):
    admit(ask(road, road.cast.rob)).admit().outcome()
    assert (road.case.tier, road.case.state) == (Tier.APPEAL, State.FINAL)
    assert refused(road, Action.ASK_LATE_APPEAL, road.cast.ana, **WORDS) == {Why.NOT_FROM_HERE}


def test_the_days_for_it_are_the_laws_and_no_longer(road):
    last = (
        load.local_day(road.at)
        - timedelta(days=1)
        + timedelta(days=load.procedure_of(road.case).number("late_appeal_days"))
    )
    road.later(days=(last - load.local_day(road.at)).days + 1)
    assert refused(road, Action.ASK_LATE_APPEAL, road.cast.rob, **WORDS) == {Why.TOO_LATE}
    assert ask(road.later(days=-1), road.cast.rob).who(Role.APPEALS_OFFICER)


def test_nobody_keeps_an_appeal_out_by_saying_nothing(road):
    """Ten days, then somebody else, and after ten more it is checked as any other."""
    first = ask(road, road.cast.rob).who(Role.APPEALS_OFFICER)
    assert road.later(days=11).clock().who(Role.APPEALS_OFFICER) != first
    second = road.who(Role.APPEALS_OFFICER)
    assert road.later(days=10).clock().case.tier == Tier.BRANCH
    road.later(days=1).clock()
    assert (road.case.tier, road.case.state) == (Tier.APPEAL, State.ADMISSIBILITY)
    assert LateRequest.objects.get().how == "no_ruling"
    assert road.who(Role.APPEALS_OFFICER) not in (first, second)


def test_a_case_is_not_closed_under_somebody_who_waits(road):
    build.monitored(ask(road, road.cast.ana))
    assert Why.ALREADY_DONE in refused(road, Action.CLOSE, road.who(Role.REGISTRAR))
    assert build.closed(refuse(road.later(days=200))).case.state == State.CLOSED


def test_a_case_that_was_closed_at_once_is_opened_again(closed):
    """Nobody takes the late appeal away by closing quickly."""
    road, cast = closed, closed.cast
    officer = ask(road, cast.ana).who(Role.APPEALS_OFFICER)
    assert f"Rule on a request to appeal late: {road.case.code}" in [
        line.label for line in today.today(officer, at=road.at).lines
    ]
    admit(road)
    assert (road.case.state, road.case.closed_at, road.case.closure_reason) == (State.ADMISSIBILITY, None, "")
    assert road.who(Role.REGISTRAR)
    assert build.closed(road.admit().outcome()).case.state == State.CLOSED


def test_whoever_rules_can_step_aside_also_in_a_closed_case(closed):
    road = ask(closed, closed.cast.ana)
    first = road.who(Role.APPEALS_OFFICER)
    assert road.do(Action.RECUSE, first).who(Role.APPEALS_OFFICER) != first


def test_with_nobody_to_rule_somebody_is_found_later(road):
    quin = Office.objects.get(post=Post.APPEALS_MEMBER, member=road.cast.quin)
    end_offices(Post.APPEALS_CHAIR, Post.APPEALS_MEMBER, Post.APPEALS_ALTERNATE, Post.RESERVE)
    ask(road, road.cast.rob)
    assert not CaseRole.objects.filter(case=road.case, role=Role.APPEALS_OFFICER).exists()
    quin.save(force_insert=True)
    assert road.clock().who(Role.APPEALS_OFFICER) == road.cast.quin


def test_nobody_who_touched_the_case_rules_and_the_cause_is_read_by_nobody_else(road):
    before = set(CaseRole.objects.filter(case=road.case).values_list("member", flat=True))
    officer = ask(road, road.cast.rob).who(Role.APPEALS_OFFICER)
    assert officer.pk not in before
    day = load.local_day(road.at)
    shown = late_appeals.asked(folders.of_handler(road.case, officer, today=day))
    assert [row.cause for row in shown] == [CAUSE]
    for folder in (
        folders.of_party(road.case, road.cast.ana, today=day),
        folders.of_handler(road.case, road.who(Role.REGISTRAR), today=day),
    ):
        rows = late_appeals.asked(folder)
        assert [(row.cause, row.text, row.ground) for row in rows] == [("", "", "")]
        assert Part.LATE_APPEAL not in folder.opened
    assert CAUSE not in str(told(road, "n23_late_asked"))


def test_the_pages_of_both_sides_and_of_the_officer_show_the_request(road):
    ask(road, road.cast.rob)
    officer = road.who(Role.APPEALS_OFFICER)
    for member, page, reads in (
        (road.cast.rob, "my-case", True),
        (road.cast.ana, "my-case", False),
        (officer, "case", True),
    ):
        shown = browser(member).get(reverse(page, args=[road.case.code])).content.decode()
        assert "Asked for after the decision" in shown and (CAUSE in shown) is reads
    step = reverse("case-step", args=[road.case.code, Action.REFUSE_LATE_APPEAL])
    assert CAUSE in browser(officer).get(step).content.decode()
    answer = browser(officer).post(step, {"reason": "A letter could be sent."})
    assert answer.status_code == 303 and LateRequest.objects.get().how == "refused"
