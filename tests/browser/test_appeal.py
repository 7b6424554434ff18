"""An appeal: filed by a side, admitted, decided by people who never touched the case, delivered to both."""

from datetime import timedelta

from django.utils.timezone import now

from cases.demo.roads import Road
from cases.domain.vocabulary import Action, Role, State, Tier
from tests.browser.stage import Stage, town
from tests.browser.test_whole_road import everyone_votes

GROUND = "My witness was not heard."
ANSWER = "The witness had nothing to add."
REASON = "The panel below could do without that witness, and said why."


def test_an_appeal_goes_from_the_form_to_the_last_decision(visitor):
    cast = town()
    road = Road.file(cast, cast.ana, now() - timedelta(days=13)).screen().frame().to_branch().to_decision()
    stage = Stage(visitor, cast, road.case)
    below = road.panel()
    file_and_admit(stage)
    for member in below:
        assert stage.window(member).open("case", stage.code) == 404
    hear(stage)
    decide(stage)


def file_and_admit(stage: Stage) -> None:
    rob = stage.cast.rob
    stage.letter(rob, "The decision")
    ground = {"The reason for your appeal": "A rule of the procedure was broken"}
    stage.takes(rob, Action.FILE_APPEAL, choose=ground, write={"What should be looked at again?": GROUND})
    assert (stage.road.case.tier, stage.road.case.state) == (Tier.APPEAL, State.ADMISSIBILITY)
    officer = stage.handler(Role.APPEALS_OFFICER)
    stage.read(officer).reads(GROUND)
    stage.takes(officer, Action.ADMIT_APPEAL, write={"Why?": "A permitted reason is named."})


def hear(stage: Stage) -> None:
    """A panel of the appeals committee is drawn, both sides are told, and the other side answers."""
    registrar = stage.handler(Role.REGISTRAR)
    stage.takes(registrar, Action.FORM_PANEL)
    first, *_ = stage.road.asked()
    stage.answers_the_question(first, "No", names=("Ana Demo", "Rob Demo"))
    stage.road.clear()
    stage.takes(registrar, Action.SERVE_NOTICE)
    stage.letter(stage.cast.ana, "The panel for the appeal")
    stage.takes(stage.cast.ana, Action.ANSWER_APPEAL, write={"Your words": ANSWER})
    assert stage.road.case.state == State.DELIBERATING


def decide(stage: Stage) -> None:
    chair = stage.handler(Role.PANEL_CHAIR)
    stage.read(chair).reads(GROUND, ANSWER)
    stage.takes(chair, Action.PROPOSE_OUTCOME, choose={"How shall the appeal end?": "The decision stands"})
    everyone_votes(stage)
    stage.takes(chair, Action.WRITE_REASONS, write={"What the panel decided": REASON})
    stage.takes(chair, Action.SIGN_DECISION)
    stage.takes(stage.handler(Role.REGISTRAR), Action.SERVE_DECISION)
    assert stage.road.case.state == State.FINAL
    for side in (stage.cast.ana, stage.cast.rob):
        stage.letter(side, "The decision on the appeal").reads(REASON, "The decision stands")
