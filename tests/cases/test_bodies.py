"""Bodies that cannot sit: who is drawn next, who never is, what a draw leaves behind, and where the case goes."""

from datetime import timedelta

import pytest

from branches import hooks
from branches import usecases as register
from branches.models import Branch, Interest, Member, Membership, Office
from branches.posts import Post, Relation
from cases import access, load
from cases.domain.vocabulary import Action, EventKind, Role, SeatStatus, State, Tier
from cases.models import CaseEvent, CaseRole, Notice, Seat
from cases.queries import folder as folders
from cases.queries import timeline
from cases.queries.parts import draws, people
from cases.usecases import drawing, seats
from tests import build
from tests.cast import end_offices

NATIONAL = (Post.NATIONAL_CHAIR, Post.NATIONAL_MEMBER, Post.NATIONAL_ALTERNATE, Post.RESERVE)
APPEALS = (Post.APPEALS_CHAIR, Post.APPEALS_MEMBER, Post.APPEALS_ALTERNATE)
AT_WORK = [State.FORMING, State.RESPONDING, State.INVESTIGATING, State.EVIDENCE_REVIEW, State.HEARING]


def of_branch(cast, name):
    return set(Member.objects.filter(branch=cast.branches[name]).values_list("pk", flat=True))


def one_region(cast, *names):
    for name in names:
        Branch.objects.filter(pk=cast.branches[name].pk).update(region="North")


def tie_all_but(road, left: int, branch="Northside"):
    """All but some of those who could be drawn at the branch share a home with Rob."""
    facts = load.case_facts(road.case, today=road.at.date())
    own = next(s for s in drawing.sources(road.case, Tier.BRANCH, facts=facts) if s.name == "branch_members")
    rows = [
        Interest(member_id=m, other=road.cast.rob, relation=Relation.HOUSEMATE, declared_at=road.at, declared_by_id=m)
        for m in own.free[left:]
    ]
    Interest.objects.bulk_create(rows)
    return road


def drawn(road):
    return {seat.member_id for seat in Seat.objects.filter(case=road.case)}


def draw_event(road):
    return CaseEvent.objects.filter(case=road.case, kind=EventKind.PEOPLE_PASSED_OVER).order_by("number").last()


# Who is drawn next


def test_a_branch_with_too_few_draws_on_the_neighbours_of_its_region(cast):
    one_region(cast, "Northside", "Lakeview")
    road = tie_all_but(build.branch(cast), 2).draw()
    assert road.case.tier == Tier.BRANCH
    assert len(drawn(road) & of_branch(cast, "Northside")) == 2
    assert len(drawn(road) & of_branch(cast, "Lakeview")) == 1
    assert [pool["pool"] for pool in draw_event(road).data["pools"]] == ["branch_members", "neighbour_members"]


@pytest.mark.parametrize("regions", [(), ("Northside",), ("Northside", "Eastport")])
def test_a_branch_of_another_region_or_of_a_party_is_no_neighbour(cast, regions):
    """Rob was once a member of Eastport; then nobody of Eastport sits either, and the case moves up (G1)."""
    Membership.objects.create(
        member=cast.rob, branch=cast.branches["Eastport"], since=cast.rob.joined_on, until=cast.rob.joined_on
    )
    road = build.branch(cast)
    one_region(cast, *regions)
    tie_all_but(road, 2).draw()
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)


def test_a_neighbour_who_joined_last_month_is_not_drawn(cast):
    one_region(cast, "Northside", "Lakeview")
    road = tie_all_but(build.branch(cast), 0)
    Member.objects.filter(branch=cast.branches["Lakeview"]).update(joined_on=road.at.date() - timedelta(days=30))
    assert road.draw().case.tier == Tier.NATIONAL


