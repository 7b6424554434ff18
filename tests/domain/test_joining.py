"""What stands against hearing two cases together, one reason at a time."""

from dataclasses import replace

import pytest

from cases.domain import joining
from cases.domain.requests import WithdrawalFacts
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import ANA, CAL, DEE, ELI, FAY, ROB, TODAY, case, panel, party
from tests.domain.joining import CAME

LEAD = case(State.RESPONDING, Tier.BRANCH, parties=(party(ANA, Role.COMPLAINANT, number=1), party(ROB)))
LATER = case(State.FORMING, Tier.BRANCH, parties=(party(CAL, Role.COMPLAINANT, number=1), party(ROB)))
BACK = (party(ROB, Role.COMPLAINANT, number=1), party(ANA), party(ROB, number=3))


def test_two_complaints_about_the_same_member_can_be_heard_together():
    assert joining.against(LEAD, LATER) == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tier": Tier.NATIONAL}, "same level"),
        ({"tier": Tier.INTAKE, "state": State.TRIAGE}, "same level"),
        ({"state": State.RESPONDING}, "notice is not delivered yet"),
        ({"panel": panel(DEE, ELI, FAY)}, "panel of its own"),
        ({"parties": (party(CAL, Role.COMPLAINANT, number=1), party(DEE))}, "same member"),
        ({"parties": BACK}, "in return"),
        ({"parties": (*LATER.parties, CAME)}, "joined to that one"),
        ({"withdrawal": WithdrawalFacts(rule_by=TODAY)}, "withdrawal waits"),
    ],
)
def test_each_reason_against_it_is_said(changes, says):
    found = joining.against(LEAD, replace(LATER, **changes))
    assert any(says in refusal.because for refusal in found), found
