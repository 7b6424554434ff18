"""Every kind of conflict of interest, at every level, now and later, towards everybody: a table written by hand.

`B` bars by itself, `W` unless both sides waive it, `R` until others have ruled, `t` need only be told, `-` is nothing.
"""

from datetime import date, timedelta

import pytest

from cases.domain import conflicts
from cases.domain.facts import BranchTime, ChallengeFacts, OtherCase, SameBody
from cases.domain.vocabulary import Level, Relation, Role, SeatStatus, State, Tier, Why
from tests.domain.facts import (
    ANA,
    CAL,
    DEE,
    ELI,
    PROCEDURE,
    ROB,
    SIDES,
    TODAY,
    WIT,
    case,
    hand,
    led,
    panel,
    party,
    seat,
    tie,
)

SUP, BRANCH = 12, 5
SIGNS = {"B": Level.AUTOMATIC, "W": Level.WAIVABLE, "R": Level.RULING, "t": Level.DISCLOSE, "-": None}
EVERYBODY = (*SIDES, party(WIT, Role.WITNESS, number=3), party(SUP, Role.SUPPORTER, number=4))
AT = {
    Tier.INTAKE: State.TRIAGE, Tier.INFORMAL: State.INFORMAL, Tier.BRANCH: State.INVESTIGATING,
    Tier.NATIONAL: State.INVESTIGATING, Tier.APPEAL: State.DELIBERATING,
}  # fmt: skip
OTHERS = [(ANA, 0), (ROB, 0), (WIT, 1), (SUP, 1)]
"""The complainant and the respondent; then a witness and a support person."""


def years_ago(years: int, *, days: int = 0) -> date:
    return TODAY.replace(year=TODAY.year - years) - timedelta(days=days)


def body(other: int, until: date | None = None, *, executive: bool = True):
    return frozenset({SameBody(member=CAL, other=other, executive=executive, until=until)})


def committee(other: int, until: date | None = None):
    return body(other, until, executive=False)


def linking(relation: Relation):
    return lambda other, until=None: {"ties": tie(CAL, other, relation, until)}


LINKS = [
    # kind, how the facts say it, years, then towards: a party now, within, after · a witness now, within, after
    (Why.PARTNER, linking(Relation.PARTNER), 5, "BBR", "BBR"),
    (Why.FAMILY, linking(Relation.FAMILY), 30, "BBB", "BBB"),
    (Why.HOUSEMATE, linking(Relation.HOUSEMATE), 2, "BB-", "RR-"),
    (Why.FRIEND, linking(Relation.FRIEND), 0, "R--", "R--"),
    (Why.HOSTILE, linking(Relation.HOSTILE), 0, "R--", "R--"),
    (Why.EMPLOYER, linking(Relation.EMPLOYER), 1, "BB-", "RR-"),
    (Why.COLLEAGUE, linking(Relation.COLLEAGUE), 0, "W--", "R--"),
    (Why.INTEREST, linking(Relation.INTEREST), 0, "B--", "R--"),
    (Why.SLATE, linking(Relation.SLATE), 2, "RR-", "RR-"),
    (Why.ADVERSARY, linking(Relation.OPPONENT), 3, "RR-", "---"),
    (Why.SAME_LEADERSHIP, lambda other, until=None: {"led_together": led(CAL, other, until)}, 2, "BB-", "---"),
    (Why.SAME_BODY, lambda other, until=None: {"same_bodies": body(other, until)}, 2, "BB-", "RR-"),
    (Why.SAME_BODY, lambda other, until=None: {"same_bodies": committee(other, until)}, 2, "RR-", "RR-"),
]
WHEN = ("now", "to the last day of the look-back", "after it")


@pytest.mark.parametrize("tier", AT)
@pytest.mark.parametrize("when", range(3), ids=WHEN)
@pytest.mark.parametrize(("kind", "facts", "years", "sides", "beside"), LINKS, ids=[f"{r[0]}-{r[3]}" for r in LINKS])
def test_a_link_does_what_the_table_says_in_time_and_reach(kind, facts, years, sides, beside, when, tier):
    until = (None, years_ago(years), years_ago(years, days=1))[when]
    for other, row in OTHERS:
        found = level(kind, tier, **facts(other, until))
        assert found is SIGNS[(sides, beside)[row][when]], (other, until)


