"""Failures that were seen in other systems of this kind, each told once more here and not repeated."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from branches import usecases as register
from branches.models import Interest, Member, Office
from branches.posts import Post
from cases import delivery, load, mailing
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Ground, Role, SeatStatus, State, Tier, Why
from cases.models import CaseEvent, CaseRole, CaseUserObjectPermission, Conflict, Decision, Notice, Seat
from cases.usecases import conflicts
from cases.usecases.intake import Named
from tests.cases.filing import words
from tests.cast import end_offices, organisation

ABSENT = "/cases/000-000-00/"
LISTS = ("today", "inbox", "cases", "my-cases", "access-why", "me")


@pytest.fixture
def cast(db):
    return organisation(at=now() - timedelta(days=60))


@pytest.fixture
def voting(cast) -> Road:
    return Road.file(cast, cast.ana, now() - timedelta(days=3)).screen().frame().to_branch().to_vote()


def window(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def finds(member: Member, road: Road) -> list[str]:
    """Every place at which this person comes across the case."""
    client, code = window(member), road.case.code
    pages = {name: reverse(name) for name in LISTS} | {"search": f"/cases/?q={code[:3]}"}
    found = [name for name, url in pages.items() if code in words(client.get(url)).replace(f'value="{code[:3]}"', "")]
    opened = {name: reverse(name, args=[code]) for name in ("case", "case-timeline", "my-case")}
    return found + [name for name, url in opened.items() if client.get(url).status_code != 404]


# Integrity of a recusal


def test_a_recusal_is_not_lifted_by_a_colleague(voting):
    """Elsewhere a colleague lifts a block and access returns at once. Here nothing that a colleague can do lifts it."""
    *_, member = voting.panel()
    voting.do(Action.RECUSE, member)
    for colleague in voting.panel():
        client = window(colleague)
        for action in Action:
            client.post(f"/cases/{voting.case.code}/do/{action}/", {"member": member.email, "seen": ""})
    assert Conflict.objects.filter(member=member, case=voting.case, until__isnull=True).exists()
    assert finds(member, voting) == []


def test_a_grant_put_back_by_hand_opens_nothing(voting):
    *_, member = voting.panel()
    voting.do(Action.RECUSE, member)
    permission = CaseUserObjectPermission.objects.first().permission
    CaseUserObjectPermission.objects.create(user=member, content_object=voting.case, permission=permission)
    role = {"role": Role.PANEL_MEMBER, "desk": "branch-2", "received_at": voting.case.received_at, "since": now()}
    CaseRole.objects.create(case=voting.case, member=member, **role)
    assert finds(member, voting) == []


def test_a_re_check_never_brings_a_recused_person_back(voting):
    *_, member = voting.panel()
    voting.do(Action.RECUSE, member)
    conflicts.recheck(voting.case, by=voting.who(Role.REGISTRAR), at=now())
    assert finds(member, voting) == []


# The end of a role


def test_the_end_of_a_role_cuts_access_in_the_same_transaction(cast):
    """Elsewhere un-assigning leaves access in place. Here the step that ends a role is the last one it opens."""
    road = Road.file(cast, cast.ana, now() - timedelta(days=1)).screen().frame()
    officer = road.who(Role.INTAKE_OFFICER)
    client, address = window(officer), reverse("case", args=[road.case.code])
    assert client.get(address).status_code == 200
    answer = client.post(f"{address}do/open_branch/", {"reason": "The branch can handle it."})
    assert answer["Location"] == reverse("today")
    assert client.get(address).status_code == 404
    assert not CaseUserObjectPermission.objects.filter(user=officer, content_object=road.case).exists()


def test_the_panel_below_loses_the_case_with_the_appeal(cast):
    road = Road.file(cast, cast.ana, now() - timedelta(days=2)).screen().frame().to_branch().to_decision()
    panel = road.panel()
    assert all("case" in finds(member, road) for member in panel)
    road.appeal()
    assert all(finds(member, road) == [] for member in panel)


def test_every_old_link_of_somebody_who_stepped_aside_answers_like_an_absent_one(voting):
    """A bookmark, an open tab, an old letter, a half-filled form: after stepping aside all of them are gone."""
    delivery.deliver_due(at=now())
    *_, member = voting.panel()
    client, code = window(member), voting.case.code
    links = {reverse("case", args=[code]), reverse("case-timeline", args=[code]), reverse("my-case", args=[code])}
    links |= {reverse(name, args=[code, action]) for name in ("case-step", "my-step") for action in Action}
    letters = Notice.objects.filter(case=voting.case, member=member).exclude(letter="n09_conflict_question")
    links |= {reverse("letter", args=[letter.pk]) for letter in letters}
    links |= {reverse("seat", args=[seat.pk]) for seat in Seat.objects.filter(case=voting.case, member=member)}
    assert client.get(reverse("case", args=[code])).status_code == 200
    voting.do(Action.RECUSE, member)
    for method in ("get", "head", "post"):
        absent = getattr(client, method)(ABSENT + ("do/vote/" if method == "post" else ""))
        for link in links:
            answer = getattr(client, method)(link)
            assert answer.status_code in (404, 405), (method, link)
            if answer.status_code == 404 == absent.status_code:
                assert _same(answer.content) == _same(absent.content), (method, link)


def _same(page: bytes) -> str:
    text = page.decode()
    start = text.find('name="csrfmiddlewaretoken" value="')
    return text[:start] + text[start + 110 :] if start >= 0 else text


# Existence is data


def test_the_excluded_person_does_not_find_that_the_case_exists(cast):
    """Elsewhere: a row, a date, a number, a title. Here: nothing, anywhere, and no mail."""
    mail.outbox.clear()
    road = Road.file(cast, cast.ana, now(), must_not_see=("Omar Demo", "bo@demo.example"))
    road.screen().frame().to_branch().to_decision()
    delivery.deliver_due(at=now())
    mailing.mail_due(at=now() + timedelta(minutes=30))
    for member in (cast.omar, cast.bo):
        assert finds(member, road) == []
        assert not Notice.objects.filter(member=member).exists()
        assert not any(member.email in message.to for message in mail.outbox)


def test_a_search_counts_nothing_that_is_hidden(voting):
    """The same page for a reference that is hidden, absent, or no reference at all."""
    client = window(voting.cast.mona)
    pages = [words(client.get(f"/cases/?q={typed}")) for typed in (voting.case.code, "000-000-00", "nothing")]
    assert pages[0] == pages[1] == pages[2]


def test_mail_says_nothing_but_that_there_is_something(voting):
    mail.outbox.clear()
    delivery.deliver_due(at=now())
    mailing.mail_due(at=now() + timedelta(minutes=30))
    assert len(mail.outbox) > 5
    assert len({(message.subject, message.body) for message in mail.outbox}) == 1
    assert not any(voting.case.code in message.subject + message.body for message in mail.outbox)
    assert not any("Demo" in message.subject + message.body for message in mail.outbox)


def test_naming_a_sitting_member_hides_the_case_in_the_same_act(voting):
    """Also afterwards: a tie that is declared today bars from a case that was open yesterday."""
    *_, member = voting.panel()
    assert "case" in finds(member, voting)
    clerk = voting.cast.zed
    details = {"other": voting.cast.rob, "relation": "housemate", "since": None, "until": None}
    register.declare_interest(member=member, by=clerk, at=now(), **details)
    assert finds(member, voting) == []
    assert Interest.objects.filter(member=member).exists()


# Who sees all of it elsewhere


@pytest.mark.parametrize("name", ["Ada", "Yara", "Zora", "Dee", "Pia", "Stan"])
def test_no_office_opens_a_case(voting, name):
    """Elsewhere any member of staff sees every report."""
    member = voting.cast.members[name]
    assert [page for page in finds(member, voting) if page != "today"] == []


def test_no_flag_opens_a_case(voting):
    root = Member.objects.create_superuser("root@demo.example", full_name="Root", joined_on=localdate())
    assert finds(root, voting) == []


def test_whoever_sent_for_somebody_else_does_not_keep_the_case(cast):
    road = Road.file(cast, cast.mona, now(), about=("Rob Demo",), on_behalf_of="Ana Demo", source="call")
    assert finds(cast.mona, road) == []


# A case always goes on


def test_escalation_never_ends_in_a_log_line(cast):
    """Elsewhere it stops silently at the top. Here there is always a next place, and somebody is told."""
    road = Road.file(cast, cast.tara, now(), about=("Bo Demo",), about_leader="yes").screen().frame()
    road.to_national().to_vote()
    end_offices(Post.NATIONAL_ALTERNATE, Post.RESERVE, Post.BRANCH_LEADER)
    for member in road.panel()[:2]:
        road.do(Action.RECUSE, member)
    assert (road.case.tier, road.case.state) == (Tier.EXTERNAL, State.AWAITING_EXTERNAL)
    told = Notice.objects.filter(case=road.case, letter="n07_external").values_list("member__full_name", flat=True)
    assert {"Tara Demo", "Bo Demo"} <= set(told)


def test_a_complaint_that_nobody_can_take_is_told_to_the_registrar(cast):
    end_offices(Post.INTAKE_OFFICER, Post.BRANCH_LEADER, Post.RESERVE)
    road = Road.file(cast, cast.ana, now())
    assert road.case.state == State.ROUTING
    assert CaseEvent.objects.filter(case=road.case, kind="nobody_free").exists()
    assert "today" in finds(road.who(Role.REGISTRAR), road)


def test_dates_come_from_the_procedure_that_the_case_began_with(voting):
    """Elsewhere: deadline advice for the wrong stage."""
    clock = load.procedure_of(voting.case).clock(Tier.BRANCH, State.DELIBERATING)
    assert voting.case.due_on == voting.case.entered_on + timedelta(days=clock.days)
    page = words(window(voting.cast.ana).get(reverse("my-case", args=[voting.case.code])))
    assert f"{voting.case.due_on:%-d}" in page


def test_somebody_who_said_yes_to_a_conflict_keeps_nothing(cast):
    road = Road.file(cast, cast.ana, now()).screen().frame().to_branch()
    road.do(Action.FORM_PANEL, road.who(Role.REGISTRAR))
    asked = road.asked()[0]
    seat = Seat.objects.get(member=asked, status=SeatStatus.ASKED)
    client = window(asked)
    assert client.get(reverse("seat", args=[seat.pk])).status_code == 200
    client.post(reverse("seat", args=[seat.pk]), {"clear": "no"})
    assert client.get(reverse("seat", args=[seat.pk])).status_code == 404
    assert finds(asked, road) == []
    assert Conflict.objects.get(case=road.case, member=asked).kind == Why.SELF_DECLARED


def test_a_witness_handles_nothing_and_opens_nothing(cast):
    people = (Named(name="Rob Demo"), Named(name="Omar Demo", side=Role.WITNESS))
    road = Road.file(cast, cast.ana, now(), people=people)
    assert road.who(Role.INTAKE_OFFICER) != cast.omar
    assert finds(cast.omar, road) == []


def test_nobody_acts_for_a_member_who_left_office(voting):
    """The term of an office ends; what it had opened in a case was a role, and routing gives no new one."""
    Office.objects.filter(member=voting.cast.zora).update(until=localdate())
    with pytest.raises(Refused):
        voting.do(Action.CLOSE_REVIEW, voting.cast.zora)


# Recusal, and what it must not leave behind


def test_existence_is_data_also_for_somebody_who_was_only_passed_over(cast):
    """Elsewhere the excluded person still sees a row, a date, a number or a title. Fay is Rob's cousin."""
    road = Road.file(cast, cast.ana, now() - timedelta(days=2)).screen().frame().to_national(Ground.EXPULSION)
    road.seat_panel().notice()
    assert finds(cast.fay, road) == []
    pages = ("me-left", "access-why")
    assert all(road.case.code not in words(window(cast.fay).get(reverse(name))) for name in pages)
    asked = window(cast.fay).get(reverse("access-why"), {"code": road.case.code})
    assert "There is nothing to tell about this reference." in words(asked)


def test_the_end_of_an_office_ends_the_access_it_had_led_to(voting):
    """Elsewhere un-assigning leaves access in place."""
    member = voting.panel()[1]
    register.leave(member=member, left_on=localdate(), by=None, at=now())
    assert finds(member, voting) == []
    assert not CaseRole.objects.filter(case=voting.case, member=member, until__isnull=True).exists()


def test_nothing_is_deleted_when_a_decision_falls(cast):
    """Elsewhere a void decision is overwritten or gone. Here it is kept, marked, and read by no later panel."""
    road = Road.file(cast, cast.ana, now() - timedelta(days=2)).screen().frame().to_branch().to_decision()
    seat = Seat.objects.filter(case=road.case, kind="member").order_by("order")[0]
    words_of_it = {"person": seat.order, "kind": Why.FAMILY, "text": "They are cousins."}
    road.do(Action.REPORT_CONFLICT, cast.rob, **words_of_it)
    road.do(Action.RULE_CONFLICT, road.who(Role.CONFLICT_RULER), established=True, reason="So it is.")
    (fallen,) = Decision.objects.filter(case=road.case)
    assert (fallen.void_because, road.case.state) == ("set_aside", State.FORMING)
    assert finds(seat.member, road) == []
