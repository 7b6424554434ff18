"""The default law says what it should, and a file that cannot be read says where."""

from fractions import Fraction

import pytest

from cases.domain.articles import ConflictRule
from cases.domain.procedure import START, LawFault, Mode, Procedure, Share, Start
from cases.domain.vocabulary import (
    Action,
    Category,
    Ground,
    Level,
    MeasureKind,
    MotionKind,
    Outcome,
    Role,
    State,
    Tier,
    Why,
)
from tests.domain import broken
from tests.domain.broken import DEFAULT, TEXT

# Counted by hand from the table of clocks.
DAYS = {
    (Tier.INTAKE, State.ROUTING): 1,
    (Tier.INTAKE, State.TRIAGE): 10,
    (Tier.INTAKE, State.WAITING_FOR_FACTS): 14,
    (Tier.INTAKE, State.DISMISSAL_PROPOSED): 3,
    (Tier.INTAKE, State.DISMISSED): 14,
    (Tier.INTAKE, State.UNDER_REVIEW): 10,
    (Tier.INFORMAL, State.INFORMAL_OFFERED): 6,
    (Tier.INFORMAL, State.INFORMAL): 30,
    (Tier.INFORMAL, State.INFORMAL_AGREED): 90,
    (Tier.BRANCH, State.FORMING): 7,
    (Tier.BRANCH, State.RESPONDING): 14,
    (Tier.BRANCH, State.INVESTIGATING): 30,
    (Tier.BRANCH, State.EVIDENCE_REVIEW): 10,
    (Tier.BRANCH, State.HEARING): 21,
    (Tier.BRANCH, State.DELIBERATING): 14,
    (Tier.BRANCH, State.SIGNED): 3,
    (Tier.BRANCH, State.APPEAL_WINDOW): 30,
    (Tier.NATIONAL, State.FORMING): 7,
    (Tier.NATIONAL, State.INVESTIGATING): 60,
    (Tier.APPEAL, State.ADMISSIBILITY): 10,
    (Tier.APPEAL, State.FORMING): 14,
    (Tier.APPEAL, State.RESPONDING): 14,
    (Tier.APPEAL, State.DELIBERATING): 30,
    (Tier.APPEAL, State.FINAL): 30,
    (Tier.EXTERNAL, State.AWAITING_EXTERNAL): 30,
}


@pytest.mark.parametrize(("place", "days"), DAYS.items(), ids=lambda v: "-".join(v) if isinstance(v, tuple) else None)
def test_the_time_limits_are_those_of_the_table(place, days):
    clock = DEFAULT.clock(*place)
    assert clock is not None
    assert clock.days == days
    assert clock.source


def test_a_case_can_come_to_every_state():
    assert {state for _, state in DEFAULT.reach()} == set(State)


def test_every_act_of_the_vocabulary_is_a_step():
    assert {step.action for step in DEFAULT.steps} == set(Action)


def test_the_branch_path_leads_from_the_first_look_to_the_end_of_the_appeal_window():
    road = [
        (Action.OPEN_BRANCH, State.FORMING),
        (Action.SERVE_NOTICE, State.RESPONDING),
        (Action.ANSWER_ALLEGATIONS, State.INVESTIGATING),
        (Action.SUBMIT_REPORT, State.EVIDENCE_REVIEW),
        (Action.CLOSE_REVIEW, State.HEARING),
        (Action.HOLD_HEARING, State.DELIBERATING),
        (Action.SIGN_DECISION, State.SIGNED),
        (Action.SERVE_DECISION, State.APPEAL_WINDOW),
        (Action.WINDOW_CLOSED, State.FINAL),
        (Action.CLOSE, State.CLOSED),
    ]
    place = (Tier.INTAKE, State.TRIAGE)
    for action, state in road:
        step = DEFAULT.step(*place, action)
        assert step is not None, f"{action} at {place}"
        place = step.lands(*place)
        assert place == (Tier.BRANCH, state)