@pytest.mark.parametrize("tier", AT)
@pytest.mark.parametrize("relation", Relation)
def test_a_link_holds_from_both_ends_and_joins_nobody_else(relation, tier):
    there = conflicts.matches(PROCEDURE, at(tier, ties=tie(CAL, ROB, relation)), CAL)
    back = conflicts.matches(PROCEDURE, at(tier, ties=tie(ROB, CAL, relation)), CAL)
    assert there == back
    assert len(there) == 1
    assert not conflicts.matches(PROCEDURE, at(tier, ties=tie(CAL, DEE, relation)), CAL)
    assert not conflicts.matches(PROCEDURE, at(tier, ties=tie(DEE, ROB, relation)), CAL)


SAID = [
    (Why.PARTY, {"parties": (party(CAL),)}, "B"),
    (Why.PARTY, {"parties": (party(CAL, Role.COMPLAINANT),)}, "B"),
    (Why.EXCLUDED, {"excluded": frozenset({CAL})}, "B"),
    (Why.WITNESS, {"parties": (*SIDES, party(CAL, Role.WITNESS, number=3))}, "B"),
    (Why.ADVISER, {"parties": (*SIDES, party(CAL, Role.SUPPORTER, number=3))}, "B"),
    (Why.CHALLENGED, {"held": frozenset({CAL})}, "R"),
    (Why.STRUCK, {"struck": frozenset({CAL})}, "B"),
    (Why.SELF_DECLARED, {"recused": frozenset({CAL})}, "B"),
    (Why.EARLIER_HAND, {"hands": hand(CAL, "second look", Role.SECOND_OFFICER)}, "B"),
    (Why.PREJUDGED, {"ruled_out": frozenset({(CAL, Why.PREJUDGED)})}, "B"),
    (Why.CONTACTED, {"ruled_out": frozenset({(CAL, Why.CONTACTED)})}, "B"),
    (Why.SAW_BEFORE, {"ruled_out": frozenset({(CAL, Why.SAW_BEFORE)})}, "B"),
    (Why.FRIEND, {"ruled_out": frozenset({(CAL, Why.FRIEND)})}, "B"),
]


@pytest.mark.parametrize("tier", AT)
@pytest.mark.parametrize(("kind", "facts", "sign"), SAID)
def test_what_is_said_of_a_person_is_so_at_every_level(kind, facts, sign, tier):
    assert level(kind, tier, **facts) is SIGNS[sign]


def other(*, by: int = DEE, against: int = ELI, **facts) -> dict:
    return {
        "other_cases": frozenset({OtherCase(complainants=frozenset({by}), respondents=frozenset({against}), **facts)})
    }


IN_RETURN = other(by=ROB, against=CAL, bound=True, after_roster=True)
SITS = {"panel": panel(CAL)}
ASKED = {"panel": panel(more=(seat(CAL, SeatStatus.ASKED),))}
ON_HOLD = {"panel": panel(more=(seat(CAL, SeatStatus.HELD),))}
ELSEWHERE = [
    # what the other case is, then what it does: linked, adversary, under complaint
    ("a complaint in return, by them", other(by=CAL, against=ANA, bound=True), "BR-"),
    ("a complaint in return, against them", other(by=ROB, against=CAL, bound=True), "BR-"),
    ("a linked case in which they are beside another party", other(by=DEE, against=CAL, bound=True), "B--"),
    ("another complaint about the same respondent", other(by=CAL, against=ROB), "-R-"),
    ("an open case against a party", other(by=CAL, against=ANA), "-R-"),
    ("on the same side as a party", other(by=DEE, against=CAL), "---"),
    ("over three years ago to the day", other(by=CAL, against=ROB, ended_on=years_ago(3)), "-R-"),
    ("over longer ago", other(by=CAL, against=ROB, ended_on=years_ago(3, days=1)), "---"),
    ("must answer a formal case of somebody else", other(against=CAL, formal=True), "--B"),
    ("complained in a formal case of somebody else", other(by=CAL, formal=True), "---"),
    ("must answer no formal case yet", other(against=CAL), "---"),
    ("filed by a party, who is not on the panel", IN_RETURN, "BR-"),
    ("the same, only asked yet", {**IN_RETURN, **ASKED}, "BR-"),
    (
        "filed by a party against a seated person",
        {**IN_RETURN, **SITS},
        "tt-",
    ),
    ("the same, on hold", {**IN_RETURN, **ON_HOLD}, "tt-"),
    (
        "and accepted as a formal case",
        {**other(by=ROB, against=CAL, bound=True, after_roster=True, formal=True), **SITS},
        "ttR",
    ),
    ("a formal case of before, for a seated person", {**other(by=ROB, against=CAL, formal=True), **SITS}, "-RB"),
]