def test_a_national_panel_is_filled_from_the_leaders_of_branches_without_a_party(cast):
    end_offices(Post.NATIONAL_ALTERNATE, Post.RESERVE)
    road = build.national(cast)
    Office.objects.filter(post=Post.NATIONAL_MEMBER, member__in=(cast.jo, cast.ivo)).delete()
    road.draw()
    leaders = {cast.eva.pk, cast.ned.pk, cast.lars.pk}
    assert len(drawn(road) & leaders) == 2
    assert not drawn(road) & {cast.bo.pk, cast.lena.pk}, "leaders of the branch of the parties"


def test_an_appeal_without_its_committee_is_heard_by_uninvolved_members_drawn_by_lot(cast):
    road = build.appealed(cast)
    road.rule_in()
    end_offices(*APPEALS, Post.RESERVE)
    road.seat_panel().notice()
    assert drawn(road) and road.case.state == State.RESPONDING
    sitting = {member.pk for member in road.panel()}
    assert sitting <= of_branch(cast, "Eastport") | of_branch(cast, "Lakeview")
    both = [len(sitting & of_branch(cast, name)) for name in ("Eastport", "Lakeview")]
    assert max(both) <= 2, "no branch has a quorum of its own"


def test_with_one_uninvolved_branch_alone_the_appeal_goes_outside(cast):
    """Two of one branch are not three: the cap holds also when it costs the panel."""
    road = build.appealed(cast)
    road.rule_in()
    end_offices(*APPEALS, Post.RESERVE)
    Member.objects.filter(branch=cast.branches["Lakeview"]).update(is_active=False)
    assert road.draw().case.state == State.AWAITING_EXTERNAL


@pytest.mark.parametrize("post", [Post.NATIONAL_OFFICER, Post.STAFF, Post.APPEALS_MEMBER])
def test_who_leads_or_may_hear_the_appeal_is_never_drawn_below(cast, post):
    """Also where the person belongs to the pool in another way."""
    road = build.branch(cast)
    own = next(m for m in cast.crowd("Northside"))
    Office.objects.create(member=own, post=post, since=road.at.date())
    facts = load.case_facts(road.case, today=road.at.date())
    assert all(own.pk not in source.members for source in drawing.sources(road.case, Tier.BRANCH, facts=facts))


def test_a_member_of_the_national_committee_is_never_drawn_for_an_appeal(cast):
    road = build.appealed(cast)
    Office.objects.create(member=cast.dee, post=Post.APPEALS_MEMBER, since=road.at.date())
    facts = load.case_facts(road.case, today=road.at.date())
    assert all(cast.dee.pk not in source.members for source in drawing.sources(road.case, Tier.APPEAL, facts=facts))


# What a draw leaves behind


def test_a_draw_keeps_its_seed_pools_and_counts_and_no_name(cast):
    road = build.national(cast).draw()
    data = draw_event(road).data
    proceeding = load.open_proceeding(road.case)
    assert (data["seed"], data["proceeding"]) == (proceeding.seed, proceeding.number)
    assert data["pools"][:2] == [
        {"pool": "national_chair", "counted": 1, "free": 1},
        {"pool": "national_member", "counted": 6, "free": 5},
    ]
    assert set(data) == {"proceeding", "seed", "pools", "passed_over"}


def test_the_registrar_reads_who_was_passed_over_in_numbers_and_the_panel_only_from_whom_it_was_drawn(cast):
    end_offices(Post.NATIONAL_ALTERNATE, Post.RESERVE)
    Office.objects.filter(post=Post.NATIONAL_MEMBER, member=cast.jo).delete()
    road = build.national(cast).seat_panel().notice()
    assert draw_event(road).data["passed_over"] == {"family": 1}
    texts = {}
    for role in (Role.REGISTRAR, Role.PANEL_MEMBER):
        member = CaseRole.objects.filter(case=road.case, role=role, until=None).first().member
        folder = folders.of_handler(road.case, member, today=road.at.date())
        lines = timeline.timeline(folder, "").entries
        texts[role] = next(e.text for e in lines if e.title == EventKind.PEOPLE_PASSED_OVER.label)
    assert "Family of a party: 1".lower() in texts[Role.REGISTRAR].lower()
    assert "assed over" not in texts[Role.PANEL_MEMBER] and "Seed" not in texts[Role.PANEL_MEMBER]
    assert "members of the National Disciplinary Committee" in texts[Role.PANEL_MEMBER]


