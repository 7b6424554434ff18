"""In which order PostgreSQL's locks are taken: people, then cases, then the record. Each test stops one act halfway."""

import time
from collections.abc import Callable
from functools import partial
from threading import Thread

import pytest
from django.db import connection, transaction

from branches.usecases import declare_interest
from cases import access
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Choice, EventKind, Ground, Part, Relation, Role
from cases.models import Ballot, CaseEvent
from cases.usecases import ACTS, refusals
from cases.usecases.act import locked
from tests import build
from tests.cases.at_once import assert_whole
from tests.cast import moment, organisation

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def cast(postgresql, transactional_db):
    return organisation()


def halfway(first: list[Callable[[], object]], other: Callable[[], object]) -> bool:
    """Take the first acts in one transaction; after the first of them `other` starts elsewhere.

    Says whether it had to wait. Whatever goes wrong there is raised here.
    """
    problems: list[Exception] = []
    thread = Thread(target=_elsewhere, args=(other, problems))
    with transaction.atomic():
        first[0]()
        thread.start()
        waits = _waits(thread)
        for act in first[1:]:
            act()
    thread.join(timeout=30)
    assert not thread.is_alive()
    if problems:
        raise problems[0]
    return waits


def _elsewhere(act: Callable[[], object], problems: list[Exception]) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
        act()
    except Exception as problem:
        problems.append(problem)
    finally:
        connection.close()


def _waits(thread: Thread) -> bool:
    """Let the other act come as far as it can: to its end, or to a lock."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
        if not thread.is_alive():
            return False
        time.sleep(0.05)
    raise AssertionError("The other act neither ends nor waits.")


def deliberating(cast):
    road = build.national(cast).to_vote()
    for member in road.panel():
        road.declare(member)
    return road


def vote(road, member):
    return partial(ACTS[Action.VOTE], case_id=road.case.pk, by=member, at=road.at, motion=1, choice=Choice.YES)


def tie(road, member, other):
    words = {"relation": Relation.FAMILY, "by": None, "at": road.at}
    return partial(declare_interest, member=member, other=other, **words)


def test_a_reading_is_recorded_while_somebody_acts_in_the_case(cast):
    """Otherwise the reader holds the record and waits for the case, and the other holds the case and waits."""
    road = deliberating(cast)
    reader, voter = road.panel()[:2]
    words = {"parts": [Part.EVIDENCE], "roles": [Role.PANEL_MEMBER], "by": reader, "at": road.at}
    read = partial(refusals.note_read, case_id=road.case.pk, **words)
    assert not halfway([lambda: locked(road.case.pk), vote(road, voter)], read)
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.SEALED_PART_READ).count() == 1
    assert_whole()


def test_a_tie_waits_for_the_vote_that_has_begun_and_then_voids_it(cast):
    road = deliberating(cast)
    voter = road.panel()[0]
    assert halfway([lambda: locked(road.case.pk), vote(road, voter)], tie(road, voter, cast.rob))
    assert Ballot.objects.filter(member=voter, void_at=None).count() == 0
    assert Ballot.objects.filter(member=voter).count() == 1
    assert not access.open_to(voter).exists()
    assert_whole()


def test_a_vote_waits_for_the_tie_that_is_being_declared_and_is_then_refused(cast):
    road = deliberating(cast)
    voter = road.panel()[0]
    with pytest.raises(Refused):
        halfway([tie(road, voter, cast.rob)], vote(road, voter))
    assert not Ballot.objects.exists()


def seated(cast):
    """A case with a second respondent whom nobody has recognised yet."""
    road = build.filed(cast, about=("Rob Demo", "the other one"))
    return road.screen().frame().to_national(Ground.EXPULSION).seat_panel()


def name_eva(road):
    words = {"party": 3, "member": road.cast.eva}
    return partial(ACTS[Action.IDENTIFY_PARTY], case_id=road.case.pk, by=road.cast.zed, at=road.at, **words)


@pytest.mark.parametrize("first", ["name", "declare"])
def test_a_relative_named_in_the_moment_in_which_the_tie_is_declared_is_not_overlooked(cast, first):
    road = seated(cast)
    member = road.panel()[1]
    acts = {"name": name_eva(road), "declare": tie(road, member, cast.eva)}
    second = acts.pop("declare" if first == "name" else "name")
    assert halfway(list(acts.values()), second)
    assert not access.open_to(member).exists()
    assert_whole()


@pytest.mark.parametrize("first", ["file", "declare"])
def test_nor_is_one_in_a_complaint_that_arrives_in_that_moment(cast, first):
    """Omar would get the case; his tie to the respondent is declared while it is being filed."""
    file = partial(Road.file, cast, cast.ana, moment(6, 1))
    declare = partial(
        declare_interest, member=cast.omar, other=cast.rob, relation=Relation.FAMILY, by=None, at=moment(6, 1)
    )
    acts = [file, declare] if first == "file" else [declare, file]
    assert halfway(acts[:1], acts[1])
    assert not access.open_to(cast.omar).exists()
    assert_whole()
