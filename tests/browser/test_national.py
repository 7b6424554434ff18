"""A complaint about the leader of a branch: from the first moment nobody of the branch's leadership finds it."""

from cases.domain.vocabulary import Action, MeasureKind, Role, State, Tier
from cases.models import Case
from tests.browser.stage import Stage, raise_concern, town
from tests.browser.test_whole_road import everyone_votes

STORY = "The leader of our branch reads my messages out at meetings."
ALLEGATION = "Read private messages of the complainant out at two meetings."
KEPT_OUT = ("omar", "bo", "lena")


def test_a_complaint_about_a_leader_goes_to_the_national_level(visitor):
    cast = town()
    raise_concern(visitor().arrive(cast.ana), STORY, about="Bo Demo", leader="Yes")
    stage = Stage(visitor, cast)
    nobody_of_the_branch_finds_it(stage)
    goes_national(stage)
    nobody_of_the_branch_finds_it(stage)
    leader_reads_the_first_letter(stage)
    panel_decides(stage)


def nobody_of_the_branch_finds_it(stage: Stage) -> None:
    """Not by its address, not in the inbox, not in the list, not by a search, not on the first page."""
    for name in KEPT_OUT:
        window = stage.window(getattr(stage.cast, name))
        assert window.open("case", stage.code) == 404
        assert window.open("my-case", stage.code) == 404
        for page in ("today", "inbox", "cases", "my-cases", "access-why"):
            window.open(page)
            window.never_reads(stage.code)
        window.go(f"/cases/?q={stage.code}")
        assert stage.code not in window.page.locator("main table").all_inner_texts()
        window.reads("No case of yours fits this.")


def goes_national(stage: Stage) -> None:
    """An officer of the national intake takes the first look; the rules offer the ground by themselves."""
    officer = stage.handler(Role.INTAKE_OFFICER)
    assert officer in (stage.cast.ira, stage.cast.nora)
    calm = dict.fromkeys(("Is somebody in danger?", "Is it still going on?", "Is somebody under age"), "No")
    stage.takes(officer, Action.SCREEN_SAFETY, choose={**calm, "Do the two sides meet?": "Yes"})
    rule = {"Which rule of the code": "Harassment"}
    stage.takes(officer, Action.FRAME_ALLEGATION, choose=rule, write={"What is said to have": ALLEGATION})
    ground = {"The reason for the national committee": "A party, or someone close to a party"}
    stage.takes(officer, Action.OPEN_NATIONAL, choose=ground, write={"What is it in this case?": "He leads it."})
    assert (stage.road.case.tier, stage.road.case.state) == (Tier.NATIONAL, State.FORMING)


def leader_reads_the_first_letter(stage: Stage) -> None:
    """The panel is drawn and asked; then the notice is the first thing that Bo hears."""
    registrar, bo = stage.handler(Role.REGISTRAR), stage.cast.bo
    stage.takes(registrar, Action.FORM_PANEL)
    first, *_ = stage.road.asked()
    stage.answers_the_question(first, "No", names=("Ana Demo", "Bo Demo"))
    stage.road.clear()
    stage.takes(registrar, Action.SERVE_NOTICE)
    stage.letter(bo, "Notice of the allegations").reads(ALLEGATION, "No one has decided anything")
    window = stage.window(bo)
    assert window.open("case", stage.code) == 404
    window.open("today")
    window.reads("Send your side")


def panel_decides(stage: Stage) -> None:
    """The middle is walked; the votes, the reasons and the delivery are seen."""
    stage.road.answer().report().review().papers()
    everyone_votes(stage)
    stage.road.measure(MeasureKind.CENSURE, None).reasons({1: "Four people heard it."})
    stage.takes(stage.handler(Role.PANEL_CHAIR), Action.SIGN_DECISION)
    stage.read(stage.cast.bo).never_reads("Four people heard it.")
    stage.takes(stage.handler(Role.REGISTRAR), Action.SERVE_DECISION)
    for side in (stage.cast.ana, stage.cast.bo):
        stage.letter(side, "The decision").reads("Four people heard it.", "Censure")
    assert Case.objects.get().state == State.APPEAL_WINDOW
