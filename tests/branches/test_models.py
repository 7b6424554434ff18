"""What holds in the tables of people whoever writes them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from branches.models import Branch, Interest, Member, Membership, Office
from branches.names import KEY_LENGTH, name_key
from branches.posts import BRANCH_POSTS, EITHER, NATIONAL_POSTS, Post, Relation, label

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
PASSWORD = "three calm herons"


@pytest.fixture
def harbour() -> Branch:
    return Branch.objects.create(name="Harbour", slug="harbour")


@pytest.fixture
def ana(harbour) -> Member:
    return Member.objects.create_user("ana@example.org", PASSWORD, full_name="Ana Ruiz", joined_on=DAY, branch=harbour)


@pytest.fixture
def bo() -> Member:
    return Member.objects.create_user("bo@example.org", full_name="Bo Lind", joined_on=DAY)


def refuse(make) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_an_address_is_stored_in_lower_case_and_found_however_it_is_typed():
    Member.objects.create_user(" Ana@Example.ORG ", PASSWORD, full_name="Ana Ruiz", joined_on=DAY)
    assert Member.objects.get().email == "ana@example.org"
    assert authenticate(email="ANA@example.org", username="ANA@example.org", password=PASSWORD)


def test_two_members_cannot_share_an_address_in_any_case(ana):
    refuse(lambda: Member.objects.create(email="ANA@example.org", full_name="Other", name_key="other", joined_on=DAY))


def test_a_member_without_a_password_cannot_sign_in(bo):
    assert not bo.has_usable_password()
    assert authenticate(username=bo.email, password="") is None


@pytest.mark.parametrize("typed", ["ana ruiz", "  ANA \t RUIZ ", "Ana\u00a0Ruiz", "Ａｎａ Ruiz"])
def test_a_name_is_compared_without_case_width_or_spacing(typed, ana):
    assert name_key(typed) == ana.name_key


def test_a_name_that_grows_when_it_is_folded_still_fits():
    member = Member.objects.create_user("a@example.org", full_name="\ufdfa" * 150, joined_on=DAY)
    assert len(member.name_key) == KEY_LENGTH


def test_superuser_status_opens_no_object_and_no_back_office(harbour):
    root = Member.objects.create_superuser("root@example.org", PASSWORD, full_name="Root", joined_on=DAY)
    assert root.has_perm("branches.view_branch")
    assert not root.has_perm("branches.view_branch", harbour)
    assert not root.has_perms(["branches.view_branch"], harbour)
    assert not root.has_perms([], harbour)
    assert root.get_all_permissions(harbour) == set()
    assert root.get_user_permissions(harbour) == root.get_group_permissions(harbour) == set()
    assert root.is_staff is False


def test_a_member_has_one_open_branch(ana, harbour):
    Membership.objects.create(member=ana, branch=harbour, since=DAY)
    refuse(lambda: Membership.objects.create(member=ana, branch=harbour, since=DAY))


def test_every_post_has_one_place():
    assert set(Post) == BRANCH_POSTS | NATIONAL_POSTS | EITHER
    assert len(BRANCH_POSTS) + len(NATIONAL_POSTS) + len(EITHER) == len(Post)


@pytest.mark.parametrize("post", sorted(BRANCH_POSTS))
def test_a_branch_post_needs_a_branch(post, ana):
    refuse(lambda: Office.objects.create(member=ana, post=post, since=DAY))


@pytest.mark.parametrize("post", sorted(NATIONAL_POSTS))
def test_a_national_post_has_no_branch(post, ana, harbour):
    refuse(lambda: Office.objects.create(member=ana, post=post, branch=harbour, since=DAY))


def test_an_unknown_post_is_refused(ana, harbour):
    refuse(lambda: Office.objects.create(member=ana, post="emperor", branch=harbour, since=DAY))
    refuse(lambda: Office.objects.create(member=ana, post="emperor", since=DAY))


@pytest.mark.parametrize("post", sorted(EITHER))
def test_an_intake_officer_or_facilitator_serves_a_branch_or_all(post, ana, harbour):
    Office.objects.create(member=ana, post=post, branch=harbour, since=DAY)
    Office.objects.create(member=ana, post=post, since=DAY)


@pytest.mark.parametrize("post", [Post.REGISTRAR, Post.BRANCH_LEADER])
def test_an_office_is_held_once_at_a_time(post, ana, harbour):
    place = harbour if post in BRANCH_POSTS else None
    office = Office.objects.create(member=ana, post=post, branch=place, since=DAY)
    refuse(lambda: Office.objects.create(member=ana, post=post, branch=place, since=DAY))
    Office.objects.filter(pk=office.pk).update(until=DAY)
    Office.objects.create(member=ana, post=post, branch=place, since=DAY)


def test_no_span_ends_before_it_begins(ana, bo, harbour):
    before = {"since": DAY, "until": DAY - timedelta(days=1)}
    tie = {"member": ana, "other": bo, "relation": Relation.FAMILY, "declared_at": now(), "declared_by": ana}
    refuse(lambda: Office.objects.create(member=ana, post=Post.AUDITOR, **before))
    refuse(lambda: Membership.objects.create(member=ana, branch=harbour, **before))
    refuse(lambda: Interest.objects.create(**tie, **before))


def test_what_ends_today_is_over_today(ana):
    Office.objects.create(member=ana, post=Post.AUDITOR, since=DAY, until=DAY + timedelta(days=2))
    held = [Office.objects.on(DAY + timedelta(days=days)).exists() for days in (-1, 0, 1, 2)]
    assert held == [False, True, True, False]


def test_nobody_has_a_tie_to_themselves(ana):
    tie = {"relation": Relation.FAMILY, "declared_at": now(), "declared_by": ana}
    refuse(lambda: Interest.objects.create(member=ana, other=ana, **tie))


def test_an_open_tie_is_kept_once_from_whichever_side_it_is_declared(ana, bo):
    declared = {"declared_at": now(), "declared_by": ana}
    tie = Interest.objects.create(member=ana, other=bo, relation=Relation.PARTNER, **declared)
    refuse(lambda: Interest.objects.create(member=bo, other=ana, relation=Relation.PARTNER, **declared))
    Interest.objects.create(member=bo, other=ana, relation=Relation.HOUSEMATE, **declared)
    Interest.objects.filter(pk=tie.pk).update(until=DAY)
    Interest.objects.create(member=bo, other=ana, relation=Relation.PARTNER, **declared)


def test_a_tie_of_an_unknown_kind_is_refused(ana, bo):
    tie = {"declared_at": now(), "declared_by": ana}
    refuse(lambda: Interest.objects.create(member=ana, other=bo, relation="rival", **tie))


def test_a_post_is_read_with_its_branch(harbour):
    assert label(Post.BRANCH_LEADER, harbour.name) == "Branch leader, Harbour"
    assert label("registrar") == "Registrar"
