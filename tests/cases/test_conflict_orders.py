"""Whatever comes first: who has a conflict of interest is out, for every kind, in every order of events.

A member of the national committee is drawn in a case with two respondents, of whom one is not known yet. Then, in
every order: the member takes the seat; the unknown respondent is named; the tie that makes the conflict is
declared; the member steps aside.
"""

from itertools import permutations

import pytest
from guardian.shortcuts import assign_perm

from branches.models import Member, Office
from branches.posts import Post
from branches.usecases import appoint, declare_interest, transfer_member
from cases import access, load
from cases.demo.roads import Road
from cases.domain import engine
from cases.domain.answer import Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, Choice, Ground, Relation, Role, SeatKind, SeatStatus, Why
from cases.models import Ballot, Case, CaseRole, Conflict, Notice, Seat
from cases.record import System
from cases.usecases import conflicts, escalate
from tests.build import filed
from tests.cast import lasting, moment, organisation


@pytest.fixture(scope="module")
def drawn(django_db_setup, django_db_blocker):
    """A national panel whose members have answered, but for the one this is about."""
    with lasting(django_db_blocker):
        cast = organisation()
        committee = [m.pk for m in (cast.dee, cast.eli, cast.gus, cast.hana, cast.ivo, cast.jo)]
        Member.objects.filter(pk__in=committee).update(branch=cast.branches["Eastport"])
        road = filed(cast, about=("Rob Demo", "the other one")).screen().frame().to_national(Ground.EXPULSION).draw()
        one, *others = Seat.objects.filter(case=road.case).order_by("order")
        assert one.kind == SeatKind.MEMBER
        for seat in others:
            road.do(Action.ANSWER_CONFLICT, seat.member, clear=True)
        yield road, one.member_id


@pytest.fixture
def world(drawn, db):
    """The road of one test, and the member it is about."""
    road, member = drawn
    return Road(road.cast, Case.objects.get(pk=road.case.pk), moment(6, 2)), Member.objects.get(pk=member)


# What can happen. Each act is done by whoever may do it at that moment; one that is refused changes nothing.


def seat(road, member):
    road.do(Action.ANSWER_CONFLICT, member, clear=True)


def name_them(road, member):
    road.do(Action.IDENTIFY_PARTY, road.cast.zed, party=3, member=member)


def name_eva(road, member):
    road.do(Action.IDENTIFY_PARTY, road.cast.zed, party=3, member=road.cast.eva)


def name_witness(road, member):
    road.do(Action.NAME_WITNESS, road.who(Role.INVESTIGATOR), name="Somebody who was there", member=member)


def exclude(road, member):
    conflicts.bar(road.case, member, Why.EXCLUDED, by=System("the complainant asked for it"), at=road.at)


def name_supporter(road, member):
    road.do(Action.NAME_SUPPORTER, road.side(Role.COMPLAINANT), name=member.full_name)


def complain_about_eva(road, member):
    Road.file(road.cast, member, road.at, about=(road.cast.eva.full_name,))


def move_to_the_branch_of_a_side(road, member):
    there = road.cast.branches["Northside"]
    transfer_member(member=member, branch=there, moved_on=road.at.date(), by=None, at=road.at)


def work_with_eva(road, member):
    for one in (member, road.cast.eva):
        appoint(member=one, post=Post.STAFF, since=road.at.date(), by=None, at=road.at)


def tied(relation, to="eva"):
    def declare(road, member):
        declare_interest(member=road.cast.members[to.title()], other=member, relation=relation, by=None, at=road.at)

    return declare


def lead_with_eva(road, member):
    place = {"post": Post.BRANCH_LEADER, "branch": road.cast.branches["Eastport"]}
    appoint(member=member, since=road.at.date(), by=None, at=road.at, **place)


def step_aside(road, member):
    if Seat.objects.get(case=road.case, member=member).status == SeatStatus.ASKED:
        road.do(Action.ANSWER_CONFLICT, member, clear=False)
    else:
        road.do(Action.RECUSE, member)


KINDS = {
    Why.PARTY: (seat, name_them),
    Why.EXCLUDED: (seat, exclude),
    Why.WITNESS: (seat, name_witness),
    Why.PARTNER: (seat, name_eva, tied(Relation.PARTNER)),
    Why.FAMILY: (seat, name_eva, tied(Relation.FAMILY)),
    Why.HOUSEMATE: (seat, name_eva, tied(Relation.HOUSEMATE)),
    Why.FRIEND: (seat, name_eva, tied(Relation.FRIEND)),
    Why.HOSTILE: (seat, name_eva, tied(Relation.HOSTILE)),
    Why.EMPLOYER: (seat, name_eva, tied(Relation.EMPLOYER)),
    Why.COLLEAGUE: (seat, name_eva, tied(Relation.COLLEAGUE)),
    Why.INTEREST: (seat, name_eva, tied(Relation.INTEREST)),
    Why.SLATE: (seat, name_eva, tied(Relation.SLATE)),
    Why.ADVERSARY: (seat, name_eva, complain_about_eva),
    Why.ADVISER: (seat, name_supporter),
    Why.SAME_BRANCH: (seat, move_to_the_branch_of_a_side),
    Why.SAME_BODY: (seat, name_eva, work_with_eva),
    Why.SAME_LEADERSHIP: (seat, name_eva, lead_with_eva),
    Why.SELF_DECLARED: (seat, name_eva, step_aside),
}
ORDERS = [
    pytest.param(kind, order, id=f"{kind}: {', '.join(act.__name__ for act in order)}")
    for kind, acts in KINDS.items()
    for chosen in dict.fromkeys((acts, tuple(dict.fromkeys((*acts, step_aside)))))
    for order in permutations(chosen)
]


