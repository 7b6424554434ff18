"""What has followed from delay, day by day: one row for each place that somebody answers for."""

from datetime import timedelta

import pytest

from cases.domain import overdue
from cases.domain.ladder import Rung
from cases.domain.vocabulary import Role, State, Tier
from tests.domain.facts import PROCEDURE, TODAY, case

TELL, ABOVE, ON, ACT = Rung.TELL, Rung.TELL_ABOVE, Rung.HAND_ON, Rung.ACT
TABLE = [
    # tier, state, then for each rung the day on which it is done for the first time, and from when a side may ask
    (Tier.INTAKE, State.ROUTING, {TELL: 1, ABOVE: 7, ACT: 30}, None),
    (Tier.INTAKE, State.TRIAGE, {TELL: 1, ABOVE: 7, ON: 14, ACT: 30}, 14),
    (Tier.INTAKE, State.DISMISSAL_PROPOSED, {TELL: 1, ON: 3, ABOVE: 7, ACT: 14}, None),
    (Tier.INTAKE, State.UNDER_REVIEW, {TELL: 1, ABOVE: 7, ON: 14, ACT: 30}, None),
    (Tier.INFORMAL, State.INFORMAL_AGREED, {TELL: 1, ABOVE: 7, ON: 14, ACT: 30}, None),
    (Tier.BRANCH, State.FORMING, {TELL: 1, ABOVE: 7, ACT: 30}, 14),
    (Tier.BRANCH, State.RESPONDING, {TELL: 1, ABOVE: 7, ACT: 30}, 14),
    (Tier.BRANCH, State.INVESTIGATING, {TELL: 1, ABOVE: 7, ACT: 30}, 14),
    (Tier.BRANCH, State.HEARING, {TELL: 1, ABOVE: 7, ACT: 30}, 14),
    (Tier.BRANCH, State.DELIBERATING, {TELL: 1, ABOVE: 7, ACT: 30}, 14),
    (Tier.NATIONAL, State.FORMING, {TELL: 1, ABOVE: 7, ON: 14, ACT: 30}, None),
    (Tier.NATIONAL, State.DELIBERATING, {TELL: 1, ABOVE: 7, ON: 14, ACT: 30}, None),
    (Tier.APPEAL, State.ADMISSIBILITY, {TELL: 1, ABOVE: 7, ON: 14, ACT: 30}, None),
    (Tier.APPEAL, State.DELIBERATING, {TELL: 1, ABOVE: 7, ON: 14, ACT: 30}, None),
    (Tier.BRANCH, State.SIGNED, {TELL: 1, ON: 3, ABOVE: 7, ACT: 14}, None),
    (Tier.BRANCH, State.FINAL, {TELL: 1, ON: 14}, None),
    (Tier.EXTERNAL, State.AWAITING_EXTERNAL, {TELL: 1, ABOVE: 7, ON: 30}, None),
]


def late(tier, state, days):
    return case(tier=tier, state=state, due_on=TODAY - timedelta(days=days))


@pytest.mark.parametrize(("tier", "state", "days", "asked"), TABLE)
def test_each_rung_is_done_from_its_day_and_no_day_sooner(tier, state, days, asked):
    for day in range(-1, 32):
        facts = late(tier, state, day)
        assert set(overdue.rungs(PROCEDURE, facts)) == {rung for rung, first in days.items() if day >= first}, day
        assert overdue.may_ask(PROCEDURE, facts) is (asked is not None and day >= asked), day


def test_on_the_last_day_itself_nothing_follows():
    assert overdue.rungs(PROCEDURE, late(Tier.BRANCH, State.FORMING, 0)) == ()


def test_where_the_law_says_nothing_the_people_in_charge_are_told():
    assert overdue.rungs(PROCEDURE, late(Tier.BRANCH, State.EVIDENCE_REVIEW, 3)) == (Rung.TELL,)


@pytest.mark.parametrize(
    ("tier", "state", "role"),
    [
        (Tier.INTAKE, State.TRIAGE, Role.INTAKE_OFFICER),
        (Tier.NATIONAL, State.RESPONDING, Role.REGISTRAR),
        (Tier.NATIONAL, State.INVESTIGATING, Role.INVESTIGATOR),
        (Tier.NATIONAL, State.DELIBERATING, Role.PANEL_CHAIR),
        (Tier.APPEAL, State.ADMISSIBILITY, Role.APPEALS_OFFICER),
        (Tier.BRANCH, State.CLOSED, None),
    ],
)
def test_the_work_of_a_side_is_never_handed_on_but_the_registrars_is(tier, state, role):
    assert overdue.answerable(PROCEDURE, (tier, state)) is role
