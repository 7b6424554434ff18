"""Questions about people: who holds what, who is tied to whom, who is called so."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from branches import queries
from branches.models import Branch, Interest, Member, Office
from branches.posts import Post, Relation

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=10)


def member(name: str, **fields) -> Member:
    return Member.objects.create_user(f"{name.lower()}@example.org", full_name=f"{name} Lind", joined_on=DAY, **fields)


def tie(one: Member, two: Member, **fields) -> Interest:
    return Interest.objects.create(
        member=one, other=two, relation=Relation.FAMILY, declared_at=now(), declared_by=one, **fields
    )


@pytest.fixture
def harbour() -> Branch:
    return Branch.objects.create(name="Harbour", slug="harbour")


@pytest.fixture
def hill() -> Branch:
    return Branch.objects.create(name="Hill", slug="hill")


def test_holders_come_in_the_order_of_their_terms(harbour):
    first, second, third = (member(name) for name in ("Cy", "Bo", "Ana"))
    for who, since in ((second, LATER), (third, LATER), (first, DAY)):
        Office.objects.create(member=who, post=Post.BRANCH_LEADER, branch=harbour, since=since)
    held = queries.holders(Post.BRANCH_LEADER, branch=harbour, day=LATER)
    assert list(held) == [first, second, third]
    assert list(queries.holders(Post.BRANCH_LEADER, branch=harbour.pk, day=DAY)) == [first]


def test_a_post_of_one_branch_is_not_the_national_one(harbour, hill):
    ana, bo = member("Ana"), member("Bo")
    Office.objects.create(member=ana, post=Post.INTAKE_OFFICER, branch=harbour, since=DAY)
    Office.objects.create(member=bo, post=Post.INTAKE_OFFICER, since=DAY)
    assert list(queries.holders(Post.INTAKE_OFFICER, branch=harbour, day=DAY)) == [ana]
    assert list(queries.holders(Post.INTAKE_OFFICER, branch=hill, day=DAY)) == []
    assert list(queries.holders(Post.INTAKE_OFFICER, day=DAY)) == [bo]


def test_who_held_an_office_twice_is_found_once(harbour):
    ana = member("Ana")
    for since, until in ((DAY, LATER), (LATER, None)):
        Office.objects.create(member=ana, post=Post.BRANCH_LEADER, branch=harbour, since=since, until=until)
    for day in (DAY, LATER):
        assert list(queries.holders(Post.BRANCH_LEADER, branch=harbour, day=day)) == [ana]


def test_an_ended_term_or_a_closed_account_holds_nothing(harbour):
    Office.objects.create(member=member("Ana"), post=Post.REGISTRAR, since=DAY, until=LATER)
    Office.objects.create(member=member("Bo", is_active=False), post=Post.REGISTRAR, since=DAY)
    assert list(queries.holders(Post.REGISTRAR, day=LATER)) == []


def test_posts_come_with_their_branch(harbour):
    ana = member("Ana")
    Office.objects.create(member=ana, post=Post.BRANCH_LEADER, branch=harbour, since=DAY)
    Office.objects.create(member=ana, post=Post.NATIONAL_MEMBER, since=LATER)
    assert queries.posts_of(ana, DAY) == {(Post.BRANCH_LEADER, harbour.pk)}
    assert queries.posts_of(ana, LATER) == {(Post.BRANCH_LEADER, harbour.pk), (Post.NATIONAL_MEMBER, None)}


def test_leaders_of_several_branches_are_found_together(harbour, hill):
    ana, bo, cy = (member(name) for name in ("Ana", "Bo", "Cy"))
    for who, post, branch in ((ana, Post.BRANCH_LEADER, harbour), (bo, Post.BRANCH_LEADER, hill)):
        Office.objects.create(member=who, post=post, branch=branch, since=DAY)
    Office.objects.create(member=cy, post=Post.FACILITATOR, branch=hill, since=DAY)
    assert set(queries.leaders_of([harbour.pk, hill.pk], day=DAY)) == {ana, bo}
    assert set(queries.leaders_of([], day=DAY)) == set()


def test_ties_are_found_from_either_side_and_after_they_ended():
    ana, bo, cy, dee = (member(name) for name in ("Ana", "Bo", "Cy", "Dee"))
    rows = [tie(ana, bo), tie(cy, ana, until=DAY)]
    tie(cy, dee)
    assert list(queries.ties_of([ana.pk])) == rows
    assert not queries.ties_of([])
    assert list(queries.ties_between(bo, ana)) == rows[:1]


@pytest.mark.parametrize("typed", ["Ana Lind", "  ana   LIND ", "Ana@Example.org", " ana@example.org"])
def test_a_member_is_found_by_the_whole_name_or_address(typed):
    ana = member("Ana")
    member("Bo")
    assert list(queries.members_named(typed)) == [ana]


@pytest.mark.parametrize("typed", ["", "   ", "Ana", "Lind", "%", "ana@example"])
def test_part_of_a_name_finds_nobody(typed):
    member("Ana")
    assert list(queries.members_named(typed)) == []


def test_all_members_of_the_same_name_are_found():
    first = member("Ana")
    second = Member.objects.create_user("other@example.org", full_name="ANA LIND", joined_on=DAY)
    assert list(queries.members_named("Ana Lind")) == [first, second]
