"""G1 in Lakeview, nine members: the panel cannot form, or becomes too small, and the case moves up by itself."""

import pytest

from branches.models import Member
from branches.usecases import declare_interest
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Ground, Relation, Role, State, Tier
from cases.models import CaseRole, Proceeding, Seat
from tests.cast import moment
from tests.journeys.eyes import doors, letters, post


def lakeview(cast) -> list[Member]:
    return list(Member.objects.filter(branch=cast.branches["Lakeview"]).order_by("pk"))


def at_branch(cast) -> Road:
    """Mona complains about a member of Lakeview who leads nothing."""
    about = lakeview(cast)[-1]
    return Road.file(cast, cast.mona, moment(6, 1), about=(about.full_name,)).screen().frame().to_branch()


def tie_all_but(road, keep: int) -> None:
    """So many members of Lakeview turn out to be relatives of the respondent that only a few are left."""
    free = [m for m in lakeview(road.cast) if not CaseRole.objects.filter(case=road.case, member=m).exists()]
    parties = {road.cast.mona.pk, road.side(Role.RESPONDENT).pk}
    for member in [m for m in free if m.pk not in parties][keep:]:
        words = {"relation": Relation.FAMILY, "by": None, "at": road.at}
        declare_interest(member=member, other=road.side(Role.RESPONDENT), **words)
    road.case.refresh_from_db()


def at_national(road) -> bool:
    return (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)


def test_three_without_a_conflict_are_enough(cast):
    road = at_branch(cast)
    tie_all_but(road, 3)
    assert len(road.seat_panel().panel()) == 3


def test_with_two_the_panel_cannot_form_and_the_case_moves_up_by_itself(cast):
    road = at_branch(cast)
    tie_all_but(road, 2)
    road.draw()
    assert at_national(road)
    assert Proceeding.objects.get(case=road.case, ended_at=None).ground == Ground.NO_QUORUM.value
    assert not Seat.objects.filter(case=road.case).exists()
    assert not any(doors(member, road) for member in lakeview(cast) if member != cast.mona)


def test_the_branch_is_not_offered_what_it_cannot_do(cast):
    """The same at the first look: with too few members the officer may not open it at the branch."""
    about = lakeview(cast)[-1]
    road = Road.file(cast, cast.mona, moment(6, 1), about=(about.full_name,)).screen().frame()
    tie_all_but(road, 2)
    with pytest.raises(Refused) as refused:
        road.to_branch()
    assert [Ground.NO_QUORUM.label in against.because for against in refused.value.against] == [True]
    assert at_national(road.to_national(Ground.NO_QUORUM))


def test_every_no_to_the_conflict_question_shrinks_the_pool_until_the_case_moves_up(cast):
    road = at_branch(cast).draw()
    asked = set()
    while road.asked():
        asked |= set(road.asked())
        road.do(Action.ANSWER_CONFLICT, road.asked()[0], clear=False)
    assert at_national(road)
    assert not any(doors(member, road) for member in asked)


@pytest.mark.parametrize("steps", ["", "notice", "notice answer", "notice answer report"])
def test_a_panel_that_becomes_too_small_gives_the_case_up_in_the_same_moment(cast, steps):
    road = at_branch(cast).seat_panel()
    for step in steps.split():
        getattr(road, step)()
    tie_all_but(road, 0)
    panel = road.panel()
    assert (len(panel), road.case.tier) == (3, Tier.BRANCH)
    declare_interest(member=panel[1], other=road.side(Role.RESPONDENT), relation=Relation.FAMILY, by=None, at=road.at)
    road.case.refresh_from_db()
    assert at_national(road)
    assert not any(doors(member, road) for member in panel)
    assert set(CaseRole.objects.filter(case=road.case, until=None).values_list("role", flat=True)) == {Role.REGISTRAR}


def test_both_sides_and_the_registrar_hear_of_the_move(cast):
    road = at_branch(cast).seat_panel().notice()
    tie_all_but(road, 0)
    road.do(Action.RECUSE, road.panel()[0])
    post(road)
    for member in (cast.mona, road.side(Role.RESPONDENT)):
        assert letters(member, road)[-1] == "n07_moved_up"
    assert letters(road.who(Role.REGISTRAR), road)[-1] == "n33_your_turn"


def test_the_national_committee_brings_it_to_a_decision(cast):
    road = at_branch(cast)
    tie_all_but(road, 2)
    assert road.draw().to_decision().case.state == State.APPEAL_WINDOW
