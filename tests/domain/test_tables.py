"""What a table says, shows and hides, without a database."""

from datetime import date

import pytest

from cases.domain import durations, periods, tables, years
from cases.domain.absent import ABSENT
from cases.domain.catalogue import BY_SLUG, PUBLISHED, REPORTS, Audience
from cases.domain.tables import Fact, build, from_data, title

FIRST_LOOK, STEPS, OPEN = BY_SLUG["first-look"], BY_SLUG["time-in-step"], BY_SLUG["still-open"]


def looks(**counts):
    return [Fact(row, n=n) for row, n in counts.items()]


def test_a_published_table_hides_and_an_exact_one_does_not():
    facts = looks(informal_offered=3, branch_opened=40, referred_out=12)
    exact, hidden = (build(FIRST_LOOK, facts, hide=hide) for hide in (False, True))
    assert [line.cells for line in exact.lines] == [(3,), (40,), (0,), (0,), (12,), (55,)]
    assert [line.cells for line in hidden.lines] == [(None,), (40,), (0,), (0,), (None,), (55,)]
    assert [tables.words(hidden, line.cells[0], 0) for line in hidden.lines][:2] == ["not shown", "40"]
    assert title(hidden) == "Most often of what is shown: Formal case at the branch, 40 of 55."


def test_a_table_that_was_kept_is_the_same_again():
    table = build(BY_SLUG["findings"], [Fact("harassment", "substantiated", 12)], hide=True)
    assert from_data(table.as_data()) == table
    assert table.column("Substantiated").head == ("Kind of conduct", "Substantiated")


def test_durations_are_published_from_ten_on_and_without_the_number_and_the_longest():
    facts = [Fact("branch.forming", n=1, days=day) for day in range(1, 11)] + [Fact("branch.hearing", n=9, days=400)]
    exact, hidden = (build(STEPS, facts, hide=hide) for hide in (False, True))
    assert exact.head[1:] == ("How many", "Half within", "Three in four within", "Nine in ten within", "Longest")
    assert [line.cells for line in exact.lines] == [(10, 5, 8, 9, 10), (9, 400, 400, 400, 400)]
    assert hidden.head[1:] == exact.head[2:5]
    assert [line.cells for line in hidden.lines] == [(5, 8, 9), (None, None, None)]
    assert title(exact) == "“Branch: Hearing” takes longest: half within 400 days."


@pytest.mark.parametrize(
    ("days", "seen"),
    [
        ({5: 1}, (1, 5, 5, 5, 5)),
        ({1: 1, 9: 1}, (2, 1, 9, 9, 9)),
        ({0: 50, 10: 25, 20: 15, 90: 10}, (100, 0, 10, 20, 90)),
    ],
)
def test_middle_and_slow_tail_are_days_that_were_seen(days, seen):
    found = durations.spread(days)
    assert (found.base, found.median, found.p75, found.p90, found.longest) == seen
    assert durations.spread({}) is None


def test_cases_still_open_count_for_as_long_as_they_were_seen():
    """Ten cases: five over after 20 days; of the other five, one seen for 25 days only, one over after 50."""
    assert durations.still_open({20: 5, 50: 1}, {25: 1, 100: 3}, (10, 30, 60, 90)) == [100, 50, 38, 38]
    facts = [Fact("branch", n=5, days=20), Fact("branch", days=50), Fact("branch", n=4, days=100, over=False)]
    table = build(OPEN, [*facts, Fact("national", n=9, days=5)], hide=False)
    assert [line.cells for line in table.lines] == [(10, 50, 40, 40, 40, 40, 40, 40), (9, *[None] * 7)]
    assert tables.words(table, 50, 1) == "50 %"


def test_months_without_anything_are_rows_too():
    assert list(tables.months(date(2025, 11, 15), date(2026, 2, 1)).values()) == [
        "November 2025", "December 2025", "January 2026",
    ]  # fmt: skip


def test_nothing_and_too_little_are_told_apart():
    assert title(build(FIRST_LOOK, [], hide=True)) == "Nothing was counted."
    small = build(FIRST_LOOK, looks(referred_out=8, branch_opened=9), hide=True)
    assert title(small) == title(few := build(FIRST_LOOK, looks(referred_out=9), hide=True))
    assert title(few) == "There are too few to show them without pointing at people."
    assert {cell for line in few.lines for cell in line.cells} == {None}


