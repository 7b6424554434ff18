"""Who sees what: the whole table against one written by hand from the paper."""

import itertools

import pytest

from cases.domain import rights
from cases.domain.rights import Stage
from cases.domain.vocabulary import EventKind, Part, Role, State, Tier

CPL, RSP = Role.COMPLAINANT, Role.RESPONDENT
C, N, T, S, A, R, E, L, K, G, D, V, X, P, W, Z, B, M, H, Y, Q, J, F, U = (
    Part.COMPLAINT,
    Part.COMPLAINANT_NAME,
    Part.CONTACT,
    Part.SAFETY,
    Part.ALLEGATIONS,
    Part.RESPONSES,
    Part.EVIDENCE,
    Part.LATE_EVIDENCE,
    Part.TALK_NOTES,
    Part.AGREEMENT,
    Part.DELIBERATION,
    Part.VOTES,
    Part.DECISION,
    Part.APPEAL,
    Part.LATE_APPEAL,
    Part.PROCESS,
    Part.CHALLENGES,
    Part.INTERIM,
    Part.NEEDS,
    Part.WITHDRAWAL,
    Part.RESTRICTION,
    Part.HEARING,
    Part.PLAN,
    Part.READMISSION,
)
LOOK = (Tier.INTAKE, State.TRIAGE)
TALKS = (Tier.INFORMAL, State.INFORMAL)
FORMING = (Tier.BRANCH, State.FORMING)
ANSWER = (Tier.BRANCH, State.RESPONDING)
INQUIRY = (Tier.NATIONAL, State.INVESTIGATING)
REVIEW = (Tier.BRANCH, State.EVIDENCE_REVIEW)
HEARING = (Tier.NATIONAL, State.HEARING)
VOTE = (Tier.BRANCH, State.DELIBERATING)
SIGNED = (Tier.BRANCH, State.SIGNED)
WINDOW = (Tier.BRANCH, State.APPEAL_WINDOW)
APPEAL = (Tier.APPEAL, State.ADMISSIBILITY)
APPEAL_VOTE = (Tier.APPEAL, State.DELIBERATING)
FINAL = (Tier.BRANCH, State.FINAL)
PLACES = (
    LOOK, TALKS, FORMING, ANSWER, INQUIRY, REVIEW, HEARING, VOTE, SIGNED, WINDOW, APPEAL, APPEAL_VOTE, FINAL,
)  # fmt: skip

CPL_ALWAYS, RSP_ALWAYS = {C, N, T, A, G, Z, M, Y}, {G, Z, M}
NOTIFIED = RSP_ALWAYS | {N, A, R}
CPL_READS, RSP_READS = CPL_ALWAYS | {R, E, J}, NOTIFIED | {E, J}
PANEL = {C, N, A, R, E, Z, M}
CHECKER = {C, N, A, E, Z}
KEEPER = {N, T, Z, M}
OUT: set[Part] = set()

