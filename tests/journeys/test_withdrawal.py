"""SC-17: Ana withdraws and says that somebody pressed her. Nobody ends a case by pressing, or by saying nothing."""

import pytest

from cases.demo.matters import REMARKS
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.requests import CarryOn, Pressed
from cases.domain.vocabulary import Action, Category, ClosureReason, EventKind, Ground, LinkKind, Role, State, Tier
from cases.models import Ballot, CaseEvent, CaseLink, Motion, Notice, Withdrawal
from tests import build
from tests.cast import moment
from tests.journeys.eyes import browser, letters, post

OWN_WORDS = "They said that I would regret it."
REASON = "Two witnesses saw it, and there are two more complaints like it."


def national(cast) -> Road:
    """A formal national case on sexual harassment, with two witnesses; the notice was served."""
    road = Road.file(cast, cast.ana, moment(6, 1), matter=REMARKS).screen().frame().to_national(Ground.EXPULSION)
    road.seat_panel().notice().answer()
    for name in ("Wim Demo", "Somebody who was there"):
        road.do(Action.NAME_WITNESS, road.who(Role.PANEL_CHAIR), name=name)
    return road.later(days=1)


def withdraw(road: Road, pressed: Pressed | str = "", **more: object) -> Road:
    return road.do(Action.WITHDRAW, road.cast.ana, pressed=pressed, text=OWN_WORDS, **more)


def my_page(member, road: Road) -> str:
    return browser(member).get(f"/my/{road.case.code}/").content.decode()


def newest_letter(member, road: Road) -> str:
    post(road)
    rows = Notice.objects.filter(case=road.case, member=member, released_at__isnull=False)
    return browser(member).get(f"/letters/{rows.latest('event__number').pk}/").content.decode()


def the_other_side_learns_nothing(road: Road) -> None:
    rob = road.cast.rob
    post(road)
    assert letters(rob, road)[-1] not in ("n20_asked", "n20_closed", "n20_goes_on")
    assert OWN_WORDS not in my_page(rob, road) and "ithdraw" not in my_page(rob, road)
    stale = {"seen": "1.investigating.2", "title": "A letter", "text": "Here it is."}
    seen = browser(rob).post(f"/my/{road.case.code}/do/add_evidence/", stale)
    assert "ithdraw" not in seen.content.decode(), "nor by what happened since a form was opened"
    for action in (Action.ACCEPT_WITHDRAWAL, Action.CARRY_ON, Action.WITHDRAW):
        with pytest.raises(Refused):
            road.do(action, rob, **({} if action is Action.WITHDRAW else {"reason": "No."}))


def who_rules_reads_it(road: Road) -> None:
    """The registrar hears only that she was pressed; the others of the panel only that it waits."""
    chair, registrar = road.who(Role.PANEL_CHAIR), road.who(Role.REGISTRAR)
    member = next(m for m in road.panel() if m != chair)
    assert letters(registrar, road)[-1] == "n20_pressure" and letters(road.cast.ana, road)[-1] == "n20_asked"
    for reader, text, flag in ((chair, True, True), (registrar, False, True), (member, False, False)):
        page = browser(reader).get(f"/cases/{road.case.code}/").content.decode()
        assert ((OWN_WORDS in page), (Pressed.YES.label in page)) == (text, flag)
    assert "Rule on a withdrawal" in browser(chair).get("/today/").content.decode()


def test_the_whole_of_sc_17(cast):
    road = withdraw(national(cast), Pressed.YES)
    the_other_side_learns_nothing(road)
    who_rules_reads_it(road)
    for member in (cast.ana, road.who(Role.REGISTRAR)):
        assert 'href="/raise/"' in newest_letter(member, road), "a case of retaliation is suggested"
    due, chair = road.case.due_on, road.who(Role.PANEL_CHAIR)
    road.later(days=3).do(Action.CARRY_ON, chair, ground=CarryOn.EVIDENCE, reason=REASON)
    assert road.case.due_on == due, "the case did not stand still"
    assert REASON in newest_letter(cast.ana, road) and REASON in my_page(cast.ana, road)
    told = newest_letter(cast.rob, road)
    assert "organisation goes on" in told and REASON not in told and CarryOn.EVIDENCE.label not in told
    assert REASON not in my_page(cast.rob, road)
    with pytest.raises(Refused, match="need not take part"):
        withdraw(road)
    road.do(Action.ANSWER_TESTIMONY, cast.ana, testifies=False)
    assert "Will not be a witness." in browser(chair).get(f"/cases/{road.case.code}/").content.decode()
    road.report().reply(Role.RESPONDENT).close_review()
    assert road.case.state == State.HEARING, "nobody waits for her reply"
    road.papers().vote().measure().decide()
    post(road)
    assert letters(cast.ana, road)[-1] == letters(cast.rob, road)[-1] == "n21_decision"


def test_silence_of_the_chair_never_closes_the_case(cast):
    road = withdraw(build.branch(cast).seat_panel().notice())
    road.later(days=8).clock()
    row = Withdrawal.objects.get(case=road.case)
    assert (row.how, row.ground, road.case.state) == ("no_ruling", "", State.RESPONDING)


