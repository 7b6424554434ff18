"""SC-11: evidence that comes after the review. Both sides get the same list and the same days, or nobody gets it."""

from datetime import date, timedelta

import pytest

from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Role, State
from cases.models import CaseEvent, EvidenceReply, LateEvidence, Notice
from cases.queries import folder as folders
from cases.queries import party_page
from tests.cast import moment
from tests.journeys.eyes import browser, letters, post
from tests.journeys.slow import Slow, due

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)
MESSAGES = {"title": "Messages of 3 May", "text": "I will not stop.", "reason": "My old telephone is repaired."}


def reviewing(cast):
    """Received on 1 June; the evidence is open to both from 29 July until 8 August."""
    road = Slow.file(cast, cast.ana, moment(6, 1)).screen().frame().to_branch().seat_panel()
    return road.until(moment(6, 8)).notice().answer().until(moment(7, 29)).report()


def closed(cast):
    """The evidence review ended on 8 August, the last day of its time; the case is with the chair for the hearing."""
    return reviewing(cast).reply(Role.RESPONDENT).until(moment(8, 9)).clock()


def offered(cast, day=10):
    return closed(cast).to(8, day).do(Action.OFFER_EVIDENCE, cast.ana, **MESSAGES)


def admit(road, number=1, *, by=Role.PANEL_CHAIR):
    return road.do(Action.ADMIT_EVIDENCE, road.who(by), number=number, reason="It could not come before.")


def refuse(road, number=1, *, by=Role.PANEL_CHAIR):
    return road.do(Action.REFUSE_EVIDENCE, road.who(by), number=number, reason="It was there in May.")


def index(road, side):
    """What one side reads: the list of the evidence, and until when it can reply."""
    page = party_page.party_page(folders.of_party(road.case, road.side(side), today=road.at.date()))
    return [(item.number, item.title, item.text, item.fingerprint) for item in page.evidence], page.due


def hearing(road):
    return road.do(Action.CALL_HEARING, road.who(Role.PANEL_CHAIR), starts_at=moment(8, 25, 18), place="The hall")


def test_admitted_on_10_august_it_opens_the_review_for_both_until_the_same_day(cast):
    road = closed(cast)
    assert due(road) == (State.HEARING, date(2026, 8, 29))
    before = index(road, Role.RESPONDENT)[0]
    road.to(8, 10).do(Action.OFFER_EVIDENCE, cast.ana, **MESSAGES)
    assert index(road, Role.RESPONDENT)[0] == index(road, Role.COMPLAINANT)[0] == before
    admit(road)
    assert due(road) == (State.EVIDENCE_REVIEW, date(2026, 8, 20))
    ana, rob = (index(road, side) for side in SIDES)
    assert ana == rob
    assert ana[1] == date(2026, 8, 20)
    assert [item[1:3] for item in ana[0]] == [("Messages of 3 May", "I will not stop.")]


def test_both_sides_get_the_letter_in_the_same_moment_with_the_new_day(cast):
    road = admit(offered(cast))
    rows = Notice.objects.filter(case=road.case, letter="n15_evidence_again").values_list("member", "due_at")
    assert dict(rows) == {cast.ana.pk: road.at, cast.rob.pk: road.at}
    post(road)
    for member in (cast.ana, cast.rob):
        assert letters(member, road)[-1] == "n15_evidence_again"
        letter = Notice.objects.get(case=road.case, member=member, letter="n15_evidence_again")
        page = browser(member).get(f"/letters/{letter.pk}/").content.decode()
        assert "Thursday 20 August 2026" in page
        assert "It could not come before." in page


def test_both_can_reply_again_and_the_registrar_cannot_close_it_on_the_old_replies(cast):
    road = reviewing(cast).review()
    road.to(8, 10).do(Action.OFFER_EVIDENCE, cast.ana, **MESSAGES)
    admit(road).reply(Role.COMPLAINANT)
    with pytest.raises(Refused, match="Wait until both sides have replied"):
        road.close_review()
    assert road.reply(Role.RESPONDENT).close_review().case.state == State.HEARING
    assert EvidenceReply.objects.filter(case=road.case).count() == 4


def test_nobody_replies_twice_to_the_same_opening(cast):
    road = admit(offered(cast)).reply(Role.COMPLAINANT)
    with pytest.raises(Refused, match="replied to the evidence already"):
        road.reply(Role.COMPLAINANT)


def test_there_is_no_hearing_before_the_window_closes(cast):
    road = closed(cast).to(8, 10)
    hearing(road).to(8, 17).do(Action.OFFER_EVIDENCE, cast.ana, **MESSAGES)
    admit(road)
    assert due(road) == (State.EVIDENCE_REVIEW, date(2026, 8, 27))
    chair = road.who(Role.PANEL_CHAIR)
    with pytest.raises(Refused, match="not possible now"):
        road.to(8, 25, 21).do(Action.HOLD_HEARING, chair, minutes="Both were heard.")
    with pytest.raises(Refused, match="not possible now"):
        road.do(Action.DECIDE_ON_PAPERS, chair, reason="It is clear.")
    assert road.to(8, 27).case.state == State.EVIDENCE_REVIEW
    assert road.to(8, 28).case.state == State.HEARING
    with pytest.raises(Refused, match="Call the hearing anew"):
        road.do(Action.HOLD_HEARING, chair, minutes="Both were heard on 25 August.")
    road.do(Action.CALL_HEARING, chair, starts_at=moment(9, 12, 18), place="The hall")
    assert road.to(9, 12, 21).do(Action.HOLD_HEARING, chair, minutes="Both were heard.").case.state == (
        State.DELIBERATING
    )