GRID = {
    #       first look, talks, forming, answer, inquiry, review, hearing, vote, signed, window, appeal, its vote, final
    CPL: [CPL_ALWAYS] * 5 + [CPL_READS] * 4 + [CPL_READS | {X}] + [CPL_READS | {X, P}] * 3,
    RSP: [RSP_ALWAYS] * 3 + [NOTIFIED] * 2 + [RSP_READS] * 4 + [RSP_READS | {X, F}] + [RSP_READS | {X, P, F}] * 3,
    Role.WITNESS: [OUT] * 13,
    Role.SUPPORTER: [OUT] * 13,
    Role.CHALLENGE_RULER: [OUT] * 3 + [{Z, B}] * 5 + [OUT] * 2 + [{Z, B}] * 2 + [OUT],
    Role.CONFLICT_RULER: [OUT] * 8 + [{A, X, Z}] * 2 + [OUT] * 2 + [{A, X, Z}],
    Role.AUDITOR: [OUT] * 2 + [{X}] * 11,
    Role.INTAKE_OFFICER: [CHECKER | {T, S, M, Y}] * 2 + [OUT] * 11,
    Role.SECOND_OFFICER: [CHECKER] * 2 + [OUT] * 11,
    Role.REVIEWER: [CHECKER] * 2 + [OUT] * 11,
    Role.FACILITATOR: [{N, T, A, K, G, Z, M}] * 2 + [OUT] * 11,
    Role.PANEL_MEMBER: [
        OUT, OUT, {Z, M}, PANEL | {B}, PANEL | {B}, PANEL | {B, J}, PANEL | {B, J}, PANEL | {B, D, X, J},
        PANEL | {D, V, X, J}, PANEL | {D, V, X, J}, PANEL | {B, D, X, P, J}, PANEL | {B, D, X, P, J}, {A, X, Z},
    ],
    Role.INVESTIGATOR: [
        OUT, OUT, {Z, H}, *[PANEL | {T, H}] * 2, *[PANEL | {T, H, J}] * 2, PANEL | {T, J}, *[OUT] * 5,
    ],
    Role.ESCALATION_RULER: [{Z}] * 8 + [OUT] * 5,
    Role.REGISTRAR: [
        *[{Z, M}] * 2, *[KEEPER | {A, H}] * 3, *[KEEPER | {H, J}] * 2, KEEPER | {H}, KEEPER | {X},
        *[KEEPER | {X, Q, F}] * 3, {X, Z, M, Q, F},
    ],
    Role.APPEALS_OFFICER: [
        *[OUT] * 3, *[{Z}] * 2, *[{A, L, Z}] * 2, {Z}, *[OUT] * 2, *[{A, X, P, W, Z}] * 2, {A, X, W, Z},
    ],
    Role.DUTY: [{C, N, S, A, M, Z}] * 12 + [OUT],
    Role.INTERIM_RULER: [{S, A, M, Z}] * 12 + [OUT],
    Role.MONITOR: [OUT] * 7 + [{F}] * 6,
    Role.MEASURE_CHAIR: [OUT] * 7 + [{A, X, Z, F}] * 6,
    Role.READMISSION_MEMBER: [OUT] * 12 + [{A, X, U, Z}],
    Role.CANDIDATE: [OUT] * 2 + [{N}] * 5 + [OUT] * 3 + [{N}] * 2 + [OUT],
    Role.OUTSIDE: [{C, N, A, R, E, X, P, Z, M, J}] * 13,
    Role.SYSTEM: [OUT] * 13,
}  # fmt: skip
RULES = {
    FORMING: {A, H, Y}, ANSWER: {H, Y}, INQUIRY: {H, Y}, REVIEW: {L, H, Y}, HEARING: {L, H, Y}, VOTE: {H, Y},
}  # fmt: skip
GRID[Role.PANEL_CHAIR] = [
    seen | RULES.get(place, OUT) for place, seen in zip(PLACES, GRID[Role.PANEL_MEMBER], strict=True)
]


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_at_each_stage_exactly_what_the_paper_says(role):
    for (tier, state), expected in zip(PLACES, GRID[role], strict=True):
        assert (state, rights.parts_for([role], tier, state, named=True)) == (state, expected)


@pytest.mark.parametrize("reached", Stage)
def test_the_complainants_name_reaches_the_respondent_only_with_consent(reached):
    for tier, state in itertools.product(Tier, State):
        assert Part.COMPLAINANT_NAME not in rights.parts_for([RSP], tier, state, reached=reached, named=False)


@pytest.mark.parametrize("reached", Stage)
def test_what_the_respondent_never_sees(reached):
    for tier, state in itertools.product(Tier, State):
        seen = rights.parts_for([RSP], tier, state, reached=reached, named=True, votes_closed=True)
        assert not seen & {C, T, S, K, D, V, Y, Q}


def test_talk_notes_are_seen_by_the_facilitator_alone_and_only_by_the_one_who_wrote_them():
    for role, tier, state in itertools.product(set(Role) - {Role.FACILITATOR}, Tier, State):
        assert Part.TALK_NOTES not in rights.parts_for([role], tier, state)
    assert Part.TALK_NOTES in rights.OWN_ONLY


def test_deliberation_and_votes_stay_in_the_proceeding_that_held_them():
    assert {Part.DELIBERATION, Part.VOTES, Part.TALK_NOTES, Part.CHALLENGES} == rights.OWN_PROCEEDING
    for role, tier, state in itertools.product(set(Role) - {Role.PANEL_MEMBER, Role.PANEL_CHAIR}, Tier, State):
        seen = rights.parts_for([role], tier, state, reached=Stage.AFTER, votes_closed=True)
        assert not seen & {Part.DELIBERATION, Part.VOTES}


@pytest.mark.parametrize("place", [VOTE, APPEAL_VOTE])
def test_votes_are_seen_only_when_all_have_voted(place):
    member = [Role.PANEL_MEMBER]
    assert Part.VOTES not in rights.parts_for(member, *place)
    assert Part.VOTES in rights.parts_for(member, *place, votes_closed=True)
    assert Part.VOTES in rights.own_parts(member)


