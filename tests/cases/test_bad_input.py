"""Forms that come late, twice, in two windows at once or in a shape no form has: nothing happens twice or is lost."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now

from cases.demo.roads import Road
from cases.domain.vocabulary import Action, Role, State
from cases.models import Addendum, Allegation, Ballot, CaseEvent, EvidenceReply, Hearing, Motion, Party
from cases.usecases.intake import Named
from tests.cases.desk import Desk, done, says, still_typed
from tests.cast import organisation

MINE = "Ünïcode ✓ and every word that I typed"
CHANGED = 409
CLOSED = 403


@pytest.fixture
def cast(db):
    return organisation(at=now() - timedelta(days=60))


@pytest.fixture
def filed(cast) -> Road:
    return Road.file(cast, cast.ana, now() - timedelta(days=2))


@pytest.fixture
def at_branch(filed) -> Road:
    return filed.screen().frame().to_branch()


@pytest.fixture
def heard(at_branch) -> Road:
    """Both sides have replied; a hearing can be called."""
    return at_branch.seat_panel().notice().answer().report().review()


@pytest.fixture
def voting(at_branch) -> Road:
    """The vote is open, and everybody who sits has declared for it."""
    road = at_branch.to_vote()
    for member in road.panel():
        road.declare(member)
    return road


def desk(road: Road, role: Role) -> Desk:
    sides = (Role.COMPLAINANT, Role.RESPONDENT)
    return Desk(road.side(role) if role in sides else road.who(role), road.case)


# Closed steps


def test_a_closed_step_gives_every_reason(filed):
    answer = desk(filed, Role.INTAKE_OFFICER).opens(Action.OPEN_BRANCH)
    assert answer.status_code == CLOSED
    assert says(answer, "Record the safety screen before anything else.", "Write down at least one allegation first.")


def test_a_closed_step_that_is_sent_all_the_same_gives_every_reason_and_keeps_the_words(filed):
    answer = desk(filed, Role.INTAKE_OFFICER).sends(Action.OPEN_BRANCH, reason=MINE)
    assert answer.status_code == CLOSED
    assert says(answer, "Record the safety screen before anything else.", "Write down at least one allegation first.")
    assert still_typed(answer, MINE)


def test_a_step_of_somebody_else_is_closed_in_a_case_one_may_open(at_branch):
    answer = desk(at_branch, Role.REGISTRAR).opens(Action.VOTE)
    assert answer.status_code == CLOSED


def test_what_was_refused_is_in_the_record(filed):
    desk(filed, Role.INTAKE_OFFICER).sends(Action.OPEN_BRANCH, reason=MINE)
    assert CaseEvent.objects.filter(case=filed.case, kind="act_refused").count() == 1


# Late, twice, at once


def test_a_form_opened_before_the_case_moved_changes_nothing_and_keeps_the_words(cast, filed):
    omar = desk(filed.screen(), Role.INTAKE_OFFICER)
    omar.opens(Action.ASK_FACTS)
    filed.frame().to_branch()
    answer = omar.sends(Action.ASK_FACTS, question=MINE)
    assert answer.status_code in (404, CHANGED)


def test_an_old_form_says_what_happened_meanwhile_and_keeps_the_words(voting):
    chair = desk(voting, Role.PANEL_CHAIR)
    voting.vote()
    chair.opens(Action.PROPOSE_MEASURE)
    voting.measure().reasons().sign()
    answer = chair.sends(Action.PROPOSE_MEASURE, kind="warning", days="90", terms=MINE)
    assert answer.status_code == CHANGED
    assert still_typed(answer, MINE)
    assert says(answer, "The decision was signed")
    assert Motion.objects.filter(case=voting.case, kind="measure").count() == 1


def test_a_second_press_adds_nothing(filed):
    ana = desk(filed, Role.COMPLAINANT)
    first = ana.does(Action.ADD_ADDENDUM, text=MINE)
    second = ana.sends(Action.ADD_ADDENDUM, text=MINE)
    assert done(first)
    assert second.status_code == CHANGED
    assert still_typed(second, MINE)
    assert Addendum.objects.filter(case=filed.case).count() == 1


def test_a_second_press_on_a_button_without_words_does_it_once(at_branch):
    registrar = desk(at_branch, Role.REGISTRAR)
    assert done(registrar.does(Action.FORM_PANEL))
    assert registrar.sends(Action.FORM_PANEL).status_code in (CLOSED, CHANGED)
    assert CaseEvent.objects.filter(case=at_branch.case, kind="panel_drawn").count() == 1


def test_two_people_who_take_the_same_step_are_told_of_each_other(filed):
    """The facilitator's terms, from two windows: the second reads what the first saved, and keeps the words."""
    road = filed.screen().frame()
    road.do(Action.OFFER_INFORMAL, road.who(Role.INTAKE_OFFICER))
    for side in (Role.COMPLAINANT, Role.RESPONDENT):
        road.do(Action.CONSENT, road.side(side))
    one, two = desk(road, Role.FACILITATOR), desk(road, Role.FACILITATOR)
    one.opens(Action.PROPOSE_TERMS)
    two.opens(Action.PROPOSE_TERMS)
    assert done(one.sends(Action.PROPOSE_TERMS, terms="The first text."))
    answer = two.sends(Action.PROPOSE_TERMS, terms=MINE)
    assert answer.status_code == CHANGED
    assert still_typed(answer, MINE)
    assert says(answer, "Terms of an agreement were written down")


