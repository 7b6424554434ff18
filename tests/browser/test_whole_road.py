"""A complaint at the branch, from the form to the decision, each act by a person at a browser."""

from cases.domain.vocabulary import Action, Role, State
from cases.models import Case
from tests.browser.stage import Stage, raise_concern, town

STORY = "At two meetings in a row I was shouted at and called names."
ALLEGATION = "Shouted at the complainant at two meetings of the branch."
REASON = "Two people who were there describe the same words."


def test_a_complaint_goes_from_the_form_to_the_decision(visitor):
    cast = town()
    raise_concern(visitor().arrive(cast.ana), STORY, about="Rob Demo", leader="No")
    stage = Stage(visitor, cast)
    first_look(stage)
    form_panel(stage)
    hear_both_sides(stage)
    decide(stage)
    both_read_the_same(stage)


def first_look(stage: Stage) -> None:
    """The intake officer of the branch finds it on the first page; the leader does not."""
    officer = stage.handler(Role.INTAKE_OFFICER)
    assert officer == stage.cast.omar
    desk = stage.window(officer)
    desk.open("today")
    desk.follow_to("Take the first look")
    desk.reads(STORY)
    stage.takes(
        officer,
        Action.SCREEN_SAFETY,
        choose={
            "Is somebody in danger?": "No",
            "Is it still going on?": "Not known",
            "Is somebody under age": "No",
            "Do the two sides meet?": "Yes",
        },
    )
    choose = {"Which rule of the code": "Harassment"}
    stage.takes(officer, Action.FRAME_ALLEGATION, choose=choose, write={"What is said to have": ALLEGATION})
    stage.takes(officer, Action.OPEN_BRANCH, write={"Why here?": "The branch can handle this."})
    assert stage.road.case.state == State.FORMING
    assert desk.open("case", stage.code) == 404


def form_panel(stage: Stage) -> None:
    """The registrar draws; each drawn person reads names only and answers; the notice goes out."""
    registrar = stage.handler(Role.REGISTRAR)
    stage.takes(registrar, Action.FORM_PANEL)
    while asked := stage.road.asked():
        member = asked[0]
        assert stage.window(member).open("case", stage.code) == 404
        stage.answers_the_question(member, "No", names=("Ana Demo", "Rob Demo"))
    assert len(stage.road.panel()) == 3
    assert stage.window(stage.cast.rob).open("my-case", stage.code) == 404
    stage.takes(registrar, Action.SERVE_NOTICE)


def hear_both_sides(stage: Stage) -> None:
    cast, rob, ana = stage.cast, stage.cast.rob, stage.cast.ana
    stage.letter(rob, "Notice of the allegations").reads(ALLEGATION, "Harassment")
    stage.takes(
        cast.rob,
        Action.ANSWER_ALLEGATIONS,
        choose={"Allegation 1": "I agree in part"},
        write={"Your side of allegation 1": "I raised my voice. I called nobody names."},
    )
    stage.read(ana).never_reads("I raised my voice")
    chair = stage.handler(Role.PANEL_CHAIR)
    report = {
        "What do both sides agree on?": "There was a loud argument.",
        "What is disputed?": "What was said.",
        "What does the evidence show": "Two people heard the words.",
    }
    stage.takes(chair, Action.SUBMIT_REPORT, write=report)
    for side in (ana, rob):
        stage.read(side).reads("I raised my voice", "Two people heard the words.")
        stage.takes(side, Action.REPLY_EVIDENCE, write={"Your words": "I have read it."})
    stage.takes(stage.handler(Role.REGISTRAR), Action.CLOSE_REVIEW)
    stage.takes(chair, Action.DECIDE_ON_PAPERS, write={"Why without a hearing?": "Neither side asked for one."})
    assert stage.road.case.state == State.DELIBERATING


def decide(stage: Stage) -> None:
    """Three secret votes on the finding, three on the measure; reasons, signature, delivery."""
    everyone_votes(stage)
    chair = stage.handler(Role.PANEL_CHAIR)
    stage.takes(
        chair,
        Action.PROPOSE_MEASURE,
        choose={"Which measure?": "Warning"},
        write={"For how many days?": "180", "The terms": "A written warning. It is kept for half a year."},
    )
    everyone_votes(stage)
    reasons = {"What the panel decided": "The allegation is substantiated.", "The reasons for allegation 1": REASON}
    stage.takes(chair, Action.WRITE_REASONS, write=reasons)
    stage.takes(chair, Action.SIGN_DECISION)
    for side in (stage.cast.ana, stage.cast.rob):
        stage.read(side).never_reads(REASON)
    stage.takes(stage.handler(Role.REGISTRAR), Action.SERVE_DECISION)
    assert stage.road.case.state == State.APPEAL_WINDOW


def everyone_votes(stage: Stage) -> None:
    panel = stage.road.panel()
    for place, member in enumerate(panel, start=1):
        window = stage.takes(member, Action.VOTE, choose={"The question": "", "Your vote": "Yes"})
        if place < len(panel):
            window.reads(f"{place} vote").never_reads("1 yes, ", "2 yes, ")
    window.reads(f"{len(panel)} yes, 0 no")


def both_read_the_same(stage: Stage) -> None:
    told = set()
    for side in (stage.cast.ana, stage.cast.rob):
        letter = stage.letter(side, "The decision").reads(REASON, "Allegation 1: substantiated", "Warning")
        told.add(letter.page.locator("section.binding").inner_text())
    assert len(told) == 1
    assert Case.objects.get().state == State.APPEAL_WINDOW