@pytest.mark.parametrize("tier", [Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL])
@pytest.mark.parametrize(("facts", "signs"), [row[1:] for row in ELSEWHERE], ids=[row[0] for row in ELSEWHERE])
def test_another_case_does_what_the_table_says(facts, signs, tier):
    kinds = (Why.LINKED, Why.ADVERSARY, Why.UNDER_COMPLAINT)
    assert [level(kind, tier, **facts) for kind in kinds] == [SIGNS[sign] for sign in signs]


def time(member: int, since: date = date(2020, 1, 1), until: date | None = None, branch: int = BRANCH) -> BranchTime:
    return BranchTime(member=member, branch=branch, since=since, until=until)


RECEIVED, TOLD = date(2026, 6, 1), date(2026, 6, 10)
SAME_BRANCH = [
    ("both belong to it", [time(CAL), time(ROB)], "B"),
    ("of the complainant", [time(CAL), time(ANA)], "B"),
    ("other branches", [time(CAL), time(ROB, branch=6)], "-"),
    ("of a witness only", [time(CAL), time(WIT)], "-"),
    ("left a year before the complaint", [time(CAL, until=date(2025, 6, 1)), time(ROB)], "B"),
    ("left before that", [time(CAL, until=date(2025, 5, 31)), time(ROB)], "-"),
    ("the party left before that", [time(CAL), time(ROB, until=date(2025, 5, 31))], "-"),
    ("came after the complaint", [time(CAL, since=date(2026, 6, 12)), time(ROB)], "B"),
    ("the party came on the day of the notice", [time(CAL), time(ROB, since=TOLD)], "B"),
    ("the party came after the notice", [time(CAL), time(ROB, since=date(2026, 6, 11))], "R"),
    ("one party after, the other before", [time(CAL), time(ROB, since=date(2026, 6, 11)), time(ANA)], "B"),
]


@pytest.mark.parametrize("tier", AT)
@pytest.mark.parametrize(("times", "sign"), [row[1:] for row in SAME_BRANCH], ids=[row[0] for row in SAME_BRANCH])
def test_nobody_of_a_partys_branch_decides_above_the_branch(times, sign, tier):
    parties = (*EVERYBODY[:1], party(ROB, informed_on=TOLD), *EVERYBODY[2:])
    facts = {"branch_times": frozenset(times), "parties": parties, "received_on": RECEIVED}
    above = tier in (Tier.NATIONAL, Tier.APPEAL)
    assert level(Why.SAME_BRANCH, tier, **facts) is SIGNS[sign if above else "-"]
    assert level(Why.SAME_BRANCH, tier, desk="registry", **facts) is None


def test_before_the_notice_nobody_can_have_moved_to_choose_their_judges():
    times = frozenset({time(CAL), time(ROB, since=date(2026, 6, 14))})
    assert level(Why.SAME_BRANCH, Tier.NATIONAL, branch_times=times) is Level.AUTOMATIC


@pytest.mark.parametrize(
    ("relation", "until", "bars"),
    [
        (Relation.PARTNER, None, True),
        (Relation.FAMILY, None, True),
        (Relation.PARTNER, TODAY, False),
        (Relation.HOUSEMATE, None, False),
        (Relation.FRIEND, None, False),
    ],
)
def test_of_two_close_people_on_a_panel_the_one_drawn_later_goes(relation, until, bars):
    facts = {"panel": panel(DEE, CAL, ELI), "ties": tie(CAL, DEE, relation, until)}
    assert (level(Why.PANEL_TIE, Tier.BRANCH, **facts) is Level.AUTOMATIC) is bars
    assert level(Why.PANEL_TIE, Tier.BRANCH, member=DEE, **facts) is None


@pytest.mark.parametrize(
    ("seats", "cal", "dee"),
    [
        (panel(DEE, more=(seat(CAL, SeatStatus.ASKED),)), True, False),
        (panel(more=(seat(CAL, SeatStatus.ASKED), seat(DEE))), False, False),
        (panel(more=(seat(DEE, SeatStatus.ASKED), seat(CAL, SeatStatus.ASKED))), False, False),
        (panel(more=(seat(DEE, SeatStatus.LEFT), seat(CAL))), False, False),
        (panel(more=(seat(DEE, SeatStatus.HELD), seat(CAL))), True, False),
        (panel(DEE), True, False),
        (panel(CAL, DEE), False, True),
    ],
)
def test_only_who_sits_keeps_a_close_person_drawn_later_out(seats, cal, dee):
    facts = {"panel": seats, "ties": tie(DEE, CAL, Relation.PARTNER)}
    assert (level(Why.PANEL_TIE, Tier.BRANCH, **facts) is not None) is cal
    assert (level(Why.PANEL_TIE, Tier.BRANCH, member=DEE, **facts) is not None) is dee
    assert level(Why.PANEL_TIE, Tier.BRANCH, desk="registry", **facts) is None


