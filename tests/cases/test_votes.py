"""Ballots: one for each member and question, secret, counted over all who sit, and void when a member is lost."""

import pytest

from branches import merging
from cases.domain.answer import Refused
from cases.domain.vocabulary import (
    Action,
    Category,
    Choice,
    Finding,
    Ground,
    MeasureKind,
    MotionKind,
    Role,
    State,
    Tier,
    Why,
)
from cases.models import (
    AllegationFinding,
    Ballot,
    CaseEvent,
    CaseRole,
    Decision,
    Dissent,
    Motion,
    Proceeding,
)
from cases.queries import folder as folders
from cases.queries.parts import decision
from cases.queries.parts import votes as votes_part
from cases.sealed import Keys
from cases.usecases import votes
from tests import build


def deliberating(cast, start=build.national):
    return start(cast).to_vote()


def two_questions(cast):
    """Two allegations before a national panel of which four still sit (SC-07)."""
    road = (
        build.filed(cast)
        .screen()
        .frame(Category.HARASSMENT, Category.SEXUAL_HARASSMENT)
        .to_national(Ground.EXPULSION)
        .to_vote()
    )
    return road.do(Action.RECUSE, road.panel()[4])


def standing(road):
    return Ballot.objects.filter(case=road.case, void_at=None)


def motions(road, **wanted):
    return list(Motion.objects.filter(case=road.case, void_at=None, **wanted).order_by("number"))


def cast_one(road, member, choice=Choice.YES, motion=1, **words):
    return road.do(Action.VOTE, member, motion=motion, choice=choice, **words)


def own_opinion(road, member):
    return votes_part.own_dissent(folders.of_handler(road.case, member, today=road.at.date()))


def refusal(road, action, member, **words):
    with pytest.raises(Refused) as refused:
        road.do(action, member, **words)
    return {against.why for against in refused.value.against}


def test_a_tie_is_not_substantiated_and_nobody_has_a_casting_vote(cast):
    road = two_questions(cast)
    first, second = motions(road)
    road.vote(yes=2, motion=first.number).vote(yes=3, motion=second.number)
    found = AllegationFinding.objects.filter(case=road.case).order_by("allegation__number")
    assert [row.finding for row in found] == [Finding.NOT_SUBSTANTIATED, Finding.SUBSTANTIATED]
    counts = [(m.yes, m.no, m.seated, m.needed, m.carried) for m in motions(road)]
    assert counts == [(2, 2, 4, 3, False), (3, 1, 4, 3, True)]
    again = {"motion": first.number, "choice": Choice.YES}
    assert refusal(road, Action.VOTE, road.who(Role.PANEL_CHAIR), **again) == {Why.GUARD}


def test_every_member_may_add_a_minority_opinion(cast):
    road = two_questions(cast).vote()
    for member in road.panel():
        road.do(Action.ADD_DISSENT, member, text="I see it differently.")
    assert Dissent.objects.filter(case=road.case).count() == 4


def test_without_a_substantiated_allegation_there_is_no_measure(cast):
    road = deliberating(cast).vote(yes=2)
    words = {"kind": MeasureKind.WARNING, "days": 30, "terms": "A warning."}
    assert refusal(road, Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), **words) == {Why.GUARD}


def test_a_vote_is_cast_once_and_never_changed(cast):
    road = deliberating(cast)
    member = road.panel()[0]
    cast_one(road, member, Choice.NO)
    assert refusal(road, Action.VOTE, member, motion=1, choice=Choice.YES) == {Why.ALREADY_DONE}
    assert [Keys(road.case.pk).open(ballot, "choice") for ballot in standing(road)] == [Choice.NO]


def test_nothing_is_counted_before_all_have_voted(cast):
    road = deliberating(cast)
    *most, last = road.panel()
    for member in most:
        cast_one(road, member)
    assert motions(road)[0].closed_at is None
    assert not AllegationFinding.objects.filter(case=road.case).exists()
    assert motions(cast_one(road, last))[0].yes == 5


def test_to_abstain_takes_a_reason_and_never_helps(cast):
    road = deliberating(cast)
    first, *rest = road.panel()
    assert refusal(road, Action.VOTE, first, motion=1, choice=Choice.ABSTAIN) == {Why.MISSING_RECORD}
    for member in rest[:2]:
        cast_one(road, member)
    for member in (first, *rest[2:]):
        cast_one(road, member, Choice.ABSTAIN, reason="I could not read the last pages.")
    assert [(m.yes, m.abstained, m.needed, m.carried) for m in motions(road)] == [(2, 3, 3, False)]


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.REGISTRAR])
def test_who_inquires_or_serves_has_no_vote(cast, role):
    road = deliberating(cast)
    assert refusal(road, Action.VOTE, road.who(role), motion=1, choice=Choice.YES) == {Why.NOT_YOUR_ROLE}


def test_the_two_sides_have_no_vote(cast):
    road = deliberating(cast)
    for member in (cast.ana, cast.rob):
        against = refusal(road, Action.VOTE, member, motion=1, choice=Choice.YES)
        assert against == {Why.NOT_YOUR_ROLE, Why.PARTY, Why.SAME_BRANCH}


def test_a_lost_member_clears_every_vote_and_shrinks_the_count(cast):
    """SC-06: three have voted, one steps aside; the others start again, and three of four are needed."""
    road = deliberating(cast)
    panel = road.panel()
    for member in panel[:3]:
        cast_one(road, member)
    road.do(Action.RECUSE, panel[4])
    assert not standing(road).exists()
    assert Ballot.objects.filter(case=road.case, void_because="member_lost").count() == 3
    assert [(m.number, m.closed_at, m.needed) for m in motions(road)] == [(2, None, 3)]
    road.vote(yes=3)
    assert [(m.yes, m.no, m.seated, m.carried) for m in motions(road)] == [(3, 1, 4, True)]