@pytest.mark.parametrize(("kind", "order"), ORDERS)
def test_whatever_the_order_the_member_is_out(world, kind, order):
    road, member = world
    for act in order:
        try:
            act(road, member)
        except Refused as refused:
            assert {r.why for r in refused.against} & {*KINDS, Why.NOT_YOUR_ROLE}
        road.case.refresh_from_db()
    assert kind in kinds_of(road, member)
    assert_out(road, member)


@pytest.mark.parametrize("relation", [Relation.PARTNER, Relation.FAMILY, Relation.HOUSEMATE])
@pytest.mark.parametrize("voted", [1, 5])
def test_a_tie_found_in_deliberation_voids_every_vote(world, relation, voted):
    road, member = world
    seat(road, member)
    road.notice().answer().report().review().papers()
    panel = [member, *(m for m in road.panel() if m != member)]
    for voter in panel[:voted]:
        road.do(Action.VOTE, voter, motion=1, choice=Choice.YES)
    tied(relation, to="rob")(road, member)
    assert_out(road, member)
    assert not Ballot.objects.filter(case=road.case, void_at=None).exists()
    assert Ballot.objects.filter(case=road.case, member=member).count() == min(voted, 1)
    assert not road.vote().panel().count(member)


def test_who_had_a_hand_in_the_case_is_never_drawn_or_seated_at_another_desk(world):
    """Also when somebody puts the name on the list by hand."""
    road, _ = world
    earlier = road.cast.omar
    assert earlier.pk not in {m for pool in pools(road) for m in pool}
    proceeding = load.open_proceeding(road.case)
    Seat.objects.create(
        case=road.case, proceeding=proceeding, member=earlier, kind="member", status="asked", order=40,
        asked_at=road.at, answer_by=road.at.date(),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        seat(road, earlier)
    assert Why.EARLIER_HAND in {against.why for against in refused.value.against}
    Seat.objects.filter(member=earlier).update(status=SeatStatus.DECLINED)
    assert_out(road, earlier)


def test_who_sits_is_given_no_other_desk(world):
    """Seat first, then the desk: the person who would be next in order is passed over."""
    road, member = world
    seat(road, member)
    Office.objects.filter(post=Post.REGISTRAR).delete()
    appoint(member=member, post=Post.REGISTRAR, since=road.at.date(), by=None, at=road.at)
    road.do(Action.RECUSE, road.cast.zed).clock()
    assert {role for role, _ in access.roles_in(road.case, member)} <= {Role.PANEL_MEMBER, Role.PANEL_CHAIR}


def kinds_of(road, member):
    rows = Conflict.objects.filter(case=road.case, member=member, until=None)
    return {Why(kind) for kind in rows.values_list("kind", flat=True)}


def pools(road):
    facts = load.case_facts(road.case, today=road.at.date())
    return escalate.eligible(road.case, facts.tier, facts=facts)


def assert_out(road, member):
    """Absent: no list, no letter, no vote, no question, whatever is put back by hand."""
    day = road.at.date()
    assert not CaseRole.objects.filter(case=road.case, member=member, until=None).exists()
    assert not Seat.objects.filter(case=road.case, member=member, status__in=("asked", "seated")).exists()
    assert member.pk not in {m for pool in pools(road) for m in pool}
    CaseRole.objects.create(
        case=road.case, member=member, role=Role.PANEL_CHAIR, desk="by hand", received_at=road.case.received_at,
        since=road.at,
    )  # fmt: skip
    assign_perm("open_case", member, road.case)
    Office.objects.create(member=member, post=Post.AUDITOR, since=day)
    Member.objects.filter(pk=member.pk).update(is_superuser=True)
    member = Member.objects.get(pk=member.pk)
    assert not access.open_to(member).exists()
    assert not access.asked(member).exists()
    assert not access.followed_by(member).filter(pk=road.case.pk).exists()
    assert not access.overseen_by(member, day).exists()
    assert not access.handled_page(member, limit=9).exists()
    letters = Notice.objects.filter(case=road.case, member=member).exclude(letter__in=access.WITHOUT_CASE)
    assert not [notice.letter for notice in letters if access.may_receive(notice)]
    assert_cannot_act(road, member)
    CaseRole.objects.filter(member=member, desk="by hand").delete()


def assert_cannot_act(road, member):
    facts, procedure = load.case_facts(road.case, today=road.at.date()), load.procedure_of(road.case)
    by = load.actor_facts(member, road.case)
    assert by.roles & {Role.PANEL_CHAIR}
    assert not [a for a in Action if engine.may(procedure, facts, by, ActFacts(action=a)).allowed]
    assert not [c for c in engine.choices(procedure, facts, by) if c.answer.allowed]
