"""The checker explains each kind of fault, and finds nothing wrong with the default."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import checker
from cases.domain.guards import GUARDS
from cases.domain.procedure import LawFault, Share
from cases.domain.vocabulary import Action, MeasureKind, Outcome, Role, State, Tier
from tests.domain import broken
from tests.domain.broken import DEFAULT, TEXT

LETTERS = frozenset(DEFAULT.letters)


def said(procedure, words):
    """The checker's sentences hold these words."""
    found = checker.faults(procedure)
    assert any(words in sentence for sentence in found), found


def test_the_default_procedure_has_no_faults():
    assert checker.faults(DEFAULT) == []
    assert checker.check_text(TEXT, letters=LETTERS, guards=GUARDS) == []


def test_every_condition_of_the_default_is_one_this_software_can_test():
    named = {name for step in DEFAULT.steps for name in (*step.guards, step.waits_for) if name}
    assert named <= set(GUARDS)
    assert named == set(DEFAULT.conditions)


def test_no_record_or_letter_is_explained_that_no_step_uses():
    assert {name for step in DEFAULT.steps for name in step.records} == set(DEFAULT.records)
    assert {step.letter for step in DEFAULT.steps} - {None} == set(DEFAULT.letters)


def test_a_dead_end_is_named():
    said(broken.without_step(Action.REPORT_EXTERNAL), "Dead end: no step leads out of “Waiting for an external body”")


def test_a_circle_without_an_end_is_named():
    closing = {Action.CLOSE, Action.MONITORING_ENDED, Action.CLOSE_AFTER_LEAVING, Action.ACCEPT_WITHDRAWAL}
    steps = tuple(
        replace(s, to=State.FORMING) if s.action in closing and Tier.INTAKE not in s.tiers else s
        for s in DEFAULT.steps
        if s.action is not Action.ESCALATE
    )
    said(replace(DEFAULT, steps=steps), "can go round in circles but can never be closed")


def test_a_place_nobody_comes_to_is_named_with_its_steps_and_clock():
    without = broken.without_step(Action.OFFER_INFORMAL)
    said(without, "No case can ever come to “Informal talks offered” (Informal)")
    said(without, "There is a clock for “Informal talks” (Informal), but no case can ever come there.")


def test_a_step_without_a_person_is_named():
    said(broken.with_step(Action.CLOSE, by=frozenset()), "Nobody may take step close")


@pytest.mark.parametrize(
    ("action", "role"),
    [
        (Action.ANSWER_FACTS, Role.PANEL_CHAIR),
        (Action.SERVE_NOTICE, Role.FACILITATOR),
        (Action.ASSIGN_OFFICER, Role.INTAKE_OFFICER),
        (Action.ADMIT_APPEAL, Role.PANEL_CHAIR),
        (Action.PROPOSE_OUTCOME, Role.INVESTIGATOR),
    ],
)
def test_a_role_that_cannot_exist_there_is_named(action, role):
    said(broken.with_step(action, by=frozenset({role})), f"there is no {role.label.lower()} there.")


def test_a_step_of_the_system_that_no_clock_leads_to_is_named():
    said(broken.with_clock(State.DISMISSED, lapses=None), "only the clock may, and no clock leads to it")


def test_a_state_without_a_clock_is_named():
    said(broken.without_clock(State.TRIAGE), "“First look” (Intake) has no clock")


def test_a_clock_of_no_days_is_named():
    said(broken.with_clock(State.TRIAGE, days=0), "must run for at least one day")


def test_a_clock_without_an_owner_is_named():
    said(broken.with_clock(State.TRIAGE, owner=Role.FACILITATOR), "has no owner: there is no facilitator there.")
    said(broken.with_clock(State.TRIAGE, owner=Role.SYSTEM), "has no owner")


def test_a_clock_that_lapses_into_nothing_is_named():
    said(broken.with_clock(State.TRIAGE, lapses=Action.CLOSE), "close should follow, but there is no such step.")


def test_a_clock_that_lapses_into_a_persons_step_is_named():
    said(
        broken.with_clock(State.TRIAGE, lapses=Action.REFER_OUT),
        "refer_out should follow, but the system may not take it.",
    )


def test_a_step_or_clock_that_stands_twice_is_named():
    said(replace(DEFAULT, steps=(*DEFAULT.steps, DEFAULT.steps[0])), "Step assign_officer stands 2 times")
    said(replace(DEFAULT, clocks=(*DEFAULT.clocks, DEFAULT.clocks[0])), "has 2 clocks")


