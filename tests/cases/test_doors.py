"""The doors, on worlds made at random: what opens is exactly what was given and not barred."""

from datetime import timedelta

import pytest
from django.db import transaction
from guardian.shortcuts import assign_perm
from hypothesis import given, settings
from hypothesis import strategies as st

from branches.models import Member, Office
from branches.posts import Post
from cases import access
from cases.domain.vocabulary import Role, SeatStatus, Why
from cases.models import Case, CaseEvent, CaseRole, Conflict, Notice, Party, Proceeding, Seat
from tests.cast import moment

CASES, PEOPLE = range(5), range(4)
PLACE = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(CASES))
ROLES = st.sets(st.tuples(PLACE, st.sampled_from([Role.PANEL_MEMBER, Role.REGISTRAR]), st.booleans()), max_size=18)
CONFLICTS = st.sets(st.tuples(PLACE, st.sampled_from([Why.FAMILY, Why.SELF_DECLARED]), st.booleans()), max_size=8)
GRANTS = st.sets(PLACE, max_size=14)
WORLDS = st.tuples(ROLES, GRANTS, CONFLICTS)


def build(world, cases: list[Case], members: list[Member]) -> None:
    roles, grants, conflicts = world
    at = moment(6, 5)
    for (person, place), role, over in sorted(roles):
        ended = {"until": at, "ended_because": "step_over"} if over else {}
        words = {"role": role, "desk": "here", "received_at": cases[place].received_at, "since": at}
        CaseRole.objects.create(case=cases[place], member=members[person], **words, **ended)
    for person, place in sorted(grants):
        assign_perm("open_case", members[person], cases[place])
    for (person, place), kind, over in sorted(conflicts):
        until = at + timedelta(days=1) if over else None
        Conflict.objects.create(case=cases[place], member=members[person], kind=kind, since=at, until=until)


def expected(world, person: int) -> set[int]:
    """The same in plain sets: an open role, a grant, and no open conflict."""
    roles, grants, conflicts = world
    given_to = {place for (who, place), _, over in roles if who == person and not over}
    barred = {place for (who, place), _, over in conflicts if who == person and not over}
    return (given_to & {place for who, place in grants if who == person}) - barred


@settings(max_examples=60)
@given(world=WORLDS)
def test_a_list_a_page_and_a_single_case_open_by_the_same_rule(rows, db, world):
    cases, members = rows
    with transaction.atomic():
        build(world, cases, members)
        for person, member in enumerate(members):
            wanted = {cases[place].pk for place in expected(world, person)}
            assert set(access.open_to(member).values_list("pk", flat=True)) == wanted
            assert {row.case_id for row in access.handled_page(member, limit=99)} == wanted
            assert {c.pk for c in cases if access.open_to(member).filter(pk=c.pk).exists()} == wanted
        transaction.set_rollback(True)


@settings(max_examples=40)
@given(world=WORLDS, size=st.integers(1, 3))
def test_going_through_the_pages_shows_every_case_once_newest_first_and_back(rows, db, world, size):
    cases, members = rows
    with transaction.atomic():
        build(world, cases, members)
        for member in members:
            whole = list(dict.fromkeys(row.case_id for row in access.handled_page(member, limit=99)))
            assert whole == sorted(access.open_to(member).values_list("pk", flat=True), key=_place(cases), reverse=True)
            assert walked(member, size, "after") == whole
            assert walked(member, size, "before") == whole[::-1]
        transaction.set_rollback(True)


def _place(cases):
    return lambda pk: next((case.received_at, str(pk)) for case in cases if case.pk == pk)


def walked(member: Member, size: int, way: str) -> list:
    """Page after page, from the newest or from the oldest."""
    found: list = []
    mark = None if way == "after" else (moment(1, 1), "00000000-0000-0000-0000-000000000000")
    while page := list(access.handled_page(member, limit=2 * size, **{way: mark})):
        found += [row.case_id for row in page]
        mark = (page[-1].received_at, str(page[-1].case_id))
    return list(dict.fromkeys(found))


@settings(max_examples=40)
@given(world=WORLDS)
def test_process_data_is_open_by_office_less_every_conflict(rows, db, world):
    cases, members = rows
    with transaction.atomic():
        build(world, cases, members)
        for person, member in enumerate(members):
            barred = {cases[place].pk for (who, place), _, over in world[2] if who == person and not over}
            overseen = set(access.overseen_by(member, moment(6, 5).date()).values_list("pk", flat=True))
            assert overseen == {case.pk for case in cases} - barred
        transaction.set_rollback(True)


def test_without_the_office_there_is_no_process_data(rows, db):
    _, (member, *_) = rows
    Office.objects.filter(member=member, post=Post.AUDITOR).delete()
    assert not access.overseen_by(member, moment(6, 5).date()).exists()


@pytest.mark.parametrize("informed", [True, False])
@pytest.mark.parametrize("side", [Role.COMPLAINANT, Role.RESPONDENT, Role.WITNESS])
def test_a_party_follows_a_case_once_told_and_never_oversees_it(rows, db, side, informed):
    cases, (member, *_) = rows
    at = moment(6, 5)
    Party.objects.create(case=cases[0], number=9, side=side, member=member, informed_at=at if informed else None)
    follows = informed and side != Role.WITNESS
    assert list(access.followed_by(member)) == ([cases[0]] if follows else [])
    assert list(Case.objects.filter(access.follows(member))) == ([cases[0]] if follows else [])
    assert cases[0] not in access.overseen_by(member, at.date())
    assert not access.open_to(member).exists()


