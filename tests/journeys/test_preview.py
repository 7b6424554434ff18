"""A letter looked at before it leaves is the letter that leaves, byte for byte; looking does nothing."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from cases import delivery
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, EventKind, Part, Role, State
from cases.models import Case, CaseEvent, LetterText, Notice, SealKey
from cases.queries import folder as folders
from cases.queries import preview
from cases.sealed import Keys
from tests import build
from tests.cases.desk import Desk, says
from tests.cast import lasting, organisation
from tests.journeys.eyes import last_due

NOTED = (EventKind.SEALED_PART_READ, EventKind.ACT_REFUSED)
SERVING = {
    Action.SERVE_NOTICE: (lambda road: road.seat_panel(), Role.REGISTRAR, {}),
    Action.CALL_HEARING: (lambda road: road.seat_panel().notice().answer().report().review(), Role.PANEL_CHAIR, None),
    Action.SERVE_DECISION: (lambda road: build.signed(road.to_vote()), Role.REGISTRAR, {}),
}


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    """A case before each act that serves something on both sides."""
    with lasting(django_db_blocker):
        cast = organisation()
        yield {action: before(build.branch(cast)) for action, (before, *_) in SERVING.items()}


def at(walked, action) -> Road:
    road = walked[action]
    return Road(road.cast, Case.objects.get(pk=road.case.pk), road.at)


def words_of(road, action):
    if action is Action.CALL_HEARING:
        return {"starts_at": road.at + timedelta(days=31), "place": "The hall, at the back"}
    return {}


def look(road, action, **words):
    officer = road.who(SERVING[action][1])
    folder = folders.of_handler(road.case, officer, today=localdate(road.at))
    return preview.looks(folder, action, by=officer, at=road.at, **(words or words_of(road, action))), folder


def everything():
    kept = CaseEvent.objects.exclude(kind__in=NOTED).count()
    return kept, Notice.objects.count(), SealKey.objects.count(), LetterText.objects.count()


@pytest.mark.parametrize("action", SERVING)
def test_what_is_looked_at_is_what_each_side_gets(walked, db, action):
    road = at(walked, action)
    before, state = everything(), road.case.state
    seen, _ = look(road, action)
    road.case.refresh_from_db()
    assert (everything(), road.case.state) == (before, state)
    last = CaseEvent.objects.latest("number").number
    road.do(action, road.who(SERVING[action][1]), **words_of(road, action))
    delivery.deliver_due(at=last_due(road.at))
    rows = LetterText.objects.filter(notice__event__number__gt=last, notice__role__in=preview.READERS)
    left = {(row.notice.role, Keys(road.case.pk).open(row, "body")) for row in rows}
    assert {(one.to.lower(), str(one.body)) for one in seen} == left
    assert {one.to for one in seen} == {"Complainant", "Respondent"}


def test_each_side_has_its_own_version(walked, db):
    seen, folder = look(at(walked, Action.SERVE_NOTICE), Action.SERVE_NOTICE)
    assert len({str(one.body) for one in seen}) == 2
    assert Part.ALLEGATIONS in folder.opened


def test_what_the_officer_may_not_read_is_not_shown_by_looking(walked, db):
    road = at(walked, Action.SERVE_DECISION)
    registrar = road.who(Role.REGISTRAR)
    folder = folders.of_handler(road.case, registrar, today=localdate(road.at))
    folder.parts -= {Part.DECISION}
    seen = preview.looks(folder, Action.SERVE_DECISION, by=registrar, at=road.at)
    assert [one.body for one in seen] == ["", ""] and Part.DECISION not in folder.opened


def test_only_who_may_do_the_act_can_look(walked, db):
    road = at(walked, Action.SERVE_NOTICE)
    member = road.panel()[1]
    folder = folders.of_handler(road.case, member, today=localdate(road.at))
    with pytest.raises(Refused, match="Only the registrar"):
        preview.looks(folder, Action.SERVE_NOTICE, by=member, at=road.at)


def test_a_vote_cannot_be_tried_out(walked, db):
    """Somebody who looked at what follows from a vote would learn how the others have voted."""
    road = at(walked, Action.SERVE_NOTICE)
    folder = folders.of_handler(road.case, road.who(Role.REGISTRAR), today=localdate(road.at))
    for action in (Action.VOTE, Action.RULE_CHALLENGE, Action.FORM_PANEL, Action.WAIVE, Action.ADD_EVIDENCE):
        assert not preview.offered(folder, action)
    side = folders.of_party(road.case, road.cast.ana, today=localdate(road.at))
    assert not preview.offered(side, Action.SERVE_NOTICE)


def test_on_the_page_the_letters_stand_above_the_form_and_the_case_stays_where_it_was(walked, db):
    road = at(walked, Action.SERVE_NOTICE)
    desk = Desk(road.who(Role.REGISTRAR), road.case)
    assert says(desk.opens(Action.SERVE_NOTICE), "Look at the letters first")
    before = everything()
    answer = desk.sends(Action.SERVE_NOTICE, look="yes")
    assert answer.status_code == 200
    assert says(
        answer, "The letters, as they will be read", "To the respondent", "To the complainant", "Nothing is done"
    )
    road.case.refresh_from_db()
    assert road.case.state == State.FORMING and everything() == before
    assert desk.sends(Action.SERVE_NOTICE).status_code == 303


def test_what_was_typed_is_still_there_and_a_mistake_is_told_before_any_letter(walked, db):
    road = at(walked, Action.CALL_HEARING)
    desk = Desk(road.who(Role.PANEL_CHAIR), road.case)
    desk.opens(Action.CALL_HEARING)
    soon = f"{now() + timedelta(days=3):%Y-%m-%dT%H:%M}"
    typed = {"starts_at": soon, "place": "The hall, at the back", "agenda": "Both speak, then questions."}
    answer = desk.sends(Action.CALL_HEARING, look="yes", **typed)
    assert answer.status_code == 403 and says(answer, "Both sides need time to prepare")
    assert b"The hall, at the back" in answer.content and not says(answer, "The letters, as they will be read")
