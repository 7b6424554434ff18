"""The conditions about temporary measures, on both sides of their line; `test_guards` asks them with the others."""

from datetime import date

from cases.domain.facts import InterimFacts
from cases.domain.vocabulary import InterimKind, Role
from tests.domain.facts import ANA, CAL, DEE, ROB, WITH_WITNESS, actor, hand, party

SUSPENSION, NO_CONTACT = InterimKind.SUSPENSION, InterimKind.NO_CONTACT
JO, KIM = actor(CAL, Role.DUTY), actor(DEE, Role.DUTY)
RULER = actor(DEE, Role.INTERIM_RULER)
A, R = actor(ANA, Role.COMPLAINANT), actor(ROB, Role.RESPONDENT)


def measure(number=1, kind=SUSPENSION, **facts):
    """Rob is suspended since 8 June, to be reviewed on 22 June; today is the 15th."""
    start = {
        "bound": ROB,
        "protected": ANA,
        "imposed_on": date(2026, 6, 8),
        "review_by": date(2026, 6, 22),
        "lapses_on": date(2026, 6, 29),
        "ends_on": date(2026, 9, 6),
    }
    return InterimFacts(number=number, kind=kind, **{**start, **facts})


PROPOSED = InterimFacts(number=1, kind=SUSPENSION, bound=ROB, protected=ANA, asked_by=CAL)
RENEWAL = measure(asked_by=CAL)
NOBODY = {"parties": (party(None), party(None, Role.COMPLAINANT, number=1))}


def having(*measures, **facts):
    return {"interims": measures, **facts}


CALLED = {"hands": hand(DEE, "duty", Role.DUTY, still_open=True)}
# name, facts that meet it, facts that do not
ON_FACTS = [
    ("duty_not_called", {}, CALLED),
    ("duty_not_called", {"hands": hand(CAL, "duty", Role.DUTY)}, CALLED),
]

NEW = {"interim": SUSPENSION, "bound": 2, "protects": 1}
# name, facts, actor, what the act brings, met
ON_ACTS = [
    ("may_be_bound", {}, JO, NEW, True),
    ("may_be_bound", {}, JO, {**NEW, "bound": 1, "protects": 2}, True),
    ("may_be_bound", {}, JO, {**NEW, "bound": 1}, False),
    ("may_be_bound", {}, JO, {**NEW, "bound": 9}, False),
    ("may_be_bound", {}, JO, {**NEW, "protects": 9}, False),
    ("may_be_bound", {}, JO, {"interim": SUSPENSION}, False),
    ("may_be_bound", NOBODY, JO, NEW, False),
    ("may_be_bound", {"parties": WITH_WITNESS}, JO, {**NEW, "protects": 3}, True),
    ("may_be_bound", {"parties": WITH_WITNESS}, JO, {**NEW, "bound": 3}, False),
    ("may_be_bound", having(measure()), JO, NEW, False),
    ("may_be_bound", having(PROPOSED), JO, NEW, False),
    ("may_be_bound", having(measure()), JO, {**NEW, "interim": NO_CONTACT}, True),
    # first review within 14 days, 90 days in all; today is 15 June
    ("interim_dates_fit", {}, JO, NEW, True),
    ("interim_dates_fit", {}, JO, {}, False),
    ("interim_dates_fit", {}, JO, {**NEW, "review_on": date(2026, 6, 29)}, True),
    ("interim_dates_fit", {}, JO, {**NEW, "review_on": date(2026, 6, 30)}, False),
    ("interim_dates_fit", {}, JO, {**NEW, "review_on": date(2026, 6, 15)}, False),
    ("interim_dates_fit", {}, JO, {**NEW, "review_on": date(2026, 6, 16)}, True),
    ("interim_dates_fit", {}, JO, {**NEW, "ends_on": date(2026, 9, 13)}, True),
    ("interim_dates_fit", {}, JO, {**NEW, "ends_on": date(2026, 9, 14)}, False),
    ("interim_dates_fit", {}, JO, {**NEW, "interim": NO_CONTACT, "review_on": date(2026, 7, 15)}, True),
    ("interim_dates_fit", {}, JO, {**NEW, "interim": NO_CONTACT, "ends_on": date(2028, 1, 1)}, True),
    ("interim_dates_fit", having(measure()), JO, {"interim_number": 1, "review_on": date(2026, 7, 15)}, True),
    ("interim_dates_fit", having(measure()), JO, {"interim_number": 1, "review_on": date(2026, 7, 16)}, False),
    ("not_own_proposal", having(PROPOSED), KIM, {"interim_number": 1}, True),
    ("not_own_proposal", having(PROPOSED), JO, {"interim_number": 1}, False),
    ("not_own_proposal", having(PROPOSED), KIM, {"interim_number": 2}, False),
    ("not_own_proposal", having(RENEWAL), KIM, {"interim_number": 1}, True),
    ("not_own_proposal", having(RENEWAL), JO, {"interim_number": 1}, False),
    ("not_own_proposal", having(measure(asked_by=CAL, lapses_on=date(2026, 6, 15))), KIM, {"interim_number": 1}, False),
    ("not_own_proposal", {}, KIM, {"interim_number": 1}, False),
    # over on the day it lapses, and after its last day
    ("interim_runs", having(measure()), JO, {"interim_number": 1}, True),
    ("interim_runs", having(measure(lapses_on=date(2026, 6, 16))), JO, {"interim_number": 1}, True),
    ("interim_runs", having(measure(lapses_on=date(2026, 6, 15))), JO, {"interim_number": 1}, False),
    ("interim_runs", having(measure(ends_on=date(2026, 6, 15))), JO, {"interim_number": 1}, True),
    ("interim_runs", having(measure(ends_on=date(2026, 6, 14))), JO, {"interim_number": 1}, False),
    ("interim_runs", having(PROPOSED), JO, {"interim_number": 1}, False),
    ("not_being_renewed", having(measure()), JO, {"interim_number": 1}, True),
    ("not_being_renewed", having(RENEWAL), KIM, {"interim_number": 1}, False),
    # whom it binds contests both kinds; whom it protects only the contact
    ("may_contest", having(measure()), R, {"interim_number": 1}, True),
    ("may_contest", having(measure()), A, {"interim_number": 1}, False),
    ("may_contest", having(measure(kind=NO_CONTACT)), A, {"interim_number": 1}, True),
    ("may_contest", having(measure(rule_by=date(2026, 6, 18))), R, {"interim_number": 1}, False),
    ("may_contest", having(measure(), measure(2, bound=DEE)), R, {"interim_number": 2}, False),
    ("may_contest", having(PROPOSED), R, {"interim_number": 1}, False),
    ("interim_to_rule", having(measure(rule_by=date(2026, 6, 18))), RULER, {"interim_number": 1}, True),
    ("interim_to_rule", having(measure(alerted=True)), RULER, {"interim_number": 1}, True),
    ("interim_to_rule", having(measure()), RULER, {"interim_number": 1}, False),
]

AHEAD = [
    ("may_be_bound", {}, True),
    ("may_be_bound", NOBODY, False),
    ("interim_dates_fit", {}, True),
    ("interim_runs", having(measure()), True),
    ("interim_to_rule", having(measure()), False),
]
