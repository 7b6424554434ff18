"""SC-12: an interim suspension that nobody reviews ends by itself; a no-contact order stays. Neither is a finding."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from branches.posts import Post
from branches.usecases import appoint
from cases import access
from cases.domain import conflicts
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Ground, InterimKind, Role, State, Tier
from cases.load import case_facts, procedure_of
from cases.models import CaseEvent, CaseRole, Conflict, InterimMeasure, Notice, Seat
from tests.cast import end_offices, moment
from tests.journeys.eyes import browser, letters, post
from tests.journeys.slow import Slow

TERMS = {
    InterimKind.SUSPENSION: "You take no part in meetings and votes.",
    InterimKind.NO_CONTACT: "Neither of you speaks or writes to the other.",
}
REASON = {"reason": "She is afraid, and he comes to every meeting."}


def on(month, day, hour=9):
    return moment(month, day, hour, year=2027)


def called(cast, *, national=True):
    """Filed on 26 April; on 1 May Ana asks for protection, and the pair gets the case."""
    road = Slow.file(cast, cast.ana, on(4, 26)).screen().frame()
    road = road.to_national(Ground.EXPULSION) if national else road
    return road.until(on(5, 1)).do(Action.CALL_DUTY, cast.ana, text="He waits for me after every meeting.")


def propose(road, by, kind, **more):
    words = {"kind": kind, "bound": 2, "protects": 1, "terms": TERMS[kind], **REASON, **more}
    return road.do(Action.PROPOSE_INTERIM, by, **words)


def imposed(road, *kinds, by=None, then=None):
    """One of the pair proposes, the other agrees."""
    for kind in kinds:
        propose(road, by or road.cast.jo, kind)
        number = InterimMeasure.objects.filter(case=road.case).latest("number").number
        road.do(Action.CONFIRM_INTERIM, then or road.cast.kim, number=number)
    return road


def suspended(cast):
    return imposed(called(cast), InterimKind.SUSPENSION, InterimKind.NO_CONTACT)


def measure(road, kind=InterimKind.SUSPENSION):
    return InterimMeasure.objects.filter(case=road.case, kind=kind).latest("number")


def told(road, kind):
    return list(CaseEvent.objects.filter(case=road.case, kind=kind).values_list("at", flat=True))


def duty(road):
    rows = CaseRole.objects.filter(case=road.case, role=Role.DUTY, until__isnull=True)
    return {row.member for row in rows.select_related("member")}


def test_somebody_who_was_drawn_for_the_panel_and_has_not_answered_is_not_called(cast):
    road = Slow.file(cast, cast.ana, on(4, 26)).screen().frame().to_national(Ground.EXPULSION).draw()
    asked = {seat.member for seat in Seat.objects.filter(case=road.case)}
    end_offices(Post.DUTY)
    for member in [*asked, cast.kim]:
        appoint(member=member, post=Post.DUTY, since=road.at.date(), by=None, at=road.at)
    road.do(Action.CALL_DUTY, cast.ana, text="He waits for me after every meeting.")
    assert asked and not duty(road) & asked


def test_the_whole_of_sc_12_date_by_date(cast):
    road = suspended(cast)
    row = measure(road)
    assert (row.starts_on, row.review_by, row.lapses_on, row.ends_on) == (
        date(2027, 5, 1), date(2027, 5, 15), date(2027, 5, 22), date(2027, 7, 30),
    )  # fmt: skip
    road.to_day(5, 14)
    assert not told(road, EventKind.INTERIM_UNREVIEWED)
    road.to_day(5, 15)
    assert len(told(road, EventKind.INTERIM_UNREVIEWED)) == 1
    assert road.who(Role.INTERIM_RULER) == cast.pia
    post(road)
    assert letters(cast.pia, road)[-1] == "n33_your_turn"
    road.to_day(5, 21)
    assert measure(road).ended_at is None
    road.to_day(5, 22)
    assert measure(road).ended_because == "not_reviewed"
    assert measure(road, InterimKind.NO_CONTACT).ended_at is None
    post(road)
    assert letters(cast.rob, road)[-1] == letters(cast.ana, road)[-1] == "n17_ended"
    page = browser(cast.rob).get(f"/my/{road.case.code}/").content.decode()
    assert TERMS[InterimKind.NO_CONTACT] in page and "nobody recorded its review" in page


def test_a_no_contact_order_stays_without_a_review_and_either_side_can_ask_for_one(cast):
    road = suspended(cast)
    road.to_day(5, 31)
    assert measure(road, InterimKind.NO_CONTACT).alerted_at is not None
    road.to_day(6, 20)
    assert measure(road, InterimKind.NO_CONTACT).ended_at is None
    for side in (cast.ana, cast.rob):
        number = measure(road, InterimKind.NO_CONTACT).number
        road.do(Action.CONTEST_INTERIM, side, number=number, text="We are in the same choir.")
        road.do(Action.RULE_INTERIM, road.who(Role.INTERIM_RULER), number=number, lifted=False, reason="Not yet.")
    assert measure(road, InterimKind.NO_CONTACT).ended_at is None


def test_rob_can_file_in_his_own_case_throughout(cast):
    road = suspended(cast).seat_panel().notice().answer()
    rob = browser(cast.rob)
    assert rob.get(f"/my/{road.case.code}/").status_code == 200
    road.do(Action.ADD_EVIDENCE, cast.rob, title="A letter", text="I was not there.")
    assert rob.get(f"/my/{road.case.code}/do/challenge/").status_code in (200, 403)
    assert rob.get("/raise/").status_code == 200
    road.do(Action.CONTEST_INTERIM, cast.rob, number=1, text="I have done nothing.")


def test_one_of_the_pair_alone_cannot_impose_it(cast):
    road = propose(called(cast), cast.jo, InterimKind.SUSPENSION)
    with pytest.raises(Refused, match="One alone cannot impose it"):
        road.do(Action.CONFIRM_INTERIM, cast.jo, number=1)
    row = measure(road)
    assert row.imposed_at is None
    assert not Notice.objects.filter(case=road.case, letter__startswith="n17").exists()
    assert TERMS[InterimKind.SUSPENSION] not in browser(cast.ana).get(f"/my/{road.case.code}/").content.decode()
    row.confirmed_by, row.imposed_at = cast.jo, road.at
    row.starts_on = row.review_by = row.ends_on = road.at.date()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_other_of_the_pair_can_say_no(cast):
    road = propose(called(cast), cast.jo, InterimKind.SUSPENSION)
    road.do(Action.REFUSE_INTERIM, cast.kim, number=1, reason="No contact is enough.")
    assert measure(road).ended_because == "not_agreed"
    assert not duty(road)


def test_the_pair_is_barred_from_the_merits_panel_and_from_the_appeal(cast):
    road = suspended(cast).draw()
    drawn = set(Seat.objects.filter(case=road.case).values_list("member", flat=True))
    assert not drawn & {cast.jo.pk, cast.kim.pk}
    facts = case_facts(road.case, today=road.at.date())
    for member in (cast.jo, cast.kim):
        assert conflicts.between(procedure_of(road.case), facts, member.pk, "national-2")
    for number in (1, 2):
        road.do(Action.LIFT_INTERIM, cast.jo, number=number, **REASON)
    assert not access.open_to(cast.jo).filter(pk=road.case.pk).exists()
    assert Conflict.objects.filter(case=road.case, member=cast.kim, kind="earlier_hand", until=None).exists()


def test_both_are_told_in_the_same_moment_that_it_is_no_finding(cast):
    road = suspended(cast)
    rows = Notice.objects.filter(case=road.case, letter="n17_imposed").values_list("member", "due_at")
    assert set(rows) == {(cast.ana.pk, road.at), (cast.rob.pk, road.at)}
    post(road)
    for member, reads_why in ((cast.rob, True), (cast.ana, False)):
        notice = Notice.objects.filter(case=road.case, member=member, letter="n17_imposed").earliest("event__number")
        page = browser(member).get(f"/letters/{notice.pk}/").content.decode()
        assert "no finding" in page and TERMS[InterimKind.SUSPENSION] in page and "Saturday 15 May 2027" in page
        assert (REASON["reason"] in page) is reads_why


def test_before_the_notice_the_one_bound_learns_of_the_measure_and_not_of_the_complaint(cast):
    road = imposed(called(cast, national=False), InterimKind.NO_CONTACT)
    page = browser(cast.rob).get(f"/my/{road.case.code}/").content.decode()
    assert TERMS[InterimKind.NO_CONTACT] in page
    assert road.matter.narrative not in page and road.matter.allegation not in page


def test_renewed_with_reasons_by_both_it_lasts_until_ninety_days_and_not_longer(cast):
    road = suspended(cast)
    for month, day, review in ((5, 14, date(2027, 6, 13)), (6, 13, date(2027, 7, 13)), (7, 12, date(2027, 7, 30))):
        road.to_day(month, day)
        road.do(Action.RENEW_INTERIM, cast.kim, number=1, reason="He has written to her again.")
        with pytest.raises(Refused, match="One alone"):
            road.do(Action.CONFIRM_INTERIM, cast.kim, number=1)
        road.do(Action.CONFIRM_INTERIM, cast.jo, number=1)
        assert measure(road).review_by == review
    road.to_day(7, 30)
    assert measure(road).ended_at is None
    road.to_day(7, 31)
    assert measure(road).ended_because == "last_day"


def test_what_has_ended_never_comes_back_whatever_the_clock_says(cast):
    road = suspended(cast).until(on(5, 22)).clock()
    ended = measure(road).ended_at
    road.until(on(5, 2)).clock()
    assert measure(road).ended_at == ended
    for action in (Action.RENEW_INTERIM, Action.LIFT_INTERIM):
        with pytest.raises(Refused):
            road.do(action, cast.jo, number=1, **REASON)


def test_it_is_over_on_its_day_even_where_no_sweep_has_run(cast):
    road = suspended(cast).until(on(5, 22))
    with pytest.raises(Refused):
        road.do(Action.RENEW_INTERIM, cast.jo, number=1, **REASON)


def test_contested_it_is_ruled_by_somebody_else_and_silence_passes_it_on(cast):
    road = suspended(cast).until(on(5, 3)).do(Action.CONTEST_INTERIM, cast.rob, number=1, text="It is too much.")
    assert measure(road).rule_by == date(2027, 5, 6)
    first = road.who(Role.INTERIM_RULER)
    with pytest.raises(Refused, match="waits for its ruling"):
        road.do(Action.CONTEST_INTERIM, cast.rob, number=1, text="And again.")
    second = road.to_day(5, 7).who(Role.INTERIM_RULER)
    assert second != first and measure(road).rule_by == date(2027, 5, 10)
    road.do(Action.RULE_INTERIM, second, number=1, lifted=True, reason="No contact is enough.")
    assert measure(road).ended_because == "ruled"
    assert not access.open_to(second).filter(pk=road.case.pk).exists()


def test_one_is_enough_to_lift_it(cast):
    road = suspended(cast).do(Action.LIFT_INTERIM, cast.kim, number=1, **REASON)
    assert measure(road).ended_because == "lifted"


def test_whose_rights_rest_works_on_no_case(cast):
    """Eli was drawn here and is bound in another case: he loses the question at once, and somebody else is drawn."""
    other = Slow.file(cast, cast.tara, on(4, 20), about=(cast.eli.full_name,)).screen().frame()
    road = Slow.file(cast, cast.ana, on(4, 21)).screen().frame().to_national(Ground.EXPULSION).draw()
    assert cast.eli in road.asked()
    other.until(on(5, 1)).do(Action.CALL_DUTY, cast.tara, text="He follows me.")
    one, two = duty(other)
    imposed(other, InterimKind.SUSPENSION, by=one, then=two)
    assert cast.eli not in road.asked()
    assert not access.asked(cast.eli).filter(pk=road.case.pk).exists()


def test_somebody_in_conflict_is_never_asked_to_be_of_the_pair(cast):
    from branches.models import Interest
    from branches.posts import Relation

    Interest.objects.create(
        member=cast.jo, other=cast.rob, relation=Relation.FAMILY, declared_at=on(4, 1), declared_by=cast.jo
    )
    road = called(cast)
    assert cast.kim in duty(road) and cast.jo not in duty(road) and len(duty(road)) == 2
    assert not letters(cast.jo, road, sent=None)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"review_on": date(2027, 4, 30)}, "not in the future"),
        ({"review_on": date(2027, 5, 16)}, "15 May 2027 at the latest"),
        ({"ends_on": date(2027, 5, 1)}, "not in the future"),
        ({"ends_on": date(2027, 7, 31)}, "30 July 2027 at the longest"),
        ({"bound": 1, "protects": 1}, "another person of the case"),
        ({"bound": 9}, "a member who is a side"),
    ],
)
def test_dates_and_people_that_do_not_fit_are_refused_in_words(cast, more, says):
    road = called(cast)
    with pytest.raises(Refused, match=says):
        propose(road, cast.jo, InterimKind.SUSPENSION, **more)
    assert not InterimMeasure.objects.exists()


def test_it_ends_when_the_case_is_decided(cast):
    road = imposed(called(cast), InterimKind.NO_CONTACT).to_decision()
    assert road.case.state == State.APPEAL_WINDOW and measure(road, InterimKind.NO_CONTACT).ended_at is None
    road.at += timedelta(days=31)
    road.clock().clock()
    assert (road.case.state, road.case.tier) == (State.FINAL, Tier.NATIONAL)
    assert measure(road, InterimKind.NO_CONTACT).ended_because == "case_decided"
    assert not duty(road)