def test_both_sides_read_from_whom_the_panel_was_drawn_and_nothing_more(cast):
    road = build.branch(cast).seat_panel().notice()
    for side in (cast.ana, cast.rob):
        folder = folders.of_party(road.case, side, today=road.at.date())
        assert draws.drawn_from(folder, folder.proceeding) == "members of the branch for at least six months"


def test_an_ordinary_member_whom_the_lot_passed_over_is_never_named(cast):
    """Fay is named because she serves on the committee (SC-05); a member among many is not (ADR 0008)."""
    road = tie_all_but(build.branch(cast), 3).seat_panel().notice()
    folder = folders.of_party(road.case, cast.ana, today=road.at.date())
    assert people.recused(folder, folder.proceeding) == ()


def test_no_page_needs_the_seed_after_the_draw(cast):
    road = build.national(cast).seat_panel().notice()
    folder = folders.of_party(road.case, cast.ana, today=road.at.date())
    before = people.recused(folder, folder.proceeding)
    folder.proceeding.seed = "another"
    folder.proceeding.save(update_fields=["seed"])
    assert people.recused(folder, folder.proceeding) == before != ()


def test_somebody_who_was_only_passed_over_has_no_letter_no_seat_and_no_role(cast):
    road = build.national(cast).seat_panel().notice()
    for kind in (Notice, Seat, CaseRole):
        assert not kind.objects.filter(case=road.case, member=cast.fay).exists()


# Below the quorum, whatever the cause


def recuses(road, member):
    road.do(Action.RECUSE, member)


def office_ends(road, member):
    """A branch panel has no office to lose; there the membership ends by moving away."""
    office = Office.objects.filter(member=member, until=None).first()
    if office is None:
        moved = {"branch": road.cast.branches["Eastport"], "moved_on": road.at.date()}
        register.transfer_member(member=member, by=None, at=road.at, **moved)
    else:
        register.end_office(office=office, until=road.at.date(), by=None, at=road.at)


def leaves(road, member):
    """The account is closed; the register tells of it like of every change."""
    Member.objects.filter(pk=member.pk).update(is_active=False, left_on=road.at.date())
    hooks.people_changed("member_left", frozenset({member.pk}), by=None, at=road.at)


def tie_found(road, member):
    words = {"member": member, "other": road.cast.rob, "relation": Relation.FAMILY}
    register.declare_interest(**words, by=member, at=road.at)


CAUSES = [recuses, office_ends, leaves, tie_found]


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("state", AT_WORK)
def test_a_branch_panel_below_its_quorum_with_nobody_to_draw_moves_up_by_itself(cast, state, cause):
    end_offices(Post.BRANCH_LEADER, Post.FACILITATOR)
    road = build.PLACES[Tier.BRANCH, state](cast)
    road = road.seat_panel() if state is State.FORMING else road
    Member.objects.filter(branch=cast.branches["Northside"]).exclude(
        pk__in=drawn(road) | {cast.ana.pk, cast.rob.pk, cast.omar.pk}
    ).update(is_active=False)
    lost = road.panel()[1]
    cause(road, lost)
    road.case.refresh_from_db()
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    told = set(Notice.objects.filter(case=road.case, letter="n07_moved_up").values_list("member", flat=True))
    assert told == {cast.ana.pk} | ({cast.rob.pk} if state is not State.FORMING else set())
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.ESCALATED)
    assert (event.data["ground"], event.system) == ("G1", "too few people can sit")
    assert not access.open_to(lost).filter(pk=road.case.pk).exists()


