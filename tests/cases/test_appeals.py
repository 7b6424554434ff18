"""Appeals: in time, by people who never touched the case, with an outcome that the decision below then has."""

import pytest

from branches.posts import Post
from cases import access
from cases.domain.answer import Refused
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    ClosureReason,
    MeasureKind,
    Outcome,
    Role,
    State,
    Tier,
    Why,
)
from cases.models import AllegationFinding, CaseRole, Measure, Seat
from tests import build
from tests.cast import end_offices

MILDER = {"kind": MeasureKind.COACHING, "days": 60, "terms": "A course."}
HARSHER = {"kind": MeasureKind.SUSPENSION, "days": 60, "terms": "No meetings."}


def standing(road):
    return Measure.objects.get(case=road.case, dropped_at=None)


def handled(road):
    """Everyone who ever had a desk in the case, but the registrar."""
    hands = CaseRole.objects.filter(case=road.case).exclude(role=Role.REGISTRAR)
    return set(hands.values_list("member", flat=True))


def refused(road, action, member, **words):
    with pytest.raises(Refused) as refusal:
        road.do(action, member, **words)
    return {against.why for against in refusal.value.against}


def test_nobody_who_touched_the_case_checks_or_hears_the_appeal(cast):
    road = build.branch(cast).to_decision()
    before = handled(road)
    road.appeal()
    officer = road.who(Role.APPEALS_OFFICER)
    road.admit()
    panel = {member.pk for member in road.panel()}
    assert not (panel | {officer.pk}) & before
    assert officer.pk not in panel


def test_the_panel_below_loses_the_case_with_the_appeal(cast):
    road = build.branch(cast).to_decision()
    panel = road.panel()
    assert all(access.open_to(member).exists() for member in panel)
    road.appeal()
    assert not any(access.open_to(member).exists() for member in panel)


def test_an_appeal_that_stands_changes_nothing(cast):
    road = build.appealed(cast).admit().outcome()
    assert road.case.state == State.FINAL
    assert standing(road).kind == MeasureKind.WARNING


def test_a_reversal_takes_every_measure_away(cast):
    road = build.appealed(cast).admit().outcome(Outcome.REVERSE)
    assert not Measure.objects.filter(case=road.case, dropped_at=None).exists()
    assert build.closed(road).case.closure_reason == ClosureReason.NOT_SUBSTANTIATED


def test_a_milder_measure_takes_the_place_of_the_old_one_and_runs_from_that_day(cast):
    road = build.appealed(cast).admit().later(days=20).outcome(Outcome.MODIFY, **MILDER)
    measure = standing(road)
    assert (measure.kind, measure.starts_on) == (MeasureKind.COACHING, road.at.date())
    assert (measure.ends_on - measure.starts_on).days == 60
    assert build.monitored(road).case.due_on == measure.ends_on


def test_on_the_respondents_appeal_a_measure_never_becomes_harsher(cast):
    road = build.appealed(cast).admit()
    words = {"outcome": Outcome.MODIFY, **HARSHER}
    assert refused(road, Action.PROPOSE_OUTCOME, road.who(Role.PANEL_CHAIR), **words) == {Why.GUARD}


def test_on_the_complainants_appeal_it_may_with_two_thirds(cast):
    road = build.branch(cast).to_decision().appeal(Role.COMPLAINANT).admit().outcome(Outcome.MODIFY, **HARSHER)
    assert (standing(road).kind, standing(road).starts_on) == (MeasureKind.SUSPENSION, road.at.date())


@pytest.mark.parametrize("start", [build.branch, build.national])
def test_a_remand_goes_to_a_fresh_panel_with_nobody_of_before(cast, start):
    road = start(cast).to_decision()
    tier = road.case.tier
    road.appeal().admit()
    before = handled(road)
    road.outcome(Outcome.REMAND)
    assert (road.case.tier, road.case.state) == (tier, State.FORMING)
    assert not any(access.open_to(m).exists() for m in Seat.member.field.related_model.objects.filter(pk__in=before))
    road.draw()
    assert not {member.pk for member in road.asked()} & before


def test_what_the_first_panel_found_is_over_when_a_fresh_one_finds_otherwise(cast):
    road = build.national(cast).to_decision().appeal().admit().outcome(Outcome.REMAND)
    road.to_vote().vote(yes=0).decide()
    assert AllegationFinding.objects.filter(case=road.case).count() == 2
    assert build.closed(build.final(road)).case.closure_reason == ClosureReason.NOT_SUBSTANTIATED


def test_a_tiny_branch_cannot_hear_it_afresh_so_the_national_committee_does(cast):
    road = build.branch(cast).to_decision().appeal().admit().outcome(Outcome.REMAND)
    asked_before = Seat.objects.filter(case=road.case).count()
    cast.branches["Northside"].members.exclude(pk__in=(cast.ana.pk, cast.rob.pk)).update(is_active=False)
    road.draw()
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    assert Seat.objects.filter(case=road.case).count() == asked_before


def test_a_refused_appeal_leaves_the_decision_final(cast):
    road = build.appealed(cast)
    road.do(Action.REFUSE_APPEAL, road.who(Role.APPEALS_OFFICER), reason="No permitted reason is named.")
    assert road.case.state == State.FINAL
    assert standing(road).kind == MeasureKind.WARNING


def test_an_appeals_officer_who_steps_aside_is_followed_by_another(cast):
    road = build.appealed(cast)
    first = road.who(Role.APPEALS_OFFICER)
    road.do(Action.RECUSE, first)
    assert road.who(Role.APPEALS_OFFICER) != first


def test_when_the_last_appeals_officer_steps_aside_the_appeal_goes_outside(cast):
    road = build.appealed(cast)
    officer = road.who(Role.APPEALS_OFFICER)
    end_offices(Post.APPEALS_CHAIR, Post.APPEALS_MEMBER, Post.APPEALS_ALTERNATE, Post.RESERVE)
    assert road.do(Action.RECUSE, officer).case.state == State.AWAITING_EXTERNAL


def test_an_appeal_goes_on_without_an_answer(cast):
    road = build.admitted(build.appealed(cast)).seat_panel().notice()
    assert road.later(days=14).clock().case.state == State.RESPONDING
    assert road.later(days=1).clock().case.state == State.DELIBERATING


@pytest.mark.parametrize("side", build.SIDES)
def test_nobody_answers_their_own_appeal(cast, side):
    road = build.admitted(build.branch(cast).to_decision().appeal(side)).seat_panel().notice()
    assert refused(road, Action.ANSWER_APPEAL, road.side(side), text="I am right.") == {Why.GUARD}


def test_an_expulsion_waits_for_the_appeal_and_needs_five_to_hear_it(cast):
    road = build.national(cast).to_vote().vote().measure(MeasureKind.EXPULSION, None).decide()
    assert standing(road).starts_on is None
    road.appeal().admit()
    assert len(road.panel()) == 5
    road.outcome()
    assert standing(road).starts_on == road.at.date()
    assert build.closed(road.applied()).case.closure_reason == ClosureReason.EXPELLED


@pytest.mark.parametrize("ground", AppealGround)
def test_every_permitted_reason_is_taken(cast, ground):
    assert build.branch(cast).to_decision().appeal(ground=ground).case.state == State.ADMISSIBILITY


def test_a_second_side_cannot_appeal_while_the_first_appeal_is_open(cast):
    road = build.appealed(cast)
    words = {"ground": AppealGround.MEASURE, "text": "Too mild."}
    assert refused(road, Action.FILE_APPEAL, cast.ana, **words) == {Why.NOT_FROM_HERE}