def test_what_nobody_vouched_for_is_not_shown():
    assert not rights.seen(RSP, N, tier=Tier.BRANCH, state=State.RESPONDING)
    assert N not in rights.parts_for([RSP], Tier.BRANCH, State.RESPONDING)
    assert not rights.seen(Role.PANEL_MEMBER, V, tier=Tier.BRANCH, state=State.DELIBERATING)


def test_a_case_that_closed_early_opens_nothing_to_the_respondent():
    assert rights.parts_for([RSP], Tier.INTAKE, State.CLOSED, named=True) == RSP_ALWAYS
    assert rights.parts_for([RSP], Tier.INFORMAL, State.CLOSED, named=True) == RSP_ALWAYS
    assert rights.parts_for([RSP], Tier.EXTERNAL, State.AWAITING_EXTERNAL, named=True) == RSP_ALWAYS


@pytest.mark.parametrize(
    ("events", "stage"),
    [
        ([], Stage.INTAKE),
        ([EventKind.COMPLAINT_RECEIVED, EventKind.BRANCH_OPENED], Stage.INTAKE),
        ([EventKind.NOTICE_SERVED, EventKind.ESCALATED], Stage.FORMAL),
        ([EventKind.NOTICE_SERVED, EventKind.REPORT_SUBMITTED, EventKind.ESCALATED], Stage.REVIEW),
        ([EventKind.DECISION_SERVED, EventKind.NOTICE_SERVED], Stage.ISSUED),
        ([EventKind.APPEAL_FILED, EventKind.DECISION_SERVED], Stage.APPEAL),
    ],
)
def test_the_two_sides_keep_what_they_came_to(events, stage):
    assert rights.furthest(events) is stage
    before = {Stage.FORMAL: INQUIRY, Stage.REVIEW: REVIEW, Stage.ISSUED: WINDOW, Stage.APPEAL: APPEAL}
    if stage in before:
        kept = rights.parts_for([RSP], *before[stage], named=True)
        assert rights.parts_for([RSP], Tier.NATIONAL, State.FORMING, reached=stage, named=True) == kept
        assert rights.parts_for([RSP], Tier.INTAKE, State.CLOSED, reached=stage, named=True) == kept


def test_what_the_sides_came_to_opens_nothing_to_those_who_handle_the_case():
    for role, tier, state in itertools.product(set(Role) - {CPL, RSP}, Tier, State):
        assert rights.parts_for([role], tier, state, reached=Stage.AFTER) == rights.parts_for([role], tier, state)


def test_both_sides_see_evidence_and_decision_from_the_same_moment():
    for part, tier, state, reached in itertools.product([E, X, P], Tier, State, Stage):
        one, two = (rights.seen(side, part, tier=tier, state=state, reached=reached) for side in (CPL, RSP))
        assert one is two


def test_a_signed_decision_that_is_not_delivered_is_seen_by_its_panel_the_registrar_and_who_rules_on_it():
    allowed = {role for role in Role if rights.sees_undelivered([role])}
    assert allowed == {Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.REGISTRAR, Role.CONFLICT_RULER}


def test_people_always_see_what_they_wrote_themselves():
    assert rights.own_parts([CPL]) == {E, L, H, P, W, U}
    assert rights.own_parts([RSP]) == {E, L, H, R, P, W, U}
    assert rights.own_parts([Role.WITNESS]) == {E}
    assert rights.own_parts([Role.REGISTRAR, Role.INTAKE_OFFICER]) == set()


def test_every_state_has_its_stage_and_every_role_its_row():
    assert rights.STAGES.keys() == set(State)
    assert rights.TABLE.keys() == set(Role)
    assert rights.stage_of(Tier.APPEAL, State.FORMING) is Stage.APPEAL
    assert rights.stage_of(Tier.APPEAL, State.FINAL) is Stage.AFTER
    assert rights.stage_of(Tier.NATIONAL, State.FORMING) is Stage.FORMING


def test_the_document_shows_every_role_part_and_stage():
    page = rights.as_markdown()
    for word in (*Part, *Stage, *(role for role in Role if rights.TABLE[role])):
        assert word.label in page
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert len({row.count("|") for row in rows}) == 1
    assert page.endswith("\n")
    cells = {row.split(" | ")[0]: row.strip("| ").split(" | ")[1:] for row in rows}
    assert cells["| Complaint"][:4] == ["always", "–", "i", "i"]
    assert cells["| Evidence"][:3] == ["vdsopm (own)", "vdsopm (own)", "i"]
    assert cells["| Notes of informal talks"].count("i (own)") == 1
    assert cells["| Deliberation"].count("–") == len(cells["| Deliberation"]) - 2
