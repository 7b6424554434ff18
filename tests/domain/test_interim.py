"""The dates of temporary measures, by hand: reviews, the day one ends unreviewed, the longest length."""

from dataclasses import replace
from datetime import date

import pytest

from cases.domain import checker, interim
from cases.domain.procedure import NOT_OPEN
from cases.domain.vocabulary import Action, InterimKind, Role
from tests.domain.facts import PROCEDURE
from tests.domain.interim import measure

SUSPENSION, NO_CONTACT = InterimKind.SUSPENSION, InterimKind.NO_CONTACT
MAY, JULY = date(2026, 5, 1), date(2026, 7, 10)


@pytest.mark.parametrize(
    ("kind", "on", "asked", "review", "lapses", "ends"),
    [
        (SUSPENSION, MAY, {}, (5, 15), (5, 22), (7, 30)),
        (SUSPENSION, MAY, {"review": date(2026, 5, 8)}, (5, 8), (5, 15), (7, 30)),
        (SUSPENSION, MAY, {"review": date(2027, 1, 1), "last": date(2027, 1, 1)}, (5, 15), (5, 22), (7, 30)),
        (SUSPENSION, MAY, {"last": date(2026, 5, 10)}, (5, 10), (5, 17), (5, 10)),
        (SUSPENSION, date(2026, 5, 15), {"since": MAY}, (6, 14), (6, 21), (7, 30)),
        (SUSPENSION, JULY, {"since": MAY}, (7, 30), (8, 6), (7, 30)),
        (NO_CONTACT, MAY, {}, (5, 31), None, None),
        (NO_CONTACT, MAY, {"last": date(2026, 6, 30)}, (5, 31), None, (6, 30)),
    ],
)
def test_the_dates_of_a_measure(kind, on, asked, review, lapses, ends):
    found = interim.dates(PROCEDURE, PROCEDURE.interim(kind), on, **asked)
    expected = (date(2026, *day) if day else None for day in (review, lapses, ends))
    assert (found.review_by, found.lapses_on, found.ends_on) == tuple(expected)


def test_it_is_in_force_until_the_evening_before_it_lapses_or_its_last_evening():
    row = measure(lapses_on=date(2026, 6, 29), ends_on=date(2026, 9, 6))
    assert interim.in_force(row, date(2026, 6, 28))
    assert not interim.in_force(row, date(2026, 6, 29))
    stays = replace(row, lapses_on=None)
    assert interim.in_force(stays, date(2026, 9, 6))
    assert not interim.in_force(stays, date(2026, 9, 7))


def test_it_can_be_asked_for_wherever_a_case_is_open_and_nowhere_else():
    acts = [action for action in Action if "interim" in action or action is Action.CALL_DUTY]
    open_ = {place for place in PROCEDURE.reach() if place[1] not in NOT_OPEN}
    for action in acts:
        assert {place for place in PROCEDURE.reach() if PROCEDURE.step(*place, action)} == open_


def test_a_measure_without_a_sensible_review_is_named():
    rules = PROCEDURE.interims
    said = checker.faults(replace(PROCEDURE, interims=(replace(rules[0], again_days=0), replace(rules[1], max_days=7))))
    assert any("its review must be at least one day away" in words for words in said)
    assert any("it would be over before its first review" in words for words in said)
    assert any("no [[interim]] says" in words for words in checker.faults(replace(PROCEDURE, interims=())))


def test_nobody_of_the_pair_or_who_rules_on_it_is_drawn_from_the_leadership():
    for role in (Role.DUTY, Role.INTERIM_RULER):
        assert not {"national_officer", "staff"} & set(PROCEDURE.desk(role).pools)
    assert not set(PROCEDURE.desk(Role.DUTY).pools) & {"appeals_chair", "appeals_member", "appeals_alternate"}
