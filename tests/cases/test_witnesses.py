"""A witness hears that somebody will ask, in neutral words, and can open nothing."""

import pytest

from cases import access, delivery
from cases.domain.vocabulary import Action, Role
from cases.models import Notice
from tests import build

pytestmark = pytest.mark.django_db


def test_a_witness_gets_a_neutral_letter_and_no_door(cast):
    road = build.branch(cast).seat_panel().notice().answer()
    road.do(Action.NAME_WITNESS, road.who(Role.PANEL_CHAIR), name="Tara Demo", member=cast.tara)
    delivery.deliver_due(at=road.at)
    letters = Notice.objects.filter(case=road.case, member=cast.tara)
    assert [(n.letter, n.sent_at is not None) for n in letters] == [("n13_witness", True)]
    assert not access.open_to(cast.tara).exists() and not access.followed_by(cast.tara).exists()