def test_what_is_missing_is_named():
    facts = [Fact("7", "can", 2), Fact("7", "needed", 3), Fact("7", "missing", 1), Fact("8", "can", 9)]
    table = build(BY_SLUG["branch-panels"], facts, hide=False, rows={"7": "Lakeview", "8": "Eastport"})
    assert title(table) == "Too few: Lakeview (1)."
    assert tables.series(table) == [("Lakeview", 2), ("Eastport", 9)]


def test_every_report_says_what_it_counts_and_the_public_sees_only_what_leaders_see():
    for report in REPORTS:
        assert report.question.endswith("?") and report.counts[-1] in ".?" and report.over and report.row
        assert Audience.PUBLIC not in report.seen_by or Audience.LEADERSHIP in report.seen_by
        assert not (report.is_published and report.live), report.slug
    assert {report.number for report in REPORTS} | {absent.number for absent in ABSENT} >= {
        f"RP-{n:02}" for n in range(1, 27)
    }
    assert len(PUBLISHED) > 15


def test_periods_are_halves_and_years_that_are_over():
    first, today = date(2025, 3, 1), date(2026, 7, 1)
    assert [str(period) for period in periods.ended(first, today)] == ["2026-H1", "2025-H2", "2025-H1", "2025"]
    assert periods.read("2026-H2") == periods.half(2026, 2)
    assert periods.read("2026") == periods.whole(2026)
    wrong = ("2026-", "2026-H3", "2026-H", "26-H1", "٢٠٢٦-H1", "0000-H1", "9999", "")
    assert [periods.read(word) for word in wrong] == [None] * len(wrong)


@pytest.mark.parametrize(
    ("asked", "published", "because"),
    [
        ("2025", "", ""),
        ("2025", "2024 2024-H1 2024-H2", ""),
        ("2025", "2025-H1 2025-H2", ""),  # made of what both show
        ("2025", "2025-H1", "when the other one is"),
        ("2025", "2025-H1 2025-H2 2025", "published already"),
        ("2025-H1", "2025", "overlaps"),
        ("2025-H1", "2025-H2", ""),
        ("2026", "", "not over"),
    ],
)
def test_a_year_and_its_halves_are_never_counted_apart(asked, published, because):
    refused = periods.against(periods.read(asked), [periods.read(word) for word in published.split()], date(2026, 7, 8))
    assert [refusal.because for refusal in refused if because in refusal.because] == [r.because for r in refused]
    assert bool(refused) == bool(because)


def test_a_year_shows_what_both_of_its_halves_show():
    first, second = (
        build(FIRST_LOOK, looks(**counts), hide=True)
        for counts in (
            {"informal_offered": 14, "branch_opened": 40, "referred_out": 12},
            {"informal_offered": 3, "branch_opened": 21, "referred_out": 12},
        )
    )
    year = years.together(FIRST_LOOK, first, second)
    assert [line.cells for line in second.lines] == [(None,), (21,), (0,), (0,), (None,), (36,)]
    assert [line.cells for line in year.lines] == [(None,), (61,), (0,), (0,), (None,), (102,)]
    assert year.lines[-1].total


def test_a_year_has_the_months_of_both_halves_and_a_branch_only_if_both_show_it():
    both = (
        build(BY_SLUG["intake-by-month"], [Fact(m, n=n)], hide=True, rows={m: m}) for m, n in (("May", 20), ("Aug", 30))
    )
    year = years.together(BY_SLUG["intake-by-month"], *both)
    assert [(line.label, line.cells) for line in year.lines] == [
        ("May", (20,)), ("Aug", (30,)), ("All together", (50,)),
    ]  # fmt: skip
    own, shared = ({"7": "Lakeview", "small": "Others"}, {"small": "Others"})
    place = BY_SLUG["intake-by-branch"]
    both = (build(place, [Fact(row, n=20) for row in rows], hide=True, rows=rows) for rows in (own, shared))
    assert [(line.label, line.cells) for line in years.together(place, *both).lines] == [
        ("Lakeview", (None,)), ("Others", (40,)), ("All together", (60,)),
    ]  # fmt: skip


def test_days_of_a_year_stand_for_each_half():
    both = (build(STEPS, [Fact("branch.forming", n=10, days=days)], hide=True) for days in (5, 9))
    assert [(line.label, line.cells) for line in years.together(STEPS, *both).lines] == [
        ("Branch: Panel being formed, first half", (5, 5, 5)),
        ("Branch: Panel being formed, second half", (9, 9, 9)),
    ]
