"""Each condition on both sides of its line, and what it says to a volunteer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.domain.facts import AppealFacts, MeasureFacts, MotionFacts
from cases.domain.guards import GUARDS
from cases.domain.vocabulary import (
    Action,
    Category,
    Choice,
    ClosureReason,
    DismissalGround,
    Ground,
    MeasureKind,
    MotionKind,
    Outcome,
    Role,
    SeatKind,
    SeatStatus,
    State,
    Tier,
    Why,
)
from tests.domain import (
    delays,
    doubts,
    hearings,
    interim,
    joining,
    late_appeals,
    lateness,
    measures,
    plans,
    readmission,
    redaction,
    remands,
    reopening,
    withdrawal,
)
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
    SIDES,
    SYSTEM,
    TODAY,
    act,
    actor,
    allegation,
    case,
    finding,
    hand,
    panel,
    party,
    seat,
)

CPL, RSP = Role.COMPLAINANT, Role.RESPONDENT
BOTH = frozenset({CPL, RSP})
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
GRAVE = (allegation(1, Category.STALKING),)
NATIONAL = {"tier": Tier.NATIONAL, "state": State.FORMING}
FULL_NATIONAL = panel(CAL, DEE, ELI, FAY, GUS, tier=Tier.NATIONAL, formed_with=5)
INVESTIGATOR = seat(HANA, kind=SeatKind.INVESTIGATOR)
OUTCOME = MotionFacts(number=1, kind=MotionKind.OUTCOME, open=False, carried=True, outcome=Outcome.AFFIRM)
APPEAL = AppealFacts(by_side=RSP, by_member=ROB)
WITHHELD = {"outcome_reasoned": True, "name_withheld": True}
WARNING = MeasureFacts(kind=MeasureKind.WARNING, days=365)
EXPULSION = MeasureFacts(kind=MeasureKind.EXPULSION)
FOUND = {"allegations": (allegation(1),), "motions": (finding(1, True),), "tier": Tier.BRANCH}
GONE = (party(ANA, Role.COMPLAINANT, number=1), party(ROB, informed=True, left=True))
UNTOLD = (party(ANA, Role.COMPLAINANT, number=1), party(ROB, left=True))
LEFT_EARLY = {"closed_as": ClosureReason.RESIGNED_UNDER_CHARGE}
OFFICER = actor(CAL, Role.INTAKE_OFFICER)
# name, facts that meet it, facts that do not
ON_FACTS = [
    *doubts.ON_FACTS,
    *hearings.ON_FACTS,
    *interim.ON_FACTS,
    *late_appeals.ON_FACTS,
    *remands.ON_FACTS,
    *lateness.ON_FACTS,
    *joining.ON_FACTS,
    *withdrawal.ON_FACTS,
    *measures.ON_FACTS,
    *plans.ON_FACTS,
    ("safety_screened", {"safety_screened": True}, {}),
    ("allegation_framed", {"allegations": (allegation(),)}, {}),
    ("every_allegation_has_provision", {"allegations": (allegation(),)}, {"allegations": (allegation(provision=""),)}),
    ("respondent_identified", {"parties": SIDES}, {"parties": (party(None),)}),
    ("respondent_identified", {"parties": (party(None), party(ROB, number=3))}, {"parties": (SIDES[0],)}),
    ("no_automatic_ground", {"allegations": (allegation(),)}, {"allegations": GRAVE}),
    ("escalation_ground_given", {"allegations": GRAVE}, {"allegations": (allegation(),)}),
    ("escalation_requested", {"escalation_asked": Ground.FEAR_OF_BIAS}, {}),
    ("late_conflict_open", {"late_conflict": Why.FAMILY}, {}),
    ("no_late_conflict", {}, {"late_conflict": Why.FAMILY}),
    ("one_request_open", {}, {"escalation_asked": Ground.FEAR_OF_BIAS}),
    ("not_the_proposer", {"dismissal_by": DEE}, {"dismissal_by": CAL}),
    (
        "not_the_proposer",
        {"hands": hand(CAL, "second look", Role.SECOND_OFFICER), "state": State.DISMISSAL_PROPOSED},
        {"hands": hand(CAL, "second look", Role.SECOND_OFFICER), "state": State.UNDER_REVIEW},
    ),
    ("informal_not_barred", {"allegations": (allegation(),)}, {"allegations": GRAVE}),
    ("informal_not_barred", {"allegations": GRAVE, "informal_wished": True}, {"allegations": GRAVE}),
    ("both_consented", {"consents": BOTH}, {"consents": frozenset({CPL})}),
    ("terms_written", {"terms_written": True}, {}),
    ("both_signed", {"signatures": BOTH}, {"signatures": frozenset({RSP})}),
    ("agreement_signed", {"signatures": BOTH}, {}),
    ("checks_done", {"check_ins_open": 0}, {"check_ins_open": 1}),
    ("panel_not_complete", {"panel": panel(CAL)}, {"panel": panel(CAL, DEE, ELI), "tier": Tier.BRANCH}),
    (
        "panel_not_complete",
        {"panel": panel(CAL, more=(seat(DEE, SeatStatus.ASKED),))},
        {"panel": panel(CAL, ELI, more=(seat(DEE, SeatStatus.ASKED),))},
    ),
    ("panel_not_complete", {"panel": panel(formed_with=0)}, {"panel": panel(CAL, DEE, ELI)}),
    ("panel_complete", {"panel": panel(CAL, DEE, ELI), "tier": Tier.BRANCH}, {"panel": None, "tier": Tier.BRANCH}),
    (
        "panel_complete",
        {"panel": panel(CAL, DEE, ELI), "tier": Tier.BRANCH},
        {"panel": panel(CAL, DEE), "tier": Tier.BRANCH},
    ),
    (
        "panel_complete",
        {"panel": panel(CAL, DEE, ELI, more=(seat(FAY, SeatStatus.LEFT),)), "tier": Tier.BRANCH},
        {"panel": panel(CAL, DEE, ELI, more=(seat(FAY, SeatStatus.ASKED),)), "tier": Tier.BRANCH},
    ),
    (
        "panel_complete",
        {"panel": panel(CAL, DEE, ELI, FAY, tier=Tier.NATIONAL, formed_with=5, more=(INVESTIGATOR,)), **NATIONAL},
        {"panel": FULL_NATIONAL, **NATIONAL},
    ),
    (
        "panel_complete",
        {"panel": panel(CAL, DEE, ELI, tier=Tier.APPEAL), "tier": Tier.APPEAL, "appeal": APPEAL},
        {
            "panel": panel(CAL, DEE, ELI, tier=Tier.APPEAL, formed_with=5),
            "tier": Tier.APPEAL,
            "appeal": AppealFacts(by_side=RSP, by_member=ROB, expulsion_at_stake=True),
        },
    ),
    ("response_once", {}, {"answered": True}),
    ("two_deliveries", {"deliveries": frozenset({"app", "letter"})}, {"deliveries": frozenset({"app"})}),
    ("window_over", {"due_on": YESTERDAY}, {"due_on": TODAY}),
    ("window_over", {"due_on": YESTERDAY}, {"due_on": None}),
    ("in_time", {"due_on": TODAY}, {"due_on": YESTERDAY}),
    ("both_replied", {"replies": BOTH, "due_on": TOMORROW}, {"replies": frozenset({CPL}), "due_on": TODAY}),
    ("both_replied", {"due_on": YESTERDAY}, {"due_on": TOMORROW}),
    ("hearing_called", {"hearing_on": TODAY}, {}),
    ("hearing_called", {"hearing_on": YESTERDAY}, {"hearing_on": TOMORROW}),
    ("no_open_motion", {"motions": (finding(1, True),)}, {"motions": (finding(1, True), finding(2, None))}),
    ("findings_decided", FOUND, {**FOUND, "allegations": (allegation(1), allegation(2))}),
    ("findings_decided", {**FOUND, "motions": (finding(1, False),)}, {**FOUND, "motions": (finding(1, None),)}),
    ("findings_decided", FOUND, {}),
    ("reasons_complete", {**FOUND, "reasoned": frozenset({1})}, FOUND),
    (
        "reasons_complete",
        {"tier": Tier.APPEAL, "outcome_reasoned": True},
        {"tier": Tier.APPEAL, "reasoned": frozenset({1})},
    ),
    ("not_signed_yet", {"state": State.DELIBERATING}, {"state": State.SIGNED}),
    ("leaks_read", {}, {"name_withheld": True}),
    ("leaks_read", {"name_withheld": True, "leaks_read": True}, {"name_withheld": True}),
    ("leaks_to_read", WITHHELD, {"outcome_reasoned": True}),
    ("leaks_to_read", WITHHELD, {"name_withheld": True}),
    ("leaks_to_read", WITHHELD, {**WITHHELD, "leaks_read": True}),
    ("outcome_carried", {"motions": (OUTCOME,)}, {"motions": (finding(1, True),)}),
    ("respondent_left", {"parties": GONE}, {"parties": UNTOLD}),
    ("leaving_undecided", {}, {"leaving_decided": True}),
    ("respondent_back", LEFT_EARLY, {**LEFT_EARLY, "parties": GONE}),
    ("respondent_back", LEFT_EARLY, {"closed_as": ClosureReason.EXPELLED}),
]


def ask(name, facts, who=OFFICER, given=(), **values):
    return GUARDS[name](PROCEDURE, case(**facts), who, act(Action.CLOSE, *given, **values))


@pytest.mark.parametrize(("name", "met", "unmet"), ON_FACTS, ids=[row[0] for row in ON_FACTS])
def test_a_condition_on_both_sides_of_its_line(name, met, unmet):
    assert ask(name, met) is None
    assert ask(name, unmet).because


MOTION = finding(1, None, votes=((CAL, Choice.YES),))
VOTING = {"motions": (MOTION, finding(2, None), finding(3, False))}
SUSPENSION = MeasureFacts(kind=MeasureKind.SUSPENSION, days=200)


def supporters(by, count):
    named = [party(None, Role.SUPPORTER, number=number, named_by=by) for number in range(3, 3 + count)]
    return (*SIDES, *named)


ON_ACTS = [
    *redaction.ON_ACTS,
    *doubts.ON_ACTS,
    *hearings.ON_ACTS,
    *interim.ON_ACTS,
    *late_appeals.ON_ACTS,
    *reopening.ON_ACTS,
    *readmission.ON_ACTS,
    *remands.ON_ACTS,
    *lateness.ON_ACTS,
    *joining.ON_ACTS,
    *withdrawal.ON_ACTS,
    *measures.ON_ACTS,
    *plans.ON_ACTS,
    *delays.ON_ACTS,
    # name, facts, actor, what the act brings, met
    ("escalation_ground_given", {}, OFFICER, {"ground": Ground.EXPULSION}, True),
    ("escalation_ground_given", {}, OFFICER, {"ground": Ground.LEADERSHIP}, False),
    ("escalation_ground_given", {}, SYSTEM, {"ground": Ground.NO_QUORUM}, True),
    ("escalation_ground_given", {}, SYSTEM, {}, False),
    ("late_enough", {"due_on": TODAY - timedelta(days=13)}, actor(ANA, CPL), {"ground": Ground.OVERDUE}, False),
    ("late_enough", {"due_on": TODAY - timedelta(days=14)}, actor(ANA, CPL), {"ground": Ground.OVERDUE}, True),
    ("late_enough", {"due_on": TODAY}, actor(ANA, CPL), {"ground": Ground.FEAR_OF_BIAS}, True),
    ("facts_asked_once_if_insufficient", {}, OFFICER, {"dismissal_ground": DismissalGround.INSUFFICIENT}, False),
    (
        "facts_asked_once_if_insufficient",
        {"facts_asked": True},
        OFFICER,
        {"dismissal_ground": DismissalGround.INSUFFICIENT},
        True,
    ),
    ("facts_asked_once_if_insufficient", {}, OFFICER, {"dismissal_ground": DismissalGround.OUT_OF_SCOPE}, True),
    ("facts_asked_once_if_insufficient", {}, OFFICER, {}, False),
    ("supporters_few", {"parties": supporters(ANA, 1)}, actor(ANA, CPL), {}, True),
    ("supporters_few", {"parties": supporters(ANA, 2)}, actor(ANA, CPL), {}, False),
    ("supporters_few", {"parties": supporters(ANA, 2)}, actor(ROB, RSP), {}, True),
    ("not_yet_consented", {"consents": frozenset({RSP})}, actor(ANA, CPL), {}, True),
    ("not_yet_consented", {"consents": frozenset({CPL})}, actor(ANA, CPL), {}, False),
    ("not_yet_signed", {"signatures": frozenset({CPL})}, actor(ROB, RSP), {}, True),
    ("not_yet_signed", {"signatures": BOTH}, actor(ROB, RSP), {}, False),
    ("report_complete", {}, OFFICER, {"given": frozenset({"agreed", "disputed", "weighed"})}, True),
    ("report_complete", {}, OFFICER, {"given": frozenset({"agreed", "weighed"})}, False),
    (
        "report_complete",
        {"report_written": True},
        OFFICER,
        {"given": frozenset({"agreed", "disputed", "weighed"})},
        False,
    ),
    ("hearing_notice_kept", {"tier": Tier.BRANCH}, OFFICER, {"hearing_on": date(2026, 6, 29)}, True),
    ("hearing_notice_kept", {"tier": Tier.BRANCH}, OFFICER, {"hearing_on": date(2026, 6, 28)}, False),
    ("hearing_notice_kept", {"tier": Tier.BRANCH}, OFFICER, {"hearing_on": YESTERDAY}, False),
    ("hearing_notice_kept", {"tier": Tier.BRANCH}, OFFICER, {}, False),
    (
        "hearing_notice_kept",
        {"tier": Tier.NATIONAL, "notice_served_on": date(2026, 6, 10)},
        OFFICER,
        {"hearing_on": date(2026, 7, 9)},
        False,
    ),
    (
        "hearing_notice_kept",
        {"tier": Tier.NATIONAL, "notice_served_on": date(2026, 6, 10)},
        OFFICER,
        {"hearing_on": date(2026, 7, 10)},
        True,
    ),
    (
        "hearing_notice_kept",
        {"tier": Tier.BRANCH, "notice_served_on": date(2026, 6, 10)},
        OFFICER,
        {"hearing_on": date(2026, 6, 29)},
        True,
    ),
    ("motion_open", VOTING, actor(CAL), {"motion": 1}, True),
    ("motion_open", VOTING, actor(CAL), {"motion": 3}, False),
    ("motion_open", VOTING, actor(CAL), {"motion": 9}, False),
    ("motion_open", VOTING, actor(CAL), {}, False),
    ("not_yet_voted", VOTING, actor(CAL), {"motion": 1}, False),
    ("not_yet_voted", VOTING, actor(CAL), {"motion": 2}, True),
    ("not_yet_voted", VOTING, actor(DEE), {"motion": 1}, True),
    ("measure_within_tier", {**FOUND, "panel": panel(CAL, DEE, ELI)}, OFFICER, {"measure": WARNING}, True),
    ("measure_within_tier", {**FOUND, "panel": panel(CAL, DEE, ELI)}, OFFICER, {"measure": EXPULSION}, False),
    ("measure_within_tier", {**FOUND, "panel": panel(CAL, DEE, ELI)}, OFFICER, {"measure": SUSPENSION}, False),
    ("measure_within_tier", {**FOUND, "panel": panel(CAL, DEE)}, OFFICER, {"measure": WARNING}, False),
    ("measure_within_tier", FOUND, OFFICER, {"measure": WARNING}, False),
    ("measure_within_tier", {**FOUND, "panel": panel(CAL, DEE, ELI)}, OFFICER, {}, False),
    (
        "measure_within_tier",
        {**FOUND, "motions": (finding(1, False),), "panel": panel(CAL, DEE, ELI)},
        OFFICER,
        {"measure": WARNING},
        False,
    ),
    (
        "measure_within_tier",
        {**FOUND, "tier": Tier.NATIONAL, "panel": FULL_NATIONAL},
        OFFICER,
        {"measure": EXPULSION},
        True,
    ),
    ("not_the_appellant", {"appeal": APPEAL}, actor(ANA, CPL), {}, True),
    ("not_the_appellant", {"appeal": APPEAL}, actor(ROB, RSP), {}, False),
    ("not_the_appellant", {"appeal": APPEAL}, actor(DEE, RSP), {}, False),
    ("appeal_not_answered", {"appeal": replace(APPEAL, answered=frozenset({DEE}))}, actor(ANA, CPL), {}, True),
    ("appeal_not_answered", {"appeal": replace(APPEAL, answered=frozenset({ANA}))}, actor(ANA, CPL), {}, False),
]


@pytest.mark.parametrize(("name", "facts", "who", "values", "met"), ON_ACTS)
def test_a_condition_on_what_the_act_brings(name, facts, who, values, met):
    assert (ask(name, facts, who, **values) is None) is met


AHEAD = [
    *redaction.AHEAD,
    ("escalation_ground_given", {}, True),
    ("facts_asked_once_if_insufficient", {}, True),
    ("report_complete", {}, True),
    ("hearing_notice_kept", {}, True),
    ("motion_open", VOTING, True),
    ("motion_open", {"motions": (finding(1, False),)}, False),
    ("not_yet_voted", VOTING, True),
    ("not_yet_voted", {"motions": (MOTION,)}, False),
    ("measure_within_tier", {**FOUND, "panel": panel(CAL, DEE, ELI)}, True),
    ("measure_within_tier", {**FOUND, "motions": (finding(1, False),)}, False),
    *doubts.AHEAD,
    *hearings.AHEAD,
    *interim.AHEAD,
    *late_appeals.AHEAD,
    *reopening.AHEAD,
    *readmission.AHEAD,
    *remands.AHEAD,
    *lateness.AHEAD,
    *joining.AHEAD,
    *withdrawal.AHEAD,
    *measures.AHEAD,
    *plans.AHEAD,
    *delays.AHEAD,
]


@pytest.mark.parametrize(("name", "facts", "met"), AHEAD)
def test_ahead_of_the_act_only_what_is_known_counts(name, facts, met):
    assert (ask(name, facts, actor(CAL, Role.PANEL_MEMBER), asking=True) is None) is met


@pytest.mark.parametrize(
    ("day", "says"), [(YESTERDAY, "in the past"), (TODAY, "29 June 2026"), (TOMORROW, "29 June 2026")]
)
def test_a_hearing_in_the_past_is_told_apart_from_one_that_is_too_early(day, says):
    assert says in ask("hearing_notice_kept", {"tier": Tier.BRANCH}, hearing_on=day).because


def test_somebody_elses_earlier_look_bars_no_reviewer():
    facts = {"state": State.UNDER_REVIEW, "dismissal_by": ELI}
    assert ask("not_the_proposer", {**facts, "hands": hand(DEE, "second look", Role.SECOND_OFFICER)}) is None
    assert ask("not_the_proposer", {**facts, "hands": hand(CAL, "registry", Role.REGISTRAR)}) is None


def test_every_condition_of_the_procedure_exists_and_no_test_is_forgotten():
    assert PROCEDURE.conditions.keys() <= GUARDS.keys()
    assert GUARDS.keys() - PROCEDURE.conditions.keys() == {"in_time"}
    tested = {row[0] for row in (*ON_FACTS, *ON_ACTS)}
    assert GUARDS.keys() - tested == set()


def test_a_refusal_is_a_whole_sentence_that_says_what_to_do():
    for name, _, unmet in ON_FACTS:
        because = ask(name, unmet).because
        assert because[0].isupper(), because
        assert because[-1] == ".", because
        assert len(because.split()) <= 40, because


@pytest.mark.parametrize(
    ("name", "facts", "says"),
    [
        (
            "every_allegation_has_provision",
            {"allegations": (allegation(1, provision=""), allegation(2), allegation(3, provision=""))},
            "allegations 1, 3",
        ),
        ("no_automatic_ground", {"allegations": GRAVE}, Ground.GRAVE.label),
        ("informal_not_barred", {"allegations": GRAVE}, "stalking"),
        ("every_allegation_has_provision", {"allegations": (allegation(1, provision=""),)}, "to allegation 1."),
        ("two_deliveries", {"deliveries": frozenset({"app"})}, "in 2 different ways first; so far there are 1"),
        ("in_time", {"due_on": date(2026, 6, 5)}, "5 June 2026"),
    ],
)
def test_a_refusal_names_what_is_missing(name, facts, says):
    assert says in ask(name, facts).because
