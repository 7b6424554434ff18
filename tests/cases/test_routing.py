"""Who gets a case, and that nobody in conflict hears of it before, while or after somebody is found."""

from datetime import timedelta

import pytest

from branches.posts import Post
from branches.usecases import appoint, declare_interest
from cases import access
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Relation, Role, State, Tier, Why
from cases.models import CaseEvent, CaseRole, Conflict, Notice
from cases.usecases.intake import Named
from tests import build
from tests.cast import end_offices


def who(road, role=Role.INTAKE_OFFICER):
    return road.who(role)


def tie(one, other, road, relation=Relation.FAMILY):
    declare_interest(member=one, other=other, relation=relation, by=None, at=road.at)
    road.case.refresh_from_db()


def holds(member):
    """Everything of any case that reaches this person."""
    return {
        "roles": CaseRole.objects.filter(member=member, until=None).count(),
        "notices": Notice.objects.filter(member=member).count(),
        "cases": access.open_to(member).count() + access.followed_by(member).count() + access.asked(member).count(),
    }


NOTHING = {"roles": 0, "notices": 0, "cases": 0}


def test_an_officer_of_the_branch_takes_the_first_look(cast):
    assert who(build.filed(cast)) == cast.omar


@pytest.mark.parametrize("name", ["Bo", "Lena"])
def test_a_complaint_about_a_leader_reaches_nobody_of_the_branch(cast, name):
    road = build.filed(cast, about=(f"{name} Demo",))
    assert who(road) == cast.ira
    assert [holds(m) for m in (cast.bo, cast.lena, cast.omar)] == [NOTHING] * 3


def test_a_complaint_about_the_officer_goes_to_a_leader_of_the_branch(cast):
    assert who(build.filed(cast, about=("Omar Demo",))) in (cast.bo, cast.lena)
    assert holds(cast.omar) == NOTHING


def test_who_is_named_as_a_person_who_must_not_see_it_never_hears_of_it(cast):
    road = build.filed(cast, must_not_see=("Omar Demo", "IRA demo", "zed  demo"))
    assert who(road) in (cast.bo, cast.lena)
    assert who(road, Role.REGISTRAR) == cast.zora
    assert [holds(m) for m in (cast.omar, cast.ira, cast.zed)] == [NOTHING] * 3
    assert not access.overseen_by(cast.zed, road.at.date()).exists()


def test_a_complaint_about_a_leader_whose_name_fits_nobody_still_leaves_the_branch(cast):
    road = build.filed(cast, about=("the tall one",), about_leader="yes")
    assert who(road) == cast.ira
    assert [holds(m) for m in (cast.omar, cast.bo, cast.lena)] == [NOTHING] * 3


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_everything_but_a_clear_no_keeps_the_leadership_out(cast, answer):
    assert who(build.filed(cast, about_leader=answer)) == cast.ira


def test_a_name_that_fits_two_members_keeps_both_out(cast):
    from branches.models import Member

    other = Member.objects.create_user(
        "omar2@demo.example", full_name="Omar  DEMO", joined_on="2020-01-01", branch=cast.branches["Eastport"]
    )
    road = build.filed(cast, about=("omar demo",))
    assert who(road) not in (cast.omar, other)
    kept_out = Conflict.objects.filter(case=road.case, until=None, kind=Why.EXCLUDED)
    assert {row.member for row in kept_out} == {cast.omar, other}


def test_a_witness_named_in_the_complaint_handles_nothing(cast):
    people = (Named(name="Rob Demo"), Named(name="Omar Demo", side=Role.WITNESS))
    road = build.filed(cast, people=people)
    assert who(road) != cast.omar
    assert holds(cast.omar) == NOTHING


def test_nobody_is_told_before_the_exclusions_are_computed(cast):
    road = build.filed(cast, must_not_see=("Bo Demo",))
    events = CaseEvent.objects.filter(case=road.case).order_by("case_number")
    told = [number for number, kind in enumerate(e.kind for e in events) if kind == EventKind.DESK_GIVEN]
    found = [number for number, kind in enumerate(e.kind for e in events) if kind == EventKind.CONFLICT_FOUND]
    assert max(found) < min(told)


