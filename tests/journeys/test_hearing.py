"""T17, RM-8, RM-13: a hearing at the national committee, from the call over another day to its minutes."""

from datetime import date

import icalendar
import pytest

from cases import ics
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Ground, PostponementGround, Role, State
from cases.models import Hearing, Notice, Postponement, Presence
from cases.queries import calendar, today
from cases.usecases import decisions, hearing_day
from tests.cast import moment
from tests.clock import stopped
from tests.journeys.eyes import browser, letters, post
from tests.journeys.slow import Slow

PLACE = "The library, upper floor"


@pytest.fixture
def road(cast):
    """Served on 8 June; from 29 June the hearing can be called. Expulsion is possible, so not before 8 July."""
    road = Slow.file(cast, cast.ana, moment(6, 1)).screen().frame().to_national(Ground.EXPULSION).seat_panel()
    return road.until(moment(6, 8)).notice().answer().until(moment(6, 22)).report().review().until(moment(6, 29))


def call(road, month, day, **words):
    chair = road.who(Role.PANEL_CHAIR)
    return road.do(Action.CALL_HEARING, chair, starts_at=moment(month, day, 18), place=PLACE, **words)


def ask(road, by, ground=PostponementGround.ILLNESS):
    return road.do(Action.ASK_POSTPONEMENT, by, ground=ground, text="I must be in hospital that day.")


def rule(road, *, upheld, day=None):
    words = {"upheld": upheld, "reason": "Both can come then.", "starts_at": day}
    return road.do(Action.RULE_POSTPONEMENT, road.who(Role.PANEL_CHAIR), **words)


def meeting(member, road):
    """What the calendar file of a person says of the hearing: its number, its day and whether it is called off."""
    made = ics.write(calendar.mine(member, at=road.at), host="localhost", at=road.at)
    (event,) = [e for e in icalendar.Calendar.from_ical(made).walk("VEVENT") if str(e["SUMMARY"]) == "Meeting"]
    return int(event["SEQUENCE"]), event.start.date(), str(event.get("STATUS", ""))


def page(member, road, way="my"):
    return browser(member).get(f"/{way}/{road.case.code}/").content.decode()


def test_thirty_days_from_the_notice_where_expulsion_is_possible_and_both_sides_can_shorten_it(cast, road):
    for day in (date(2026, 6, 28), date(2026, 7, 4), date(2026, 7, 12)):
        with pytest.raises(Refused, match=r"past|13 July 2026"):
            call(road, day.month, day.day)
    road.do(Action.AGREE_DAY, cast.rob, until=date(2026, 7, 4))
    with pytest.raises(Refused, match="13 July 2026"):
        call(road, 7, 4)
    road.do(Action.AGREE_DAY, cast.ana, until=date(2026, 7, 3))
    assert call(road, 7, 4).case.state == State.HEARING


def test_both_hear_of_the_call_and_of_another_day_in_the_same_moment(cast, road):
    call(road, 7, 15)
    assert meeting(cast.rob, road) == (1, date(2026, 7, 15), "")
    ask(road.until(moment(7, 1)), cast.rob)
    assert "Rule on another day of the hearing" in str(today.today(road.who(Role.PANEL_CHAIR), at=road.at))
    assert meeting(cast.rob, road) == (1, date(2026, 7, 15), ""), "the day stays until the chair has ruled"
    with pytest.raises(Refused, match="waits for its ruling already"):
        ask(road, cast.ana)
    with pytest.raises(Refused, match="Rule first on the request"):
        call(road, 7, 20)
    with pytest.raises(Refused, match="15 July 2026 or later"):
        rule(road, upheld=True, day=moment(7, 9, 18))
    rule(road, upheld=True, day=moment(7, 20, 18))
    assert meeting(cast.ana, road) == meeting(cast.rob, road) == (2, date(2026, 7, 20), "")
    rows = Notice.objects.filter(case=road.case, letter="n16_postponement").values_list("member", "due_at")
    assert dict(rows) == {cast.ana.pk: road.at, cast.rob.pk: road.at}
    post(road)
    for member in (cast.ana, cast.rob):
        letter = Notice.objects.get(case=road.case, member=member, letter="n16_postponement")
        words = browser(member).get(f"/letters/{letter.pk}/").content.decode()
        for said in (
            "Monday 20 July 2026",
            "Wednesday 15 July 2026",
            "Both can come then.",
            PLACE,
            "ill or needs care",
        ):
            assert said in words
        assert "in hospital" not in words
        assert letters(member, road)[-1] == "n16_postponement"
        assert "Monday 20 July 2026" in page(member, road)
    assert "in hospital" not in page(cast.ana, road)


