"""The conditions about doubts, on both sides of their line; `test_guards` asks them with all the others."""

from datetime import timedelta

from cases.domain.vocabulary import Role, State, Tier, Why
from tests.domain.facts import (
    ANA,
    CAL,
    DEE,
    ELI,
    GUS,
    ROB,
    TODAY,
    actor,
    allegation,
    doubt,
    finding,
    held,
    panel,
    seat,
)  # fmt: skip

CPL, RSP = Role.COMPLAINANT, Role.RESPONDENT
FOUND = doubt(ELI, kind=Why.COLLEAGUE, by=None)
CHAIR, MEMBER = actor(CAL, Role.PANEL_CHAIR), actor(CAL, Role.PANEL_MEMBER)
ON_PANEL = {"tier": Tier.BRANCH, "state": State.RESPONDING, "panel": panel(CAL, DEE, ELI)}
VOTED = {
    "tier": Tier.BRANCH,
    "state": State.DELIBERATING,
    "allegations": (allegation(1),),
    "motions": (finding(1, True),),
}
FRESH = panel(more=(seat(DEE, told_on=TODAY), seat(ELI, told_on=TODAY)))


def said(stage, member=CAL):
    return {"declared": frozenset({(member, stage)})}


# name, facts that meet it, facts that do not
ON_FACTS = [
    ("nobody_on_hold", ON_PANEL, {**ON_PANEL, "panel": panel(CAL, DEE, more=(held(ELI),))}),
    ("nobody_on_hold", ON_PANEL, {**ON_PANEL, "challenges": (doubt(ELI),)}),
    ("roster_fixed", ON_PANEL, {**ON_PANEL, "panel": FRESH}),
    ("roster_fixed", ON_PANEL, {**ON_PANEL, "panel": panel(CAL, more=(seat(DEE, told_on=None),))}),
    ("roster_fixed", ON_PANEL, {**ON_PANEL, "panel": panel(CAL, DEE, more=(held(ELI),))}),
    (
        "roster_fixed",
        {"panel": panel(more=(seat(DEE, told_on=TODAY - timedelta(days=6)),))},
        {"panel": panel(more=(seat(DEE, told_on=TODAY - timedelta(days=5)),))},
    ),
]

