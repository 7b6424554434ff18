"""Doubts: who rules on them, how a ruling ends, when they come in time; each against a table written by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.domain import challenges as rules
from cases.domain import conflicts
from cases.domain.vocabulary import Action, Relation, Role, SeatKind, SeatStatus, State, Tier, Why
from tests.domain.facts import (
    ANA,
    CAL,
    DEE,
    ELI,
    FAY,
    GUS,
    HANA,
    PROCEDURE,
    ROB,
    TODAY,
    ZED,
    act,
    actor,
    case,
    doubt,
    hand,
    held,
    panel,
    seat,
    tie,
)

CPL, RSP = Role.COMPLAINANT, Role.RESPONDENT
BOTH = frozenset({CPL, RSP})
PEOPLE = (CAL, DEE, ELI, FAY, GUS)
DOUBTED = (HANA, ZED, 21, 22, 23)
NATIONAL = {"state": State.RESPONDING, "tier": Tier.NATIONAL}


def sitting(seated: int, doubted: int, **facts):
    """A panel of which some sit and some are on hold, each for a doubt raised by a side."""
    seats = (*map(seat, PEOPLE[:seated]), *(held(member) for member in DOUBTED[:doubted]))
    open_doubts = tuple(doubt(member, number=n, by=ROB) for n, member in enumerate(DOUBTED[:doubted], start=1))
    return case(**NATIONAL, panel=panel(tier=Tier.NATIONAL, formed_with=5, more=seats), challenges=open_doubts, **facts)


# seated besides those on hold, how many are on hold → does the panel rule? Half of it doubted: no. One ruler: no.
PANEL_RULES = {
    (1, 1): False, (2, 1): True, (3, 1): True, (4, 1): True,
    (1, 2): False, (2, 2): False, (3, 2): True,
    (0, 3): False, (1, 3): False, (2, 3): False,
}  # fmt: skip


@pytest.mark.parametrize(("places", "rules_itself"), PANEL_RULES.items())
def test_the_panel_rules_while_less_than_half_of_it_is_doubted_and_two_can_rule(places, rules_itself):
    facts = sitting(*places)
    for challenge in facts.challenges:
        assert rules.goes_up(PROCEDURE, facts, challenge) is not rules_itself
        assert rules.rulers(facts, challenge) == set(PEOPLE[: places[0]])


# rulers → by how many say “may stay”: is the person out? A tie puts out.
RESULTS = {
    2: {0: True, 1: True, 2: False},
    3: {0: True, 1: True, 2: False, 3: False},
    4: {0: True, 1: True, 2: True, 3: False, 4: False},
    5: {0: True, 1: True, 2: True, 3: False, 4: False, 5: False},
}


@pytest.mark.parametrize("rulers", RESULTS)
def test_more_than_half_keep_and_a_tie_puts_out(rulers):
    facts = sitting(rulers, 1)
    for keeping, out in RESULTS[rulers].items():
        votes = tuple((member, place < keeping) for place, member in enumerate(PEOPLE[:rulers]))
        assert rules.excluded(PROCEDURE, facts, doubt(HANA, rulings=votes)) is out, (rulers, keeping)
        assert rules.excluded(PROCEDURE, facts, doubt(HANA, rulings=votes[1:])) is None, "one has not ruled"


def test_never_the_challenged_nor_the_challenger_nor_somebody_else_who_is_doubted():
    facts = sitting(3, 2)
    by_colleague = doubt(HANA, by=CAL)
    assert rules.rulers(facts, by_colleague) == {DEE, ELI}
    assert not rules.to_rule(PROCEDURE, facts, HANA)
    assert not rules.to_rule(PROCEDURE, facts, ZED)
    assert [challenge.number for challenge in rules.to_rule(PROCEDURE, facts, CAL)] == [1, 2]


def test_who_inquires_does_not_rule_and_is_ruled_upon_by_the_whole_panel():
    inquiring = seat(HANA, SeatStatus.HELD, SeatKind.INVESTIGATOR)
    facts = case(
        **NATIONAL, panel=panel(CAL, DEE, tier=Tier.NATIONAL, more=(inquiring,)), challenges=(doubt(HANA, by=ROB),)
    )
    assert not rules.goes_up(PROCEDURE, facts, facts.challenges[0])
    assert rules.rulers(facts, facts.challenges[0]) == {CAL, DEE}
    other = case(**NATIONAL, panel=panel(CAL, DEE, more=(seat(HANA, kind=SeatKind.INVESTIGATOR),)))
    assert rules.rulers(other, doubt(CAL, by=ROB)) == {CAL, DEE}, "nobody is doubted in this case"


def test_a_ruling_of_somebody_who_no_longer_may_rule_does_not_count():
    facts = sitting(2, 1)
    gone = ((FAY, True), (CAL, True))
    assert rules.excluded(PROCEDURE, facts, doubt(HANA, rulings=gone)) is None
    assert rules.excluded(PROCEDURE, facts, doubt(HANA, rulings=(*gone, (DEE, False)))) is True


@pytest.mark.parametrize(("rule_by", "up"), [(TODAY, False), (TODAY - timedelta(days=1), True)])
def test_when_the_time_is_over_the_next_level_rules(rule_by, up):
    facts = sitting(4, 1)
    late = doubt(HANA, rule_by=rule_by)
    assert rules.goes_up(PROCEDURE, facts, late) is up
    assert not rules.goes_up(PROCEDURE, facts, doubt(HANA, rule_by=rule_by, passed_on=True))
    assert not rules.lapsed(PROCEDURE, facts, late)
    assert rules.lapsed(PROCEDURE, facts, doubt(HANA, rule_by=rule_by, passed_on=True)) is up


@pytest.mark.parametrize(("keep", "out"), [(True, False), (False, True)])
def test_after_it_was_passed_on_one_person_of_the_next_level_rules_alone(keep, out):
    facts = sitting(4, 1, hands=hand(42, "challenge", Role.CHALLENGE_RULER, still_open=True))
    of_panel = tuple((member, not keep) for member in PEOPLE)
    passed_on = doubt(HANA, passed_on=True, rulings=of_panel)
    assert rules.rulers(facts, passed_on) == {42}
    assert rules.excluded(PROCEDURE, facts, passed_on) is None
    ruled = doubt(HANA, passed_on=True, rulings=(*of_panel, (42, keep)))
    assert rules.excluded(PROCEDURE, facts, ruled) is out


def test_with_nobody_to_rule_nobody_is_kept():
    facts = sitting(4, 1)
    assert rules.excluded(PROCEDURE, facts, doubt(HANA, passed_on=True)) is None


# In time: told on 1 June, five days; then on facts learned later, within five days.
TOLD = date(2026, 6, 1)
IN_TIME = [
    # today, learned on, in time
    (date(2026, 6, 1), None, True),
    (date(2026, 6, 5), None, True),
    (date(2026, 6, 6), None, True),
    (date(2026, 6, 7), None, False),
    (date(2026, 6, 6), date(2026, 5, 1), True),
    (date(2026, 6, 21), date(2026, 6, 1), False),
    (date(2026, 6, 21), date(2026, 6, 6), False),
    (date(2026, 6, 8), date(2026, 6, 7), True),
    (date(2026, 6, 12), date(2026, 6, 7), True),
    (date(2026, 6, 13), date(2026, 6, 7), False),
    (date(2026, 6, 20), date(2026, 6, 21), False),
    (date(2026, 6, 20), date(2026, 6, 20), True),
]


@pytest.mark.parametrize(("today", "learned_on", "fits"), IN_TIME)
def test_a_challenge_comes_in_the_first_days_or_at_the_first_opportunity(today, learned_on, fits):
    against = rules.in_time(PROCEDURE, told_on=TOLD, today=today, learned_on=learned_on)
    assert (against is None) is fits


def test_before_both_sides_were_told_nobody_is_challenged():
    assert rules.in_time(PROCEDURE, told_on=None, today=TODAY) is not None


@pytest.mark.parametrize(
    "same", ["They all vote the same way!", "they ALL vote  the same\nway", "They all vote the same way"]
)
def test_the_same_words_are_found_however_they_are_set(same):
    assert rules.sameness(same) == rules.sameness("They all vote the same way.")
    assert rules.sameness("They all vote the same day") != rules.sameness(same)


def test_only_what_a_rule_found_and_both_sides_may_waive_is_theirs_to_say():
    facts = sitting(4, 1)
    found = doubt(HANA, kind=Why.COLLEAGUE, by=None)
    assert rules.waivable(PROCEDURE, facts, found)
    assert not rules.waivable(PROCEDURE, facts, doubt(HANA, kind=Why.COLLEAGUE, by=ROB))
    assert not rules.waivable(PROCEDURE, facts, doubt(HANA, kind=Why.FRIEND, by=None))
    assert not rules.goes_up(PROCEDURE, facts, doubt(HANA, kind=Why.COLLEAGUE, by=None, rule_by=date(2026, 6, 1)))


@pytest.mark.parametrize(
    ("waived", "out"), [(frozenset(), None), (frozenset({CPL}), None), (frozenset({RSP}), None), (BOTH, False)]
)
def test_both_sides_must_waive(waived, out):
    facts = sitting(4, 1)
    found = doubt(HANA, kind=Why.COLLEAGUE, by=None, waived=waived, rulings=tuple((m, False) for m in PEOPLE))
    assert rules.excluded(PROCEDURE, facts, found) is out


def test_each_side_is_asked_once():
    one = case(**NATIONAL, challenges=(doubt(HANA, kind=Why.COLLEAGUE, by=None, waived=frozenset({CPL})),))
    assert not rules.to_waive(PROCEDURE, one, {CPL})
    assert [c.number for c in rules.to_waive(PROCEDURE, one, {RSP})] == [1]
    assert not rules.to_waive(PROCEDURE, one, {Role.PANEL_CHAIR})


def test_whoever_is_on_hold_may_say_something_once_and_nobody_else_may():
    facts = case(**NATIONAL, challenges=(doubt(HANA, number=3), doubt(ZED, number=4, answered=True)))
    assert rules.may_answer(facts, HANA, 3).allowed
    assert not rules.may_answer(facts, HANA, 4).allowed
    assert not rules.may_answer(facts, ZED, 4).allowed
    assert not rules.may_answer(facts, ANA, 3).allowed


@pytest.mark.parametrize(
    ("state", "tier", "asked"),
    [
        (State.RESPONDING, Tier.BRANCH, True),
        (State.DELIBERATING, Tier.NATIONAL, True),
        (State.TRIAGE, Tier.INTAKE, False),
        (State.CLOSED, Tier.NATIONAL, False),
    ],
)
def test_those_who_sit_are_asked_again_only_while_a_panel_works(state, tier, asked):
    assert rules.may_be_declared(PROCEDURE, case(state=state, tier=tier)) is asked


def test_a_reason_that_is_no_conflict_is_refused_in_its_own_words():
    facts = case(**NATIONAL, panel=panel(CAL, DEE, ELI, tier=Tier.NATIONAL))
    named = act(Action.CHALLENGE, member=DEE, sole_ground="Members may vote as they like.")
    refused = rules.may_be_challenged(PROCEDURE, facts, actor(ROB, RSP), named)
    assert refused is not None
    assert refused.because == "This alone is no conflict of interest. Members may vote as they like."


def test_the_last_day_is_said_in_words():
    late = rules.in_time(PROCEDURE, told_on=TOLD, today=date(2026, 7, 1))
    assert late is not None
    assert late.because.startswith("The last day for this was 6 June 2026.")


# what stands against somebody who sits and is on hold → what others rule upon; None: nobody can, the person is out
FOUND = {
    (): (),
    (Relation.COLLEAGUE,): (Why.COLLEAGUE,),
    (Relation.FRIEND,): (Why.FRIEND,),
    (Relation.PARTNER,): None,
    (Relation.FRIEND, Relation.PARTNER): None,
}


@pytest.mark.parametrize(("relations", "ruled"), FOUND.items())
def test_others_rule_only_on_what_does_not_bar_for_good(relations, ruled):
    ties = frozenset().union(*(tie(HANA, ROB, relation) for relation in relations))
    facts = sitting(4, 1, ties=ties)
    assert rules.to_be_ruled(PROCEDURE, facts, HANA, "") == ruled
    assert rules.to_be_ruled(PROCEDURE, replace(facts, state=State.CLOSED), HANA, "") is None


def test_the_hold_itself_is_not_what_stands_against_somebody():
    facts = sitting(4, 1, ties=tie(HANA, ROB, Relation.FRIEND), held=frozenset({HANA}))
    assert {found.why for found in conflicts.standing(PROCEDURE, facts, HANA, "")} == {Why.FRIEND, Why.CHALLENGED}
    assert [found.why for found in rules.standing_against(PROCEDURE, facts, HANA, "")] == [Why.FRIEND]


def test_without_a_panel_nobody_sits_and_nobody_rules():
    facts = case(**NATIONAL, challenges=(doubt(HANA),))
    assert rules.sitting(facts) == rules.rulers(facts, facts.challenges[0]) == frozenset()
    assert rules.others_on_panel(facts, ROB) == frozenset()
    assert (
        rules.nobody_on_hold(PROCEDURE, case(**NATIONAL), actor(CAL, Role.PANEL_CHAIR), act(Action.CHALLENGE)) is None
    )


def test_who_declined_or_only_inquires_has_no_vote_and_who_declined_is_not_there_at_all():
    more = (held(DEE), seat(ELI, SeatStatus.DECLINED), seat(FAY, kind=SeatKind.INVESTIGATOR))
    facts = case(**NATIONAL, panel=panel(CAL, tier=Tier.NATIONAL, more=more))
    assert rules.sitting(facts) == {CAL, DEE}
    assert rules.others_on_panel(facts, CAL) == {DEE, FAY}


def test_above_rules_who_was_given_it_and_has_it_still():
    hands = hand(GUS, "above", Role.CHALLENGE_RULER, still_open=True) | hand(ELI, "above", Role.CHALLENGE_RULER)
    facts = case(**NATIONAL, hands=hands | hand(DEE, "intake", Role.REGISTRAR, still_open=True))
    assert rules.rulers(facts, doubt(HANA, passed_on=True)) == {GUS}


def test_a_side_may_take_somebody_off_up_to_and_with_the_last_day():
    facts = case(**NATIONAL, panel=panel(tier=Tier.NATIONAL, more=(seat(CAL, told_on=TOLD),)))
    last = rules.last_day(PROCEDURE, TOLD)
    assert rules.strikable(PROCEDURE, replace(facts, today=last)) == {CAL}
    assert rules.strikable(PROCEDURE, replace(facts, today=last + timedelta(days=1))) == frozenset()


def test_the_panel_is_fixed_when_the_days_of_whoever_was_told_of_last_are_over():
    told = (seat(CAL, told_on=TOLD), seat(DEE, told_on=TOLD + timedelta(days=9)))
    facts = case(**NATIONAL, panel=panel(tier=Tier.NATIONAL, more=told))
    last = rules.last_day(PROCEDURE, TOLD + timedelta(days=9))
    for today, fixed in ((last - timedelta(days=1), False), (last, False), (last + timedelta(days=1), True)):
        asked = rules.roster_fixed(
            PROCEDURE, replace(facts, today=today), actor(CAL, Role.PANEL_CHAIR), act(Action.CHALLENGE)
        )
        assert (asked is None) is fixed
