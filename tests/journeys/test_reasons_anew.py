"""T23: an appeal sends a case back to the panel that decided, only for its reasons."""

import pytest

from cases import access, load
from cases.domain.answer import Refused
from cases.domain.measures import Details, Task
from cases.domain.vocabulary import Action, AppealGround, MeasureKind, Outcome, Role, State, Tier, Why
from cases.models import AllegationFinding, Ballot, Conflict, Measure, Motion
from cases.queries import folder as folders
from cases.queries.parts import decision as decisions
from tests import build

REASONS = "The witness was believed because two letters say the same."


def sent_back(cast, start=build.branch):
    return start(cast).to_decision().appeal().admit().outcome(Outcome.EXPLAIN)


def explained(road):
    return road.reasons({1: REASONS}).sign().serve()


def refused(road, action, member, **words):
    with pytest.raises(Refused) as refusal:
        road.do(action, member, **words)
    return {against.why for against in refusal.value.against}


@pytest.mark.parametrize("start", [build.branch, build.national])
def test_the_same_people_have_it_again_with_what_they_found(cast, start):
    road = start(cast).to_decision()
    panel, tier = road.panel(), road.case.tier
    road.appeal().admit()
    judges = road.panel()
    road.outcome(Outcome.EXPLAIN)
    assert (road.case.tier, road.case.state, road.panel()) == (tier, State.DELIBERATING, panel)
    assert not any(access.open_to(member).filter(pk=road.case.pk).exists() for member in judges)
    assert all(access.open_to(member).filter(pk=road.case.pk).exists() for member in panel)
    assert not Conflict.objects.filter(case=road.case, member__in=panel, until=None).exists()


def test_it_writes_and_does_not_vote_again(cast):
    road = sent_back(cast)
    chair = road.who(Role.PANEL_CHAIR)
    road.declare(chair)
    words = {"kind": MeasureKind.WARNING, "days": 90, "terms": "Longer."}
    assert Why.GUARD in refused(road, Action.PROPOSE_MEASURE, chair, **words)
    before = Ballot.objects.count(), Motion.objects.count()
    assert refused(road, Action.VOTE, chair, motion=1, choice="no") == {Why.GUARD}
    explained(road)
    assert (Ballot.objects.count(), Motion.objects.count()) == before


def test_the_decision_and_its_measure_stand_and_both_sides_get_the_new_reasons(cast):
    road = sent_back(cast)
    (measure,) = Measure.objects.filter(case=road.case)
    assert measure.dropped_at is None and measure.starts_on
    assert Why.GUARD in refused(road, Action.SIGN_DECISION, road.who(Role.PANEL_CHAIR))
    explained(road)
    assert road.case.state == State.APPEAL_WINDOW
    assert {found.finding for found in AllegationFinding.objects.filter(case=road.case)} == {"substantiated"}
    for member in (cast.ana, cast.rob):
        newest = decisions.decisions(folders.of_party(road.case, member, today=load.local_day(road.at)))[0]
        assert [found.reasons for found in newest.findings] == [REASONS]
    assert Measure.objects.get(case=road.case) == measure
    assert build.final(road).case.state == State.FINAL


def test_the_panel_reads_what_the_appeal_says_and_its_own_earlier_reasons(cast):
    road = sent_back(cast)
    shown = decisions.decisions(folders.of_handler(road.case, road.panel()[0], today=load.local_day(road.at)))
    assert [part.tier for part in shown] == [Tier.APPEAL.label, Tier.BRANCH.label]


def test_it_is_asked_once_and_never_of_a_panel_that_is_doubted(cast):
    road = explained(sent_back(cast)).appeal(Role.COMPLAINANT).admit()
    words = {"outcome": Outcome.EXPLAIN}
    assert refused(road, Action.PROPOSE_OUTCOME, road.who(Role.PANEL_CHAIR), **words) == {Why.ALREADY_DONE}
    other = build.branch(cast).to_decision().appeal(ground=AppealGround.CONFLICT).admit()
    assert refused(other, Action.PROPOSE_OUTCOME, other.who(Role.PANEL_CHAIR), **words) == {Why.GUARD}


def test_where_the_panel_can_sit_no_more_a_fresh_one_hears_it(cast):
    road = build.branch(cast).to_decision()
    gone = road.panel()[0]
    road.appeal().admit()
    type(gone).objects.filter(pk=gone.pk).update(left_on=road.at.date())
    road.outcome(Outcome.EXPLAIN)
    assert (road.case.tier, road.case.state) == (Tier.BRANCH, State.FORMING)
    assert not Measure.objects.filter(case=road.case, dropped_at=None).exists()


def test_somebody_who_is_lost_meanwhile_takes_no_vote_with_them(cast):
    road = sent_back(cast, build.national)
    gone = road.panel()[-1]
    road.do(Action.RECUSE, gone)
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.DELIBERATING)
    assert not Ballot.objects.filter(case=road.case).exclude(void_at=None).exists()
    assert explained(road).case.state == State.APPEAL_WINDOW


def test_a_plan_is_followed_while_the_panel_writes(cast):
    task = Details(tasks=(Task(days=20, text="Take a course."),))
    road = build.branch(cast).to_vote().vote().measure(MeasureKind.PLAN, 60, details=task).decide()
    road.appeal().admit().outcome(Outcome.EXPLAIN)
    monitor = road.who(Role.MONITOR)
    assert road.do(Action.TAKE_UP_PLAN, monitor)
