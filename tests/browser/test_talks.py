"""Informal talks: offered, agreed to by each side, ended by terms that both sign."""

from datetime import timedelta

from django.utils.timezone import now

from cases.demo.roads import Road
from cases.domain.vocabulary import Action, Role, State
from tests.browser.stage import Stage, town

NOTE = "Both spoke for an hour, and she cried."
TERMS = "No shouting. Whoever gets loud leaves the room."


def offered(visitor) -> Stage:
    cast = town()
    stage = Stage(visitor, cast, Road.file(cast, cast.ana, now() - timedelta(days=2)).screen().frame().case)
    stage.takes(stage.handler(Role.INTAKE_OFFICER), Action.OFFER_INFORMAL, write={"Why do you": "They were friends."})
    return stage


def test_both_agree_talk_and_sign(visitor):
    stage = offered(visitor)
    ana, rob = stage.cast.ana, stage.cast.rob
    stage.letter(rob, "An offer of informal talks")
    stage.takes(ana, Action.CONSENT)
    assert stage.road.case.state == State.INFORMAL_OFFERED
    stage.takes(rob, Action.CONSENT)
    assert stage.road.case.state == State.INFORMAL
    helper = stage.handler(Role.FACILITATOR)
    stage.takes(helper, Action.ADD_TALK_NOTE, write={"Your words": NOTE}).reads(NOTE)
    stage.takes(helper, Action.PROPOSE_TERMS, write={"The terms": TERMS})
    for side in (ana, rob):
        stage.read(side).reads(TERMS).never_reads(NOTE)
        stage.takes(side, Action.SIGN_TERMS)
    assert stage.road.case.state == State.INFORMAL_AGREED
    stage.letter(rob, "The agreement is signed").reads(TERMS)


def test_either_side_leaves_without_a_reason_and_the_notes_stay_behind(visitor):
    stage = offered(visitor)
    stage.road.do(Action.CONSENT, stage.cast.ana).do(Action.CONSENT, stage.cast.rob)
    helper = stage.handler(Role.FACILITATOR)
    stage.takes(helper, Action.ADD_TALK_NOTE, write={"Your words": NOTE})
    stage.takes(stage.cast.rob, Action.LEAVE_INFORMAL)
    assert stage.road.case.state == State.TRIAGE
    assert stage.window(helper).open("case", stage.code) == 404
    stage.letter(stage.cast.ana, "The informal talks have ended").never_reads("Rob")
    stage.read(stage.handler(Role.INTAKE_OFFICER)).never_reads(NOTE)
