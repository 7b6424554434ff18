"""What a published table hides, and that it stays hidden from somebody who reckons (domain paper 6.3, SC-16)."""

from collections import defaultdict
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain import periods, suppression
from cases.domain.suppression import ALL, SMALLEST, Grid, alone, protect

COUNTS = st.one_of(st.integers(0, 12), st.sampled_from([0, 0, 1, 2, 9, 10, 11, 25, 140]))


def line(*counts, people=None):
    rows = tuple("abcdefgh"[: len(counts)])
    return Grid(rows, (), {(row, ""): n for row, n in zip(rows, counts, strict=True)}, people)


def crossed(*lines):
    rows, cols = tuple("abcdef"[: len(lines)]), tuple("vwxyz"[: len(lines[0])])
    return Grid(rows, cols, {(r, c): lines[i][j] for i, r in enumerate(rows) for j, c in enumerate(cols)})


def test_the_yearly_report_of_sc_16():
    names = ("harassment", "stalking", "retaliation", "financial")
    grid = Grid(names, (), {(n, ""): k for n, k in zip(names, (14, 2, 11, 1), strict=True)})
    shown = protect(grid)
    assert shown[ALL] == 28
    assert shown["harassment", None] == 14
    # Two are hidden, and their sum of three with them: a third is hidden, so that only 14 for all of them is known.
    assert [shown[name, None] for name in names[1:]] == [None, None, None]
    hidden = [(name, None) for name in names[1:]]
    assert suppression.ranges(grid.entries(), shown) == dict.fromkeys(hidden, (1, 12))
    assert not suppression.own_row(9)  # Lakeview
    assert not suppression.wide_enough(2)  # the middle of the days for stalking
    year = periods.half(2026, 1)
    assert not periods.against(year, [], date(2026, 7, 8))
    assert [r.because for r in periods.against(year, [year], date(2026, 7, 15))] == [
        "These figures are published already. They are published once and do not change."
    ]


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ((10, 20, 0), (10, 20, 0)),  # nothing small: all of it, also the zero
        ((9, 20, 30), (None, None, 30)),  # one small: the next smallest goes with it
        ((4, 6, 30), (None, None, None)),  # ten for two: each is below ten, so the last goes too
        ((9, 9, 30), (None, None, 30)),
        ((0, 0, 0), (0, 0, 0)),  # zeros give nobody away
        ((3, 0, 4), (None, None, None)),  # fewer than ten in all: nothing
        ((1, 10, 0), (None, None, 0)),
        ((1, 9, 0), (None, None, None)),  # no count is left to hide: the zero is hidden too, and only the sum stands
        ((1,) * 8, (None,) * 8),
    ],
)
def test_counts_by_one_word(counts, seen):
    shown = protect(line(*counts))
    assert tuple(shown[row, None] for row in "abcdefgh"[: len(counts)]) == seen
    assert shown[ALL] == (None if 0 < sum(counts) < SMALLEST else sum(counts))


def test_a_group_of_fewer_than_ten_people_has_no_figures_not_even_a_zero():
    assert set(protect(line(0, 0, people=9)).values()) == {None}
    assert set(protect(line(0, 0, people=10)).values()) == {0}


def test_counts_by_two_words_hide_across_rows_columns_and_sums():
    shown = protect(crossed((40, 3, 20), (30, 25, 15), (12, 18, 60)))
    assert shown["a", "w"] is None
    hidden = {key for key, count in shown.items() if count is None}
    # A ring: whoever takes one from a hidden count must give it to another in its row and in its column.
    assert all(sum(key[0] == row for key in hidden) != 1 for row in "abc")
    assert all(sum(key[1] == col for key in hidden) != 1 for col in "vwx")
    assert shown["a", None] == 63


def test_two_tables_with_one_sum_hide_it_alike():
    by_tier = protect(crossed((3, 30), (2, 40)))
    by_month = protect(crossed((1, 20), (4, 50)))
    sums = [(None, "v"), (None, "w"), ALL]
    assert [by_tier[key] for key in sums] == [by_month[key] for key in sums] == [None, None, 75]


