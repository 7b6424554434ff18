"""SC-09: a branch panel that does nothing. Told, told above, asked for, and taken away; nothing is dismissed."""

from datetime import date, timedelta

import pytest

from branches.models import Office
from branches.posts import Post
from branches.usecases import declare_interest
from cases import access, delivery
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Ground, Part, Relation, Role, State, Tier
from cases.models import CaseEvent, Notice, Proceeding
from cases.queries import folder, letters, today
from tests import build
from tests.journeys.slow import Slow

NOTICE, LAST_DAY = date(2026, 6, 1), date(2026, 7, 1)


def silent(cast) -> Slow:
    """The notice on 1 June, the answer at once: the inquiry is due on 1 July, and nobody of the panel does anything."""
    road = build.branch(cast).seat_panel().notice().answer()
    assert (road.case.state, road.case.due_on) == (State.INVESTIGATING, LAST_DAY)
    return Slow(cast, road.case, road.at)


def late(cast, days: int) -> Slow:
    return after(silent(cast), days)


def after(road: Slow, days: int) -> Slow:
    day = LAST_DAY + timedelta(days=days)
    return road.to(day.month, day.day)


def told(road, letter: str) -> set[str]:
    return {n.member.full_name.split()[0] for n in Notice.objects.filter(case=road.case, letter=letter)}


def parts(road, member) -> frozenset[Part]:
    return folder.of_handler(road.case, member, today=road.at.date()).parts


def close_to_rob(member, road) -> None:
    words = {"member": member, "other": road.cast.rob, "relation": Relation.HOUSEMATE}
    declare_interest(by=None, at=road.at, **words)


def events(road, kind: EventKind) -> int:
    return CaseEvent.objects.filter(case=road.case, kind=kind).count()


def test_the_day_after_the_last_day_the_panel_and_the_registrar_are_told_once(cast):
    road = late(cast, 0)
    assert told(road, "n32_overdue") == set()
    after(road, 1)
    assert told(road, "n32_overdue") == {road.who(Role.PANEL_CHAIR).full_name.split()[0], "Zed"}
    after(road, 6)
    assert (events(road, EventKind.OVERDUE_NOTICED), told(road, "n32_above")) == (1, set())


def test_on_the_seventh_day_the_national_chair_sees_reference_step_and_days_and_nothing_else(cast):
    road = late(cast, 7)
    assert told(road, "n32_above") == {"Dee"}
    assert not access.open_to(cast.dee).exists() and parts(road, cast.dee) == frozenset()
    delivery.deliver_due(at=road.at)
    (line,) = [line for line in today.today(cast.dee, at=road.at).lines if "overdue" in line.label]
    assert line.hint == f"Case {road.case.code}"
    notice = Notice.objects.get(case=road.case, letter="n32_above")
    page = letters.letter(notice, at=road.at)
    assert (page.code, page.state, page.tier, page.due_on) == (road.case.code, "Inquiry", "Branch", LAST_DAY)
    assert not (page.allegations or page.panel or page.raised_by or page.ground or page.opened)
    after(road, 12)
    assert events(road, EventKind.OVERDUE_PASSED_UP) == 1


@pytest.mark.parametrize("side", build.SIDES)
def test_from_the_fourteenth_day_either_side_may_ask_and_a_yes_moves_the_case(cast, side):
    road = late(cast, 13)
    words = {"ground": Ground.OVERDUE, "text": "I have heard nothing since the notice."}
    with pytest.raises(Refused):
        road.do(Action.REQUEST_ESCALATION, road.side(side), **words)
    after(road, 14).do(Action.REQUEST_ESCALATION, road.side(side), **words)
    assert road.who(Role.ESCALATION_RULER) == cast.dee
    assert parts(road, cast.dee) == {Part.PROCESS}
    build.rule(road, upheld=True)
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)


def test_the_ruling_is_due_in_seven_days_then_somebody_else_rules_then_the_case_goes_without_one(cast):
    road = late(cast, 14)
    road.do(Action.REQUEST_ESCALATION, cast.ana, ground=Ground.PRESSURE, text="We are all told to keep quiet.")
    (line,) = [line for line in today.today(cast.dee, at=road.at).lines if "move up" in line.label]
    assert line.due == LAST_DAY + timedelta(days=21)
    assert after(road, 21).who(Role.ESCALATION_RULER) == cast.dee
    assert after(road, 22).who(Role.ESCALATION_RULER) == cast.eli
    assert not access.open_to(cast.dee).exists()
    assert after(road, 28).case.tier == Tier.BRANCH
    assert after(road, 29).case.tier == Tier.NATIONAL
    assert Proceeding.objects.get(case=road.case, ended_at=None).ground == Ground.PRESSURE.value
    assert not access.open_to(cast.eli).exists()


def test_without_a_ruling_or_a_request_the_thirtieth_day_moves_it_and_both_are_told(cast):
    road = late(cast, 29)
    panel = road.panel()
    assert road.case.tier == Tier.BRANCH and any(access.open_to(member).exists() for member in panel)
    after(road, 30)
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    assert Proceeding.objects.get(case=road.case, ended_at=None).ground == Ground.OVERDUE.value
    assert told(road, "n07_moved_up") == {"Ana", "Rob"}
    assert not any(access.open_to(member).exists() for member in panel)
    assert road.case.closed_at is None and road.case.closure_reason == ""
    assert CaseEvent.objects.get(case=road.case, kind=EventKind.ESCALATED).actor is None


def test_a_chair_with_a_conflict_of_interest_is_passed_over_and_learns_nothing(cast):
    road = silent(cast)
    close_to_rob(cast.dee, road)
    after(road, 8)
    assert told(road, "n32_above") == {"Eli"}
    delivery.deliver_due(at=road.at)
    assert today.today(cast.dee, at=road.at).lines == ()


def test_a_conflict_found_after_the_letter_was_written_keeps_it_back(cast):
    road = late(cast, 7)
    close_to_rob(cast.dee, road)
    delivery.deliver_due(at=road.at)
    notice = Notice.objects.get(case=road.case, letter="n32_above")
    assert notice.released_at is None and notice.dropped_at is not None
    assert letters.find(cast.dee, str(notice.pk)) is None


def test_nobody_who_leads_the_branch_is_told_as_the_next_level(cast):
    for post in (Post.NATIONAL_CHAIR, Post.NATIONAL_MEMBER, Post.NATIONAL_ALTERNATE):
        Office.objects.filter(post=post).delete()
    Office.objects.create(member=cast.bo, post=Post.NATIONAL_CHAIR, since=NOTICE)
    assert told(late(cast, 8), "n32_above") == set()
