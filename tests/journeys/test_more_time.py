"""1.6, N-18: more time for a step. One person asks, another rules, and both sides hear the new date the same day."""

from datetime import date, timedelta

import pytest

from cases import access, load
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, DelayReason, EventKind, Role, State
from cases.models import CaseEvent, CaseRole, Extension, Notice
from cases.queries import folder as folders
from cases.queries import letters, papers, today
from tests import build

TEXT = "The witness is at sea until August."


def ask(road, by, until, reason=DelayReason.EVIDENCE):
    return road.do(Action.ASK_EXTENSION, by, ground=reason, until=until, text=TEXT)


def rule(road, *, upheld=True, by=None):
    return road.do(
        Action.RULE_EXTENSION, by or road.who(Role.REGISTRAR), upheld=upheld, reason="She cannot come before."
    )


def inquiry(cast):
    """At the branch, on 6 June or later, with thirty days for the inquiry."""
    return build.branch(cast).seat_panel().notice().answer()


def told(road, letter):
    return list(Notice.objects.filter(case=road.case, letter=letter).order_by("role"))


def test_a_yes_moves_the_date_and_both_sides_read_it_the_same_day(cast):
    road = inquiry(cast)
    old = road.case.due_on
    ask(road, road.who(Role.PANEL_CHAIR), old + timedelta(days=20))
    assert road.case.due_on == old and not told(road, "n18_extension")
    rule(road)
    assert road.case.due_on == old + timedelta(days=20)
    notices = told(road, "n18_extension")
    assert {n.member for n in notices} == {cast.ana, cast.rob} and {n.created_at for n in notices} == {road.at}
    for notice in notices:
        letter = letters.letter(notice, at=road.at)
        assert (letter.due_on, letter.office) == (old + timedelta(days=20), "registrar")
        assert (letter.ruling.ground, letter.ruling.reason) == (DelayReason.EVIDENCE.label, "She cannot come before.")
        assert TEXT not in str(letter)


def test_a_no_leaves_the_date_and_both_sides_hear_that_too(cast):
    road = inquiry(cast)
    old = road.case.due_on
    rule(ask(road, cast.rob, old + timedelta(days=9)), upheld=False)
    assert road.case.due_on == old
    assert {letters.letter(n, at=road.at).due_on for n in told(road, "n18_extension")} == {old}


def test_an_earlier_letter_keeps_the_date_that_was_true_when_it_was_written(cast):
    road = build.branch(cast).seat_panel().notice()
    old = road.case.due_on
    notice = Notice.objects.get(case=road.case, letter="n06_notice", member=cast.rob)
    rule(ask(road, cast.rob, old + timedelta(days=7)))
    assert letters.letter(notice, at=road.at).due_on == old


def test_nobody_rules_on_a_request_of_their_own_or_on_their_own_step(cast):
    road = inquiry(cast)
    chair = road.who(Role.PANEL_CHAIR)
    ask(road, cast.ana, road.case.due_on + timedelta(days=5))
    with pytest.raises(Refused, match="Only the appeals officer or registrar"):
        rule(road, by=chair)
    rule(road, by=road.who(Role.REGISTRAR))


def test_the_chair_rules_where_the_step_is_not_theirs(cast):
    road = build.branch(cast).seat_panel().notice()
    old = road.case.due_on
    rule(ask(road, cast.rob, old + timedelta(days=7)), by=road.who(Role.PANEL_CHAIR))
    assert road.case.due_on == old + timedelta(days=7)


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_a_day_that_is_no_later_or_too_far_is_refused(cast, days):
    road = inquiry(cast)
    with pytest.raises(Refused, match="Choose a day after"):
        ask(road, road.who(Role.PANEL_CHAIR), road.case.due_on + timedelta(days=days))


def twice(cast):
    """A step that got as much time as the registrar can give, and a third request."""
    road = inquiry(cast)
    for _ in range(2):
        rule(ask(road, road.who(Role.PANEL_CHAIR), road.case.due_on + timedelta(days=5)))
    assert not CaseRole.objects.filter(case=road.case, role=Role.APPEALS_OFFICER).exists()
    return ask(road, road.who(Role.PANEL_CHAIR), road.case.due_on + timedelta(days=5))