def test_both_who_identify_a_person_hear_of_each_other(at_branch):
    """The registrar and the chair both say who an unknown person is: the first holds, the second is told."""
    road = at_branch.seat_panel()
    party = Party.objects.create(case=road.case, number=9, side=Role.WITNESS)
    registrar, chair = desk(road, Role.REGISTRAR), desk(road, Role.PANEL_CHAIR)
    registrar.opens(Action.IDENTIFY_PARTY)
    chair.opens(Action.IDENTIFY_PARTY)
    assert done(registrar.sends(Action.IDENTIFY_PARTY, party="9", member="mona@demo.example"))
    answer = chair.sends(Action.IDENTIFY_PARTY, party="9", member="lars@demo.example")
    assert answer.status_code == CHANGED
    assert still_typed(answer, "lars@demo.example")
    party.refresh_from_db()
    assert party.member.email == "mona@demo.example"


def test_the_words_that_came_too_late_can_be_sent_again(filed):
    """The page that tells of the change is the form itself: one more press sends the same words on purpose."""
    ana = desk(filed, Role.COMPLAINANT)
    ana.does(Action.ADD_ADDENDUM, text="First.")
    late = ana.sends(Action.ADD_ADDENDUM, text=MINE)
    ana.seen = late.context["form"]["seen"].value()
    assert done(ana.sends(Action.ADD_ADDENDUM, text=MINE))
    assert Addendum.objects.filter(case=filed.case).count() == 2


# Votes


def test_nobody_votes_twice(voting):
    member = Desk(voting.panel()[0], voting.case)
    assert done(member.does(Action.VOTE, motion="1", choice="yes"))
    again = member.sends(Action.VOTE, motion="1", choice="no")
    assert again.status_code in (CLOSED, CHANGED)
    assert Ballot.objects.filter(case=voting.case).count() == 1


def test_a_vote_on_a_question_that_does_not_exist_is_none(voting):
    member = Desk(voting.panel()[0], voting.case)
    for motion in ("7", "abc", "", "1.5", "-1", "99999999999999999999"):
        answer = member.does(Action.VOTE, motion=motion, choice="yes", reason=MINE)
        assert not done(answer) and answer.status_code < 500
        assert still_typed(answer, MINE)
    assert not Ballot.objects.filter(case=voting.case).exists()


def test_abstaining_without_a_reason_is_refused(voting):
    answer = Desk(voting.panel()[0], voting.case).does(Action.VOTE, motion="1", choice="abstain")
    assert answer.status_code == CLOSED
    assert says(answer, "Say why you abstain.")


def test_a_branch_cannot_put_expulsion_to_the_vote(voting):
    chair = desk(voting.vote(), Role.PANEL_CHAIR)
    answer = chair.does(Action.PROPOSE_MEASURE, kind="expulsion", terms=MINE)
    assert not done(answer)
    assert still_typed(answer, MINE)
    assert not Motion.objects.filter(case=voting.case, kind="measure").exists()


@pytest.mark.parametrize("days", ["0", "-3", "ten", "1.5", "99999999", "9" * 30])
def test_a_measure_needs_a_number_of_days_that_can_be_kept(voting, days):
    chair = desk(voting.vote(), Role.PANEL_CHAIR)
    answer = chair.does(Action.PROPOSE_MEASURE, kind="suspension", days=days, terms=MINE)
    assert not done(answer) and answer.status_code < 500
    assert still_typed(answer, MINE, days)


# Days


def in_days(days: int) -> str:
    return f"{localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 5])
def test_a_hearing_is_never_called_too_soon_or_in_the_past(heard, days):
    answer = desk(heard, Role.PANEL_CHAIR).does(
        Action.CALL_HEARING, starts_at=in_days(days), place=MINE, agenda="Both sides speak."
    )
    assert answer.status_code == CLOSED
    assert still_typed(answer, MINE)
    assert not Hearing.objects.filter(case=heard.case).exists()


def test_a_hearing_with_enough_notice_is_called(heard):
    words = {"place": "Room 2", "agenda": "Both sides speak."}
    assert done(desk(heard, Role.PANEL_CHAIR).does(Action.CALL_HEARING, starts_at=in_days(40), **words))