def test_without_a_new_day_the_hearing_is_off_and_called_anew_with_its_notice(cast, road):
    rule(ask(call(road, 7, 15), cast.ana), upheld=True)
    assert meeting(cast.rob, road) == (2, date(2026, 7, 15), "CANCELLED")
    assert "The hearing is off." in page(cast.rob, road)
    with pytest.raises(Refused, match="Call the hearing first"):
        road.to(7, 15, 20).do(Action.HOLD_HEARING, road.who(Role.PANEL_CHAIR), minutes="x")
    with pytest.raises(Refused, match="29 July 2026"):
        call(road, 7, 28)
    assert meeting(cast.rob, call(road, 7, 29)) == (3, date(2026, 7, 29), "")


def test_for_a_support_person_it_moves_once_and_by_a_week_at_the_most(cast, road):
    call(road, 7, 15)
    ask(road.until(moment(7, 14)), cast.rob, PostponementGround.SUPPORTER)
    with pytest.raises(Refused, match="Name the new day"):
        rule(road, upheld=True)
    with pytest.raises(Refused, match="22 July 2026 at the latest"):
        rule(road, upheld=True, day=moment(7, 23, 18))
    rule(road, upheld=True, day=moment(7, 22, 18))
    with pytest.raises(Refused, match="once already"):
        ask(road, cast.ana, PostponementGround.SUPPORTER)
    rule(ask(road, cast.ana), upheld=False)
    rule(ask(road, cast.ana), upheld=True, day=moment(8, 1, 18))
    with pytest.raises(Refused, match="moved 2 times on request already"):
        ask(road, cast.rob)
    assert list(Postponement.objects.order_by("asked_at").values_list("granted", flat=True)) == [True, False, True]
    assert Hearing.objects.get().starts_at == moment(8, 1, 18)


def test_a_day_that_has_come_is_not_moved_by_a_request(cast, road):
    call(road, 7, 15)
    with pytest.raises(Refused, match="The day of the hearing is here"):
        ask(road.to(7, 15, 8), cast.rob)


def test_what_would_help_is_read_by_those_who_prepare_and_never_by_the_other_side(cast, road):
    road.do(Action.SAY_NEEDS, cast.rob, text="I hear badly. A quiet room, please.")
    for member, way in ((road.who(Role.PANEL_CHAIR), "cases"), (road.who(Role.REGISTRAR), "cases"), (cast.rob, "my")):
        assert "I hear badly." in page(member, road, way)
    assert (
        "I hear badly."
        in browser(road.who(Role.PANEL_CHAIR)).get(f"/cases/{road.case.code}/do/call_hearing/").content.decode()
    )
    assert "I hear badly." not in page(cast.ana, road)
    assert "I hear badly." not in page(road.panel()[1], road, "cases")


# On the day


def held(road):
    """It is the evening of the hearing."""
    call(road, 7, 15)
    return road.to(7, 15, 18)


def live(member, road, way="cases"):
    return browser(member).get(f"/{way}/{road.case.code}/hearing/").content.decode()


def press(member, road, action, way="cases", **words):
    """One button of the page of the hearing, as a browser without script sends it."""
    address = f"/{way}/{road.case.code}/do/{action}/"
    return browser(member).post(address, {"next": "hearing", **words})