# name, facts, actor, what the act brings, met
ON_ACTS = [
    ("declared", {**ON_PANEL, **said("inquiry")}, CHAIR, {}, True),
    ("declared", {**ON_PANEL, **said("inquiry", DEE)}, CHAIR, {}, False),
    ("declared", {**ON_PANEL, **said("hearing")}, CHAIR, {}, False),
    ("declared", {**ON_PANEL, "state": State.HEARING, **said("hearing")}, CHAIR, {}, True),
    ("declared", {**ON_PANEL, "state": State.HEARING, **said("inquiry")}, CHAIR, {}, False),
    ("declared", {**VOTED, **said("vote")}, MEMBER, {}, True),
    ("declared", {**VOTED, **said("sign")}, MEMBER, {}, True),
    ("declared", {**VOTED, **said("hearing")}, MEMBER, {}, False),
    ("declared_to_sign", {**VOTED, **said("sign")}, CHAIR, {}, True),
    ("declared_to_sign", {**VOTED, **said("vote")}, CHAIR, {}, False),
    ("declared_to_sign", {**VOTED, **said("sign", DEE)}, CHAIR, {}, False),
    ("not_yet_declared", ON_PANEL, CHAIR, {}, True),
    ("not_yet_declared", {**ON_PANEL, **said("inquiry")}, CHAIR, {}, False),
    ("not_yet_declared", {**VOTED, **said("vote")}, CHAIR, {}, True),
    ("not_yet_declared", {**VOTED, **said("vote")}, MEMBER, {}, False),
    ("may_be_challenged", ON_PANEL, actor(ROB, RSP), {"member": DEE, "kind": Why.FRIEND}, True),
    ("may_be_challenged", ON_PANEL, actor(ROB, RSP), {"member": DEE}, False),
    ("may_be_challenged", ON_PANEL, actor(ROB, RSP), {"member": DEE, "sole_ground": "Not enough."}, False),
    ("may_be_challenged", ON_PANEL, actor(ROB, RSP), {"member": DEE, "kind": Why.PARTY}, False),
    ("may_be_challenged", ON_PANEL, actor(ROB, RSP), {"member": GUS, "kind": Why.FRIEND}, False),
    ("may_be_challenged", ON_PANEL, MEMBER, {"member": CAL, "kind": Why.FRIEND}, False),
    (
        "may_be_challenged",
        {**ON_PANEL, "challenges": (doubt(DEE),)},
        actor(ROB, RSP),
        {"member": DEE, "kind": Why.FRIEND},
        False,
    ),
    (
        "may_be_challenged",
        {**ON_PANEL, "challenges": (doubt(DEE),)},
        actor(ROB, RSP),
        {"member": DEE, "kind": Why.SLATE},
        True,
    ),
    ("challenge_in_time", {**ON_PANEL, "panel": FRESH}, actor(ROB, RSP), {"member": DEE}, True),
    ("challenge_in_time", ON_PANEL, actor(ROB, RSP), {"member": DEE}, False),
    ("challenge_in_time", ON_PANEL, actor(ROB, RSP), {"member": DEE, "learned_on": TODAY}, True),
    ("strike_left", {**ON_PANEL, "panel": FRESH}, actor(ROB, RSP), {"member": DEE}, True),
    ("strike_left", ON_PANEL, actor(ROB, RSP), {"member": DEE}, False),
    ("strike_left", {**ON_PANEL, "panel": FRESH, "strikes": (RSP,)}, actor(ROB, RSP), {"member": DEE}, False),
    ("strike_left", {**ON_PANEL, "panel": FRESH, "strikes": (CPL,)}, actor(ROB, RSP), {"member": DEE}, True),
    ("strike_left", {**ON_PANEL, "panel": FRESH, "strikes": (RSP,)}, actor(ANA, CPL), {"member": DEE}, True),
    ("strike_left", {**ON_PANEL, "panel": FRESH, "strikes": (CPL,)}, actor(ANA, CPL), {"member": DEE}, False),
    (
        "strike_left",
        {**ON_PANEL, "tier": Tier.NATIONAL, "panel": FRESH, "strikes": (RSP,)},
        actor(ROB, RSP),
        {"member": DEE},
        True,
    ),
    (
        "strike_left",
        {**ON_PANEL, "tier": Tier.NATIONAL, "panel": FRESH, "strikes": (RSP, RSP)},
        actor(ROB, RSP),
        {"member": DEE},
        False,
    ),
    ("strike_left", {**ON_PANEL, "panel": FRESH}, actor(ROB, RSP), {"member": GUS}, False),
    ("may_rule", {**ON_PANEL, "challenges": (doubt(ELI),)}, CHAIR, {"challenge": 1}, True),
    ("may_rule", {**ON_PANEL, "challenges": (doubt(ELI),)}, CHAIR, {"challenge": 2}, False),
    ("may_rule", {**ON_PANEL, "challenges": (doubt(CAL),)}, CHAIR, {"challenge": 1}, False),
    ("may_rule", {**ON_PANEL, "challenges": (doubt(ELI, by=CAL),)}, CHAIR, {"challenge": 1}, False),
    ("may_rule", {**ON_PANEL, "challenges": (doubt(ELI, rulings=((CAL, True),)),)}, CHAIR, {"challenge": 1}, False),
    ("may_rule", ON_PANEL, CHAIR, {"challenge": 1}, False),
    (
        "waiver_asked",
        {"challenges": (doubt(ELI, kind=Why.COLLEAGUE, by=None),)},
        actor(ANA, CPL),
        {"challenge": 1},
        True,
    ),
    ("waiver_asked", {"challenges": (FOUND,)}, actor(ANA, CPL), {"challenge": 2}, False),
    ("waiver_asked", {"challenges": (doubt(ELI, kind=Why.COLLEAGUE),)}, actor(ANA, CPL), {"challenge": 1}, False),
    ("waiver_asked", {"challenges": (doubt(ELI, by=None),)}, actor(ANA, CPL), {"challenge": 1}, False),
]

# name, facts, met ahead of the act
AHEAD = [
    ("may_be_challenged", ON_PANEL, True),
    ("may_be_challenged", {**ON_PANEL, "panel": panel(CAL)}, False),
    ("challenge_in_time", ON_PANEL, True),
    ("may_rule", {**ON_PANEL, "challenges": (doubt(ELI),)}, True),
    ("may_rule", ON_PANEL, False),
    ("strike_left", {**ON_PANEL, "panel": FRESH}, True),
    ("strike_left", ON_PANEL, False),
    ("waiver_asked", {"challenges": (FOUND,)}, False),  # it is the sides who are asked
]
