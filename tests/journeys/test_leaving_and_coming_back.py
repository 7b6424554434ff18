"""SC-14: Rob leaves after the notice, the panel closes, and eight months later he registers again at another branch."""

import pytest

from branches import merging, queries
from branches import usecases as register
from branches.models import Member
from branches.posts import Post
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, ClosureReason, Role, State, Tier, Why
from cases.load import local_day
from cases.models import Conflict, Notice, Proceeding
from tests import build
from tests.journeys.eyes import doors, lists, post, sees

REASON = "There is nobody to hear any more."


@pytest.fixture
def closed(cast) -> Road:
    """Rob has left after the notice, and the panel has closed the case."""
    road = build.PLACES[(Tier.BRANCH, State.INVESTIGATING)](cast)
    road.panel_then = road.panel()
    Member.objects.filter(pk=cast.rob.pk).update(birth_year=1984)
    road.later(days=1)
    register.leave(member=cast.rob, left_on=local_day(road.at), by=cast.rob, at=road.at)
    return road.do(Action.CLOSE_AFTER_LEAVING, road.who(Role.PANEL_CHAIR), reason=REASON)


@pytest.fixture
def back(closed) -> Member:
    """A new entry of the same name and year of birth, at Eastport and under another address."""
    closed.later(days=240)
    details = {"email": "rob.again@demo.example", "full_name": "rob  demo", "birth_year": 1984}
    eastport = closed.cast.branches["Eastport"]
    entry = register.add_member(
        branch=eastport, joined_on=local_day(closed.at), **details, by=closed.cast.ada, at=closed.at
    )
    return Member.objects.get(pk=entry.pk)


def test_the_case_is_closed_without_a_finding_and_the_register_has_a_marker_without_a_reason(closed):
    assert (closed.case.state, closed.case.closure_reason) == (State.CLOSED, ClosureReason.RESIGNED_UNDER_CHARGE)
    assert Member.objects.get(pk=closed.cast.rob.pk).needs_approval


def test_the_register_says_national_approval_required_and_nothing_else(back):
    assert back.needs_approval
    assert [entry.full_name for entry in queries.alike(back)] == ["Rob Demo"]


def test_the_officers_of_the_new_branch_see_no_case(closed, back):
    for name in ("Eva", "Ned", "Olga", "Ada"):
        member = closed.cast.members[name]
        assert sees(member, closed) == doors(member, closed) == set()
        assert not Notice.objects.filter(case=closed.case, member=member).exists()


def test_who_waits_for_approval_holds_no_office_and_is_drawn_nowhere(closed, back):
    today = local_day(closed.at)
    assert not queries.holders(Post.FACILITATOR, branch=back.branch_id, day=today).filter(pk=back.pk).exists()
    assert not back.is_current


def test_before_the_two_entries_are_one_nothing_can_be_resumed(closed, back):
    assert not doors(closed.cast.zed, closed) & {"open_to"}
    with pytest.raises(Refused):
        closed.do(Action.RESUME, closed.cast.zed, reason="He is back.")


def test_the_registrar_confirms_and_resumes_under_the_old_reference_and_the_old_rules(closed, back):
    code, rules, first = closed.case.code, closed.case.procedure, [m.pk for m in closed.panel_then]
    merging.merge(kept=back, gone=closed.cast.rob, by=closed.cast.zed, at=closed.at)
    registrar = closed.who(Role.REGISTRAR)
    closed.do(Action.RESUME, registrar, reason="The two entries are one person.")
    assert (closed.case.state, closed.case.tier) == (State.FORMING, Tier.BRANCH)
    assert (closed.case.code, closed.case.procedure, closed.case.closure_reason) == (code, rules, "")
    fresh = Proceeding.objects.get(case=closed.case, ended_at=None)
    assert fresh.predecessor.number == fresh.number - 1
    closed.draw().clear()
    assert not set(first) & {member.pk for member in closed.panel()}


def test_merging_keeps_the_marker_and_every_conflict_of_the_old_entry(closed, back):
    merging.merge(kept=back, gone=closed.cast.rob, by=closed.cast.zed, at=closed.at)
    back.refresh_from_db()
    assert back.needs_approval
    assert Conflict.objects.filter(case=closed.case, member=back, kind=Why.PARTY, until=None).exists()


def test_the_old_panel_and_the_new_branch_learn_nothing_of_the_return(closed, back):
    before = {name: lists(closed.cast.members[name]) for name in ("Eva", "Olga")}
    merging.merge(kept=back, gone=closed.cast.rob, by=closed.cast.zed, at=closed.at)
    closed.do(Action.RESUME, closed.who(Role.REGISTRAR), reason="The two entries are one person.")
    post(closed)
    assert {name: lists(closed.cast.members[name]) for name in before} == before
    for member in closed.panel_then:
        assert doors(member, closed) == set()