def test_one_clerk_keeps_the_list_and_the_questions_without_script(cast, road):
    chair, clerk = held(road).who(Role.PANEL_CHAIR), road.who(Role.REGISTRAR)
    with pytest.raises(Refused, match="0 stand in the list"):
        hearing_day.hold_hearing(case_id=road.case.pk, by=chair, at=road.at, minutes="x")
    with stopped(road.at):
        for number, member in enumerate(road.panel()):
            assert f"{number} of 5 members of the panel are here" in live(clerk, road)
            answer = press(clerk, road, "record_presence", person=f"m{member.pk}", came="yes")
            assert (answer.status_code, answer["Location"]) == (303, f"/cases/{road.case.code}/hearing/")
        assert press(clerk, road, "record_presence", person="p2", came="yes").status_code == 303
        assert "Quorum is met" in live(cast.rob, road, "my")
        assert press(cast.rob, road, "put_question", "my", question="Who else was in the room?").status_code == 303
        assert press(cast.ana, road, "put_question", "my", question="Why do you always lie?").status_code == 303
        assert "Who else was in the room?" not in live(cast.ana, road, "my"), "not before the chair has put it"
        assert press(chair, road, "rule_question", number="1", upheld="yes").status_code == 303
        without = press(chair, road, "rule_question", number="2", upheld="no")
        assert without.status_code == 403 and "Say why the question is not put." in without.content.decode()
        press(chair, road, "rule_question", number="2", upheld="no", reason="It blames.")
        assert press(clerk, road, "mark_answered", number="1").status_code == 303
        for member in (cast.ana, cast.rob):
            assert "Who else was in the room?" in live(member, road, "my")
        assert "It blames." in live(cast.ana, road, "my") and "It blames." not in live(cast.rob, road, "my")
        for person in ("m999999", "p99", "x", "", f"m{cast.ana.pk}"):
            assert press(clerk, road, "record_presence", person=person, came="yes").status_code in (200, 403)
        road.declare(chair)
        begun = browser(chair).get(f"/cases/{road.case.code}/do/hold_hearing/").content.decode()
        assert "Rob Demo (respondent): came 18:00" in begun and "Who else was in the room?" in begun


def test_who_steps_aside_has_left_and_counts_no_more(cast, road):
    held(road).gather()
    *others, last = road.panel()
    road.later(minutes=20).do(Action.RECUSE, last)
    page = live(road.who(Role.REGISTRAR), road)
    assert "4 of 4 members of the panel are here" in page
    assert "came 18:00, left 18:20, does not take part any more" in page
    assert list(Presence.objects.filter(member=last).order_by("at").values_list("came", "recorded_by")) == [
        (True, road.who(Role.PANEL_CHAIR).pk),
        (False, None),
    ]
    assert browser(last).get(f"/cases/{road.case.code}/hearing/").status_code == 404
    assert road.do(Action.HOLD_HEARING, others[0], minutes="Both were heard.").case.state == State.DELIBERATING


def heard(road):
    return held(road).do(Action.HOLD_HEARING, road.who(Role.PANEL_CHAIR), minutes="Both were heard.")


def test_minutes_are_final_when_all_who_were_there_approve_and_then_both_read_them(cast, road):
    *others, careful = heard(road).panel()
    for member in others:
        road.do(Action.APPROVE_MINUTES, member, upheld=True)
    with pytest.raises(Refused, match="Say what the minutes should say"):
        road.do(Action.APPROVE_MINUTES, careful, upheld=False)
    road.do(Action.APPROVE_MINUTES, careful, upheld=False, text="Rob spoke first.")
    assert "Both were heard." not in page(cast.ana, road) and "when they are final" in page(cast.rob, road)
    assert "Rob spoke first." in page(others[0], road, "cases")
    road.do(Action.WRITE_MINUTES, road.who(Role.PANEL_CHAIR), minutes="Rob spoke first. Both were heard.")
    for member in road.panel():
        assert Hearing.objects.get().minutes_final_at is None
        road.do(Action.APPROVE_MINUTES, member, upheld=True)
    assert Hearing.objects.get().minutes_final_because == "approved"
    for member in (cast.ana, cast.rob):
        assert "Rob spoke first. Both were heard." in page(member, road)
    with pytest.raises(Refused, match="No minutes wait"):
        road.do(Action.WRITE_MINUTES, road.who(Role.PANEL_CHAIR), minutes="Nobody spoke.")


def test_nobody_holds_up_a_decision_by_saying_nothing_of_the_minutes(cast, road):
    chair = heard(road).who(Role.PANEL_CHAIR)
    road.vote(yes=0).reasons()
    road.declare(chair)
    with pytest.raises(Refused, match="The minutes of the hearing are not final"):
        decisions.sign_decision(case_id=road.case.pk, by=chair, at=road.at)
    road.do(Action.APPROVE_MINUTES, road.panel()[1], upheld=False, text="They leave out the break.")
    road.do(Action.CLOSE_MINUTES, chair, reason="The break was not part of the hearing.")
    words = page(cast.rob, road)
    assert "They leave out the break." in words and "The break was not part of the hearing." in words
    assert road.do(Action.SIGN_DECISION, chair).case.state == State.SIGNED
