"""SC-13: an earlier hand in the case. Quin took the first look once, and serves on the Appeals Committee now."""

import pytest

from branches.models import Office
from branches.posts import Post
from cases import access, load
from cases.domain.vocabulary import Action, EventKind, Role, SeatStatus, State, Tier, Why
from cases.models import CaseEvent, CaseRole, Conflict, Seat
from cases.queries import exposure
from cases.usecases import drawing
from tests import build
from tests.cast import moment
from tests.journeys.eyes import doors, letters, sees


@pytest.fixture
def quin_looked_first(cast):
    """Quin is the national intake officer of that day; the branch may not act, because it is about its leader."""
    Office.objects.filter(post=Post.INTAKE_OFFICER, branch=None).delete()
    Office.objects.filter(member=cast.quin).delete()
    Office.objects.create(member=cast.quin, post=Post.INTAKE_OFFICER, since=moment(1, 1).date())
    road = build.Road.file(cast, cast.tara, moment(6, 1), about=("Bo Demo",), about_leader="yes").screen().frame()
    assert CaseRole.objects.get(case=road.case, role=Role.INTAKE_OFFICER).member == cast.quin
    road.to_national().to_decision()
    road.later(days=1).appeal()
    Office.objects.create(member=cast.quin, post=Post.APPEALS_MEMBER, since=road.at.date())
    return road


def test_she_is_out_by_itself_although_nobody_objects(quin_looked_first, cast):
    road = quin_looked_first
    kinds = Conflict.objects.filter(case=road.case, member=cast.quin, until=None).values_list("kind", flat=True)
    assert Why.EARLIER_HAND in kinds
    assert road.who(Role.APPEALS_OFFICER) != cast.quin
    road.rule_in().draw()
    assert not Seat.objects.filter(case=road.case, member=cast.quin).exists()


def test_no_waiver_of_both_sides_brings_her_in(quin_looked_first, cast):
    """The kind bars by itself: there is no challenge to waive, and no ruling that could keep her."""
    road = quin_looked_first
    facts = load.case_facts(road.case, today=road.at.date())
    source = next(s for s in drawing.sources(road.case, Tier.APPEAL, facts=facts) if s.name == "appeals_member")
    assert source.against[cast.quin.pk] is Why.EARLIER_HAND and cast.quin.pk not in source.free
    procedure = load.procedure_of(road.case)
    assert procedure.conflict(Why.EARLIER_HAND).level == "automatic"


def test_the_draw_tells_that_one_had_an_earlier_hand_and_not_who(quin_looked_first, cast):
    Office.objects.filter(post=Post.APPEALS_ALTERNATE).delete()
    Office.objects.filter(post=Post.APPEALS_MEMBER, member__in=(cast.sol, cast.tess)).delete()
    road = quin_looked_first.rule_in().draw()
    event = CaseEvent.objects.filter(case=road.case, kind=EventKind.PEOPLE_PASSED_OVER).last()
    assert event.data["passed_over"].get("earlier_hand", 0) >= 1
    assert "Quin" not in str(event.data)


def test_the_record_shows_no_item_that_she_opened(quin_looked_first, cast):
    road = quin_looked_first
    assert not CaseEvent.objects.filter(case=road.case, actor=cast.quin, kind=EventKind.SEALED_PART_READ).exists()
    assert cast.quin.pk not in {e.member for e in exposure.exposures(road.case)}
    assert exposure.left_by(cast.quin) == ()


@pytest.mark.parametrize("state", [State.ADMISSIBILITY, State.FORMING, State.DELIBERATING, State.FINAL])
def test_her_new_term_opens_nothing_of_it_at_any_step(quin_looked_first, cast, state):
    road = quin_looked_first
    if state is not State.ADMISSIBILITY:
        road.rule_in()
    if state in (State.DELIBERATING, State.FINAL):
        road.seat_panel().notice().answer_appeal()
    if state is State.FINAL:
        road.outcome()
    assert road.case.state == state
    assert sees(cast.quin, road) == doors(cast.quin, road) == set()
    assert not access.open_to(cast.quin).exists()
    assert set(letters(cast.quin, road, sent=None)) == {"n33_your_turn"}, "of the day on which she took the first look"


def test_everybody_who_worked_on_it_below_is_out_in_the_same_way(quin_looked_first, cast):
    road = quin_looked_first.rule_in().seat_panel().notice()
    here = load.open_proceeding(road.case).desk
    below = set(
        CaseRole.objects.filter(case=road.case).exclude(desk__in=(here, "registry")).values_list("member", flat=True)
    )
    sitting = {seat.member_id for seat in Seat.objects.filter(case=road.case, status=SeatStatus.SEATED)}
    panel = {member.pk for member in road.panel()}
    assert panel <= sitting and not panel & below
    assert road.do(Action.ANSWER_APPEAL, road.side(Role.COMPLAINANT), text="It is right.").case.tier == Tier.APPEAL
