"""What is drawn of a table: lengths and stairs, with every number as text."""

from datetime import date

from cases.domain.catalogue import AFTER, BY_SLUG
from cases.domain.tables import Fact, build
from cases.reports import files
from cases.reports import page as pages
from cases.reports.charts import chart


def test_the_days_of_a_step_are_a_bar_and_a_line_up_to_the_slow_ones():
    facts = [
        Fact("branch.forming", n=5, days=10),
        Fact("branch.forming", n=3, days=20),
        Fact("branch.forming", n=2, days=40),
    ]
    for hide in (False, True):
        drawn = chart(build(BY_SLUG["time-in-step"], facts, hide=hide), line=False)
        assert drawn.days
        assert [(bar.words, bar.length, bar.slow) for bar in drawn.bars] == [("10 · 20 · 40 days", 25, (50, 100))]


def test_stairs_go_down_where_the_table_has_a_number_and_carry_the_same_ones():
    facts = [Fact("branch", n=5, days=20), Fact("branch", n=5, days=400), Fact("national", n=9, days=5)]
    table = build(BY_SLUG["still-open"], facts, hide=False)
    drawn = chart(table, line=False)
    (stairs,) = drawn.stairs  # nine are too few
    assert drawn.drawn
    assert (stairs.label, stairs.base) == ("Branch", 10)
    assert [(mark.day, mark.share) for mark in stairs.marks] == [(day, 50) for day in AFTER]
    assert [mark.share for mark in stairs.marks] == list(table.lines[0].cells[1:])
    assert [mark.day for mark in stairs.marks if mark.said] == [AFTER[0], AFTER[-1]]  # where it is new, and at the end
    one = chart(table.column("After 90 days"), line=False)
    assert not one.stairs
    assert [(bar.label, bar.words) for bar in one.bars] == [
        ("Branch", "50 %"),
        ("National Disciplinary Committee", "not shown"),
    ]
    assert stairs.path.startswith("M12 18H36.0V66.0H60.0V66.0")


def test_nothing_is_drawn_of_nothing():
    for slug in ("still-open", "time-in-step", "first-look"):
        assert not chart(build(BY_SLUG[slug], [], hide=True), line=False).drawn


def test_a_chart_on_paper_breaks_between_any_two_bars():
    steps = BY_SLUG["time-in-step"]
    for count in (18, 40, 41, 42, len(steps.rows)):
        table = build(steps, [Fact(row, days=n) for n, row in enumerate(list(steps.rows)[:count])], hide=False)
        page = pages._part(steps, table, date(2026, 7, 1))
        assert files.of("pdf", page, "By nobody").startswith(b"%PDF")