def test_a_fresh_panel_or_the_same_one_has_a_case_that_an_appeal_sends_back():
    step = DEFAULT.step(Tier.APPEAL, State.SIGNED, Action.SERVE_DECISION)
    ends = DEFAULT.ends(step, Tier.APPEAL, State.SIGNED)
    back = {(t, s) for t in (Tier.BRANCH, Tier.NATIONAL) for s in (State.FORMING, State.DELIBERATING)}
    assert ends == {(Tier.APPEAL, State.FINAL), *back}
    assert DEFAULT.outcome(Outcome.EXPLAIN).same_panel
    assert DEFAULT.outcome(Outcome.REMAND).fresh_panel


def test_at_the_branch_the_panel_inquires_and_at_the_national_level_somebody_else_does():
    branch = DEFAULT.step(Tier.BRANCH, State.INVESTIGATING, Action.SUBMIT_REPORT)
    national = DEFAULT.step(Tier.NATIONAL, State.INVESTIGATING, Action.SUBMIT_REPORT)
    assert (branch.by, national.by) == ({Role.PANEL_CHAIR}, {Role.INVESTIGATOR})
    assert [DEFAULT.body(tier).investigators for tier in (Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL)] == [0, 1, 0]


def test_an_appeal_and_a_request_for_review_must_be_in_time():
    assert not DEFAULT.step(Tier.BRANCH, State.APPEAL_WINDOW, Action.FILE_APPEAL).late
    assert not DEFAULT.step(Tier.INTAKE, State.DISMISSED, Action.REQUEST_REVIEW).late


def test_the_bodies_have_the_seats_of_the_rules():
    seats = {
        body.tier: [(body.formed_with(expulsion=e), body.sits_with(expulsion=e)) for e in (False, True)]
        for body in DEFAULT.bodies
    }
    assert seats == {
        Tier.BRANCH: [(3, 3), (3, 3)],
        Tier.NATIONAL: [(5, 4), (5, 4)],
        Tier.APPEAL: [(3, 3), (5, 4)],
    }
    assert [body.way_out for body in DEFAULT.bodies] == [Tier.NATIONAL, Tier.EXTERNAL, Tier.EXTERNAL]


def test_who_is_drawn_when_the_own_people_are_used_up():
    """Procedure paper 2.6: the neighbours, uninvolved branches, the reserve; never leadership, never two levels."""
    leadership = {"national_officer", "staff"}
    drawn = {
        body.tier: (body.pools[-2:], frozenset(body.never) - leadership, body.per_branch) for body in DEFAULT.bodies
    }
    appeals = frozenset({"appeals_chair", "appeals_member", "appeals_alternate"})
    national = frozenset({"national_chair", "national_member", "national_alternate"})
    assert drawn == {
        Tier.BRANCH: (("branch_members", "neighbour_members"), appeals, None),
        Tier.NATIONAL: (("reserve", "uninvolved_leaders"), appeals, 3),
        Tier.APPEAL: (("reserve", "uninvolved_members"), national, 2),
    }
    assert all(leadership <= set(body.never) for body in DEFAULT.bodies)


@pytest.mark.parametrize(
    ("share", "needed"),
    [
        (Share(Fraction(1, 2), exceed=True), {3: 2, 4: 3, 5: 3}),
        (Share(Fraction(2, 3), exceed=False), {3: 2, 4: 3, 5: 4}),
    ],
)
def test_shares_are_of_all_seated_members(share, needed):
    assert {n: share.needed(n) for n in needed} == needed


def test_the_votes_of_the_default_are_those_of_the_table():
    assert str(DEFAULT.threshold(MotionKind.FINDING).share) == "more than 1/2"
    assert {o.kind: str(o.share) for o in DEFAULT.outcomes} == dict.fromkeys(Outcome, "more than 1/2")
    assert str(DEFAULT.outcome(Outcome.MODIFY).harsher) == "at least 2/3"
    assert DEFAULT.outcome(Outcome.MODIFY).harsher_for == {Role.COMPLAINANT}


def test_a_branch_cannot_remove_suspend_for_long_or_expel():
    def allowed(kind, days=None):
        return DEFAULT.measure(kind, tier=Tier.BRANCH, days=days) is not None

    assert allowed(MeasureKind.SUSPENSION, 90)
    assert not allowed(MeasureKind.SUSPENSION, 91)
    assert not allowed(MeasureKind.REMOVAL)
    assert not allowed(MeasureKind.EXPULSION)


def test_no_level_can_suspend_without_an_end():
    assert all(DEFAULT.measure(MeasureKind.SUSPENSION, tier=tier) is None for tier in Tier)


