"""Members, their branches and their offices: what is done, what is told, what is refused."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from branches import hooks, usecases
from branches.models import Branch, Member, Office
from branches.posts import BRANCH_POSTS, NATIONAL_POSTS, REGISTER_POSTS, Post
from branches.queries import posts_of
from branches.refused import ONLY_REGISTER, NotAllowed
from tests.branches.conftest import JOINED, holder, member

NEW = {"email": "New@Example.org", "full_name": "New  Person", "joined_on": JOINED, "birth_year": None}


def refuses(words: str):
    return pytest.raises(NotAllowed, match=words)


def acts(ana: Member, bo: Member, guest: Member, hill: Branch, day):
    """Every act that needs a post, as (use-case, facts)."""
    office = Office.objects.create(member=bo, post=Post.AUDITOR, since=JOINED)
    return [
        ("add_branch", {"name": "Valley"}),
        ("add_member", {**NEW, "branch": hill}),
        ("transfer_member", {"member": ana, "branch": hill, "moved_on": day}),
        ("appoint", {"member": ana, "post": Post.AUDITOR, "since": day}),
        ("end_office", {"office": office, "until": day}),
        ("declare_interest", {"member": ana, "other": bo, "relation": "family"}),
        ("invite", {"member": guest}),
    ]


@pytest.mark.parametrize("post", sorted(set(Post) - REGISTER_POSTS - BRANCH_POSTS))
def test_no_other_post_keeps_the_register(post, ana, bo, guest, hill, today):
    someone = holder("Someone", post)
    for name, facts in acts(ana, bo, guest, hill, today):
        with refuses(ONLY_REGISTER):
            getattr(usecases, name)(**facts, by=someone, at=now())


def test_neither_a_branch_leader_nor_a_superuser_keeps_the_register(ana, bo, guest, harbour, hill, today):
    leader, root = holder("Leader", Post.BRANCH_LEADER, harbour), member("Root", is_superuser=True)
    for name, facts in acts(ana, bo, guest, hill, today):
        for who in (leader, root):
            with refuses(ONLY_REGISTER):
                getattr(usecases, name)(**facts, by=who, at=now())


def test_a_registrar_whose_term_is_over_no_longer_keeps_the_register(ana, rita, today):
    rita.offices.update(until=today)
    with refuses(ONLY_REGISTER):
        usecases.appoint(member=ana, post=Post.AUDITOR, since=today, by=rita, at=now())


def test_a_new_member_belongs_to_the_branch_and_cannot_sign_in_yet(act, harbour, heard):
    new = act("add_member", **NEW, branch=harbour)
    assert (new.email, new.full_name, new.has_usable_password()) == ("new@example.org", "New Person", False)
    assert [(m.branch, m.since, m.until) for m in new.memberships.all()] == [(harbour, JOINED, None)]
    assert heard == [("member_added", frozenset({new.pk}), {"branches": [harbour.pk]})]


def test_an_address_belongs_to_one_member(act, harbour, ana):
    with refuses("already belongs"):
        act("add_member", **NEW | {"email": "ANA@example.org"}, branch=harbour)


def test_what_a_listener_refuses_is_not_done(act, harbour, monkeypatch):
    def refuse(*told):
        raise RuntimeError

    monkeypatch.setattr(hooks, "LISTENERS", [refuse])
    with pytest.raises(RuntimeError):
        act("add_member", **NEW, branch=harbour)
    assert not Member.objects.filter(email="new@example.org").exists()


def test_a_move_ends_the_branch_offices_that_day_and_says_which(act, ana, harbour, hill, today, heard):
    leads = Office.objects.create(member=ana, post=Post.BRANCH_LEADER, branch=harbour, since=JOINED)
    soon = Office.objects.create(member=ana, post=Post.INTAKE_OFFICER, branch=harbour, since=today + timedelta(days=9))
    Office.objects.create(member=ana, post=Post.NATIONAL_MEMBER, since=JOINED)
    ended = act("transfer_member", member=ana, branch=hill, moved_on=today)
    assert set(ended) == {leads, soon}
    assert posts_of(ana, today) == {(Post.NATIONAL_MEMBER, None)}
    assert posts_of(ana, soon.since) == {(Post.NATIONAL_MEMBER, None)}
    assert [kind for kind, _, _ in heard] == ["office_ended", "office_ended", "member_transferred"]


def test_a_move_is_kept_in_the_history(act, ana, harbour, hill, yesterday):
    act("transfer_member", member=ana, branch=hill, moved_on=yesterday)
    spans = ana.memberships.order_by("since").values_list("branch", "since", "until")
    assert list(spans) == [(harbour.pk, JOINED, yesterday), (hill.pk, yesterday, None)]
    ana.refresh_from_db()
    assert ana.branch == hill


def test_a_move_has_to_lead_elsewhere_and_not_into_the_future(act, ana, harbour, hill, today):
    with refuses("already belongs to Harbour"):
        act("transfer_member", member=ana, branch=harbour, moved_on=today)
    with refuses("not before"):
        act("transfer_member", member=ana, branch=hill, moved_on=today + timedelta(days=1))
    with refuses("has to come after 4 May 2020"):
        act("transfer_member", member=ana, branch=hill, moved_on=JOINED)


def test_an_office_is_given_for_a_term_and_told(act, ana, harbour, today, heard):
    until = today + timedelta(days=700)
    office = act("appoint", member=ana, post="branch_leader", branch=harbour, since=today, until=until)
    assert posts_of(ana, today) == {(Post.BRANCH_LEADER, harbour.pk)}
    told = {"office": office.pk, "post": "branch_leader", "branch": harbour.pk}
    told |= {"since": today.isoformat(), "until": until.isoformat()}
    assert heard == [("office_given", frozenset({ana.pk}), told)]


def test_nobody_gives_an_office_to_themselves(act, rita, today):
    with refuses("to themselves"):
        act("appoint", member=rita, post=Post.NATIONAL_MEMBER, since=today)


def test_who_has_left_gets_no_office(act, today):
    with refuses("has left"):
        act("appoint", member=member("Gone", is_active=False), post=Post.AUDITOR, since=today)


@pytest.mark.parametrize("post", sorted(BRANCH_POSTS))
def test_a_branch_post_needs_a_branch(post, act, ana, today):
    with refuses("belongs to a branch"):
        act("appoint", member=ana, post=post, since=today)


@pytest.mark.parametrize("post", sorted(NATIONAL_POSTS))
def test_a_national_post_has_none(post, act, ana, harbour, today):
    with refuses("national office"):
        act("appoint", member=ana, post=post, branch=harbour, since=today)


def test_only_a_member_of_the_branch_leads_it(act, ana, hill, today):
    with refuses("Only a member of Hill"):
        act("appoint", member=ana, post=Post.BRANCH_LEADER, branch=hill, since=today)


def test_an_office_is_held_once_at_a_time_but_again_later(act, ana, today):
    end = today + timedelta(days=30)
    act("appoint", member=ana, post=Post.AUDITOR, since=today, until=end)
    for since, until in ((today, None), (end - timedelta(days=1), None), (JOINED, None), (JOINED, end)):
        with refuses("already holds"):
            act("appoint", member=ana, post=Post.AUDITOR, since=since, until=until)
    act("appoint", member=ana, post=Post.AUDITOR, since=JOINED, until=today)
    act("appoint", member=ana, post=Post.AUDITOR, since=end)


def test_an_office_ends_at_once_on_the_day_it_is_ended(act, rita, today, heard):
    office = rita.offices.get()
    act("end_office", office=office, until=today)
    assert posts_of(rita, today) == frozenset()
    assert [kind for kind, _, _ in heard] == ["office_ended"]


def test_an_end_is_brought_forward_and_never_put_off(act, ana, today):
    office = act("appoint", member=ana, post=Post.AUDITOR, since=today, until=today + timedelta(days=9))
    for day in (9, 10):
        with refuses("already ends"):
            act("end_office", office=office, until=today + timedelta(days=day))
    act("end_office", office=office, until=today + timedelta(days=8))
    with refuses("cannot end before"):
        act("end_office", office=office, until=today - timedelta(days=1))


def test_a_branch_is_founded_once(act, harbour, heard):
    branch = act("add_branch", name="Old Mill")
    assert (branch.slug, [kind for kind, _, _ in heard]) == ("old-mill", ["branch_added"])
    for name in ("HARBOUR", "old  mill", "—"):
        with refuses("already a branch"):
            act("add_branch", name=name)


def test_what_is_told_can_be_kept_as_json_and_holds_no_name(act, ana, bo, guest, hill, today, heard):
    for name, facts in acts(ana, bo, guest, hill, today):
        act(name, **facts)
    assert [kind for kind, _, _ in heard] == [
        "branch_added",
        "member_added",
        "member_transferred",
        "office_given",
        "office_ended",
        "tie_declared",
        "member_changed",
    ]
    text = json.dumps([data for _, _, data in heard])
    assert not any(word in text for word in ("Lind", "Ana", "example.org", "Hill"))
