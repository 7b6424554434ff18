"""Letters and the page of one's own case: what they say, to both sides, with the right dates whenever they are read."""

import pytest

from cases.demo.roads import Road
from cases.domain.vocabulary import Action, Role
from cases.models import Notice
from tests import build
from tests.cases.filing import words
from tests.cases.reader import Reader, my_case
from tests.cast import moment, organisation

ALLEGATION = "Shouted at the complainant at the meeting of the branch."


@pytest.fixture
def cast(db):
    return organisation()


def letter(road: Road, member, name: str) -> str:
    """The newest letter of this name to one person, as they read it."""
    Notice.objects.filter(released_at__isnull=True).update(released_at=road.at)
    notice = Notice.objects.filter(case=road.case, member=member, letter=name).latest("created_at")
    return words(Reader(member).text("letter", notice.pk))


def test_the_notice_says_everything_the_respondent_must_know(cast):
    road = build.branch(cast).seat_panel().notice()
    page = letter(road, cast.rob, "n06_notice")
    for part in (
        ALLEGATION,
        "Raised by: Ana Demo",
        "The rule it may break: Harassment",
        "No one has decided anything.",
        "you are taken not to have broken the code",
        "You can send your side by Monday 15 June 2026",
        "Silence is not an admission",
        "more likely than not",
        "coaching, apology or education, corrective plan, warning, censure, restriction, suspension",
        "Both sides can appeal",
        "have someone with you",
        "Please do not contact the people involved",
        "Nobody may be treated worse",
        "within 90 days",
    ):
        assert part in page, part
    assert all(member.full_name in page for member in road.panel())


def test_a_letter_says_the_same_when_it_is_read_late(cast):
    road = build.branch(cast).seat_panel().notice()
    road.answer()
    assert "by Monday 15 June 2026" in letter(road, cast.rob, "n06_notice")
    assert "By Thursday 11 June 2026 we tell you" in letter(road, cast.ana, "n01_received")
    assert "Omar Demo is looking at your complaint" in letter(road, cast.ana, "n02_officer")


def test_both_sides_get_the_same_decision_with_the_arithmetic_and_the_last_day_to_appeal(cast):
    road = build.branch(cast).to_vote().vote(yes=2).measure().decide()
    road.later(days=3)
    for side in (cast.ana, cast.rob):
        page = letter(road, side, "n21_decision")
        for part in (
            "Allegation 1: substantiated",
            "Two people who were there describe the same words.",
            "2 voted yes, 1 no. 2 of 3 were needed.",
            "Warning",
            "until Tuesday 7 July 2026",
            *(member.full_name for member in road.panel()),
        ):
            assert part in page, part


def test_a_measure_is_told_to_the_complainant_and_its_terms_only_where_they_bear_on_safety(cast):
    road = build.branch(cast).to_decision()
    terms = "A written warning."
    assert terms in my_case(road, cast.rob)
    page = my_case(road, cast.ana)
    assert "Measure: warning" in page
    assert terms not in page


def test_what_was_not_found_is_not_called_a_lie(cast):
    road = build.branch(cast).to_vote().vote(yes=1).decide()
    page = letter(road, cast.ana, "n21_decision")
    assert "Allegation 1: not substantiated" in page
    assert "not the same as saying you were not telling the truth" in page


def test_the_reason_of_a_dismissal_reaches_the_complainant_with_the_way_to_a_review(cast):
    page = letter(build.dismissed(cast), cast.ana, "n05_not_taken_forward")
    assert "The code does not cover this." in page
    assert "until Monday 15 June 2026" in page


def test_the_road_shows_what_is_done_what_is_now_and_the_last_day_of_each_step_to_come(cast):
    road = build.branch(cast)
    road.until(moment(6, 15)).seat_panel().notice()
    steps = {step.label: step for step in Reader(cast.rob).page("my-case", road.case.code).steps}
    assert steps["First look"].state == "done"
    assert steps["Panel being formed"].when == "Monday 15 June 2026"
    assert (steps["Waiting for the answer"].state, steps["Waiting for the answer"].when) == (
        "now",
        "by Monday 29 June 2026",
    )
    coming = [(step.label, step.when) for step in steps.values() if step.state == "next"]
    assert coming == [
        ("Inquiry", "at the latest from Monday 29 June 2026"),
        ("Both sides read the evidence", "at the latest from Wednesday 29 July 2026"),
        ("Hearing", "at the latest from Saturday 8 August 2026"),
        ("Panel decides", "at the latest from Saturday 29 August 2026"),
        ("Decision signed", "at the latest from Saturday 12 September 2026"),
        ("Decision delivered; appeal possible", "at the latest from Tuesday 15 September 2026"),
        ("Final", "at the latest from Thursday 15 October 2026"),
    ]


def test_a_late_step_says_sorry_by_itself(cast):
    road = build.branch(cast)
    page = Reader(cast.ana).page("my-case", road.case.code)
    assert page.late
    assert "We are late, and we are sorry" in my_case(road, cast.ana)


def test_after_the_talks_the_other_side_hears_only_that_they_ended(cast):
    road = build.talks(cast).do(Action.LEAVE_INFORMAL, cast.ana)
    page = letter(road, cast.rob, "n04_talks_ended")
    assert cast.ana.full_name not in page
    assert "complainant" not in page.lower()


def test_a_letter_is_its_readers_alone_and_goes_when_the_case_goes(cast):
    road = build.branch(cast).seat_panel().notice()
    Notice.objects.update(released_at=road.at)
    chair = road.who(Role.PANEL_CHAIR)
    notice = Notice.objects.filter(case=road.case, member=chair, letter="n33_your_turn").first()
    assert Reader(chair).get("letter", notice.pk).status_code == 200
    assert Reader(cast.rob).get("letter", notice.pk).status_code == 404
    road.do(Action.RECUSE, chair)
    assert Reader(chair).get("letter", notice.pk).status_code == 404
