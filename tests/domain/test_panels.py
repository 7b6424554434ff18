"""Who is drawn, who may sit, and the arithmetic of votes against a table written by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import panels
from cases.domain.answer import Refusal
from cases.domain.facts import MeasureFacts
from cases.domain.vocabulary import Choice, MeasureKind, MotionKind, Outcome, Role, SeatKind, SeatStatus, Tier
from tests.domain.facts import CAL, DEE, ELI, FAY, GUS, PROCEDURE, panel, seat

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
CPL, RSP = Role.COMPLAINANT, Role.RESPONDENT
FINDING, MEASURE, OUTCOME = MotionKind.FINDING, MotionKind.MEASURE, MotionKind.OUTCOME
UP = "refer up"


def days(kind: MeasureKind, number: int | None = None) -> MeasureFacts:
    return MeasureFacts(kind=kind, days=number)


WARNING = days(MeasureKind.WARNING, 365)
SHORT, NINETY, LONG = (days(MeasureKind.SUSPENSION, n) for n in (30, 90, 91))
REMOVAL, EXPULSION = days(MeasureKind.REMOVAL, 365), days(MeasureKind.EXPULSION)
BRANCH = {"tier": Tier.BRANCH, "n": 3, "formed_with": 3}
FOUR = {"tier": Tier.NATIONAL, "n": 4, "formed_with": 5}
FIVE = {"tier": Tier.NATIONAL, "n": 5, "formed_with": 5}
THREE_LEFT = {"tier": Tier.NATIONAL, "n": 3, "formed_with": 5}
APPEAL_3 = {"tier": Tier.APPEAL, "n": 3, "formed_with": 3}
APPEAL_4 = {"tier": Tier.APPEAL, "n": 4, "formed_with": 5}
APPEAL_5 = {"tier": Tier.APPEAL, "n": 5, "formed_with": 5}

ARITHMETIC = [
    # question, measure, n=3 at the branch, n=4 and n=5 at the national level
    (FINDING, None, 2, 3, 3),
    (MEASURE, days(MeasureKind.COACHING, 90), 2, 3, 3),
    (MEASURE, days(MeasureKind.PLAN, 365), 2, 3, 3),
    (MEASURE, WARNING, 2, 3, 3),
    (MEASURE, days(MeasureKind.CENSURE, 1000), 2, 3, 3),
    (MEASURE, days(MeasureKind.RESTRICTION, 60), 2, 3, 3),
    (MEASURE, SHORT, 2, 3, 3),
    (MEASURE, NINETY, 2, 3, 3),
    (MEASURE, LONG, UP, 3, 4),
    (MEASURE, REMOVAL, UP, 3, 4),
    (MEASURE, EXPULSION, UP, 3, 4),
]


@pytest.mark.parametrize(("kind", "measure", "three", "four", "five"), ARITHMETIC)
def test_the_arithmetic_of_the_paper(kind, measure, three, four, five):
    for sitting, expected in ((BRANCH, three), (FOUR, four), (FIVE, five)):
        votes = panels.needed(PROCEDURE, kind, measure=measure, **sitting)
        if expected == UP:
            assert isinstance(votes, Refusal)
            assert "Refer the case up" in votes.because
        else:
            assert votes == expected


APPEALS = [
    # outcome, measure, what stands, whose appeal, n=3, n=4, n=5
    (Outcome.AFFIRM, None, (WARNING,), RSP, 2, 3, 3),
    (Outcome.REVERSE, None, (WARNING,), RSP, 2, 3, 3),
    (Outcome.REMAND, None, (WARNING,), CPL, 2, 3, 3),
    (Outcome.EXPLAIN, None, (WARNING,), CPL, 2, 3, 3),
    (Outcome.AFFIRM, EXPULSION, (), RSP, 2, 3, 3),
    (Outcome.MODIFY, None, (WARNING,), RSP, 2, 3, 3),
    (Outcome.MODIFY, WARNING, (SHORT,), RSP, 2, 3, 3),
    (Outcome.MODIFY, WARNING, (WARNING,), RSP, 2, 3, 3),
    (Outcome.MODIFY, SHORT, (NINETY,), RSP, 2, 3, 3),
    (Outcome.MODIFY, LONG, (EXPULSION,), RSP, 2, 3, 3),
    (Outcome.MODIFY, SHORT, (WARNING,), RSP, None, None, None),
    (Outcome.MODIFY, NINETY, (SHORT,), RSP, None, None, None),
    (Outcome.MODIFY, SHORT, (WARNING,), None, None, None, None),
    (Outcome.MODIFY, SHORT, (), RSP, None, None, None),
    (Outcome.MODIFY, SHORT, (WARNING,), CPL, 2, 3, 4),
    (Outcome.MODIFY, WARNING, (), CPL, 2, 3, 4),
    (Outcome.MODIFY, EXPULSION, (SHORT,), CPL, None, 3, 4),
    (Outcome.MODIFY, days(MeasureKind.SUSPENSION), (EXPULSION,), RSP, None, None, None),
    (None, None, (), RSP, None, None, None),
]


@pytest.mark.parametrize(("outcome", "measure", "standing", "side", "three", "four", "five"), APPEALS)
def test_an_appeal_never_makes_it_harsher_for_the_respondent_who_appeals(
    outcome, measure, standing, side, three, four, five
):
    for sitting, expected in ((APPEAL_3, three), (APPEAL_4, four), (APPEAL_5, five)):
        values = {"outcome": outcome, "measure": measure, "by_side": side, "standing": standing}
        votes = panels.needed(PROCEDURE, OUTCOME, **values, **sitting)
        assert isinstance(votes, Refusal) if expected is None else votes == expected


@pytest.mark.parametrize("kind", [FINDING, MEASURE, OUTCOME])
@pytest.mark.parametrize(
    "sitting",
    [
        BRANCH | {"n": 2},
        THREE_LEFT,
        APPEAL_3 | {"n": 2},
        APPEAL_5 | {"n": 3},
        {"tier": Tier.INTAKE, "n": 5, "formed_with": 5},
        BRANCH | {"n": 0},
    ],
)
def test_a_panel_without_its_quorum_decides_nothing(kind, sitting):
    values = {"measure": WARNING, "outcome": Outcome.AFFIRM, "by_side": RSP}
    assert isinstance(panels.needed(PROCEDURE, kind, **values, **sitting), Refusal)


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        (days(MeasureKind.SUSPENSION), "needs a last day"),
        (days(MeasureKind.RESTRICTION), "needs a last day"),
        (days(MeasureKind.SUSPENSION, 366), "may not last that long"),
        (days(MeasureKind.WARNING, 731), "may not last that long"),
        (None, "Say which measure"),
    ],
)
def test_a_measure_that_cannot_be_says_why(measure, says):
    assert says in panels.needed(PROCEDURE, MEASURE, measure=measure, **FIVE).because


def test_a_question_without_a_threshold_cannot_be_decided():
    silent = replace(PROCEDURE, thresholds=())
    assert "does not say how many votes" in panels.needed(silent, FINDING, **BRANCH).because


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "seated", "needed", "carried"),
    [
        (2, 2, 0, 4, 3, False),  # SC-07: a tie is not substantiated
        (3, 1, 0, 4, 3, True),
        (2, 1, 0, 3, 2, True),
        (2, 0, 2, 4, 3, False),  # abstention never helps
        (1, 0, 2, 3, 2, False),
        (3, 0, 0, 4, 3, None),  # one is missing, however clear it looks
        (0, 3, 0, 4, 3, None),
        (0, 0, 0, 3, 2, None),
    ],
)
def test_a_result_waits_for_everybody_and_a_tie_carries_nothing(yes, no, abstain, seated, needed, carried):
    choices = [YES] * yes + [NO] * no + [ABSTAIN] * abstain
    tally = panels.tally(enumerate(choices, start=1), seated=range(1, seated + 1))
    assert tally == panels.Tally(yes, no, abstain, seated - len(choices))
    assert panels.result(tally, needed=needed) is carried


@pytest.mark.parametrize(
    ("tier", "expulsion", "least"),
    [
        (Tier.BRANCH, False, 3),
        (Tier.NATIONAL, False, 4),
        (Tier.NATIONAL, True, 4),
        (Tier.APPEAL, False, 3),
        (Tier.APPEAL, True, 4),
    ],
)
def test_a_body_sits_from_its_minimum_on(tier, expulsion, least):
    sits = [n for n in range(8) if panels.can_sit(PROCEDURE, tier, expulsion=expulsion, seated=n)]
    assert sits == list(range(least, 8))


def test_a_panel_that_was_formed_too_small_does_not_expel_however_many_sit():
    votes = panels.needed(PROCEDURE, MEASURE, measure=EXPULSION, tier=Tier.NATIONAL, n=4, formed_with=4)
    assert isinstance(votes, Refusal)


def test_a_level_without_a_body_never_sits():
    assert not panels.can_sit(PROCEDURE, Tier.INTAKE, expulsion=False, seated=9)


@pytest.mark.parametrize(
    ("drawn", "members", "investigators"),
    [
        (panel(tier=Tier.NATIONAL, formed_with=5), 5, 1),
        (panel(CAL, DEE, tier=Tier.NATIONAL, formed_with=5, more=(seat(ELI, SeatStatus.ASKED),)), 2, 1),
        (panel(CAL, tier=Tier.NATIONAL, formed_with=5, more=(seat(DEE, SeatStatus.DECLINED),)), 4, 1),
        (panel(CAL, DEE, ELI, more=(seat(FAY, SeatStatus.LEFT),)), 0, 0),
        (panel(CAL, DEE, ELI, FAY, GUS, tier=Tier.NATIONAL, formed_with=5), 0, 1),
        (
            panel(tier=Tier.NATIONAL, formed_with=5, more=(seat(GUS, SeatStatus.ASKED, SeatKind.INVESTIGATOR),)),
            5,
            0,
        ),
    ],
)
def test_only_empty_seats_are_offered(drawn, members, investigators):
    missing = panels.missing(PROCEDURE, drawn)
    assert missing == panels.Missing(members, investigators)
    assert bool(missing) is bool(members or investigators)


@pytest.mark.parametrize(
    ("drawn", "present", "needed", "seats", "enough"),
    [
        (panel(CAL, DEE, ELI), 3, 3, 3, True),
        (panel(CAL, DEE), 2, 3, 3, False),
        (panel(CAL, DEE, ELI, FAY, tier=Tier.NATIONAL, formed_with=5), 4, 4, 5, True),
        (panel(CAL, DEE, ELI, tier=Tier.APPEAL), 3, 3, 3, True),
        (panel(CAL, DEE, ELI, tier=Tier.APPEAL, formed_with=5), 3, 4, 5, False),
        (panel(CAL, more=(seat(DEE, SeatStatus.ASKED), seat(ELI, kind=SeatKind.INVESTIGATOR))), 1, 3, 3, False),
    ],
)
def test_the_quorum_counts_seated_members_only(drawn, present, needed, seats, enough):
    quorum = panels.quorum(PROCEDURE, drawn)
    assert (quorum.present, quorum.needed, quorum.seats, quorum.enough) == (present, needed, seats, enough)


MEMBERS = st.lists(st.integers(1, 60), max_size=30)


@given(MEMBERS, st.text(max_size=10), st.sets(st.integers(1, 60)), st.randoms())
def test_a_draw_hangs_on_seed_and_people_alone_and_never_yields_a_barred_one(pool, seed, barred, random):
    drawn = panels.draw(pool, seed=seed, barred=barred)
    random.shuffle(pool)
    assert drawn == panels.draw(pool, seed=seed, barred=barred)
    assert sorted(drawn) == sorted(set(pool) - barred)


@given(MEMBERS, st.text(max_size=10), st.sets(st.integers(1, 60)))
def test_taking_somebody_out_leaves_the_order_of_the_others(pool, seed, barred):
    everybody = panels.draw(pool, seed=seed, barred=())
    assert panels.draw(pool, seed=seed, barred=barred) == tuple(m for m in everybody if m not in barred)


def test_another_seed_draws_another_order():
    orders = {panels.draw(range(1, 8), seed=str(seed), barred=()) for seed in range(50)}
    assert len(orders) > 40


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(Choice))), st.frozensets(st.integers(1, 9)))
def test_a_vote_of_somebody_who_is_not_seated_never_counts(votes, seated):
    tally = panels.tally(votes, seated=seated)
    assert tally == panels.tally([vote for vote in votes if vote[0] in seated], seated=seated)
    assert tally.yes + tally.no + tally.abstain + tally.missing == len(seated)


@given(st.integers(3, 5), st.integers(0, 5))
def test_a_finding_needs_more_than_half_of_all_who_are_seated(n, yes):
    needed = panels.needed(PROCEDURE, FINDING, n=n, formed_with=n, tier=Tier.BRANCH)
    assert (yes >= needed) is (2 * yes > n)


def test_a_level_without_a_body_asks_for_what_its_panel_was_formed_with():
    people = panel(CAL, DEE, tier=Tier.EXTERNAL, formed_with=4)
    assert panels.missing(PROCEDURE, people) == panels.Missing(members=2, investigators=0)
    found = panels.quorum(PROCEDURE, people)
    assert (found.present, found.needed, found.seats, found.enough) == (2, 4, 4, False)


def test_a_measure_with_an_end_is_milder_than_the_same_without_one():
    milder = {"outcome": Outcome.MODIFY, "by_side": RSP, "standing": (days(MeasureKind.REMOVAL),)}
    assert panels.needed(PROCEDURE, OUTCOME, measure=REMOVAL, **milder, **APPEAL_5) == 3
    harsher = {"outcome": Outcome.MODIFY, "by_side": RSP, "standing": (REMOVAL,)}
    longer = replace(REMOVAL, days=(REMOVAL.days or 0) + 1)
    assert isinstance(panels.needed(PROCEDURE, OUTCOME, measure=longer, **harsher, **APPEAL_5), Refusal)
