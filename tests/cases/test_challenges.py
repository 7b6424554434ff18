"""Declarations, holds, strikes, rulings and waivers through the use-cases; and what each person sees of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from branches.usecases import declare_interest
from cases import load
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Relation, Role, SeatStatus, State, Tier, Why
from cases.models import CaseEvent, Challenge, Conflict, Declaration, Ruling, Seat, Writing
from cases.usecases import ACTS, challenges
from tests import build
from tests.cast import moment
from tests.journeys.eyes import browser, doors, letters, post

CHALLENGE, RULE = Action.CHALLENGE, Action.RULE_CHALLENGE


@pytest.fixture
def told(cast):
    """A panel of five, of which both sides were told today."""
    return build.national(cast).seat_panel().notice()


def act(road, action, by, **words):
    ACTS[action](case_id=road.case.pk, by=by, at=road.at, **words)
    road.case.refresh_from_db()


def refused(road, action, by, **words) -> set[Why]:
    with pytest.raises(Refused) as error:
        act(road, action, by, **words)
    return {against.why for against in error.value.against}


def challenged(road, by, member, kind=Why.FRIEND, text="They are close.", **words) -> Challenge:
    act(road, CHALLENGE, by, member=member.pk, kind=kind, text=text, **words)
    return Challenge.objects.get(case=road.case, member=member, kind=kind)


def status(member) -> SeatStatus:
    return SeatStatus(Seat.objects.get(member=member).status)


# Declarations


def test_at_each_stage_the_next_step_waits_for_a_declaration_of_who_takes_it(cast):
    road = build.branch(cast).seat_panel().notice().answer().fixed()
    chair = road.who(Role.PANEL_CHAIR)
    report = {"agreed": "a", "disputed": "d", "weighed": "w"}
    other = road.panel()[1]
    steps = [
        (chair, Action.SUBMIT_REPORT, report, "inquiry"),
        (chair, Action.DECIDE_ON_PAPERS, {"reason": "Nobody asked."}, "hearing"),
        (other, Action.VOTE, {"motion": 1, "choice": "yes"}, "vote"),
    ]
    for by, action, words, stage in steps:
        if action is Action.DECIDE_ON_PAPERS:
            road.review()
        Declaration.objects.filter(member=by, stage=stage).delete()
        assert refused(road, action, by, **words) == {Why.GUARD}, action
        act(road, Action.DECLARE, by, answer="clear", read=True)
        act(road, action, by, **words)
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.DECLARED).count() == 3


def test_signing_has_a_declaration_of_its_own_after_the_findings(cast):
    road = build.branch(cast).to_vote().vote().reasons()
    chair, other = road.who(Role.PANEL_CHAIR), road.panel()[1]
    Declaration.objects.filter(member=chair, stage="sign").delete()
    assert refused(road, Action.SIGN_DECISION, chair) == {Why.GUARD}
    assert refused(road, Action.DECLARE, other, answer="clear") == {Why.ALREADY_DONE}, "who does not sign is not asked"
    act(road, Action.DECLARE, chair, answer="clear")
    act(road, Action.SIGN_DECISION, chair)


def test_one_declaration_serves_its_stage_until_somebody_is_named(cast):
    road = build.branch(cast).seat_panel().notice().answer()
    chair = road.who(Role.PANEL_CHAIR)
    assert refused(road, Action.DECLARE, chair, answer="clear") == {Why.ALREADY_DONE}
    road.do(Action.NAME_WITNESS, chair, name="Petra Lang")
    act(road, Action.DECLARE, chair, answer="clear")
    road.do(Action.RECUSE, road.panel()[-1])
    assert refused(road, Action.DECLARE, chair, answer="clear") == {Why.ALREADY_DONE}, "a smaller circle asks nothing"
    road.clear()
    assert refused(road, Action.DECLARE, chair, answer="clear") == {Why.ALREADY_DONE}, "who came last has answered"


def test_who_joins_after_the_inquiry_began_also_says_that_they_have_read_everything(cast):
    road = build.branch(cast).seat_panel().notice().answer()
    road.later(hours=1).do(Action.RECUSE, road.panel()[-1])
    late = road.asked()[0]
    road.later(hours=1).clear()
    Declaration.objects.filter(member=late).delete()
    assert refused(road, Action.DECLARE, late, answer="clear") == {Why.MISSING_RECORD}
    act(road, Action.DECLARE, late, answer="clear", read=True)


def test_a_declaration_can_end_in_stepping_aside_or_in_a_doubt_for_others(told):
    first, second, *_ = told.panel()
    act(told, Action.DECLARE, first, answer="aside", kind=Why.FRIEND, text="We grew up together.")
    assert status(first) is SeatStatus.LEFT
    act(told, Action.DECLARE, second, answer="unsure", kind=Why.ADVERSARY, text="We once had a dispute.")
    assert status(second) is SeatStatus.HELD
    row = Challenge.objects.get(member=second)
    assert (row.role, row.filed_by, row.kind) == (Role.CANDIDATE, second, Why.ADVERSARY)
    assert Writing.objects.get(action=Action.RECUSE).ground == Why.FRIEND


def test_a_contact_from_outside_is_noted_and_bars_nobody(told):
    first, second, *_ = told.panel()
    act(told, Action.DISCLOSE, first, kind=Why.CONTACTED, text="Somebody rang me about the case.")
    assert status(first) is SeatStatus.SEATED and not Challenge.objects.exists()
    page = browser(second).get(reverse("case-conflicts", args=[told.case.code])).content.decode()
    assert "Somebody rang me about the case." in page
    registrar = browser(told.who(Role.REGISTRAR)).get(reverse("case-conflicts", args=[told.case.code]))
    assert registrar.status_code == 200 and "Somebody rang me" not in registrar.content.decode()


# Who can challenge


def test_a_side_a_member_the_registrar_and_an_auditor_can_challenge_and_nobody_else(told, cast):
    one, two, three, four, five = told.panel()
    challenged(told, cast.ana, four)
    challenged(told, two, three, kind=Why.SLATE)
    challenged(told, told.who(Role.REGISTRAR), one, kind=Why.EMPLOYER)
    challenged(told, cast.yara, five, kind=Why.INTEREST)
    raised = dict(Challenge.objects.values_list("member", "role"))
    assert raised == {
        four.pk: Role.COMPLAINANT, three.pk: Role.PANEL_MEMBER, one.pk: Role.REGISTRAR, five.pk: Role.AUDITOR,
    }  # fmt: skip
    for member in (cast.stan, cast.bo, cast.zora):
        assert Why.NOT_YOUR_ROLE in refused(told, CHALLENGE, member, member=two.pk, kind=Why.FRIEND, text="x")


def test_what_is_no_conflict_of_interest_is_refused_alone_in_its_own_words(told, cast):
    member = told.panel()[0]
    with pytest.raises(Refused) as error:
        act(told, CHALLENGE, cast.rob, member=member.pk, no_conflict="same_politics", text="He is of the caucus.")
    assert "belonging to the same caucus" in str(error.value)
    assert status(member) is SeatStatus.SEATED


def test_nobody_challenges_somebody_who_does_not_sit(told, cast):
    assert refused(told, CHALLENGE, cast.rob, member=cast.bo.pk, kind=Why.FRIEND, text="x") == {Why.GUARD}


# The hold


def test_a_hold_takes_away_everything_and_gives_one_page(told, cast):
    member = told.panel()[1]
    row = challenged(told, cast.rob, member, text="They share secrets about zebras.")
    assert not doors(member, told)
    post(told)
    assert letters(member, told)[-1] == "n11_on_hold"
    page = browser(member).get(reverse("challenge", args=[row.pk])).content.decode()
    assert "close friend of a party" in page
    for secret in ("zebras", told.case.code, "Ana Demo", "Rob Demo", "espondent"):
        assert secret not in page
    for other in (told.panel()[0], cast.ana, cast.rob, cast.yara):
        assert browser(other).get(reverse("challenge", args=[row.pk])).status_code == 404


def test_whoever_is_on_hold_says_something_once_and_those_who_rule_read_it(told, cast):
    member, ruler = told.panel()[1:3]
    row = challenged(told, cast.rob, member)
    challenges.answer_challenge(challenge_id=row.pk, by=member, at=told.at, text="We met once, in 1998.")
    with pytest.raises(Refused):
        challenges.answer_challenge(challenge_id=row.pk, by=member, at=told.at, text="And never again.")
    with pytest.raises(Challenge.DoesNotExist):
        challenges.answer_challenge(challenge_id=row.pk, by=ruler, at=told.at, text="I know better.")
    page = browser(ruler).get(reverse("case-step", args=[told.case.code, RULE])).content.decode()
    assert "We met once, in 1998." in page and "They are close." in page


def test_whoever_is_on_hold_can_step_aside_and_end_it(told, cast):
    member = told.panel()[1]
    row = challenged(told, cast.rob, member)
    challenges.answer_challenge(challenge_id=row.pk, by=member, at=told.at, aside=True)
    row.refresh_from_db()
    assert (status(member), row.excluded) == (SeatStatus.LEFT, True)
    assert told.asked()


def test_who_comes_back_does_not_learn_who_doubted_them_and_with_which_words(told, cast):
    member, *others = [m for m in told.panel() if m != told.panel()[1]]
    row = challenged(told, cast.rob, member, text="They share secrets about zebras.")
    for ruler in told.panel():
        act(told, RULE, ruler, challenge=row.number, keep=True, reason="No reason to think so, says the giraffe.")
    assert status(member) is SeatStatus.SEATED
    client = browser(member)
    for name, args in (("case-conflicts", [told.case.code]), ("case-timeline", [told.case.code]), ("challenges", [])):
        page = client.get(reverse(name, args=args)).content.decode()
        assert not any(secret in page for secret in ("zebras", "giraffe", "Raised by")), name
    assert "By whom is not told here" in client.get(reverse("case-timeline", args=[told.case.code])).content.decode()
    seen = browser(others[0]).get(reverse("case-conflicts", args=[told.case.code])).content.decode()
    assert "zebras" in seen and "giraffe" in seen


def test_two_doubts_about_one_person_must_both_be_let_pass(told, cast):
    member = told.panel()[1]
    first, second = challenged(told, cast.rob, member), challenged(told, cast.ana, member, kind=Why.SLATE, text="y")
    for ruler in told.panel():
        act(told, RULE, ruler, challenge=first.number, keep=True, reason="r")
    assert status(member) is SeatStatus.HELD
    for ruler in told.panel():
        act(told, RULE, ruler, challenge=second.number, keep=False, reason="r")
    assert status(member) is SeatStatus.LEFT


# Who rules


def test_nobody_rules_twice_or_about_themselves_or_on_what_they_raised(told, cast):
    filer, member, third, *_ = told.panel()
    row = challenged(told, filer, member)
    words = {"challenge": row.number, "keep": True, "reason": "r"}
    assert Why.GUARD in refused(told, RULE, filer, **words)
    assert refused(told, RULE, member, **words)
    act(told, RULE, third, **words)
    assert Why.GUARD in refused(told, RULE, third, **words)
    assert Ruling.objects.count() == 1


def test_a_ruling_that_does_not_come_goes_up_and_then_the_doubt_stands(told, cast):
    member = told.panel()[1]
    row = challenged(told, cast.rob, member)
    told.later(days=5).clock()
    row.refresh_from_db()
    assert row.passed_on_at is None
    told.later(days=1).clock()
    row.refresh_from_db()
    assert row.passed_on_at and row.rule_by == load.local_day(told.at) + timedelta(days=5)
    ruler = told.who(Role.CHALLENGE_RULER)
    panel_ruler = told.panel()[0]
    assert Why.GUARD in refused(told, RULE, panel_ruler, challenge=row.number, keep=True, reason="r")
    assert browser(ruler).get(reverse("case-step", args=[told.case.code, RULE])).status_code == 200
    told.later(days=6).clock()
    row.refresh_from_db()
    assert (row.excluded, row.how, status(member)) == (True, "time", SeatStatus.LEFT)
    assert not doors(ruler, told)


def test_at_the_branch_one_colleague_is_too_few_to_rule(cast):
    road = build.branch(cast).seat_panel().notice()
    first, second, _ = road.panel()
    row = challenged(road, first, second)
    assert row.passed_on_at is not None or Challenge.objects.get(pk=row.pk).passed_on_at is not None
    assert road.who(Role.CHALLENGE_RULER).full_name.split()[0] in ("Dee", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo")


def test_a_case_that_moves_up_ends_its_doubts_and_lets_nobody_back(cast):
    road = build.branch(cast).seat_panel().notice()
    member = road.panel()[0]
    challenged(road, cast.ana, member)
    build.rule(build.ask_to_move_up(road), upheld=True)
    assert road.case.tier == Tier.NATIONAL
    assert Challenge.objects.get().how == "proceeding_ended"
    assert not doors(member, road)
    assert Conflict.objects.filter(case=road.case, member=member, until=None, kind=Why.CHALLENGED).exists()


# The roster


def test_the_report_waits_until_nobody_can_be_challenged_any_more_and_an_early_answer_costs_no_day(told):
    told.answer()
    assert told.case.state == State.INVESTIGATING
    words = {"agreed": "a", "disputed": "d", "weighed": "w"}
    author = told.who(Role.INVESTIGATOR)
    told.declare(author).later(days=5)
    assert refused(told, Action.SUBMIT_REPORT, author, **words) == {Why.GUARD}
    told.later(days=1)
    act(told, Action.SUBMIT_REPORT, author, **words)


def test_somebody_who_came_later_can_be_challenged_from_the_day_both_sides_were_told(told, cast):
    told.later(days=8).do(Action.RECUSE, told.panel()[-1])
    new = told.asked()[0]
    told.later(days=2).clear()
    seat = Seat.objects.get(member=new)
    assert seat.told_on == load.local_day(told.at)
    assert CaseEvent.objects.filter(case=told.case, kind=EventKind.PANEL_CHANGED).count() == 2
    old = told.panel()[0]
    assert Why.TOO_LATE in refused(told, CHALLENGE, cast.rob, member=old.pk, kind=Why.FRIEND, text="x")
    challenged(told, cast.rob, new)


# Strikes


def test_a_side_strikes_as_often_as_the_level_allows_and_the_next_in_the_draw_is_asked(told, cast):
    one, two, three, *_ = told.panel()
    act(told, Action.STRIKE, cast.rob, member=one.pk)
    assert status(one) is SeatStatus.LEFT and len(told.asked()) == 1 and not doors(one, told)
    act(told, Action.STRIKE, cast.rob, member=two.pk)
    assert refused(told, Action.STRIKE, cast.rob, member=three.pk) == {Why.ALREADY_DONE}
    act(told, Action.STRIKE, cast.ana, member=three.pk)
    kinds = set(Conflict.objects.filter(case=told.case, member__in=[one, two, three], until=None, by_rule=False))
    assert {row.kind for row in kinds} == {Why.STRUCK}


def test_a_strike_at_the_branch_is_one_and_comes_before_the_panel_is_fixed(cast):
    road = build.branch(cast).seat_panel().notice()
    first, second, _ = road.panel()
    act(road, Action.STRIKE, cast.rob, member=first.pk)
    assert refused(road, Action.STRIKE, cast.rob, member=second.pk) == {Why.ALREADY_DONE}
    road.later(days=6)
    assert refused(road, Action.STRIKE, cast.ana, member=second.pk) == {Why.TOO_LATE}


# Waivers


def colleague(road, cast):
    """Somebody who sits turns out to work for the same employer as a side."""
    member = road.panel()[1]
    words = {"relation": Relation.COLLEAGUE, "since": moment(1, 1).date(), "by": member, "at": road.at}
    declare_interest(member=member, other=cast.rob, **words)
    return member, Challenge.objects.get(member=member)


def test_both_sides_must_agree_and_then_the_person_stays(told, cast):
    member, row = colleague(told, cast)
    assert (status(member), row.role, row.kind) == (SeatStatus.HELD, Role.SYSTEM, Why.COLLEAGUE)
    assert Why.GUARD in refused(told, RULE, told.panel()[0], challenge=row.number, keep=True, reason="r")
    page = browser(cast.ana).get(reverse("my-step", args=[told.case.code, Action.WAIVE])).content.decode()
    assert member.full_name in page and "Works for the same employer" in page
    act(told, Action.WAIVE, cast.ana, challenge=row.number, agreed=True)
    assert status(member) is SeatStatus.HELD
    assert Why.GUARD in refused(told, Action.WAIVE, cast.ana, challenge=row.number, agreed=True)
    act(told, Action.WAIVE, cast.rob, challenge=row.number, agreed=True)
    row.refresh_from_db()
    assert (status(member), row.how) == (SeatStatus.SEATED, "waived")
    assert doors(member, told) == {"open_to"}


def test_one_no_is_enough(told, cast):
    member, row = colleague(told, cast)
    act(told, Action.WAIVE, cast.rob, challenge=row.number, agreed=False)
    row.refresh_from_db()
    assert (status(member), row.how) == (SeatStatus.LEFT, "not_waived")


def test_silence_is_no_waiver(told, cast):
    member, row = colleague(told, cast)
    act(told, Action.WAIVE, cast.ana, challenge=row.number, agreed=True)
    told.later(days=6).clock()
    row.refresh_from_db()
    assert (status(member), row.how) == (SeatStatus.LEFT, "time")