def test_a_body_without_a_way_out_is_named():
    said(broken.with_body(Tier.NATIONAL, way_out=None), "has no way out: say to which level a case goes")
    said(broken.with_body(Tier.NATIONAL, way_out=Tier.NATIONAL), "has no way out")


def test_a_way_out_that_no_step_takes_is_named():
    said(broken.without_step(Action.ESCALATE, Tier.APPEAL), "no step escalate leads there")
    said(broken.with_body(Tier.BRANCH, way_out=Tier.EXTERNAL), "no step escalate leads there")


def test_a_level_without_a_body_is_named():
    said(replace(DEFAULT, bodies=DEFAULT.bodies[1:]), "A case can come to Branch, but no body is described")


def test_a_body_that_cannot_be_drawn_is_named():
    said(broken.with_body(Tier.BRANCH, pools=()), "nobody can be drawn")
    said(broken.with_body(Tier.BRANCH, pools=("friends",)), "the pool “friends” is not explained under [pools].")


@pytest.mark.parametrize(
    ("tier", "changes", "words"),
    [
        (Tier.BRANCH, {"never": ("branch_members",)}, "stands under “pools” and under “never”"),
        (Tier.BRANCH, {"never": ("friends",)}, "“friends” under “never” is not explained under [pools]."),
        (Tier.NATIONAL, {"pools": ("reserve", "staff")}, "The leadership decides no case."),
        (Tier.NATIONAL, {"pools": ("appeals_member",)}, "whoever may hear the appeal cannot decide first"),
        (Tier.NATIONAL, {"pools": ("neighbour_members",)}, "there is no branch at this level"),
        (Tier.NATIONAL, {"per_branch": 4}, "It must be 1 or more, and fewer than the 4 who may decide."),
        (Tier.APPEAL, {"per_branch": 0}, "It must be 1 or more, and fewer than the 3 who may decide."),
    ],
)
def test_a_pool_that_may_not_be_drawn_from_is_named(tier, changes, words):
    said(broken.with_body(tier, **changes), words)


def test_a_quorum_above_the_seats_is_named():
    said(broken.with_body(Tier.BRANCH, minimum=4), "4 of 3 members cannot be the smallest number that may sit")
    said(broken.with_body(Tier.APPEAL, minimum_for_expulsion=6), "the numbers for expulsion do not fit together")


def test_a_desk_that_is_missing_is_named():
    said(replace(DEFAULT, desks=DEFAULT.desks[1:]), "Nobody is ever asked to be intake officer")
    desks = (replace(DEFAULT.desks[0], pools=("friends",)), *DEFAULT.desks[1:])
    said(replace(DEFAULT, desks=desks), "the pool “friends” is not explained under [pools].")


def test_votes_that_cannot_be_reached_are_named():
    impossible = Share(Fraction(1), exceed=True)
    threshold = replace(DEFAULT.thresholds[0], share=impossible)
    said(replace(DEFAULT, thresholds=(threshold,)), "for the question “finding” cannot be reached")
    outcomes = tuple(replace(o, share=impossible) for o in DEFAULT.outcomes)
    said(replace(DEFAULT, outcomes=outcomes), f"for the outcome “{Outcome.AFFIRM}” cannot be reached")


def test_votes_that_nobody_says_are_named():
    said(replace(DEFAULT, thresholds=()), "No [[threshold]] says how many votes a finding needs.")
    said(replace(DEFAULT, outcomes=()), "No [[outcome]] says how an appeal can end.")


def test_a_measure_that_no_panel_can_take_is_named():
    def rungs(**changes):
        changed = (replace(m, **changes) if m.kind is MeasureKind.EXPULSION else m for m in DEFAULT.measures)
        return replace(DEFAULT, measures=tuple(changed))

    said(rungs(formed_with=7), "Measure expulsion: it asks for more members than the 5 who can sit")
    said(rungs(share=Share(Fraction(0), exceed=False)), "Measure expulsion: “at least 0” cannot be reached")


def test_a_number_that_is_missing_or_unknown_is_named():
    said(replace(DEFAULT, numbers=DEFAULT.numbers[1:]), "The number “target_days” is missing.")
    numbers = (*DEFAULT.numbers, replace(DEFAULT.numbers[0], name="patience"))
    said(replace(DEFAULT, numbers=numbers), "The number “patience” means nothing to this software.")


