"""Leaving the organisation, and an entry that looks like somebody who left."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from branches import pages, queries, usecases
from branches.models import Member, Office
from branches.posts import Post
from branches.refused import NotAllowed
from tests.branches.conftest import JOINED, browser, holder


@pytest.fixture
def marked(ana, act, yesterday) -> Member:
    """Ana left while something was open."""
    Member.objects.filter(pk=ana.pk).update(birth_year=1980)
    act("leave", member=ana, left_on=yesterday)
    usecases.mark(ana, by=None, at=now())
    ana.refresh_from_db()
    return ana


@pytest.fixture
def enter(act, hill, today):
    """Enter somebody of Ana's name under another address."""

    def entered(born: int | None = 1980, name: str = "ana  LIND") -> Member:
        details = {"email": "other@example.org", "full_name": name, "birth_year": born}
        row = act("add_member", branch=hill, joined_on=today, **details)
        return Member.objects.get(pk=row.pk)

    return entered


def test_leaving_ends_the_membership_and_every_office_on_that_day(harbour, act, heard, yesterday):
    bo = holder("Bo", Post.BRANCH_LEADER, harbour)
    act("leave", member=bo, left_on=yesterday)
    bo.refresh_from_db()
    assert (bo.left_on, bo.memberships.get().until, bo.offices.get().until) == (yesterday,) * 3
    assert [kind for kind, _, _ in heard] == ["office_ended", "member_left"]


def test_who_left_can_still_sign_in_and_holds_and_gets_no_office(harbour, act, client, today):
    bo = holder("Bo", Post.BRANCH_LEADER, harbour)
    act("leave", member=bo, left_on=today)
    assert browser(bo).get(reverse("me")).status_code == 200
    assert not queries.holders(Post.BRANCH_LEADER, branch=harbour, day=today).exists()
    with pytest.raises(NotAllowed, match="has left"):
        act("appoint", member=bo, post=Post.AUDITOR, since=today)


def test_a_member_may_leave_without_asking_anybody_and_nobody_leaves_for_another(ana, bo, today):
    with pytest.raises(NotAllowed):
        usecases.leave(member=ana, left_on=today, by=bo, at=now())
    usecases.leave(member=ana, left_on=today, by=ana, at=now())
    with pytest.raises(NotAllowed, match="already"):
        usecases.leave(member=ana, left_on=today, by=ana, at=now())


def test_a_leaving_lies_between_joining_and_today(ana, act, today):
    for day in (today + timedelta(days=1), JOINED - timedelta(days=1)):
        with pytest.raises(NotAllowed):
            act("leave", member=ana, left_on=day)
    assert Member.objects.get(pk=ana.pk).left_on is None


def test_a_new_entry_with_the_name_and_year_of_somebody_marked_waits_for_the_national_level(marked, enter):
    again = enter()
    assert again.needs_approval and not again.is_current
    assert list(queries.alike(again)) == [marked]


@pytest.mark.parametrize(("born", "waits"), [(1980, True), (None, True), (1981, False)])
def test_another_year_of_birth_is_another_person_and_an_unknown_one_may_be_the_same(marked, enter, born, waits):
    assert enter(born).needs_approval is waits


def test_another_name_waits_for_nobody_and_a_leaving_without_a_marker_neither(marked, bo, act, enter, hill, today):
    act("leave", member=bo, left_on=today)
    assert not enter(name="Bo Lind").needs_approval
    other = {"full_name": "Ana Lindt", "email": "lindt@example.org", "birth_year": 1980}
    assert not act("add_member", branch=hill, joined_on=today, **other).needs_approval


def test_who_waits_for_approval_gets_no_office_until_the_two_were_told_apart(marked, enter, act, today):
    again = enter()
    with pytest.raises(NotAllowed, match="approval"):
        act("appoint", member=again, post=Post.AUDITOR, since=today)
    act("tell_apart", member=again)
    assert act("appoint", member=Member.objects.get(pk=again.pk), post=Post.AUDITOR, since=today)
    assert Member.objects.get(pk=marked.pk).needs_approval, "the marker of who left stays"


def test_nobody_tells_their_own_entry_apart(marked, enter, today):
    again = enter()
    Office.objects.create(member=again, post=Post.ADMINISTRATOR, since=today)
    with pytest.raises(NotAllowed):
        usecases.tell_apart(member=again, by=again, at=now())


def test_the_register_says_that_approval_is_required_and_never_why(marked, enter, rita, hill, today):
    form = {"full_name": "Ana Lind", "email": "again@example.org", "branch": hill.pk, "joined_on": today.isoformat()}
    page = browser(rita).post(reverse("person-new"), form | {"birth_year": 1980}, follow=True).content.decode()
    assert "National approval required" in page and "different people" in page
    for word in ("complaint", "case", "respondent", "conduct"):
        assert word not in page.split("<main")[1].split("</main>")[0].lower()


def test_pages_of_leaving_keep_what_was_typed(ana, today):
    client = browser(ana)
    late = (today + timedelta(days=1)).isoformat()
    page = client.post(reverse("my-leave"), {"left_on": late}).content.decode()
    assert "not before" in page and late in page
    assert client.post(reverse("my-leave"), {"left_on": today.isoformat()}).status_code == 302
    assert "Left on" in client.get(reverse("me")).content.decode()


def test_the_list_of_branches_counts_members_who_are_there(ana, bo, act, today):
    act("leave", member=bo, left_on=today)
    assert [line.size for line in pages.branch_lines(day=today)] == [1]