def test_a_third_time_needs_the_consent_of_the_appeals_committee_and_a_fourth_is_refused(cast):
    road = twice(cast)
    with pytest.raises(Refused, match="Only somebody of the Appeals Committee"):
        rule(road)
    officer, old = road.who(Role.APPEALS_OFFICER), road.case.due_on
    labels = [line.label for line in today.today(officer, at=road.at).lines]
    assert f"Rule on a request for more time: {road.case.code}" in labels
    assert not [line for line in today.today(cast.zed, at=road.at).lines if "more time" in line.label]
    asked = papers.papers(folders.of_handler(road.case, officer, today=load.local_day(road.at)), Action.RULE_EXTENSION)
    assert [paper.text for paper in asked] == [TEXT]
    rule(road, by=officer)
    assert road.case.due_on == old + timedelta(days=5)
    assert not access.open_to(officer).filter(pk=road.case.pk).exists()
    assert {letters.letter(n, at=road.at).office for n in told(road, "n18_extension")[-1:]} == {"appeals officer"}
    for member in (road.who(Role.PANEL_CHAIR), cast.ana):
        with pytest.raises(Refused, match="3 times already"):
            ask(road, member, road.case.due_on + timedelta(days=5))


def test_whoever_consented_hears_no_appeal_of_the_case_and_loses_it_when_the_step_ends(cast):
    road = twice(cast)
    officer = road.who(Role.APPEALS_OFFICER)
    road.report().clock()
    assert not access.open_to(officer).filter(pk=road.case.pk).exists()
    assert road.review().papers().vote().measure().decide().appeal().who(Role.APPEALS_OFFICER) != officer


def test_without_the_consent_in_time_the_date_stays_and_the_case_moves_up(cast):
    road = twice(cast)
    road.later(days=(road.case.due_on - load.local_day(road.at)).days + 31).clock()
    assert road.case.tier == "national"


def test_one_request_at_a_time_and_only_before_the_last_day_is_over(cast):
    road = inquiry(cast)
    late = road.case.due_on + timedelta(days=5)
    ask(road, road.who(Role.PANEL_CHAIR), late)
    with pytest.raises(Refused, match="waiting for its ruling"):
        ask(road, cast.ana, late)
    rule(road, upheld=False)
    road.later(days=(road.case.due_on - date(2026, 1, 1)).days)
    with pytest.raises(Refused, match="The last day for this was"):
        ask(road, road.who(Role.PANEL_CHAIR), late)


def test_the_time_to_appeal_is_never_made_longer(cast):
    road = inquiry(cast).report().review().papers().vote(yes=0).decide()
    assert road.case.state == State.APPEAL_WINDOW
    with pytest.raises(Refused):
        ask(road, cast.rob, road.case.due_on + timedelta(days=5))


def test_a_request_that_was_not_ruled_on_dies_with_its_step(cast):
    road = build.branch(cast).seat_panel().notice()
    ask(road, cast.rob, road.case.due_on + timedelta(days=7)).answer()
    assert road.case.state == State.INVESTIGATING
    with pytest.raises(Refused, match="Nobody has asked"):
        rule(road)
    assert Extension.objects.get().granted is None


def test_an_extension_keeps_a_branch_its_case_until_thirty_days_after_the_new_date(cast):
    road = inquiry(cast)
    old = road.case.due_on
    rule(ask(road, road.who(Role.PANEL_CHAIR), old + timedelta(days=30)))
    road.later(days=(old - road.at.date()).days + 31).clock()
    assert road.case.tier == "branch" and road.case.due_on == old + timedelta(days=30)
    road.later(days=30).clock()
    assert road.case.tier == "national"


def test_the_record_says_who_asked_who_ruled_and_for_how_long_without_the_words(cast):
    road = inquiry(cast)
    until = road.case.due_on + timedelta(days=5)
    rule(ask(road, cast.rob, until))
    asked = CaseEvent.objects.get(case=road.case, kind=EventKind.EXTENSION_ASKED)
    ruled = CaseEvent.objects.get(case=road.case, kind=EventKind.EXTENSION_RULED)
    assert (asked.actor, asked.data["until"], asked.data["ground"]) == (cast.rob, until.isoformat(), "evidence")
    assert (ruled.data["upheld"], ruled.data["role"], ruled.data["due_on"]) == (True, "registrar", until.isoformat())
    assert TEXT not in str(asked.data)
