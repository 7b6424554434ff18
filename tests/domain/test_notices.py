"""Every act is recorded, every letter of the procedure leaves, and nobody hears what is not theirs."""

import pytest

from cases.domain import notices
from cases.domain.vocabulary import Action, EventKind, Role, Tier
from tests.domain.facts import PROCEDURE

BOTH = {Role.COMPLAINANT, Role.RESPONDENT}
SENT = sorted({(step.action, tier, step.letter) for step in PROCEDURE.steps for tier in step.tiers if step.letter})
LETTERS = sorted({letter for letters in notices.TABLE.values() for _, letter in letters})


def recipients(kind: EventKind, letter: str) -> set[Role]:
    return {role for roles, sent in notices.TABLE[kind] if sent == letter for role in roles}


@pytest.mark.parametrize("action", Action)
def test_every_act_has_its_own_event(action):
    assert action in notices.EVENTS
    assert notices.event_of(action) is notices.EVENTS[action]


def test_no_two_acts_share_an_event():
    kinds = [*notices.EVENTS.values()]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize(("action", "tier", "letter"), SENT)
def test_every_letter_of_the_procedure_leaves_with_its_act(action, tier, letter):
    assert letter in {sent for _, sent in notices.letters_of(action, tier)}


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_has_a_title(letter):
    assert (letter in PROCEDURE.letters) != (letter in notices.TITLES)


def test_every_letter_that_has_a_title_is_sent():
    assert PROCEDURE.letters.keys() | notices.TITLES.keys() == set(LETTERS)


def test_a_step_without_a_letter_writes_to_neither_side():
    for step in PROCEDURE.steps:
        for tier in step.tiers:
            if step.letter is None:
                told = {role for roles, _ in notices.letters_of(step.action, tier) for role in roles}
                assert not told & BOTH, (step.action, tier)


@pytest.mark.parametrize(
    ("kind", "letter", "roles"),
    [
        (EventKind.COMPLAINT_RECEIVED, "n01_received", {Role.COMPLAINANT}),
        (EventKind.OFFICER_ASSIGNED, "n02_officer", {Role.COMPLAINANT}),
        (EventKind.FACTS_ASKED, "n03_facts", {Role.COMPLAINANT}),
        (EventKind.INFORMAL_OFFERED, "n04_informal_offer", BOTH),
        (EventKind.DISMISSAL_CONFIRMED, "n05_not_taken_forward", BOTH),
        (EventKind.NOTICE_SERVED, "n06_notice", BOTH),
        (EventKind.ESCALATED, "n07_moved_up", BOTH),
        (EventKind.ESCALATION_RULED, "n07_ruling", BOTH | {Role.PANEL_CHAIR}),
        (EventKind.PANEL_CHANGED, "n08_panel_changed", BOTH),
        (EventKind.SEAT_OFFERED, "n09_conflict_question", {Role.CANDIDATE}),
        (EventKind.MEMBER_STOOD_DOWN, "n11_stepped_aside", {Role.CANDIDATE}),
        (EventKind.TERM_ENDED, "n11_stepped_aside", {Role.CANDIDATE}),
        (EventKind.REPORT_SUBMITTED, "n15_evidence_open", BOTH),
        (EventKind.HEARING_CALLED, "n16_hearing", BOTH),
        (EventKind.POSTPONEMENT_RULED, "n16_postponement", BOTH),
        (EventKind.STATUS_SENT, "n19_status", BOTH),
        (EventKind.DECISION_SERVED, "n21_decision", BOTH),
        (EventKind.APPEAL_FILED, "n23_appeal_received", BOTH),
        (EventKind.APPEAL_PANEL_SERVED, "n24_appeal_panel", BOTH),
        (EventKind.APPEAL_DECISION_SERVED, "n25_appeal_decision", BOTH),
        (EventKind.WINDOW_CLOSED, "n26_final", BOTH),
        (EventKind.CONFLICT_REPORTED, "n27_conflict_reported", BOTH),
        (EventKind.CONFLICT_RULED, "n27_conflict_ruled", BOTH),
        (EventKind.CONFLICT_TO_APPEAL, "n27_with_appeal", BOTH),
        (EventKind.SET_ASIDE, "n27_set_aside", BOTH),
    ],
)
def test_who_hears_of_what(kind, letter, roles):
    assert recipients(kind, letter) == roles


def test_an_overdue_step_is_told_to_those_in_charge_and_to_neither_side():
    told = recipients(EventKind.OVERDUE_NOTICED, "n32_overdue")
    assert {Role.REGISTRAR, Role.INTAKE_OFFICER, Role.FACILITATOR, Role.PANEL_CHAIR, Role.INVESTIGATOR} <= told
    assert not told & (BOTH | {Role.WITNESS, Role.CANDIDATE, Role.PANEL_MEMBER})


def test_the_same_act_means_something_else_at_another_level():
    assert notices.event_of(Action.SERVE_DECISION, Tier.BRANCH) is EventKind.DECISION_SERVED
    assert notices.event_of(Action.SERVE_DECISION, Tier.APPEAL) is EventKind.APPEAL_DECISION_SERVED
    assert notices.event_of(Action.ESCALATE, Tier.BRANCH) is EventKind.ESCALATED
    assert notices.event_of(Action.ESCALATE, Tier.NATIONAL) is EventKind.MOVED_EXTERNAL


def test_a_conflict_that_is_found_tells_nobody():
    """A letter about it would tell a person who was never asked that there is a case (SC-04, SC-05)."""
    assert EventKind.CONFLICT_FOUND not in notices.TABLE
    assert EventKind.GRANT_WITHDRAWN not in notices.TABLE
    assert EventKind.ACCESS_REFUSED not in notices.TABLE


def test_the_first_signature_of_two_sends_nothing():
    assert EventKind.TALKS_ACCEPTED not in notices.TABLE
    assert EventKind.TERMS_SIGNED not in notices.TABLE


def test_values_of_the_record_fit_their_column():
    assert all(len(kind.value) <= 40 for kind in EventKind)
    assert all(len(letter) <= 40 for letter in LETTERS)


def test_every_kind_of_event_is_told_in_plain_words():
    assert all(kind.label[0].isupper() and len(kind.label.split()) > 2 for kind in EventKind)
