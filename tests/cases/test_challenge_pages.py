"""What the pages say of declarations and doubts, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cases.domain.vocabulary import Action, Role, SeatStatus, Why
from cases.models import Challenge, Declaration, Seat
from tests import build
from tests.cases.test_challenges import challenged, colleague
from tests.journeys.eyes import browser

DECLARE = "Say again that nothing stands against you"


@pytest.fixture
def told(cast):
    """A panel of five, of which both sides were told this morning."""
    road = build.national(cast).seat_panel().until(now() - timedelta(hours=2)).notice()
    return road.later(hours=1)


def text(member, name, *args) -> str:
    answer = browser(member).get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_the_first_page_says_that_a_declaration_is_due_and_then_that_a_vote_is(cast):
    road = build.branch(cast).to_vote()
    member = road.panel()[1]
    assert DECLARE in text(member, "today")
    closed = browser(member).get(reverse("case-step", args=[road.case.code, Action.VOTE]))
    assert closed.status_code == 403 and "nothing stands against you" in closed.content.decode()
    form = text(member, "case-step", road.case.code, Action.DECLARE)
    for name in ("Ana Demo", "Rob Demo", road.panel()[0].full_name):
        assert name in form
    assert "Shouted at the complainant" not in form, "names only"
    words = {"answer": "clear", "kind": "", "text": "", "seen": ""}
    post = browser(member).post(reverse("case-step", args=[road.case.code, Action.DECLARE]), words)
    assert post.status_code == 303 and Declaration.objects.filter(member=member, stage="vote").exists()
    page = text(member, "today")
    assert DECLARE not in page and "Vote" in page


def test_whoever_is_unsure_says_what_it_is(cast):
    road = build.branch(cast).to_vote()
    member = road.panel()[1]
    client, url = browser(member), reverse("case-step", args=[road.case.code, Action.DECLARE])
    again = client.post(url, {"answer": "unsure", "kind": "", "text": "", "seen": ""})
    assert "Choose what it is about." in again.content.decode()
    assert (
        client.post(url, {"answer": "unsure", "kind": "friend", "text": "Old friends.", "seen": ""}).status_code == 303
    )
    assert Seat.objects.get(member=member).status == SeatStatus.HELD


def test_a_side_challenges_on_a_page_and_reads_the_result(told, cast):
    member = told.panel()[1]
    client, url = browser(cast.rob), reverse("my-step", args=[told.case.code, Action.CHALLENGE])
    words = {"member": member.pk, "text": "He is of the caucus.", "learned_on": "", "seen": ""}
    alone = client.post(url, {**words, "kind": "same_politics"})
    assert alone.status_code == 403 and "no conflict of interest" in alone.content.decode()
    assert "He is of the caucus." in alone.content.decode(), "what was typed stays"
    assert client.post(url, {**words, "kind": "friend"}).status_code == 303
    page = text(cast.ana, "my-case", told.case.code)
    assert f"{member.full_name}, close friend of a party: on hold until the ruling" in page
    assert "He is of the caucus." not in page
    assert "on hold until others have ruled" in page
    assert "you can say that one of them should not decide" in page


def test_what_waits_for_a_ruling_stands_on_the_first_page_and_in_the_queue_of_those_who_rule_alone(told, cast):
    member, *rulers = [m for m in told.panel() if m != told.panel()[0]]
    challenged(told, cast.rob, member)
    for ruler in (told.panel()[0], *rulers):
        assert "Rule on a challenge" in text(ruler, "today")
        assert member.full_name in text(ruler, "challenges")
    for other in (
        member,
        cast.rob,
        cast.ana,
        told.who(Role.REGISTRAR),
        told.who(Role.INVESTIGATOR),
        cast.yara,
        cast.bo,
    ):
        assert "Rule on a challenge" not in text(other, "today")
        assert "Nothing waits for your ruling." in text(other, "challenges")
    assert "You are on hold in a case" in text(member, "today")
    assert told.case.code not in text(member, "today")


def test_the_registrar_reads_who_is_on_hold_and_not_why(told, cast):
    member = told.panel()[1]
    challenged(told, cast.rob, member, text="They share secrets about zebras.")
    registrar = told.who(Role.REGISTRAR)
    for name in ("case-conflicts", "case-timeline", "case"):
        page = text(registrar, name, told.case.code)
        assert "zebras" not in page and "lose friend" not in page, name
    assert f"{member.full_name}</h3>" in text(registrar, "case-conflicts", told.case.code)


def test_both_sides_are_asked_where_they_may_waive_and_nobody_else(told, cast):
    colleague(told, cast)
    for side in (cast.ana, cast.rob):
        assert "Say whether somebody may stay" in text(side, "today")
    for other in (*told.panel(), told.who(Role.REGISTRAR)):
        page = text(other, "today")
        assert "Say whether somebody may stay" not in page and "Rule on a challenge" not in page


def test_an_auditor_challenges_from_codes_and_names_of_those_who_decide(told, cast):
    member = told.panel()[1]
    page = text(cast.yara, "oversight-challenge", told.case.code)
    assert member.full_name in page
    for secret in ("Ana Demo", "Rob Demo", "Shouted"):
        assert secret not in page
    url = reverse("oversight-challenge", args=[told.case.code])
    words = {"member": member.pk, "kind": "interest", "text": "It is in the minutes.", "learned_on": "", "seen": ""}
    assert browser(cast.yara).post(url, words).status_code == 303
    assert Challenge.objects.get().role == Role.AUDITOR
    for other in (cast.zora, cast.bo, cast.ana, member, told.panel()[0]):
        assert browser(other).get(url).status_code == 404


def test_stepping_aside_needs_no_word_and_no_page_shows_one(told):
    member, other = told.panel()[1:3]
    url = reverse("case-step", args=[told.case.code, Action.RECUSE])
    words = {"kind": Why.FRIEND.value, "reason": "We share secrets about zebras.", "seen": ""}
    assert browser(member).post(url, words).status_code == 303
    for name in ("case", "case-conflicts", "case-timeline"):
        assert "zebras" not in text(other, name, told.case.code)
    assert (
        browser(other).post(reverse("case-step", args=[told.case.code, Action.RECUSE]), {"seen": ""}).status_code == 303
    )


def test_the_quorum_is_said_in_words_and_as_a_bar(told, cast):
    challenged(told, cast.rob, told.panel()[1])
    page = text(told.who(Role.PANEL_CHAIR), "case-conflicts", told.case.code)
    assert "4 of 5 members are here; 4 are needed" in page and "can be asked" in page and "<meter" in page
