"""The procedure as it is walked: every place it knows is reached by acts of people and of the clock."""

import pytest

from cases.domain.vocabulary import State, Tier
from tests.build import PLACES
from tests.domain.facts import PROCEDURE


def test_there_is_a_road_to_every_place_of_the_procedure():
    assert PLACES.keys() == PROCEDURE.reach()


@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_a_case_comes_to_each_place_by_the_use_cases(cast, place):
    road = PLACES[place](cast)
    assert (Tier(road.case.tier), State(road.case.state)) == place
