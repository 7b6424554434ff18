"""Raising a concern, from the sign-in to the receipt."""

from cases.models import Case
from tests.browser.stage import raise_concern, town

PASSWORD = "three calm herons at noon"
STORY = "At two meetings in a row I was shouted at and called names."


def test_a_member_signs_in_and_raises_a_concern(visitor):
    cast = town()
    cast.ana.set_password(PASSWORD)
    cast.ana.save(update_fields=["password"])
    ana = visitor()
    ana.open("raise-start")
    assert ana.address == "/sign-in/"
    ana.write("E-mail address", cast.ana.email)
    ana.write("Password", PASSWORD)
    ana.press("Sign in")
    assert ana.heading == "Tell us about someone’s conduct"
    raise_concern(ana, STORY, about="Rob Demo", leader="No")
    ana.reads("We have your concern", Case.objects.get().code)
    ana.follow("the page of your case")
    ana.reads(STORY)


def test_back_reload_and_a_second_window_lose_nothing(visitor):
    ana = visitor().arrive(town().ana)
    ana.open("raise-start")
    ana.follow("Start")
    ana.follow("Continue")
    ana.write("In your own words", STORY)
    ana.press("Continue")
    ana.page.go_back()
    assert ana.page.get_by_label("In your own words").input_value() == STORY
    ana.page.reload()
    assert ana.page.get_by_label("In your own words").input_value() == STORY
    ana.open("raise-start")
    ana.follow_to("Draft from")
    ana.follow("What happened")
    assert ana.page.get_by_label("In your own words").input_value() == STORY


def test_what_was_typed_survives_the_end_of_the_session(visitor):
    cast = town()
    cast.ana.set_password(PASSWORD)
    cast.ana.save(update_fields=["password"])
    ana = visitor().arrive(cast.ana)
    ana.open("raise-start")
    ana.follow("Start")
    ana.follow("Continue")
    ana.write("In your own words", STORY)
    ana.context.clear_cookies(name="session")
    ana.press("Continue")
    ana.reads("What you wrote is safe")
    ana.write("E-mail address", cast.ana.email)
    ana.write("Password", PASSWORD)
    ana.press("Sign in and go on")
    assert ana.heading == "How to reach you"
    ana.follow("Back")
    assert ana.page.get_by_label("In your own words").input_value() == STORY


def test_sending_twice_is_sending_once(visitor):
    cast = town()
    ana = visitor().arrive(cast.ana)
    raise_concern(ana, STORY, about="Rob Demo", leader="No")
    first = ana.words
    ana.page.go_back()
    ana.page.reload()
    ana.reads("We have your concern")
    assert Case.objects.count() == 1
    assert Case.objects.get().code in first