def test_an_officer_who_turns_out_to_be_a_relative_loses_the_case_at_once(cast):
    road = build.filed(cast).screen()
    tie(cast.omar, cast.rob, road)
    assert not access.open_to(cast.omar).exists()
    assert who(road) != cast.omar


def test_naming_a_leader_at_the_first_look_takes_it_from_the_branch(cast):
    road = build.filed(cast, about=("the tall one",)).screen()
    assert who(road) == cast.omar
    road.do(Action.IDENTIFY_PARTY, cast.omar, party=2, member=cast.bo)
    assert who(road) == cast.ira
    assert holds(cast.bo) == NOTHING
    assert not access.open_to(cast.omar).exists()


def test_the_first_look_keeps_its_clock_when_the_officer_changes(cast):
    road = build.filed(cast)
    due = road.case.due_on
    road.later(days=4).do(Action.RECUSE, cast.omar)
    assert (road.case.state, road.case.due_on) == (State.TRIAGE, due)


def test_questions_that_were_asked_stay_open_when_the_officer_changes(cast):
    road = build.asked(cast)
    tie(cast.omar, cast.rob, road)
    assert road.case.state == State.WAITING_FOR_FACTS
    road.do(Action.ANSWER_FACTS, cast.ana, answer="On Tuesday.")
    assert who(road) != cast.omar


def test_a_case_that_nobody_may_take_waits_for_the_next_who_can(cast):
    road = build.unroutable(cast)
    assert road.case.state == State.ROUTING
    assert Notice.objects.filter(case=road.case, member=cast.zed, letter="n33_your_turn").exists()
    appoint(member=cast.nora, post=Post.INTAKE_OFFICER, since=road.at.date(), by=None, at=road.at)
    road.clock()
    assert (road.case.state, who(road)) == (State.TRIAGE, cast.nora)


EMPTY = [
    (build.dismissal, State.DISMISSAL_PROPOSED, Role.SECOND_OFFICER, Post.INTAKE_OFFICER),
    (build.reviewed, State.UNDER_REVIEW, Role.REVIEWER, Post.NATIONAL_MEMBER),
    (build.talks, State.INFORMAL, Role.FACILITATOR, Post.RESERVE),
    (build.agreed, State.INFORMAL_AGREED, Role.FACILITATOR, Post.RESERVE),
]


@pytest.mark.parametrize(("start", "state", "role", "post"), EMPTY, ids=[row[2] + "-" + row[1] for row in EMPTY])
def test_an_empty_desk_is_filled_as_soon_as_somebody_is_free(cast, start, state, role, post):
    """Nobody is held back because nobody can follow: the registrar is told, and the clock looks again."""
    road = start(cast)
    end_offices(*(p for p in Post if p not in (Post.REGISTRAR, Post.ADMINISTRATOR)))
    road.do(Action.RECUSE, who(road, role))
    assert road.case.state == state
    assert not CaseRole.objects.filter(case=road.case, role=role, until=None).exists()
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.NOBODY_FREE, data__role=role).exists()
    appoint(member=cast.nora, post=post, since=road.at.date(), by=None, at=road.at)
    road.clock()
    assert who(road, role) == cast.nora


def test_a_case_without_a_registrar_gets_one(cast):
    end_offices(Post.REGISTRAR, Post.ADMINISTRATOR)
    road = build.filed(cast)
    assert not CaseRole.objects.filter(case=road.case, role=Role.REGISTRAR).exists()
    appoint(member=cast.zora, post=Post.REGISTRAR, since=road.at.date(), by=None, at=road.at)
    assert who(road.clock(), Role.REGISTRAR) == cast.zora


def test_a_desk_that_stays_empty_is_tried_every_day_and_then_the_case_rests(cast):
    """A turn of the clock reads only cases in which something happened lately, or with an empty desk."""
    end_offices(Post.REGISTRAR, Post.ADMINISTRATOR)
    road = build.filed(cast)
    for _ in range(4):
        road.later(days=1).clock()
    assert not CaseRole.objects.filter(case=road.case, role=Role.REGISTRAR).exists()
    assert road.case.look_on == road.at.date() + timedelta(days=1)
    appoint(member=cast.zora, post=Post.REGISTRAR, since=road.at.date(), by=None, at=road.at)
    assert who(road.clock(), Role.REGISTRAR) == cast.zora
    road.later(days=1).clock()
    assert road.case.look_on > road.at.date() + timedelta(days=1)