def test_the_chair_lets_it_rest_and_it_can_be_filed_again(cast):
    road = withdraw(build.branch(cast).seat_panel().notice())
    chair = road.who(Role.PANEL_CHAIR)
    road.do(Action.ACCEPT_WITHDRAWAL, chair, reason="Nothing else speaks for going on.")
    assert (road.case.state, road.case.closure_reason) == (State.CLOSED, ClosureReason.WITHDRAWN)
    assert browser(chair).get(f"/cases/{road.case.code}/").status_code == 404
    assert "Nothing else speaks" not in newest_letter(cast.rob, road)
    again = Road.file(cast, cast.ana, road.later(days=30).at, matter=road.matter).screen()
    assert CaseLink.objects.filter(case=again.case, other=road.case, kind=LinkKind.AGAIN).exists()
    assert road.case.code in my_page(cast.ana, again)
    page = browser(again.who(Role.INTAKE_OFFICER)).get(f"/cases/{again.case.code}/").content.decode()
    assert "Filed again" in page and road.case.code not in page


def test_before_a_formal_case_it_is_closed_at_once_and_rob_who_knows_nothing_hears_nothing(cast):
    road = withdraw(build.framed(cast), Pressed.NO)
    assert (road.case.state, road.case.closure_reason) == (State.CLOSED, ClosureReason.WITHDRAWN)
    assert letters(cast.rob, road, sent=None) == []
    assert letters(cast.ana, road, sent=None)[-1] == "n20_closed"


@pytest.mark.parametrize("start", [build.framed, build.talks])
def test_whoever_was_pressed_at_the_first_look_or_in_talks_is_not_simply_closed(cast, start):
    road = withdraw(start(cast), Pressed.YES)
    assert (road.case.tier, road.case.state) == (Tier.INTAKE, State.TRIAGE)
    with pytest.raises(Refused, match="asked to withdraw"):
        road.screen().to_branch()
    road.do(Action.CARRY_ON, road.who(Role.INTAKE_OFFICER), ground=CarryOn.SAFETY, reason=REASON).to_branch()
    assert road.case.state == State.FORMING


def test_while_the_panel_is_drawn_nobody_can_rule_and_nothing_lapses(cast):
    road = withdraw(build.branch(cast))
    road.later(days=8).clock()
    row = Withdrawal.objects.get(case=road.case)
    assert row.how == "" and row.rule_by > road.at.date()
    road.seat_panel()
    with pytest.raises(Refused, match="asked to withdraw"):
        road.notice()
    page = browser(road.who(Role.PANEL_CHAIR)).get(f"/cases/{road.case.code}/").content.decode()
    assert OWN_WORDS in page and road.matter.allegation in page
    road.do(Action.ACCEPT_WITHDRAWAL, road.who(Role.PANEL_CHAIR), reason="She does not want it.")
    assert letters(cast.rob, road, sent=None) == []


def test_one_allegation_is_withdrawn_while_the_panel_votes_and_the_other_is_decided(cast):
    road = build.filed(cast).screen().frame(Category.HARASSMENT, Category.MEMBERSHIP_RULES).to_branch().to_vote()
    chair = road.who(Role.PANEL_CHAIR)
    road.declare(chair).do(Action.VOTE, chair, motion=2, choice="yes")
    withdraw(road, allegations=[2])
    road.vote(motion=1)
    road.do(Action.ACCEPT_WITHDRAWAL, chair, reason="The other one says it all.")
    assert road.case.state == State.DELIBERATING
    assert Motion.objects.get(case=road.case, number=2).void_at
    assert not Ballot.objects.filter(motion__number=2, case=road.case, void_at__isnull=True).exists()
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.QUESTION_DROPPED).exists()
    road.measure().decide()
    assert road.case.state == State.APPEAL_WINDOW
    assert "Nobody decides on it." in my_page(cast.rob, road)


def test_the_form_asks_nothing_that_has_to_be_answered_and_keeps_what_was_typed(cast):
    road = build.filed(cast).screen().frame(Category.HARASSMENT, Category.MEMBERSHIP_RULES)
    ana, url = browser(cast.ana), f"/my/{road.case.code}/do/withdraw/"
    page = ana.get(url).content.decode()
    assert "Did anybody press you" in page and "You do not have to say why" in page
    wrong = ana.post(url, {"whole": "no", "text": OWN_WORDS}).content.decode()
    assert "Choose what you withdraw" in wrong and OWN_WORDS in wrong
    assert ana.post(url, {"whole": "no", "allegations": ["2"]}).status_code == 303
    assert ana.post(url, {}).status_code == 303, "with one allegation left nothing has to be chosen"
    rows = Withdrawal.objects.filter(case=road.case).order_by("number")
    assert [(row.allegations, row.pressed, row.how) for row in rows] == [([2], "", "at_once"), ([], "", "at_once")]