def test_what_adds_up_to_nothing_is_hidden_for_itself_only():
    assert alone({("a", None): 9, ("b", None): 0, ("c", None): 10}) == {
        ("a", None): None, ("b", None): 0, ("c", None): 10,
    }  # fmt: skip


def solutions(shown, entries):
    """Every table that fits what is shown, by trying: knows nothing of flows. Only for tables of very few cells."""
    rows = sorted({r for r, c in entries if r is not None})
    cols = sorted({c for r, c in entries if c is not None})
    inner = [(r, c) for r in rows for c in cols] or [(r, None) for r in rows]
    least = 1 if any(shown[k] for k in inner) else 0  # with all of them hidden, zeros are among them
    for guess in sharings(shown[ALL], [(shown[k], least) for k in inner]):
        found = dict(zip(inner, guess, strict=True)) | {ALL: shown[ALL]}
        if cols:
            found |= {(r, None): sum(found[r, c] for c in cols) for r in rows}
            found |= {(None, c): sum(found[r, c] for r in rows) for c in cols}
        if all(count is None or found[k] == count for k, count in shown.items()):
            yield found


def sharings(total, places):
    """Every way to share a total between places that are known or must have at least so many."""
    if not places:
        yield from [()] if total == 0 else []
        return
    known, least = places[0]
    for count in range(least, total + 1) if known is None else [known] if known <= total else []:
        for rest in sharings(total - count, places[1:]):
            yield count, *rest


def tried(grid):
    """For each hidden count, everything it could be; nothing for a table that is hidden whole."""
    shown, entries = protect(grid), grid.entries()
    could = defaultdict(set)
    for found in solutions(shown, entries) if shown[ALL] is not None else ():
        for key, count in found.items():
            could[key].add(count)
    return shown, entries, {key: could[key] for key, count in shown.items() if count is None and could}


FEW = st.sampled_from([0, 1, 2, 4, 9, 10, 11])


@settings(max_examples=50)
@given(st.lists(FEW, min_size=1, max_size=4))
def test_whoever_tries_every_number_finds_at_least_two_for_each_hidden_one(counts):
    _, entries, could = tried(line(*counts))
    for key, found in could.items():
        assert len(found) > 1, (counts, key)
        assert entries[key] >= SMALLEST or max(found) >= SMALLEST, (counts, key)


@settings(max_examples=30)
@given(st.lists(st.lists(FEW, min_size=2, max_size=2), min_size=2, max_size=2))
def test_the_flow_and_trying_every_table_agree(lines):
    shown, entries, could = tried(crossed(*lines))
    least_and_most = {key: (min(found), max(found)) for key, found in could.items()}
    if could:
        assert suppression.ranges(entries, shown) == least_and_most, lines


@settings(max_examples=200)
@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.lists(COUNTS, min_size=n, max_size=n), min_size=2, max_size=6)))
def test_no_hidden_count_of_two_words_is_told(lines):
    grid = crossed(*lines)
    shown, entries = protect(grid), grid.entries()
    if shown[ALL] is None:
        assert set(shown.values()) == {None}
        return
    for key, (least, most) in suppression.ranges(entries, shown).items():
        assert least < most, (lines, key)
        assert entries[key] >= SMALLEST or most >= SMALLEST, (lines, key)
    assert not [key for key, count in shown.items() if count is not None and 0 < count < SMALLEST]


def test_not_even_whoever_knows_how_it_is_done_tells_a_hidden_count():
    """Every table of three counts up to 24 in all, sorted by what is published: a hidden one is never one number."""
    could = defaultdict(lambda: defaultdict(set))
    for counts in product(range(25), repeat=3):
        if sum(counts) > 24:
            continue
        shown = protect(line(*counts))
        place = could[tuple(sorted(shown.items(), key=str))]
        for key, count in line(*counts).entries().items():
            place[key].add(count)
    told = [
        (seen, key) for seen, place in could.items() for key, count in seen if count is None and len(place[key]) == 1
    ]
    assert not told