def test_the_request_to_move_up_finds_its_ruler_later(cast):
    road = build.PLACES[Tier.BRANCH, State.RESPONDING](cast)
    end_offices(Post.NATIONAL_CHAIR, Post.NATIONAL_MEMBER, Post.NATIONAL_ALTERNATE, Post.RESERVE)
    build.ask_to_move_up(road)
    appoint(member=cast.eli, post=Post.NATIONAL_MEMBER, since=road.at.date(), by=None, at=road.at)
    assert who(road.clock(), Role.ESCALATION_RULER) == cast.eli


def test_after_an_overturned_dismissal_who_dismissed_it_never_looks_at_it_again(cast):
    """Not at once, and not when the clock looks for somebody later."""
    road = build.reviewed(cast)
    before = {cast.omar, CaseRole.objects.get(case=road.case, role=Role.SECOND_OFFICER).member}
    reviewer = who(road, Role.REVIEWER)
    end_offices(*(p for p in Post if p != Post.REGISTRAR))
    appoint(
        member=cast.omar,
        post=Post.INTAKE_OFFICER,
        branch=cast.branches["Northside"],
        since=road.at.date(),
        by=None,
        at=road.at,
    )
    road.do(Action.OVERTURN_DISMISSAL, reviewer, reason="The code covers shouting.").clock()
    assert not any(access.open_to(member).exists() for member in before | {reviewer})
    appoint(member=cast.nora, post=Post.INTAKE_OFFICER, since=road.at.date(), by=None, at=road.at)
    assert who(road.clock()) == cast.nora


def test_a_case_goes_back_to_the_officer_who_knows_it_when_talks_end(cast):
    road = build.talks(cast)
    assert not access.open_to(cast.omar).exists()
    road.do(Action.LEAVE_INFORMAL, cast.ana)
    assert who(road) == cast.omar
    assert access.open_to(cast.omar).get() == road.case


def test_the_clock_does_nothing_twice(cast):
    road = build.unroutable(cast)
    appoint(member=cast.nora, post=Post.INTAKE_OFFICER, since=road.at.date(), by=None, at=road.at)
    numbers = [CaseEvent.objects.count() for _ in range(3) if road.later(hours=1).clock()]
    assert numbers[0] == numbers[1] == numbers[2]


def test_nobody_is_named_twice_on_the_same_side(cast):
    """Whoever was quicker has said it already: the second is told so, and nothing is written."""
    road = build.filed(cast, about=("Rob Demo", "the other one")).screen()
    for action, words in (
        (Action.IDENTIFY_PARTY, {"party": 3, "member": cast.rob}),
        (Action.IDENTIFY_PARTY, {"party": 99, "member": cast.eva}),
        (Action.NAME_WITNESS, {"name": "Tara", "member": cast.tara}),
    ):
        if action is Action.NAME_WITNESS:
            road.do(action, cast.omar, **words)
        events = CaseEvent.objects.count()
        with pytest.raises(Refused) as refused:
            road.do(action, cast.omar, **words)
        assert [against.why for against in refused.value.against] == [Why.ALREADY_DONE]
        assert CaseEvent.objects.count() == events


def test_nobody_takes_the_place_of_a_side_that_was_told(cast):
    """A mistaken entry can be put right until the person is told; from then on the door of the case hangs on it."""
    road = build.filed(cast).screen().do(Action.IDENTIFY_PARTY, cast.omar, party=2, member=cast.eva)
    with pytest.raises(Refused) as refused:
        road.do(Action.IDENTIFY_PARTY, cast.omar, party=1, member=cast.mona)
    assert [against.why for against in refused.value.against] == [Why.ALREADY_DONE]
    assert (road.side(Role.COMPLAINANT), road.side(Role.RESPONDENT)) == (cast.ana, cast.eva)