def test_a_long_suspension_needs_two_thirds_of_a_panel_formed_with_five():
    rule = DEFAULT.measure(MeasureKind.SUSPENSION, tier=Tier.NATIONAL, days=91)
    assert (str(rule.share), rule.formed_with, rule.min_seated) == ("at least 2/3", 5, 4)
    assert rule.starts is Start.AFTER_APPEAL


def test_the_first_four_reasons_for_moving_up_work_by_themselves():
    automatic = {rule.ground for rule in DEFAULT.grounds if rule.mode is Mode.AUTOMATIC}
    assert automatic == {Ground.NO_QUORUM, Ground.LEADERSHIP, Ground.GRAVE, Ground.NATIONAL_OFFICER}
    assert {rule.ground for rule in DEFAULT.grounds} == set(Ground)
    overdue = DEFAULT.when_overdue(Tier.BRANCH, State.INVESTIGATING)
    assert (overdue.may_ask, overdue.after, overdue.act) == (14, 30, Action.ESCALATE)


BARS, WAIVED, RULED, TOLD = Level.AUTOMATIC, Level.WAIVABLE, Level.RULING, Level.DISCLOSE
CONFLICTS = [
    # kind, code, level, years, later, towards others, exception
    (Why.PARTY, "C01", BARS, None, None, None, None),
    (Why.EXCLUDED, "", BARS, None, None, None, None),
    (Why.LINKED, "C02", BARS, None, None, None, TOLD),
    (Why.WITNESS, "C03", BARS, None, None, None, None),
    (Why.ADVISER, "C04", BARS, None, None, None, RULED),
    (Why.PARTNER, "C05", BARS, 5, RULED, BARS, None),
    (Why.FAMILY, "C06", BARS, None, None, BARS, None),
    (Why.HOUSEMATE, "C07", BARS, 2, None, RULED, None),
    (Why.FRIEND, "C08", RULED, 0, None, RULED, None),
    (Why.HOSTILE, "C08", RULED, 0, None, RULED, None),
    (Why.EMPLOYER, "C09", BARS, 1, None, RULED, None),
    (Why.COLLEAGUE, "C10", WAIVED, 0, None, RULED, None),
    (Why.INTEREST, "C11", BARS, 0, None, RULED, None),
    (Why.SAME_BRANCH, "C12", BARS, 1, None, None, RULED),
    (Why.SAME_LEADERSHIP, "C13", BARS, 2, None, None, None),
    (Why.SAME_BODY, "C14", BARS, 2, None, RULED, RULED),
    (Why.SLATE, "C14", RULED, 2, None, RULED, None),
    (Why.EARLIER_HAND, "C15", BARS, None, None, None, None),
    (Why.PREJUDGED, "C16", RULED, None, None, None, None),
    (Why.ADVERSARY, "C17", RULED, 3, None, None, TOLD),
    (Why.CONTACTED, "C18", TOLD, None, None, None, None),
    (Why.CHALLENGED, "C19", RULED, None, None, None, None),
    (Why.STRUCK, "", BARS, None, None, None, None),
    (Why.SELF_DECLARED, "C20", BARS, None, None, None, None),
    (Why.SAW_BEFORE, "C21", RULED, None, None, None, None),
    (Why.PANEL_TIE, "C22", BARS, 0, None, None, None),
    (Why.UNDER_COMPLAINT, "", BARS, None, None, None, RULED),
]


def test_every_kind_of_conflict_has_the_level_look_back_and_reach_of_the_rules():
    written = [
        (rule.kind, rule.code, rule.level, rule.years, rule.later, rule.towards_others, rule.exception)
        for rule in DEFAULT.conflicts
    ]
    assert written == CONFLICTS
    codes = {code for _, code, *_ in CONFLICTS if code}
    assert codes == {f"C{number:02}" for number in range(1, 23)}


def test_a_kind_that_the_procedure_does_not_name_is_read_in_the_strictest_way():
    rule = ConflictRule.strictest(Why.FRIEND)
    assert (rule.level, rule.years, rule.towards_others, rule.exception) == (BARS, None, BARS, BARS)


