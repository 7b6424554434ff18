"""T28, 1.9: a decided case is opened again by people who never touched it, and heard by a panel that never did."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases import access, load
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, AppealGround, ClosureReason, Outcome, Role, State, Tier, Why
from cases.models import Case, CaseRole, Decision, LateRequest, Measure, Notice, Seat
from cases.queries import folder as folders
from cases.queries import letters, today
from cases.queries.parts import decision as decisions
from cases.queries.parts import inquiry, late_appeals, measures
from tests import build
from tests.cast import lasting, organisation
from tests.journeys.eyes import browser

NEW = "A recording of that evening has turned up."
WORDS = {"ground": AppealGround.NEW_EVIDENCE, "text": NEW, "cause": "The phone was lost until last week."}


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    """Three decisions after which no appeal is open: one final, one closed without a finding, one after its appeal."""
    with lasting(django_db_blocker):
        cast = organisation()
        final = build.final(build.branch(cast).to_decision()).later(days=31)
        closed = build.closed(build.final(build.branch(cast).to_vote().vote(yes=0).decide())).later(days=31)
        yield final, closed, build.appealed(cast).admit().outcome()


def again(road) -> Road:
    return Road(road.cast, Case.objects.get(pk=road.case.pk), road.at)


@pytest.fixture
def road(walked, db) -> Road:
    return again(walked[0])


@pytest.fixture
def closed(walked, db) -> Road:
    return again(walked[1])


@pytest.fixture
def appealed(walked, db) -> Road:
    return again(walked[2])


def ask(road, member, **more):
    return road.do(Action.ASK_REOPENING, member, **{**WORDS, **more})


def rule(road, action=Action.ADMIT_REOPENING):
    return road.do(action, road.who(Role.APPEALS_OFFICER), reason="It could change the finding.")


def refused(road, action, member, **words):
    with pytest.raises(Refused) as refusal:
        road.do(action, member, **words)
    return {against.why for against in refusal.value.against}


def told(road, letter):
    return {n.member: letters.letter(n, at=road.at) for n in Notice.objects.filter(case=road.case, letter=letter)}


def before(road):
    hands = CaseRole.objects.filter(case=road.case).exclude(role=Role.REGISTRAR)
    return set(hands.values_list("member", flat=True))


def test_a_fresh_panel_hears_it_with_nobody_of_before_and_without_the_old_reasons(road):
    ask(road, road.cast.ana)
    hands = before(road)
    rule(road)
    assert (road.case.tier, road.case.state) == (Tier.BRANCH, State.FORMING)
    assert not any(
        access.open_to(m).filter(pk=road.case.pk).exists()
        for m in Seat.member.field.related_model.objects.filter(pk__in=hands)
    )
    road.to_vote()
    assert not {member.pk for member in road.panel()} & hands
    folder = folders.of_handler(road.case, road.panel()[0], today=load.local_day(road.at))
    assert not decisions.decisions(folder)
    written = inquiry.report(folder)
    assert written is None or written.at > Decision.objects.get(case=road.case).served_at


def test_measures_rest_and_the_new_decision_is_the_one_that_counts(road):
    rule(ask(road, road.cast.rob))
    (measure,) = Measure.objects.filter(case=road.case)
    assert measures.over(measure) == measures.DROPPED["reopened"]
    road.to_vote().vote(yes=0).decide()
    assert Decision.objects.filter(case=road.case, void_at=None).count() == 2
    assert build.closed(build.final(road)).case.closure_reason == ClosureReason.NOT_SUBSTANTIATED


def test_both_sides_are_told_the_same_and_neither_reads_what_the_other_asked_with(road):
    ask(road, road.cast.rob)
    assert NEW not in str(told(road, "n27_reopening_asked"))
    shown = late_appeals.asked(folders.of_party(road.case, road.cast.ana, today=load.local_day(road.at)))
    assert [(row.text, row.cause, row.ground) for row in shown] == [("", "", "")]
    rule(road)
    found = told(road, "n27_reopened")
    assert {m: letter.own_side for m, letter in found.items()} == {road.cast.rob: True, road.cast.ana: False}
    assert {letter.ruling.reason for letter in found.values()} == {"It could change the finding."}
    assert len({n.created_at for n in Notice.objects.filter(case=road.case, letter="n27_reopened")}) == 1


def test_a_refusal_leaves_the_decision_final_and_each_side_asks_once(road):
    officer = ask(road, road.cast.rob).who(Role.APPEALS_OFFICER)
    rule(road, Action.REFUSE_REOPENING)
    assert road.case.state == State.FINAL and not access.open_to(officer).filter(pk=road.case.pk).exists()
    assert refused(road, Action.ASK_REOPENING, road.cast.rob, **WORDS) == {Why.ALREADY_DONE}
    assert ask(road, road.cast.ana).who(Role.APPEALS_OFFICER)


def test_silence_opens_nothing_and_refuses_nothing(road):
    """Every fourteen days somebody else has it, for as long as nobody rules."""
    seen = [ask(road, road.cast.rob).who(Role.APPEALS_OFFICER)]
    for _ in range(2):
        road.later(days=15).clock()
        seen.append(road.who(Role.APPEALS_OFFICER))
    assert len(set(seen)) == 3
    assert (road.case.tier, road.case.state) == (Tier.BRANCH, State.FINAL)
    assert LateRequest.objects.get(case=road.case).how == ""


def test_new_evidence_can_be_named_for_a_year_and_no_longer(road):
    served = load.local_day(Decision.objects.get(case=road.case).served_at)
    road.later(days=(served + timedelta(days=366) - load.local_day(road.at)).days)
    assert refused(road, Action.ASK_REOPENING, road.cast.ana, **WORDS) == {Why.TOO_LATE}


def test_a_conflict_of_interest_opens_a_closed_case_also_after_years(closed):
    road = closed.later(days=900)
    assert refused(road, Action.ASK_REOPENING, road.cast.ana, **WORDS) == {Why.TOO_LATE}
    rule(ask(road, road.cast.ana, ground=AppealGround.CONFLICT))
    assert (road.case.state, road.case.closed_at, road.case.closure_reason) == (State.FORMING, None, "")
    assert road.who(Role.REGISTRAR)


def test_a_closed_case_waits_on_the_page_of_whoever_rules_and_is_opened_in_the_page(closed):
    road = ask(closed, closed.cast.ana)
    officer = road.who(Role.APPEALS_OFFICER)
    lines = [line.label for line in today.today(officer, at=road.at).lines]
    assert f"Rule on a request to open the case again: {road.case.code}" in lines
    step = reverse("case-step", args=[road.case.code, Action.ADMIT_REOPENING])
    assert NEW in browser(officer).get(step).content.decode()
    assert browser(officer).post(step, {"reason": "It could change the finding."}).status_code == 303
    assert Case.objects.get(pk=road.case.pk).state == State.FORMING


def test_a_side_asks_on_its_page(closed):
    step = reverse("my-step", args=[closed.case.code, Action.ASK_REOPENING])
    answer = browser(closed.cast.ana).post(step, {**WORDS, "ground": "new_evidence"})
    assert answer.status_code == 303 and LateRequest.objects.get(case=closed.case).reopens
    page = browser(closed.cast.ana).get(reverse("my-case", args=[closed.case.code])).content.decode()
    assert NEW in page and "To open the case again" in page


def test_while_an_appeal_is_possible_the_case_is_not_opened_again(walked, db):
    road = build.final(build.branch(walked[0].cast).to_decision())
    assert Why.NO_OCCASION in refused(road, Action.ASK_REOPENING, road.cast.ana, **WORDS)


def test_after_an_appeal_it_goes_to_the_level_that_decided_first_and_no_appeals_member_of_before_rules(appealed):
    road = appealed
    hands = before(road)
    officer = ask(road, road.cast.rob).who(Role.APPEALS_OFFICER)
    assert officer.pk not in hands
    rule(road)
    assert (road.case.tier, road.case.state) == (Tier.BRANCH, State.FORMING)
    road.to_vote().vote().decide()
    assert road.appeal().admit().outcome(Outcome.AFFIRM).case.state == State.FINAL


def test_a_case_is_not_closed_while_a_request_waits(road):
    build.monitored(ask(road, road.cast.ana))
    assert Why.ALREADY_DONE in refused(road, Action.CLOSE, road.who(Role.REGISTRAR))