def test_while_a_ruling_is_wanted_the_chair_cannot_go_past_it(cast):
    road = closed(cast).to(8, 10)
    hearing(road).to(8, 24).do(Action.OFFER_EVIDENCE, cast.rob, **MESSAGES)
    for action, words in ((Action.HOLD_HEARING, {"minutes": "x"}), (Action.DECIDE_ON_PAPERS, {"reason": "x"})):
        with pytest.raises(Refused, match="Rule first on the evidence that was offered late"):
            road.to(8, 25, 21).do(action, road.who(Role.PANEL_CHAIR), **words)
    refuse(road)
    assert road.do(Action.HOLD_HEARING, road.who(Role.PANEL_CHAIR), minutes="x").case.state == State.DELIBERATING


def test_what_is_refused_stays_out_and_both_read_why(cast):
    road = refuse(offered(cast))
    assert due(road) == (State.HEARING, date(2026, 8, 29))
    post(road)
    for side, member in zip(SIDES, (cast.ana, cast.rob), strict=True):
        assert not index(road, side)[0]
        page = browser(member).get(f"/my/{road.case.code}/").content.decode()
        assert "It was there in May." in page
        assert ("I will not stop." in page) is (side is Role.COMPLAINANT)
        assert letters(member, road)[-1] == "n15_evidence_refused"
    assert "I will not stop." not in browser(road.panel()[1]).get(f"/cases/{road.case.code}/").content.decode()


def test_without_a_ruling_in_five_days_it_is_admitted_and_the_record_says_that_nobody_ruled(cast):
    road = offered(cast)
    assert LateEvidence.objects.get().rule_by == date(2026, 8, 15)
    assert road.to(8, 15).case.state == State.HEARING
    assert due(road.to(8, 16)) == (State.EVIDENCE_REVIEW, date(2026, 8, 26))
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.EVIDENCE_ADMITTED)
    assert (event.actor, event.system) == (None, "no ruling in time")
    assert index(road, Role.COMPLAINANT) == index(road, Role.RESPONDENT)


def test_after_two_openings_it_takes_the_consent_of_the_appeals_committee(cast):
    road = admit(offered(cast))
    admit(road.do(Action.OFFER_EVIDENCE, cast.rob, **MESSAGES), 2)
    road.to(8, 22).do(Action.OFFER_EVIDENCE, cast.rob, **MESSAGES)
    with pytest.raises(Refused, match="Now an appeals officer rules"):
        admit(road, 3)
    officer = road.who(Role.APPEALS_OFFICER)
    assert officer in (cast.pia, cast.quin, cast.rae, cast.sol, cast.tess)
    page = browser(officer).get(f"/cases/{road.case.code}/do/admit_evidence/")
    assert "My old telephone is repaired." in page.content.decode()
    admit(road, 3, by=Role.APPEALS_OFFICER)
    assert due(road) == (State.EVIDENCE_REVIEW, date(2026, 9, 1))
    assert browser(officer).get(f"/cases/{road.case.code}/").status_code == 404


def test_an_officer_who_says_nothing_lets_nobody_stall(cast):
    """The openings are used up: the hearing does not wait, and without a ruling it stays out."""
    road = admit(offered(cast))
    admit(road.do(Action.OFFER_EVIDENCE, cast.rob, **MESSAGES), 2)
    road.to(8, 22).do(Action.OFFER_EVIDENCE, cast.rob, **MESSAGES).to(8, 28)
    assert road.case.state == State.HEARING
    assert LateEvidence.objects.get(number=3).how == "no_ruling"
    road.do(Action.OFFER_EVIDENCE, cast.rob, **MESSAGES)
    road.do(Action.DECIDE_ON_PAPERS, road.who(Role.PANEL_CHAIR), reason="Both have said what they wanted.")
    assert road.case.state == State.DELIBERATING
    assert LateEvidence.objects.get(number=4).how == "record_closed"


def test_each_side_waits_for_its_own_ruling_only(cast):
    road = offered(cast).do(Action.OFFER_EVIDENCE, cast.rob, **MESSAGES)
    with pytest.raises(Refused, match="waits for its ruling"):
        road.do(Action.OFFER_EVIDENCE, cast.ana, **MESSAGES)
    refuse(road, 1).do(Action.OFFER_EVIDENCE, cast.ana, **MESSAGES)
    assert list(LateEvidence.objects.filter(ruled_at=None).order_by("number").values_list("number", flat=True)) == [
        2,
        3,
    ]


def test_a_piece_admitted_while_the_review_runs_gives_both_the_whole_time_again(cast):
    road = reviewing(cast)
    road.to(8, 6).do(Action.OFFER_EVIDENCE, cast.rob, **MESSAGES)
    assert due(admit(road)) == (State.EVIDENCE_REVIEW, date(2026, 8, 16))
    assert index(road, Role.COMPLAINANT) == index(road, Role.RESPONDENT)


def test_only_the_sides_offer_and_only_the_chair_rules(cast):
    road = offered(cast)
    member = road.panel()[1]
    for action in (Action.ADMIT_EVIDENCE, Action.REFUSE_EVIDENCE):
        for by in (member, cast.ana, cast.rob, road.who(Role.REGISTRAR)):
            with pytest.raises(Refused):
                road.do(action, by, number=1, reason="x")
    with pytest.raises(Refused):
        road.do(Action.OFFER_EVIDENCE, member, **MESSAGES)
    with pytest.raises(Refused):
        admit(road, 7)


def test_a_clock_that_stood_still_changes_nobodys_days(cast):
    """The sweep comes a week late: the ruling is still nobody's, and both get their ten days from then."""
    road = offered(cast)
    road.at += timedelta(days=12)
    road.clock()
    assert due(road) == (State.EVIDENCE_REVIEW, date(2026, 9, 1))
