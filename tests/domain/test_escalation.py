"""Grounds for moving up, and the next place."""

from dataclasses import replace
from datetime import date

import pytest

from cases.domain import escalation
from cases.domain.procedure import Mode
from cases.domain.vocabulary import Category, Ground, Relation, Role, State, Tier
from tests.domain.facts import (
    ANA,
    CAL,
    DEE,
    ELI,
    FAY,
    PROCEDURE,
    ROB,
    SIDES,
    WIT,
    WITH_WITNESS,
    allegation,
    case,
    hand,
    party,
    tie,
)

PARTNER, FAMILY, HOUSEMATE, EMPLOYER = Relation.PARTNER, Relation.FAMILY, Relation.HOUSEMATE, Relation.EMPLOYER
CAL_LEADS = {"branch_leaders": frozenset({CAL})}
AT_BRANCH = {"state": State.INVESTIGATING, "tier": Tier.BRANCH}


def grounds(eligible: int | None = None, **facts) -> set[Ground]:
    return set(escalation.automatic(PROCEDURE, case(**facts), eligible_at_branch=eligible))


@pytest.mark.parametrize(
    ("eligible", "found"),
    [(0, {Ground.NO_QUORUM}), (2, {Ground.NO_QUORUM}), (3, set()), (140, set()), (None, set())],
)
def test_g1_holds_when_fewer_than_three_can_sit(eligible, found):
    assert grounds(eligible) == found


def test_g1_counts_the_known_pool_less_everybody_with_a_conflict():
    pool = {"pool": frozenset({CAL, DEE, ELI, FAY})}
    assert grounds(**pool) == set()
    assert grounds(**pool, ties=tie(CAL, ROB, FAMILY)) == set()
    assert grounds(**pool, ties=tie(CAL, ROB, FAMILY), hands=hand(DEE, "intake", Role.INTAKE_OFFICER)) == {
        Ground.NO_QUORUM
    }


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ({"branch_leaders": frozenset({ROB})}, True),
        ({"branch_leaders": frozenset({DEE, ANA})}, True),
        ({**CAL_LEADS, "ties": tie(CAL, ROB, PARTNER)}, True),
        ({**CAL_LEADS, "ties": tie(ANA, CAL, FAMILY)}, True),
        ({**CAL_LEADS, "ties": tie(ROB, CAL, HOUSEMATE)}, True),
        ({**CAL_LEADS, "ties": tie(CAL, ROB, PARTNER, date(2021, 6, 15))}, True),
        ({**CAL_LEADS, "ties": tie(CAL, ROB, PARTNER, date(2021, 6, 14))}, False),
        ({**CAL_LEADS, "ties": tie(CAL, ROB, EMPLOYER)}, False),
        ({**CAL_LEADS, "parties": WITH_WITNESS, "ties": tie(CAL, WIT, FAMILY)}, False),
        ({"branch_leaders": frozenset({WIT}), "parties": WITH_WITNESS}, False),
        ({"ties": tie(CAL, ROB, FAMILY)}, False),
        (CAL_LEADS, False),
        ({"names_a_leader": True}, False),
    ],
)
def test_g2_holds_when_somebody_close_to_a_side_leads_the_branch(facts, holds):
    assert grounds(**facts) == ({Ground.LEADERSHIP} if holds else set())


GRAVE = {Category.SEXUAL_ASSAULT, Category.PARTNER_VIOLENCE, Category.STALKING, Category.THREATS}


@pytest.mark.parametrize("category", Category)
def test_g3_holds_for_the_grave_kinds_of_conduct(category):
    found = grounds(allegations=(allegation(1), allegation(2, category)))
    assert found == ({Ground.GRAVE} if category in GRAVE else set())


def test_g4_holds_for_a_respondent_with_a_national_office_and_for_nobody_else():
    assert grounds(parties=(*SIDES, party(DEE, number=3, national_office=True))) == {Ground.NATIONAL_OFFICER}
    complainant = party(DEE, Role.COMPLAINANT, number=3, national_office=True)
    assert grounds(parties=(*SIDES, complainant)) == set()


@pytest.mark.parametrize(("due_on", "holds"), [(date(2026, 5, 17), False), (date(2026, 5, 16), True), (None, False)])
def test_g9_holds_by_itself_after_thirty_days_wherever_a_panel_is_at_work(due_on, holds):
    for tier in (Tier.BRANCH, Tier.NATIONAL):
        assert grounds(state=State.INVESTIGATING, tier=tier, due_on=due_on) == ({Ground.OVERDUE} if holds else set())
    assert grounds(state=State.FINAL, tier=Tier.BRANCH, due_on=due_on) == set()


def test_grounds_come_together_in_the_order_of_the_law():
    facts = case(allegations=(allegation(1, Category.STALKING),), branch_leaders=frozenset({ROB}))
    found = escalation.automatic(PROCEDURE, facts, eligible_at_branch=1)
    assert found == (Ground.NO_QUORUM, Ground.LEADERSHIP, Ground.GRAVE)


def test_only_the_six_other_grounds_can_be_ruled():
    ruled = {ground.value for ground in Ground if escalation.may_be_ruled(PROCEDURE, ground)}
    assert ruled == {"G5", "G6", "G7", "G8", "G9", "G10"}


@pytest.mark.parametrize(
    ("tier", "then"),
    [
        (Tier.INTAKE, Tier.NATIONAL),
        (Tier.INFORMAL, Tier.NATIONAL),
        (Tier.BRANCH, Tier.NATIONAL),
        (Tier.NATIONAL, Tier.EXTERNAL),
        (Tier.APPEAL, Tier.EXTERNAL),
        (Tier.EXTERNAL, Tier.EXTERNAL),
    ],
)
def test_there_is_always_a_next_place(tier, then):
    assert escalation.next_tier(PROCEDURE, tier) is then


def test_a_ground_that_the_procedure_leaves_to_a_ruling_does_not_work_by_itself():
    ruled = tuple(replace(rule, mode=Mode.RULING) for rule in PROCEDURE.grounds)
    facts = case(**AT_BRANCH, branch_leaders=frozenset({ROB}), due_on=date(2026, 1, 1))
    assert escalation.automatic(replace(PROCEDURE, grounds=ruled, overdue=()), facts, eligible_at_branch=0) == ()
    assert set(escalation.automatic(PROCEDURE, facts, eligible_at_branch=0)) == {
        Ground.NO_QUORUM,
        Ground.LEADERSHIP,
        Ground.OVERDUE,
    }


def test_a_procedure_without_branch_panels_never_finds_a_branch_too_small():
    without = replace(PROCEDURE, bodies=tuple(body for body in PROCEDURE.bodies if body.tier is not Tier.BRANCH))
    assert escalation.automatic(without, case(), eligible_at_branch=0) == ()
    assert escalation.next_tier(without, Tier.BRANCH) is Tier.EXTERNAL