def test_what_is_not_a_conflict_is_written_down():
    assert [rule.name for rule in DEFAULT.no_conflicts] == [
        "acquaintance", "reputation", "same_politics", "same_identity", "ruled_elsewhere", "training",
    ]  # fmt: skip
    assert DEFAULT.no_conflict("training").title == "Taking part in training"
    assert DEFAULT.no_conflict("family") is None


def test_the_lists_and_numbers_are_those_of_the_rules():
    assert DEFAULT.lists.check_in_days == (30, 60, 90)
    assert Category.STALKING in DEFAULT.lists.automatic_categories & DEFAULT.lists.informal_barred
    assert (DEFAULT.number("target_days"), DEFAULT.number("status_days")) == (90, 30)
    assert (DEFAULT.number("hearing_notice_days"), DEFAULT.number("hearing_notice_days_for_expulsion")) == (14, 30)


def test_nobody_but_a_person_can_take_a_case_from_the_start_without_the_system():
    assert DEFAULT.step(*START, Action.ASSIGN_OFFICER).by == {Role.SYSTEM, Role.REGISTRAR}


def test_text_that_is_no_toml_is_unreadable_and_says_where():
    with pytest.raises(LawFault) as fault:
        Procedure.parse(TEXT.replace('version = "1"', "version = "))
    assert fault.value.unreadable
    assert "line" in fault.value.faults[0]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (broken.text('letter = "n02_officer"\n', ""), "“letter” is missing."),
        (broken.text('by     = ["system", "registrar"]', 'by = ["wizard"]'), "“wizard” is not a known word for “by”."),
        (broken.text('action = "assign_officer"', 'acton = "assign_officer"'), "“acton” means nothing here."),
        (broken.text("late    = false", 'late = "no"'), "“late” must be true or false."),
        (broken.text("days   = 10", 'days = "ten"'), "“days” must be a whole number, 0 or more."),
        (broken.text("days   = 10", "days = -3"), "“days” must be a whole number, 0 or more."),
        (
            broken.text('by     = ["system", "registrar"]', 'by = "registrar"'),
            "“by” must be a list in square brackets.",
        ),
        (broken.text('by     = ["system", "registrar"]', "by = [1]"), "“by” must list words in quotation marks."),
        (broken.text('share    = "more than 1/2"', 'share = "most"'), "must read like “more than 1/2”"),
        (broken.text('share    = "more than 1/2"', 'share = "at least 1/0"'), "must read like “more than 1/2”"),
        (broken.text("approved_on = 2026-01-01", 'approved_on = "soon"'), "“approved_on” must be a date"),
        (broken.text('title = "From', 'titel = "From'), "“title” is missing."),
        (broken.text("[lists]", "[list]"), "The part [lists] is missing."),
        (broken.text("[lists]", "[list]"), "[list] means nothing here."),
        (TEXT.replace("[[desk]]", "[[clerk]]"), "[clerk] means nothing here."),
        (broken.text("check_in_days        = [30, 60, 90]", 'check_in_days = ["soon"]'), "must list whole numbers."),
        (broken.text('approved_by = "Default', 'approved_by = 7 # "Default'), "must be words in quotation marks."),
    ],
)
def test_a_wrong_word_in_the_file_is_named(changed, says):
    with pytest.raises(LawFault) as fault:
        Procedure.parse(changed)
    assert not fault.value.unreadable
    assert any(says in sentence for sentence in fault.value.faults), fault.value.faults


def test_a_fault_in_a_step_names_the_step_and_its_line():
    with pytest.raises(LawFault) as fault:
        Procedure.parse(broken.text('records = ["question"]', "records = 3"))
    block = TEXT.index('action  = "ask_facts"')
    line = TEXT[:block].count("\n")
    assert f"(ask_facts), line {line}: “records” must be a list" in fault.value.faults[0]


def test_all_faults_of_a_file_are_told_at_once():
    changed = TEXT.replace('letter = "none"', 'leter = "none"')
    with pytest.raises(LawFault) as fault:
        Procedure.parse(changed)
    assert len(fault.value.faults) == 2 * TEXT.count('letter = "none"')


def test_a_table_written_with_one_bracket_is_explained():
    with pytest.raises(LawFault) as fault:
        Procedure.parse('name = "x"\n[step]\naction = "close"\n')
    assert "Write [[step]] with two brackets on each side." in fault.value.faults