def test_the_vote_of_one_who_leaves_later_does_not_stand(cast):
    road = deliberating(cast).vote(yes=3)
    leaving = road.panel()[0]
    road.do(Action.RECUSE, leaving)
    assert not AllegationFinding.objects.filter(case=road.case, void_at=None).exists()
    assert not standing(road.vote(yes=2)).filter(member=leaving).exists()
    assert [(m.yes, m.seated, m.carried) for m in motions(road)] == [(2, 4, False)]


def test_minority_opinions_go_when_the_votes_go_and_who_stays_can_write_anew(cast):
    """R-3: the opinion of who was lost, and what others wrote about votes that were cleared, is kept and not sent."""
    road = deliberating(cast).vote(yes=4)
    stays, lost = road.panel()[1], road.panel()[4]
    for member in (stays, lost):
        road.do(Action.ADD_DISSENT, member, text=f"Before: {member.full_name}.", signed=True)
    road.do(Action.RECUSE, lost)
    assert [row.void_because for row in Dissent.objects.filter(case=road.case)] == ["member_lost"] * 2
    assert own_opinion(road, stays) == ""
    road.vote(yes=3).do(Action.ADD_DISSENT, stays, text="After.").measure().decide()
    for side in (cast.ana, cast.rob):
        (sent,) = decision.decisions(folders.of_party(road.case, side, today=road.at.date()))
        assert [opinion.text for opinion in sent.opinions] == ["After."]


def test_a_decision_that_was_set_aside_is_read_with_the_opinions_it_was_sent_with(cast):
    road = deliberating(cast).vote()
    road.do(Action.ADD_DISSENT, road.panel()[1], text="I see it otherwise.").measure().decide()
    votes.void(Proceeding.objects.filter(case=road.case).latest("number"), because="set_aside", at=road.at)
    assert [row.void_because for row in Dissent.objects.filter(case=road.case)] == ["set_aside"]
    (sent,) = decision.decisions(folders.of_party(road.case, cast.ana, today=road.at.date()))
    assert [opinion.text for opinion in sent.opinions] == ["I see it otherwise."]


def test_a_person_with_two_entries_has_one_opinion(cast):
    """R-11: an opinion is never written again under another name; it is found under the entry that stays."""
    road = deliberating(cast)
    gone = road.panel()[1]
    road.do(Action.ADD_DISSENT, gone, text="I see it otherwise.")
    kept = next(m for m in cast.crowd("Eastport") if not CaseRole.objects.filter(member=m).exists())
    merging.merge(kept=kept, gone=gone, by=None, at=road.at)
    kept.refresh_from_db()
    assert kept in road.panel()
    assert refusal(road, Action.ADD_DISSENT, kept, text="And once more.") == {Why.ALREADY_DONE}
    assert own_opinion(road, kept) == "I see it otherwise."


def test_drafted_reasons_go_when_the_votes_go(cast):
    road = deliberating(cast).vote().measure().reasons()
    road.do(Action.RECUSE, road.panel()[4])
    assert [row.void_because for row in Decision.objects.filter(case=road.case)] == ["member_lost"]
    assert [row.void_because for row in AllegationFinding.objects.filter(case=road.case)] == ["member_lost"]
    assert refusal(road, Action.SIGN_DECISION, road.who(Role.PANEL_CHAIR)) == {Why.GUARD}


def test_expulsion_needs_two_thirds_of_four_and_a_panel_formed_with_five(cast):
    road = two_questions(cast).vote()
    words = {"kind": MeasureKind.EXPULSION, "days": None, "terms": "Membership ends."}
    road.do(Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), **words)
    assert [m.needed for m in motions(road, kind=MotionKind.MEASURE)] == [3]


def test_a_branch_cannot_expel(cast):
    road = deliberating(cast, build.branch).vote()
    words = {"kind": MeasureKind.EXPULSION, "days": None, "terms": "Membership ends."}
    assert refusal(road, Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), **words) == {Why.GUARD}


@pytest.mark.parametrize(("days", "allowed"), [(90, True), (91, False)])
def test_a_branch_suspends_for_ninety_days_at_most(cast, days, allowed):
    road = deliberating(cast, build.branch).vote()
    words = {"kind": MeasureKind.SUSPENSION, "days": days, "terms": "No meetings."}
    if allowed:
        road.do(Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), **words)
    else:
        assert refusal(road, Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), **words) == {Why.GUARD}


def test_no_choice_stands_in_the_record(cast):
    road = deliberating(cast).vote(yes=3)
    events = CaseEvent.objects.filter(case=road.case, kind="vote_cast")
    assert set().union(*(event.data for event in events)) == {"motion", "state", "tier", "due_on"}


def test_a_panel_that_is_too_small_leaves_no_vote_standing(cast):
    road = deliberating(cast, build.branch)
    cast_one(road, road.panel()[0])
    road.do(Action.RECUSE, road.panel()[1])
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    assert not standing(road).exists()


def test_each_member_adds_one_opinion(cast):
    road = deliberating(cast)
    member = road.panel()[1]
    road.do(Action.ADD_DISSENT, member, text="I see it otherwise.")
    assert refusal(road, Action.ADD_DISSENT, member, text="And once more.") == {Why.ALREADY_DONE}
    road.do(Action.ADD_DISSENT, road.panel()[2], text="So do I.")
    assert Dissent.objects.filter(case=road.case).count() == 2
