"""May they? Every reason is told, a conflict beats every role, and asking ahead agrees with acting."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import engine
from cases.domain.answer import Refused
from cases.domain.facts import AppealFacts, Hand, MeasureFacts, Tie
from cases.domain.guards import GUARDS
from cases.domain.hearing_facts import HearingFacts
from cases.domain.vocabulary import Action, Choice, MeasureKind, Relation, Role, State, Tier, Why
from tests.domain.facts import (
    ANA,
    CAL,
    DEE,
    ELI,
    PROCEDURE,
    ROB,
    SYSTEM,
    TODAY,
    ZED,
    act,
    actor,
    allegation,
    case,
    doubt,
    finding,
    hand,
    held,
    panel,
    party,
    seat,
    tie,
    whys,
)

OFFICER = actor(CAL, Role.INTAKE_OFFICER, desk="intake")
CHAIR = actor(CAL, Role.PANEL_CHAIR, desk="branch-2")
SCREEN = act(Action.SCREEN_SAFETY, "danger", "ongoing", "minors", "contact")
READY = {"safety_screened": True, "allegations": (allegation(),)}
DECIDING = {
    "state": State.DELIBERATING,
    "tier": Tier.BRANCH,
    "panel": panel(CAL, DEE, ELI),
    "declared": frozenset({(CAL, "vote"), (DEE, "vote")}),
}


def may(facts, who, what):
    return engine.may(PROCEDURE, facts, who, what)


def test_an_officer_without_a_conflict_may():
    assert may(case(), OFFICER, SCREEN).allowed
    may(case(), OFFICER, SCREEN).require()


def test_a_step_from_elsewhere_is_refused_in_words():
    answer = may(case(), OFFICER, act(Action.SERVE_DECISION))
    assert whys(answer.against) == {Why.NOT_FROM_HERE}
    assert "Deliver the decision" in answer.against[0].because
    assert "First look" in answer.against[0].because


def test_another_role_is_told_whose_step_it_is():
    answer = may(case(), actor(CAL, Role.FACILITATOR), SCREEN)
    assert whys(answer.against) == {Why.NOT_YOUR_ROLE}
    assert "intake officer" in answer.against[0].because


def test_each_missing_record_is_named_in_plain_words():
    answer = may(case(), OFFICER, act(Action.SCREEN_SAFETY, "danger", "contact"))
    assert [refusal.because for refusal in answer.against] == [
        "Still missing: whether it is still going on.",
        "Still missing: whether somebody under age is concerned.",
    ]


def test_every_reason_is_told_at_once():
    facts = case(ties=tie(CAL, ROB, Relation.FAMILY), parties=(party(None),), recused=frozenset({CAL}))
    answer = may(facts, actor(CAL, Role.FACILITATOR), act(Action.OPEN_BRANCH))
    assert [refusal.why for refusal in answer.against] == [
        Why.SELF_DECLARED,
        Why.NOT_YOUR_ROLE,
        Why.MISSING_RECORD,
        Why.GUARD,  # safety screen
        Why.GUARD,  # allegation
        Why.GUARD,  # respondent
    ]
    with pytest.raises(Refused) as refused:
        answer.require()
    assert refused.value.against == answer.against


CONFLICTS = {
    Why.PARTY: {"parties": (party(ANA, Role.COMPLAINANT, number=1), party(CAL))},
    Why.EXCLUDED: {"excluded": frozenset({CAL})},
    Why.WITNESS: {"parties": (party(ANA, Role.COMPLAINANT, number=1), party(ROB), party(CAL, Role.WITNESS, number=3))},
    Why.PARTNER: {"ties": tie(CAL, ROB, Relation.PARTNER)},
    Why.FAMILY: {"ties": tie(ANA, CAL, Relation.FAMILY)},
    Why.HOUSEMATE: {"ties": tie(CAL, ROB, Relation.HOUSEMATE)},
    Why.EARLIER_HAND: {"hands": hand(CAL, "informal", Role.FACILITATOR)},
    Why.SELF_DECLARED: {"recused": frozenset({CAL})},
}


@pytest.mark.parametrize("kind", CONFLICTS)
def test_no_role_outweighs_a_conflict_of_interest(kind):
    answer = may(case(**CONFLICTS[kind]), actor(CAL, *Role, desk="intake"), SCREEN)
    assert whys(answer.against) == {kind}


def test_a_side_acts_for_itself_although_it_is_a_party():
    waiting = case(State.WAITING_FOR_FACTS)
    assert may(waiting, actor(ANA, Role.COMPLAINANT), act(Action.ANSWER_FACTS, "answer")).allowed
    assert not may(waiting, actor(ROB, Role.RESPONDENT), act(Action.ANSWER_FACTS, "answer")).allowed


def test_a_side_that_also_holds_an_office_acts_only_as_a_side():
    who = actor(ROB, Role.RESPONDENT, Role.PANEL_CHAIR, desk="branch-2")
    inquiry = case(State.INVESTIGATING, Tier.BRANCH, panel=panel(CAL), declared=frozenset({(ROB, "inquiry")}))
    assert may(inquiry, who, act(Action.ADD_EVIDENCE, "title", "text")).allowed
    report = act(Action.SUBMIT_REPORT, "agreed", "disputed", "weighed")
    assert whys(may(inquiry, who, report).against) == {Why.PARTY}


def test_the_system_acts_only_where_the_procedure_says_so():
    over = case(State.WAITING_FOR_FACTS, due_on=date(2026, 6, 14))
    assert may(over, SYSTEM, act(Action.FACTS_LAPSED)).allowed
    assert whys(may(over, OFFICER, act(Action.FACTS_LAPSED)).against) == {Why.NOT_YOUR_ROLE}
    assert whys(may(case(), SYSTEM, SCREEN).against) == {Why.NOT_YOUR_ROLE}


@pytest.mark.parametrize(("today", "allowed"), [(date(2026, 10, 15), True), (date(2026, 10, 16), False)])
def test_an_appeal_after_the_last_day_is_too_late(today, allowed):
    window = case(State.APPEAL_WINDOW, Tier.BRANCH, due_on=date(2026, 10, 15), today=today)
    answer = may(window, actor(ROB, Role.RESPONDENT), act(Action.FILE_APPEAL, "ground", "text"))
    assert answer.allowed is allowed
    assert whys(answer.against) == (set() if allowed else {Why.TOO_LATE})


def test_a_late_step_that_may_be_late_is_still_taken():
    assert may(case(due_on=date(2026, 6, 1)), OFFICER, SCREEN).allowed


def test_the_other_side_answers_an_appeal():
    facts = case(State.RESPONDING, Tier.APPEAL, appeal=AppealFacts(by_side=Role.RESPONDENT, by_member=ROB))
    assert may(facts, actor(ANA, Role.COMPLAINANT), act(Action.ANSWER_APPEAL, "text")).allowed
    assert not may(facts, actor(ROB, Role.RESPONDENT), act(Action.ANSWER_APPEAL, "text")).allowed


def test_a_vote_is_cast_once_on_an_open_question_by_a_member_of_the_panel():
    vote = act(Action.VOTE, "motion", "choice", motion=1)
    fresh = case(**DECIDING, motions=(finding(1, None),))
    assert may(fresh, CHAIR, vote).allowed
    voted = case(**DECIDING, motions=(finding(1, None, votes=((CAL, Choice.NO),)),))
    assert whys(may(voted, CHAIR, vote).against) == {Why.ALREADY_DONE}
    closed = case(**DECIDING, motions=(finding(1, True),))
    assert not may(closed, CHAIR, vote).allowed
    assert whys(may(fresh, actor(DEE, Role.INVESTIGATOR, desk="branch-2"), vote).against) == {Why.NOT_YOUR_ROLE}


SEATED = {"tier": Tier.BRANCH, "panel": panel(CAL, DEE, ELI)}
HELD = {"tier": Tier.BRANCH, "panel": panel(CAL, DEE, more=(held(ELI),)), "challenges": (doubt(ELI),)}
NEW = {"tier": Tier.BRANCH, "panel": panel(CAL, DEE, more=(seat(ELI, told_on=TODAY),))}
CAME = HearingFacts(present=frozenset({CAL, DEE, ELI}))
HEARING = {"state": State.HEARING, "hearing_on": TODAY, "hearing": CAME, "declared": frozenset({(CAL, "hearing")})}
INQUIRY = {"state": State.INVESTIGATING, "declared": frozenset({(CAL, "inquiry")})}
FOUND = {**DECIDING, "allegations": (allegation(),), "motions": (finding(1, True),)}
MEASURE = {"measure": MeasureFacts(kind=MeasureKind.WARNING, days=30)}
# act, what it brings, the case: may the chair do it while nobody is on hold · while somebody is · while one is new?
WHILE_ON_HOLD = [
    (act(Action.SUBMIT_REPORT, "agreed", "disputed", "weighed"), INQUIRY, True, False, False),
    (act(Action.CALL_HEARING, "starts_at", "place", "agenda", hearing_on=date(2026, 7, 15)), HEARING, True, True, True),
    (act(Action.HOLD_HEARING, "minutes"), HEARING, True, False, False),
    (act(Action.DECIDE_ON_PAPERS, "reason"), HEARING, True, False, False),
    (act(Action.VOTE, "motion", "choice", motion=1), {**DECIDING, "motions": (finding(1, None),)}, True, False, True),
    (act(Action.PROPOSE_MEASURE, "measure", "terms", **MEASURE), FOUND, True, False, True),
    (act(Action.WRITE_REASONS, "reasons"), FOUND, True, False, True),
    (act(Action.RULE_CHALLENGE, "ruling", "reason", challenge=1), HEARING, False, True, False),
    (act(Action.RECUSE), HEARING, True, True, True),
]


@pytest.mark.parametrize(
    ("what", "facts", "full", "on_hold", "new"), WHILE_ON_HOLD, ids=lambda row: getattr(row, "action", None)
)
def test_the_panel_is_neither_heard_nor_votes_while_a_place_on_it_is_in_doubt(what, facts, full, on_hold, new):
    """2.4, T14, T17, T18: nobody decides who was kept out of the hearing; from the hearing on nobody is replaced."""
    allowed = [may(case(**{**facts, **panel_}), CHAIR, what).allowed for panel_ in (SEATED, HELD, NEW)]
    assert allowed == [full, on_hold, new]


def test_a_hearing_that_must_wait_says_for_what():
    said = may(case(**{**HEARING, **HELD}), CHAIR, act(Action.HOLD_HEARING, "minutes")).against
    assert [against.because for against in said] == ["A place on the panel is on hold. Others rule on it first."]


def test_a_branch_cannot_expel():
    facts = case(**DECIDING, allegations=(allegation(),), motions=(finding(1, True),))
    propose = act(Action.PROPOSE_MEASURE, "measure", "terms", measure=MeasureFacts(kind=MeasureKind.EXPULSION))
    assert "Refer the case up" in may(facts, CHAIR, propose).against[0].because


def test_choices_show_open_and_closed_steps_of_my_roles_only():
    choices = engine.choices(PROCEDURE, case(), OFFICER)
    shown = {choice.step.action: choice.answer.allowed for choice in choices}
    assert shown == {
        Action.SCREEN_SAFETY: True,
        Action.FRAME_ALLEGATION: False,
        Action.IDENTIFY_PARTY: False,
        Action.ASK_EXTENSION: False,
        Action.NAME_WITNESS: False,
        Action.NAME_SUPPORTER: True,
        Action.ASK_FACTS: False,
        Action.OFFER_INFORMAL: False,
        Action.OPEN_BRANCH: False,
        Action.OPEN_NATIONAL: False,
        Action.PROPOSE_DISMISSAL: False,
        Action.REFER_OUT: False,
        Action.RECUSE: True,
        Action.CALL_DUTY: True,
        Action.ACCEPT_WITHDRAWAL: False,
        Action.CARRY_ON: False,
    }


def test_what_may_be_done_so_often_in_one_case_is_refused_after_that():
    for times, allowed in ((0, True), (1, True), (2, False), (3, False)):
        facts = case(safety_screened=True, often=frozenset({(Action.ASK_FACTS, times)}))
        assert engine.may(PROCEDURE, facts, OFFICER, act(Action.ASK_FACTS, "question")).allowed is allowed, times


def test_choices_do_not_ask_for_what_only_the_act_can_bring():
    shown = {c.step.action: c.answer.allowed for c in engine.choices(PROCEDURE, case(**READY), OFFICER)}
    assert shown[Action.OPEN_NATIONAL]
    assert shown[Action.PROPOSE_DISMISSAL]
    assert not may(case(**READY), OFFICER, act(Action.OPEN_NATIONAL, "ground", "reason")).allowed


def test_whoever_has_a_conflict_has_no_open_choice():
    choices = engine.choices(PROCEDURE, case(**READY, excluded=frozenset({CAL})), OFFICER)
    assert choices
    assert not any(choice.answer.allowed for choice in choices)


def test_what_an_act_asks_for_is_told_before_it():
    assert engine.asked_of(PROCEDURE, case(), Action.ASK_FACTS) == ("question",)
    assert engine.asked_of(PROCEDURE, case(), Action.SERVE_DECISION) == ()


def test_a_condition_that_nobody_knows_is_never_met(monkeypatch):
    monkeypatch.delitem(GUARDS, "safety_screened")
    assert not may(case(safety_screened=True), OFFICER, act(Action.ASK_FACTS, "question")).allowed


HANDLERS = sorted(set(Role) - {Role.COMPLAINANT, Role.RESPONDENT, Role.WITNESS, Role.SYSTEM})
PLACES = st.sampled_from(sorted(PROCEDURE.reach()))
ROLES = st.frozensets(st.sampled_from(HANDLERS), max_size=3)
RECORDS = st.frozensets(st.sampled_from(sorted(PROCEDURE.records)))
CONFLICT = st.one_of(
    st.just({"excluded": frozenset({ZED})}),
    st.just({"recused": frozenset({ZED})}),
    st.just({"parties": (party(ANA, Role.COMPLAINANT, number=1), party(ROB), party(ZED, number=3))}),
    st.just({"parties": (party(ANA, Role.COMPLAINANT, number=1), party(ROB), party(ZED, Role.WITNESS, number=3))}),
    st.builds(
        lambda other, relation: {"ties": frozenset({Tie(member=ZED, other=other, relation=relation)})},
        st.sampled_from([ANA, ROB]),
        st.sampled_from([Relation.PARTNER, Relation.FAMILY, Relation.HOUSEMATE]),
    ),
    st.builds(
        lambda desk: {"hands": frozenset({Hand(member=ZED, desk=desk, role=Role.FACILITATOR, open=False)})},
        st.sampled_from(["informal", "branch-9"]),
    ),
)


@given(PLACES, ROLES, st.sampled_from(Action), RECORDS, CONFLICT, st.booleans())
def test_a_conflict_never_enables_an_act(place, roles, action, given_, conflict, asking):
    tier, state = place
    who = actor(ZED, *roles, desk="branch-2")
    what = act(action, *given_, asking=asking)
    start = {"safety_screened": True, "allegations": (allegation(),), "panel": panel(ZED, CAL, DEE)}
    after = may(case(state, tier, **start, **conflict), who, what)
    assert not after.allowed
    before = may(case(state, tier, **start), who, what)
    assert len(after.against) > len(before.against) or conflict.get("parties")


@given(PLACES, st.sampled_from(Role))
def test_choices_answer_like_the_act_itself_for_roles_and_conflicts(place, role):
    tier, state = place
    facts = case(state, tier, excluded=frozenset({ZED}), today=TODAY)
    for choice in engine.choices(PROCEDURE, facts, actor(ZED, role)):
        assert role in choice.step.by
        own = role in engine.OWN_SIDE
        assert (Why.EXCLUDED in whys(choice.answer.against)) is not own
