"""The same act, done by several people in the same moment: one of them happens, the others are told."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.utils.timezone import now

from branches import usecases
from branches.models import Interest, Member, Office
from branches.posts import Post
from branches.refused import NotAllowed
from tests.branches.conftest import JOINED

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do all of them, each on a connection of its own; what those were told that did not happen."""
    start, refusals = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        start.wait()
        try:
            act()
        except NotAllowed as refusal:
            refusals.append(refusal.because)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def test_an_office_is_given_once(ana, rita, today):
    def appoint():
        usecases.appoint(member=ana, post=Post.AUDITOR, since=today, by=rita, at=now())

    refusals = at_once(*[appoint] * 4)
    assert refusals == ["This member already holds this office in that time."] * 3
    assert Office.objects.filter(member=ana).count() == 1


def test_a_member_is_added_once(harbour, rita):
    def add():
        details = {"email": "cy@example.org", "full_name": "Cy Ode", "branch": harbour, "joined_on": JOINED}
        usecases.add_member(**details, by=rita, at=now())

    assert len(at_once(*[add] * 4)) == 3
    assert Member.objects.filter(email="cy@example.org").count() == 1


def test_a_tie_that_both_declare_is_kept_once(ana, bo):
    def declare(one: Member, two: Member):
        usecases.declare_interest(member=one, other=two, relation="family", by=one, at=now())

    refusals = at_once(lambda: declare(ana, bo), lambda: declare(bo, ana))
    assert refusals == ["This tie is already in the register."]
    assert Interest.objects.count() == 1


def test_a_member_moves_once_and_leads_no_branch_they_left(ana, rita, harbour, hill, today):
    def move():
        usecases.transfer_member(member=ana, branch=hill, moved_on=today, by=rita, at=now())

    def appoint():
        usecases.appoint(member=ana, post=Post.BRANCH_LEADER, branch=harbour, since=JOINED, by=rita, at=now())

    refusals = at_once(move, move, appoint)
    assert "This member already belongs to Hill." in refusals
    assert not Office.objects.on(today).filter(member=ana).exists()
    assert ana.memberships.filter(until__isnull=True).get().branch == hill
