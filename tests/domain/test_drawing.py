"""A draw goes on from source to source, keeps one branch from having the quorum, and is told in numbers."""

import pytest

from cases.domain import panels
from cases.domain.panels import Source
from cases.domain.vocabulary import SeatKind, SeatStatus, Tier, Why
from tests.domain.facts import PROCEDURE, panel, seat

EMPTY = panel(formed_with=3)


def source(name, *members, **against):
    kinds = {int(member.removeprefix("m")): why for member, why in against.items()}
    return Source(name=name, members=members, against=kinds)


def reach(drawn, *sources, branches=None):
    for each in sources:
        drawn = panels.reach(drawn, each, branches or {})
    return drawn


def start(people=EMPTY, *, cap=None, branches=None, seed="7"):
    return panels.start(people, seed=seed, cap=cap, branches=branches or {})


def test_the_first_source_is_used_up_before_the_next_is_asked():
    drawn = reach(start(), source("own", 1, 2, 3), source("next", 4, 5))
    assert (set(drawn.order[:3]), set(drawn.order[3:])) == ({1, 2, 3}, {4, 5})
    assert drawn.order[:3] == panels.draw((1, 2, 3), seed="7", barred=())


def test_whoever_was_asked_once_is_not_asked_again():
    people = panel(1, more=(seat(2, SeatStatus.DECLINED), seat(3, SeatStatus.LEFT), seat(4, SeatStatus.HELD)))
    assert set(reach(start(people), source("own", 1, 2, 3, 4, 5, 6)).order) == {5, 6}


def test_no_branch_gets_more_places_than_it_may_have():
    branches = {1: 10, 2: 10, 3: 10, 4: 20}
    drawn = reach(start(cap=2), source("own", 1, 2, 3, 4, 5, 6), branches=branches)
    assert len([m for m in drawn.order if branches.get(m) == 10]) == 2
    assert {4, 5, 6} <= set(drawn.order)


def test_those_who_sit_count_towards_the_places_of_their_branch():
    branches = {1: 10, 2: 10, 3: 10, 4: 20}
    assert set(reach(start(panel(1), cap=2, branches=branches), source("own", 2, 3, 4), branches=branches).order) in (
        {2, 4},
        {3, 4},
    )
    left = panel(more=(seat(1, SeatStatus.LEFT),))
    assert set(reach(start(left, cap=2, branches={}), source("own", 2, 3, 4), branches=branches).order) == {2, 3, 4}


def test_without_a_cap_everybody_may_be_of_one_branch():
    assert set(reach(start(), source("own", 1, 2, 3), branches={1: 10, 2: 10, 3: 10}).order) == {1, 2, 3}


def test_the_passed_over_are_counted_by_kind_and_only_as_far_as_the_lot_came():
    own = source("own", 1, 2, 3, 4, 5, m2=Why.FAMILY, m4=Why.FAMILY, m5=Why.PARTY)
    order = panels.draw(own.members, seed="7", barred=())
    drawn = reach(start(), own)
    first = next(m for m in order if m in (1, 3))
    reached = order[: order.index(first)]
    wanted = {why: sum(own.against[m] is why for m in reached) for why in {own.against[m] for m in reached}}
    assert drawn.passed_over((first,)) == wanted
    assert reach(drawn, source("next", 9)).passed_over((1, 3, 9)) == {Why.FAMILY: 2, Why.PARTY: 1}


def test_somebody_who_sat_before_is_not_counted_as_passed_over():
    people = panel(more=(seat(1, SeatStatus.LEFT),))
    own = source("own", 1, 2, m1=Why.SELF_DECLARED)
    assert reach(start(people), own, source("next", 3)).passed_over((2, 3)) == {}


@pytest.mark.parametrize(
    ("people", "free", "counts", "enough", "can_be"),
    [
        (panel(1, 2, 3), 0, (3, 0, 3, 3, 0), True, True),
        (panel(1, 2), 0, (2, 0, 3, 3, 0), False, False),
        (panel(1, 2), 1, (2, 0, 3, 3, 1), False, True),
        (panel(1, more=(seat(2, SeatStatus.ASKED), seat(3, SeatStatus.ASKED))), 0, (1, 2, 3, 3, 0), False, True),
        (panel(1, more=(seat(2, SeatStatus.HELD), seat(3, SeatStatus.LEFT))), 1, (1, 0, 3, 3, 1), False, False),
        (panel(1, 2, more=(seat(3, SeatStatus.ASKED, SeatKind.INVESTIGATOR),)), 0, (2, 0, 3, 3, 0), False, False),
    ],
)
def test_the_forecast_counts_who_sits_who_is_asked_and_who_could_be(people, free, counts, enough, can_be):
    found = panels.forecast(PROCEDURE, people, free=free)
    assert (found.seated, found.waiting, found.needed, found.seats, found.free) == counts
    assert (found.enough, found.can_be) == (enough, can_be)


def test_the_forecast_of_a_national_panel_counts_against_its_own_quorum():
    found = panels.forecast(PROCEDURE, panel(1, 2, 3, 4, tier=Tier.NATIONAL, formed_with=5), free=2)
    assert (found.needed, found.enough) == (4, True)


LOT = (4, 1, 2, 5, 3)
"""An order of the lot, and below the seed that gives it."""
SEED = next(s for s in map(str, range(9999)) if panels.draw(LOT, seed=s, barred=()) == LOT)


@pytest.mark.parametrize(
    ("asked", "counted"),
    [((), 0), ((4,), 0), ((2,), 1), ((4, 2), 1), ((2, 3), 2), ((4, 3), 2), ((4, 2, 3), 2)],
)
def test_the_passed_over_of_the_last_source_end_with_the_last_who_was_asked(asked, counted):
    """The lot fell 4, 1, 2, 5, 3, and neither 1 nor 5 may be asked."""
    drawn = reach(start(seed=SEED), source("own", *LOT, m1=Why.FAMILY, m5=Why.FAMILY))
    assert drawn.order == (4, 2, 3)
    assert drawn.passed_over(asked) == ({Why.FAMILY: counted} if counted else {})


def test_whoever_may_not_be_asked_is_in_no_order_and_not_free():
    own = source("own", 1, 2, 3, m2=Why.PARTY)
    assert own.free == (1, 3)
    assert set(reach(start(), own).order) == {1, 3}