@pytest.mark.parametrize(
    "moment", ["", "soon", "2026-13-45T10:00", "2026-11-30T25:61", "0001-01-01T00:00", "9999-12-31T23:59", "0" * 400]
)
def test_a_moment_that_is_none_is_named(heard, moment):
    answer = desk(heard, Role.PANEL_CHAIR).does(
        Action.CALL_HEARING, starts_at=moment, place=MINE, agenda="Both sides speak."
    )
    assert not done(answer) and answer.status_code < 500
    assert still_typed(answer, MINE)
    assert not Hearing.objects.filter(case=heard.case).exists()


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "30/02/2026"])
def test_a_delivery_on_a_day_that_is_none_or_not_here_yet_is_not_recorded(at_branch, day):
    registrar = desk(at_branch.seat_panel().notice(), Role.REGISTRAR)
    answer = registrar.does(Action.RECORD_DELIVERY, channel="letter", delivered_on=day, proof=MINE)
    assert not done(answer) and answer.status_code < 500
    assert still_typed(answer, MINE)


# Words


def test_control_characters_are_left_out_and_line_breaks_stay(filed):
    ana = desk(filed, Role.COMPLAINANT)
    assert done(ana.does(Action.ADD_ADDENDUM, text="one\x00\x07 two\r\nthree\x1b[31m\tfour"))
    page = ana.client.get(f"/my/{filed.case.code}/").content.decode()
    assert "one two" in page and "three[31m\tfour" in page
    assert not any(sign in page for sign in "\x00\x07\x1b")


def test_a_text_that_is_too_long_stays_on_the_page(filed):
    long = MINE + "x" * 20_000
    answer = desk(filed, Role.COMPLAINANT).does(Action.ADD_ADDENDUM, text=long)
    assert answer.status_code == 200
    assert still_typed(answer, long)
    assert says(answer, "Use 20000 characters or fewer.")


def test_a_text_of_blanks_is_no_text(filed):
    answer = desk(filed, Role.COMPLAINANT).does(Action.ADD_ADDENDUM, text=" \n\t \x00 ")
    assert answer.status_code == 200 and not Addendum.objects.exists()


def test_what_was_typed_is_never_read_as_markup(filed):
    ana = desk(filed, Role.COMPLAINANT)
    assert done(ana.does(Action.ADD_ADDENDUM, text="<script>alert(1)</script><b>bold</b>"))
    for window, address in ((ana, "/my/"), (desk(filed, Role.INTAKE_OFFICER), "/cases/")):
        page = window.client.get(f"{address}{filed.case.code}/").content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page and "<b>bold" not in page


# Choices and people


def test_a_rule_that_is_not_in_the_code_frames_no_allegation(filed):
    officer = desk(filed.screen(), Role.INTAKE_OFFICER)
    for provision in ("", "no-such-rule", "../../etc/passwd", "harassment\x00"):
        answer = officer.does(Action.FRAME_ALLEGATION, text=MINE, provision=provision)
        assert answer.status_code == 200
        assert still_typed(answer, MINE)
    assert not Allegation.objects.exists()


def test_nobody_is_identified_as_somebody_who_is_not_there(cast):
    road = Road.file(cast, cast.ana, now() - timedelta(days=2), people=(Named(name="The tall one"),)).screen()
    officer = desk(road, Role.INTAKE_OFFICER)
    for member in ("nobody@demo.example", "Nobody At All", "", "\x00", "%", "1"):
        answer = officer.does(Action.IDENTIFY_PARTY, party="2", member=member)
        assert not done(answer) and answer.status_code < 500
    for party in ("1", "77", "abc", ""):
        assert not done(officer.does(Action.IDENTIFY_PARTY, party=party, member="rob@demo.example"))
    assert Party.objects.get(case=road.case, number=2).member is None
    assert done(officer.does(Action.IDENTIFY_PARTY, party="2", member="ROB@demo.example "))


def test_an_unanswered_question_is_named_and_the_rest_is_kept(filed):
    answer = desk(filed, Role.INTAKE_OFFICER).does(Action.SCREEN_SAFETY, danger="no", note=MINE)
    assert answer.status_code == 200
    assert says(answer, "There is something to fix", "Choose one answer.")
    assert still_typed(answer, MINE)


def test_a_side_replies_once(at_branch):
    road = at_branch.seat_panel().notice().answer().report()
    rob = desk(road, Role.RESPONDENT)
    assert done(rob.does(Action.REPLY_EVIDENCE, text="First."))
    assert rob.sends(Action.REPLY_EVIDENCE, text=MINE).status_code in (CLOSED, CHANGED)
    assert EvidenceReply.objects.filter(case=road.case).count() == 1


def test_fields_that_no_form_has_are_left_alone(filed):
    """Over-posting: the state, the level and the code are nobody's to type."""
    extra = {"state": "closed", "tier": "national", "code": "AAA-AAA-AA", "by": "1", "at": "2020-01-01", "case_id": "1"}
    assert done(desk(filed, Role.COMPLAINANT).does(Action.ADD_ADDENDUM, text=MINE, **extra))
    before = (filed.case.code, State.TRIAGE)
    filed.case.refresh_from_db()
    assert (filed.case.code, filed.case.state) == before