@pytest.mark.parametrize(
    ("status", "running", "barred", "opens"),
    [
        (SeatStatus.ASKED, True, False, True),
        (SeatStatus.ASKED, True, True, False),
        (SeatStatus.ASKED, False, False, False),
        (SeatStatus.SEATED, True, False, False),
        (SeatStatus.DECLINED, True, False, False),
    ],
)
def test_the_question_to_a_drawn_person_opens_by_an_open_seat_and_no_conflict(rows, db, status, running, barred, opens):
    cases, (member, *_) = rows
    at = moment(6, 5)
    proceeding = Proceeding.objects.get(case=cases[0])
    asked = {"kind": "member", "status": status, "order": 1, "asked_at": at, "answer_by": at.date()}
    Seat.objects.create(case=cases[0], proceeding=proceeding, member=member, **asked)
    if not running:
        Proceeding.objects.filter(pk=proceeding.pk).update(ended_at=at, ended_as="completed")
    if barred:
        Conflict.objects.create(case=cases[0], member=member, kind=Why.FAMILY, since=at)
    assert list(access.asked(member)) == ([cases[0]] if opens else [])
    assert not access.open_to(member).exists()


# Doors by office


TODAY = moment(6, 20)


def _overdue(case: Case, member: Member, heard: str) -> None:
    """The case is late since the tenth of June. The member may have been told as the next level."""
    Case.objects.filter(pk=case.pk).update(due_on=moment(6, 10).date())
    at = moment(6, 5) if heard == "of an earlier delay" else moment(6, 12)
    if heard:
        event = CaseEvent.objects.filter(case=case).latest("number")
        words = {"role": Role.CANDIDATE, "letter": access.OVERDUE_ABOVE, "created_at": at, "due_at": at}
        dropped = at if heard == "and it was dropped" else None
        Notice.objects.create(event=event, case=case, member=member, dropped_at=dropped, **words)


@pytest.mark.parametrize(
    ("post", "heard", "barred", "hears"),
    [
        (Post.AUDITOR, "", False, True),
        (Post.REGISTRAR, "", False, True),
        (Post.AUDITOR, "yes", True, False),
        (Post.NATIONAL_MEMBER, "yes", False, True),
        (Post.NATIONAL_MEMBER, "yes", True, False),
        (Post.NATIONAL_MEMBER, "", False, False),
        (Post.NATIONAL_MEMBER, "of an earlier delay", False, False),
        (Post.NATIONAL_MEMBER, "and it was dropped", False, False),
        (Post.FACILITATOR, "yes", False, False),
    ],
)
def test_of_a_delay_hears_who_oversees_or_was_told_and_nobody_in_conflict(rows, db, post, heard, barred, hears):
    cases, (member, *_) = rows
    Office.objects.filter(member=member).delete()
    Office.objects.create(member=member, post=post, since=moment(6, 1).date())
    _overdue(cases[0], member, heard)
    if barred:
        Conflict.objects.create(case=cases[0], member=member, kind=Why.FAMILY, since=TODAY)
    found = access.overdue_for(member, TODAY.date()).filter(pk=cases[0].pk)
    assert found.exists() == hears
    assert not access.overdue_for(member, moment(6, 10).date()).filter(pk=cases[0].pk).exists(), "not late that day"


@pytest.mark.parametrize("side", [None, Role.COMPLAINANT, Role.WITNESS])
@pytest.mark.parametrize("barred", [False, True])
def test_above_and_in_figures_a_case_is_there_for_everybody_but_its_people_and_who_is_barred(rows, db, side, barred):
    cases, (member, *_) = rows
    if side:
        Party.objects.create(case=cases[0], number=9, side=side, member=member)
    if barred:
        Conflict.objects.create(case=cases[0], member=member, kind=Why.FAMILY, since=TODAY)
    there = side is None and not barred
    assert Case.objects.filter(access.hears_above(member), pk=cases[0].pk).exists() == there
    assert Case.objects.filter(access.counts_for(member), pk=cases[0].pk).exists() == there
    assert Case.objects.filter(access.counts_for(member), pk=cases[1].pk).exists()


@pytest.mark.parametrize(("post", "reads"), [(Post.AUDITOR, True), (Post.REGISTRAR, False), (Post.FACILITATOR, False)])
def test_where_a_case_stands_and_who_decides_is_for_the_auditor_alone(rows, db, post, reads):
    cases, (member, *_) = rows
    Office.objects.filter(member=member).delete()
    Office.objects.create(member=member, post=post, since=moment(6, 1).date())
    Conflict.objects.create(case=cases[1], member=member, kind=Why.FAMILY, since=TODAY)
    found = set(access.audited_by(member, TODAY.date()).values_list("pk", flat=True))
    assert found == ({case.pk for case in cases} - {cases[1].pk} if reads else set())