def test_a_condition_record_or_letter_that_is_not_explained_is_named():
    said(broken.with_step(Action.CLOSE, guards=("full_moon",)), "the condition “full_moon” is not explained")
    said(broken.with_step(Action.CONSENT, waits_for="full_moon"), "the condition “full_moon” is not explained")
    said(broken.with_step(Action.CLOSE, letter="n99_farewell"), "the letter “n99_farewell” is not explained")
    said(broken.with_step(Action.CLOSE, records=("mood",)), "the record “mood” is not explained")


def test_a_letter_or_condition_that_this_software_does_not_have_is_named():
    found = checker.faults(DEFAULT, letters=LETTERS - {"n06_notice"}, guards=set(GUARDS) - {"panel_complete"})
    assert "Step serve_notice: this software has no letter called “n06_notice”." in found
    assert any("this software has no condition called “panel_complete”." in sentence for sentence in found)


def test_a_step_without_a_letter_is_named():
    found = checker.check_text(broken.text('letter = "n02_officer"\n', ""), letters=LETTERS, guards=GUARDS)
    assert len(found) == 1
    assert found[0].startswith("step 1 (assign_officer), line ")
    assert found[0].endswith(": “letter” is missing.")


def test_a_file_that_is_no_toml_is_not_called_faulty_but_unreadable():
    with pytest.raises(LawFault) as fault:
        checker.check_text("[[step", letters=None, guards=None)
    assert fault.value.unreadable


@given(st.integers(0, len(DEFAULT.steps) - 1))
def test_the_checker_survives_the_loss_of_any_step(number):
    steps = (*DEFAULT.steps[:number], *DEFAULT.steps[number + 1 :])
    assert isinstance(checker.faults(replace(DEFAULT, steps=steps)), list)


@given(st.integers(0, len(DEFAULT.clocks) - 1))
def test_the_loss_of_any_clock_is_always_noticed(number):
    clocks = (*DEFAULT.clocks[:number], *DEFAULT.clocks[number + 1 :])
    lost = DEFAULT.clocks[number].state.label
    assert any(lost in sentence for sentence in checker.faults(replace(DEFAULT, clocks=clocks)))


@given(
    st.sampled_from(["step", "clock", "body", "desk", "threshold", "outcome", "measure", "ground", "number"]), st.data()
)
def test_a_file_without_any_one_block_is_checked_and_never_crashes(kind, data):
    number = data.draw(st.integers(0, TEXT.count(f"[[{kind}]]") - 1))
    found = checker.check_text(broken.without_block(kind, number), letters=LETTERS, guards=GUARDS)
    assert all(sentence.endswith(".") for sentence in found)


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 400))
def test_a_file_with_a_piece_cut_out_is_read_or_refused_in_words(start, length):
    try:
        found = checker.check_text(TEXT[:start] + TEXT[start + length :], letters=LETTERS, guards=GUARDS)
    except LawFault as fault:
        found = fault.faults
    assert all(isinstance(sentence, str) and sentence for sentence in found)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ('each_year = "25-12"', "must be a month and a day such as “12-25”"),
        ('each_year = "02-30"', "must be a month and a day such as “12-25”"),
        ('day = "2027-03-26"', "must be a date such as 2026-01-31, without quotation marks"),
        ("on = 2027-03-26", "“on” means nothing here"),
    ],
)
def test_a_holiday_that_is_no_day_is_named_with_its_line(wrong, words):
    text = broken.text('each_year = "12-25"', wrong)
    line = next(n for n, found in enumerate(text.splitlines(), 1) if found == 'name      = "Christmas Day"') - 1
    found = checker.check_text(text, letters=None, guards=None)
    assert any(words in sentence and f"holiday 3 (Christmas Day), line {line}" in sentence for sentence in found), found


def test_holidays_cannot_make_a_clock_stand_still():
    christmas = replace(DEFAULT.holidays[0], each_year=(12, 25))
    days = tuple(replace(christmas, each_year=None, day=date(2026, 12, day)) for day in range(26, 32))
    assert checker.faults(replace(DEFAULT, holidays=(christmas, *days))) == []
    said(
        replace(DEFAULT, holidays=(*DEFAULT.holidays, *days)), "More than 7 holidays follow each other from 2026-12-25"
    )