@pytest.mark.parametrize("cause", CAUSES)
def test_a_national_panel_that_loses_its_quorum_while_it_decides_goes_outside(cast, cause):
    road = build.national(cast).to_vote()
    for member in road.panel()[:2]:
        cause(road, member)
    road.case.refresh_from_db()
    assert road.case.state == State.AWAITING_EXTERNAL


@pytest.mark.parametrize("cause", CAUSES)
def test_an_appeal_panel_that_loses_its_quorum_goes_outside(cast, cause):
    road = build.appealed(cast).admit()
    cause(road, road.panel()[0])
    road.case.refresh_from_db()
    assert road.case.state == State.AWAITING_EXTERNAL


@pytest.mark.parametrize("cause", CAUSES[1:])
def test_a_lost_member_is_replaced_by_lot_before_the_hearing(cast, cause):
    road = build.PLACES[Tier.NATIONAL, State.INVESTIGATING](cast)
    lost = road.panel()[1]
    cause(road, lost)
    assert Seat.objects.get(case=road.case, member=lost).status == SeatStatus.LEFT
    assert len(road.asked()) == 1 and lost not in road.asked()


def test_a_desk_whose_officer_leaves_office_is_given_to_the_next(cast):
    road = build.framed(cast)
    officer = road.who(Role.INTAKE_OFFICER)
    for office in Office.objects.filter(member=officer, until=None):
        register.end_office(office=office, until=road.at.date(), by=None, at=road.at)
    assert road.who(Role.INTAKE_OFFICER) != officer
    assert not access.open_to(officer).exists()


def test_a_term_that_ends_on_its_day_ends_the_work_on_that_day(cast):
    road = build.PLACES[Tier.NATIONAL, State.INVESTIGATING](cast)
    lost = road.panel()[1]
    until = road.at.date() + timedelta(days=1)
    Office.objects.filter(member=lost).update(until=until)
    assert lost in road.clock().panel()
    assert lost not in road.later(days=1).clock().panel()


def test_nobody_who_keeps_another_place_in_the_body_loses_the_seat(cast):
    """From member to alternate is still the committee."""
    road = build.PLACES[Tier.NATIONAL, State.INVESTIGATING](cast)
    member = next(m for m in road.panel() if Office.objects.filter(member=m, post=Post.NATIONAL_MEMBER).exists())
    words = {"since": road.at.date(), "by": None, "at": road.at}
    register.appoint(member=member, post=Post.NATIONAL_ALTERNATE, **words)
    office = Office.objects.get(member=member, post=Post.NATIONAL_MEMBER)
    register.end_office(office=office, until=road.at.date(), by=None, at=road.at)
    assert member in road.panel()


def test_the_forecast_says_how_many_could_still_be_asked(cast):
    road = build.branch(cast).draw()
    found = drawing.forecast(road.case, facts=load.case_facts(road.case, today=road.at.date()))
    free = Member.objects.filter(branch=cast.branches["Northside"]).count() - 3 - 3  # both sides, Omar; three asked
    assert (found.seated, found.waiting, found.needed, found.free) == (0, 3, 3, free)


def test_the_forecast_of_a_panel_that_decides_counts_nobody_who_could_be_asked(cast):
    road = build.national(cast).to_vote()
    found = drawing.forecast(road.case, facts=load.case_facts(road.case, today=road.at.date()))
    assert (found.seated, found.needed, found.free) == (5, 4, 0)


def test_nobody_who_handles_the_case_or_leads_can_name_who_is_drawn():
    """There is no argument by which a caller could: the order comes from the seed alone."""
    import inspect

    assert set(inspect.signature(seats.fill).parameters) == {"case", "by", "at"}
    assert set(inspect.signature(drawing.draw).parameters) == {"case", "facts", "panel", "seed", "wanted"}
