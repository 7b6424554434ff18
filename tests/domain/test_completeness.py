"""The list that a chair sees before signing says the same as the rules that open the signature (INV-05)."""

import itertools

import pytest

from cases.domain import completeness
from cases.domain.guards import GUARDS
from cases.domain.vocabulary import Action, Role, State, Tier
from tests.domain.facts import CAL, PROCEDURE, act, actor, allegation, case, finding

ASKED = ("findings_decided", "no_open_motion", "reasons_complete", "leaks_read")
CHAIR = actor(CAL, Role.PANEL_CHAIR)
TWO = (allegation(1), allegation(2))


@pytest.mark.parametrize(
    ("voted", "reasoned", "withheld", "read"),
    list(itertools.product((0, 1, 2), ({}, {1}, {1, 2}), (True, False), (True, False))),
)
def test_the_list_is_done_exactly_when_every_rule_is_met(voted, reasoned, withheld, read):
    motions = tuple(finding(n, True, allegation=n) if n <= voted else finding(n, None, allegation=n) for n in (1, 2))
    facts = case(
        State.DELIBERATING, Tier.BRANCH, allegations=TWO, motions=motions, reasoned=frozenset(reasoned),
        name_withheld=withheld, leaks_read=read,
    )  # fmt: skip
    done = all(item.done for item in completeness.items(PROCEDURE, facts))
    against = [GUARDS[name](PROCEDURE, facts, CHAIR, act(Action.SIGN_DECISION)) for name in ASKED]
    assert done is not any(against)


def test_the_list_names_what_is_open():
    facts = case(State.DELIBERATING, Tier.BRANCH, allegations=TWO, motions=(finding(1, False),), name_withheld=True)
    assert [item.words for item in completeness.items(PROCEDURE, facts) if not item.done] == [
        "Allegation 1 has its reasons",
        "Allegation 2 has one finding, by a vote",
        "Allegation 2 has its reasons",
        "A second person has read it for anything that tells who complained",
    ]
