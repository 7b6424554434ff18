"""Every kind of conflict of interest, from both ends, at every desk, up to the last day of its look-back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import conflicts
from cases.domain.facts import Hand, Tie
from cases.domain.vocabulary import Relation, Role, Why
from tests.domain.facts import (
    ANA,
    CAL,
    DEE,
    PROCEDURE,
    ROB,
    WIT,
    WITH_WITNESS,
    case,
    hand,
    led,
    party,
    tie,
    whys,
)

DESKS = ("", "intake", "second look", "review", "informal", "ruling", "branch-2", "national-3", "appeal-4", "registry")
PARTNER, FAMILY, HOUSEMATE, EMPLOYER = Relation.PARTNER, Relation.FAMILY, Relation.HOUSEMATE, Relation.EMPLOYER

SITUATIONS = [
    ("complainant", {"parties": (party(CAL, Role.COMPLAINANT, number=1), party(ROB))}, {Why.PARTY}),
    ("respondent", {"parties": (party(ANA, Role.COMPLAINANT, number=1), party(CAL))}, {Why.PARTY}),
    ("a side of a joined case", {"parties": (*WITH_WITNESS, party(CAL, number=4))}, {Why.PARTY}),
    ("named as excluded", {"excluded": frozenset({CAL})}, {Why.EXCLUDED}),
    ("witness", {"parties": (*WITH_WITNESS, party(CAL, Role.WITNESS, number=4))}, {Why.WITNESS}),
    ("partner of the complainant", {"ties": tie(CAL, ANA, PARTNER)}, {Why.PARTNER}),
    ("partner of the respondent, declared by them", {"ties": tie(ROB, CAL, PARTNER)}, {Why.PARTNER}),
    ("partner of a witness", {"ties": tie(CAL, WIT, PARTNER)}, {Why.PARTNER}),
    ("partner five years ago", {"ties": tie(CAL, ROB, PARTNER, date(2021, 6, 15))}, {Why.PARTNER}),
    ("partner longer ago", {"ties": tie(CAL, ROB, PARTNER, date(2021, 6, 14))}, {Why.PARTNER}),
    ("family of a side", {"ties": tie(CAL, ROB, FAMILY)}, {Why.FAMILY}),
    ("family, declared by the side", {"ties": tie(ANA, CAL, FAMILY)}, {Why.FAMILY}),
    ("family of a witness", {"ties": tie(WIT, CAL, FAMILY)}, {Why.FAMILY}),
    ("family, ended long ago", {"ties": tie(CAL, ROB, FAMILY, date(1990, 1, 1))}, {Why.FAMILY}),
    ("housemate of a side", {"ties": tie(CAL, ROB, HOUSEMATE)}, {Why.HOUSEMATE}),
    ("housemate two years ago", {"ties": tie(ROB, CAL, HOUSEMATE, date(2024, 6, 15))}, {Why.HOUSEMATE}),
    ("housemate longer ago", {"ties": tie(ROB, CAL, HOUSEMATE, date(2024, 6, 14))}, set()),
    ("housemate of a witness", {"ties": tie(CAL, WIT, HOUSEMATE)}, {Why.HOUSEMATE}),
    ("employer", {"ties": tie(CAL, ROB, EMPLOYER)}, {Why.EMPLOYER}),
    ("leads with a side", {"led_together": led(CAL, ROB)}, {Why.SAME_LEADERSHIP}),
    ("leads with a side, seen from the side", {"led_together": led(ANA, CAL)}, {Why.SAME_LEADERSHIP}),
    ("led two years ago", {"led_together": led(CAL, ROB, date(2024, 6, 15))}, {Why.SAME_LEADERSHIP}),
    ("led longer ago", {"led_together": led(CAL, ROB, date(2024, 6, 14))}, set()),
    ("leads with a witness", {"led_together": led(CAL, WIT)}, set()),
    ("stepped aside", {"recused": frozenset({CAL})}, {Why.SELF_DECLARED}),
    ("tie of somebody else", {"ties": tie(DEE, ROB, FAMILY)}, set()),
    ("tie to somebody outside the case", {"ties": tie(CAL, DEE, PARTNER)}, set()),
    ("named, but not known to be a member", {"parties": (party(None),)}, set()),
    ("nothing", {}, set()),
    (
        "several at once",
        {"ties": tie(CAL, ROB, PARTNER) | tie(CAL, ANA, FAMILY), "recused": frozenset({CAL})},
        {Why.PARTNER, Why.FAMILY, Why.SELF_DECLARED},
    ),
]


@pytest.mark.parametrize("desk", DESKS)
@pytest.mark.parametrize(("facts", "kinds"), [s[1:] for s in SITUATIONS], ids=[s[0] for s in SITUATIONS])
def test_a_conflict_bars_at_every_desk(facts, kinds, desk):
    found = conflicts.between(PROCEDURE, case(**{"parties": WITH_WITNESS, **facts}), CAL, desk)
    assert whys(found) == kinds


@pytest.mark.parametrize(
    ("own", "role", "desk", "bars"),
    [
        ("intake", Role.INTAKE_OFFICER, "intake", False),
        ("intake", Role.INTAKE_OFFICER, "second look", True),
        ("intake", Role.INTAKE_OFFICER, "branch-2", True),
        ("intake", Role.INTAKE_OFFICER, "", True),
        ("second look", Role.SECOND_OFFICER, "review", True),
        ("informal", Role.FACILITATOR, "informal", False),
        ("informal", Role.FACILITATOR, "intake", True),
        ("informal", Role.FACILITATOR, "national-3", True),
        ("ruling", Role.ESCALATION_RULER, "national-3", True),
        ("branch-2", Role.PANEL_MEMBER, "branch-2", False),
        ("branch-2", Role.PANEL_CHAIR, "branch-5", True),
        ("branch-2", Role.INVESTIGATOR, "appeal-4", True),
        ("national-3", Role.PANEL_MEMBER, "appeal-4", True),
        ("admissibility-4", Role.APPEALS_OFFICER, "appeal-4", True),
        ("registry", Role.REGISTRAR, "registry", False),
        ("registry", Role.REGISTRAR, "intake", False),
        ("registry", Role.REGISTRAR, "", False),
    ],
)
@pytest.mark.parametrize("open_", [True, False])
def test_one_person_works_at_one_desk_of_a_case(own, role, desk, bars, open_):
    found = conflicts.between(PROCEDURE, case(hands=hand(CAL, own, role, still_open=open_)), CAL, desk)
    assert whys(found) == ({Why.EARLIER_HAND} if bars else set())


def test_the_registrar_is_barred_by_every_other_kind():
    hands = hand(CAL, "registry", Role.REGISTRAR, still_open=True)
    facts = case(hands=hands, ties=tie(CAL, ROB, Relation.FAMILY))
    assert whys(conflicts.between(PROCEDURE, facts, CAL, "registry")) == {Why.FAMILY}


def test_somebody_elses_hand_bars_nobody_else():
    assert not conflicts.between(PROCEDURE, case(hands=hand(DEE, "intake", Role.INTAKE_OFFICER)), CAL, "branch-2")


def test_a_tie_that_ended_on_a_leap_day_still_has_a_last_day():
    facts = {"ties": tie(CAL, ROB, Relation.HOUSEMATE, date(2024, 2, 29))}
    assert conflicts.between(PROCEDURE, case(today=date(2026, 3, 1), **facts), CAL)
    assert not conflicts.between(PROCEDURE, case(today=date(2026, 3, 2), **facts), CAL)


def test_only_those_who_were_asked_about_are_named():
    facts = case(excluded=frozenset({CAL, DEE}))
    assert conflicts.barred(PROCEDURE, facts, [CAL]) == {CAL: (Why.EXCLUDED,)}


def test_a_tie_that_ends_in_the_future_is_a_tie():
    assert conflicts.between(PROCEDURE, case(ties=tie(CAL, ROB, Relation.PARTNER, date(2030, 1, 1))), CAL)


def test_every_rule_says_where_it_comes_from():
    for rule in conflicts.RULES.values():
        assert rule.__doc__.startswith(("C0", "C1", "C2", "Complaint form", "Domain paper R-8"))


def test_every_kind_of_the_procedure_has_its_rule():
    only_ruled = {Why.PREJUDGED, Why.CONTACTED, Why.SAW_BEFORE}
    assert {rule.kind for rule in PROCEDURE.conflicts} == conflicts.RULES.keys() | only_ruled
    assert not conflicts.RULES.keys() & only_ruled


MEMBERS = st.integers(1, 12)
TIES = st.frozensets(
    st.builds(Tie, member=MEMBERS, other=MEMBERS, relation=st.sampled_from(Relation), until=st.none()), max_size=8
)
HANDS = st.frozensets(
    st.builds(
        Hand,
        member=MEMBERS,
        desk=st.sampled_from(["intake", "branch-2"]),
        role=st.sampled_from([Role.INTAKE_OFFICER, Role.REGISTRAR]),
        open=st.booleans(),
    ),
    max_size=6,
)


@given(TIES, HANDS, st.frozensets(MEMBERS, max_size=3), st.dictionaries(MEMBERS, st.just("branch-2"), max_size=4))
def test_asking_about_many_gives_the_same_as_asking_about_each(ties, hands, excluded, desks):
    facts = case(ties=ties, hands=hands, excluded=excluded)
    each = {m: conflicts.between(PROCEDURE, facts, m, desks.get(m, "")) for m in range(1, 15)}
    expected = {m: tuple(refusal.why for refusal in found) for m, found in each.items() if found}
    assert conflicts.barred(PROCEDURE, facts, range(1, 15), desks) == expected


@given(TIES, HANDS, TIES, HANDS)
def test_more_facts_never_clear_a_conflict(ties, hands, more_ties, more_hands):
    before = conflicts.barred(PROCEDURE, case(ties=ties, hands=hands), range(1, 13))
    after = conflicts.barred(PROCEDURE, case(ties=ties | more_ties, hands=hands | more_hands), range(1, 13))
    assert all(set(kinds) <= set(after.get(member, ())) for member, kinds in before.items())


def test_what_was_ruled_about_somebody_stands_against_nobody_else():
    facts = case(ruled_out=frozenset({(DEE, Why.FRIEND)}))
    assert [refusal.why for refusal in conflicts.between(PROCEDURE, facts, DEE)] == [Why.FRIEND]
    assert conflicts.between(PROCEDURE, facts, CAL) == ()
