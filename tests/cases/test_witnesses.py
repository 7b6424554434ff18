"""A witness hears that somebody will ask, in neutral words, and can open nothing."""

import pytest

from cases import access, delivery
from cases.domain.vocabulary import Action, Role
from cases.models import Notice
from tests import build

pytestmark = pytest.mark.django_db


def test_a_witness_gets_a_neutral_letter_and_no_door(cast):
    road = build.branch(cast).seat_panel().notice().answer()
    witness = cast.crowd("Eastport")[0]  # nobody who could have been drawn
    road.do(Action.NAME_WITNESS, road.who(Role.PANEL_CHAIR), name=witness.full_name, member=witness)
    delivery.deliver_due(at=road.at)
    letters = Notice.objects.filter(case=road.case, member=witness)
    assert [(n.letter, n.released_at is not None) for n in letters] == [("n13_witness", True)]
    assert not access.open_to(witness).exists() and not access.followed_by(witness).exists()