@pytest.mark.parametrize("seats", [SITS, ON_HOLD])
def test_a_helper_named_late_takes_nobody_off_the_panel_without_a_ruling(seats):
    named = {"parties": (*SIDES, party(CAL, Role.SUPPORTER, number=3))}
    assert level(Why.ADVISER, Tier.BRANCH, **named, **seats) is Level.RULING
    assert level(Why.ADVISER, Tier.BRANCH, **named, **ASKED) is Level.AUTOMATIC
    close = {"ties": tie(CAL, SUP, Relation.FAMILY)}
    assert level(Why.FAMILY, Tier.BRANCH, **close, **seats) is Level.RULING
    assert level(Why.FAMILY, Tier.BRANCH, **close, **ASKED) is Level.AUTOMATIC
    assert level(Why.FAMILY, Tier.BRANCH, ties=tie(CAL, WIT, Relation.FAMILY), **seats) is Level.AUTOMATIC


SEVERAL = [
    # what stands against a member, whether they are barred, whether that is open to a ruling
    ({}, False, False),
    ({"ties": tie(CAL, ROB, Relation.FRIEND)}, True, True),
    ({"ties": tie(CAL, ROB, Relation.COLLEAGUE)}, True, True),
    ({"ties": tie(CAL, ROB, Relation.FAMILY)}, True, False),
    ({"ties": tie(CAL, ROB, Relation.FRIEND) | tie(CAL, ANA, Relation.COLLEAGUE)}, True, True),
    ({"ties": tie(CAL, ROB, Relation.FRIEND) | tie(CAL, ANA, Relation.FAMILY)}, True, False),
    ({"held": frozenset({CAL})}, True, True),
    ({"held": frozenset({CAL}), "ties": tie(CAL, ROB, Relation.FRIEND)}, True, True),
    ({"recused": frozenset({CAL})}, True, False),
    ({"ties": tie(CAL, ROB, Relation.FRIEND), "ruled_out": frozenset({(CAL, Why.FRIEND)})}, True, False),
    ({"ties": tie(CAL, ROB, Relation.FRIEND), "kept": frozenset({(CAL, Why.FRIEND)})}, False, False),
    ({"ties": tie(CAL, ROB, Relation.FRIEND), "kept": frozenset({(DEE, Why.FRIEND)})}, True, True),
    ({"ties": tie(CAL, ROB, Relation.FRIEND), "kept": frozenset({(CAL, Why.SLATE)})}, True, True),
    ({"ties": tie(CAL, ROB, Relation.FAMILY), "kept": frozenset({(CAL, Why.FAMILY)})}, True, False),
    ({**IN_RETURN, **SITS}, False, False),
]


@pytest.mark.parametrize(("facts", "barred", "open_"), SEVERAL)
def test_a_seat_is_held_only_where_others_may_still_rule_on_everything(facts, barred, open_):
    assert bool(conflicts.between(PROCEDURE, case(**facts), CAL)) is barred
    assert conflicts.open_to_ruling(PROCEDURE, case(**facts), CAL, "") is open_


@pytest.mark.parametrize(
    ("relation", "sides", "free"),
    [
        (Relation.COLLEAGUE, {Role.COMPLAINANT, Role.RESPONDENT}, True),
        (Relation.COLLEAGUE, {Role.COMPLAINANT}, False),
        (Relation.COLLEAGUE, set(), False),
        (Relation.FRIEND, {Role.COMPLAINANT, Role.RESPONDENT}, False),
        (Relation.FAMILY, {Role.COMPLAINANT, Role.RESPONDENT}, False),
    ],
)
def test_both_sides_together_waive_only_what_can_be_waived(relation, sides, free):
    kind = Why(relation.value)
    asked = ChallengeFacts(number=1, member=CAL, kind=kind, by_member=None, rule_by=TODAY, waived=frozenset(sides))
    facts = case(ties=tie(CAL, ROB, relation), challenges=(asked,))
    assert bool(conflicts.between(PROCEDURE, facts, CAL)) is not free


def at(tier: Tier, **facts):
    return case(AT[tier], tier, **{"parties": EVERYBODY, **facts})


def level(kind: Why, tier: Tier, *, member: int = CAL, desk: str = "", **facts) -> Level | None:
    return conflicts.level_of(PROCEDURE, at(tier, **facts), member, kind, desk)
