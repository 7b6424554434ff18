"""A form that was opened before something happened: told what, and nothing is done twice."""

import contextlib

import pytest

from cases import load
from cases.domain.vocabulary import Action, Category, Choice, EventKind, Ground, Part, Role, State
from cases.models import Allegation, Ballot
from cases.usecases import ACTS, refusals
from cases.usecases.act import Stale, seen_mark
from tests import build

ALLEGATION = {"text": "He shouted.", "category": Category.HARASSMENT, "provision": "harassment"}
LATER = pytest.mark.parametrize("reading", [False, True], ids=["at once", "after somebody has read in it"])


def mark(road) -> str:
    return seen_mark(road.case, load.open_proceeding(road.case))


def since(road, action, by, /, **words) -> list[str]:
    with pytest.raises(Stale) as stale:
        ACTS[action](case_id=road.case.pk, by=by, at=road.at, **words)
    return [event.kind for event in stale.value.since]


def read(road, member) -> None:
    words = {"parts": [Part.COMPLAINT], "roles": [Role.REGISTRAR], "by": member, "at": road.at}
    refusals.note_read(case_id=road.case.pk, **words)


@LATER
def test_a_form_that_is_sent_twice_counts_once(cast, reading):
    road = build.filed(cast).screen()
    words = ALLEGATION | {"seen": mark(road)}
    road.do(Action.FRAME_ALLEGATION, cast.omar, **words)
    if reading:
        read(road, cast.zed)
    assert since(road, Action.FRAME_ALLEGATION, cast.omar, **words) == [EventKind.ALLEGATION_FRAMED]
    assert Allegation.objects.count() == 1


@LATER
def test_a_form_from_before_the_case_moved_is_told_what_happened(cast, reading):
    road = build.framed(cast)
    old = mark(road)
    road.to_branch()
    if reading:
        read(road, cast.zed)
    told = since(road, Action.ADD_ADDENDUM, cast.ana, text="I forgot to say this.", seen=old)
    assert EventKind.BRANCH_OPENED in told and EventKind.SEALED_PART_READ not in told


def test_what_others_do_meanwhile_at_the_same_step_is_no_hindrance(cast):
    road = build.national(cast).to_vote()
    old = mark(road)
    for member in road.panel():
        road.do(Action.VOTE, member, motion=1, choice=Choice.YES, seen=old)
    assert Ballot.objects.filter(void_at=None).count() == 5


def test_what_two_people_could_overwrite_is_told_to_the_second(cast):
    road = build.filed(cast, about=("Rob Demo", "the other one")).screen().frame().to_national(Ground.EXPULSION)
    road.seat_panel()
    old = mark(road)
    road.do(Action.IDENTIFY_PARTY, cast.zed, party=3, member=cast.tara, seen=old)
    chair = road.who(Role.PANEL_CHAIR)
    told = since(road, Action.IDENTIFY_PARTY, chair, party=3, member=cast.eva, seen=old)
    assert EventKind.PARTY_IDENTIFIED in told


MADE_UP = ["x", "0", "..", "7.triage", "99999999999999999999.triage.1", "-1.triage.1", "\u0663.triage.1", "1.triage.9"]


@pytest.mark.parametrize("made_up", MADE_UP)
def test_a_mark_that_nobody_gave_out_is_stale_or_fresh_and_never_a_fault_of_ours(cast, made_up):
    road = build.filed(cast).screen()
    with contextlib.suppress(Stale):
        road.do(Action.FRAME_ALLEGATION, cast.omar, **ALLEGATION, seen=made_up)
    assert road.case.state == State.TRIAGE
