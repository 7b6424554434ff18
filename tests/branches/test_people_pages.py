"""The pages of the register: who gets in, what is on them, and what they cost."""

import re
from datetime import date

import pytest
from django.urls import reverse

from branches import pages, urls
from branches.models import Branch, Member, Office
from branches.posts import REGISTER_POSTS, Post
from branches.refused import ONLY_REGISTER
from conduct.policy import Policy
from tests.branches.conftest import JOINED, browser, holder, member

KEPT = [p for p in urls.urlpatterns if p.callback.policy is Policy.REGISTER]
HUGE = 10**40


def address(pattern, number: int) -> str:
    return reverse(pattern.name, kwargs=dict.fromkeys(pattern.pattern.converters, number))


def text_of(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def registrar(rita):
    return browser(rita)


@pytest.mark.parametrize("pattern", KEPT, ids=lambda p: p.name)
def test_a_page_of_the_register_is_closed_to_everyone_else_in_words(pattern, ana, client):
    office = Office.objects.create(member=ana, post=Post.AUDITOR, since=JOINED)
    for number in (office.pk, 999_999):
        for method in ("get", "post"):
            page = getattr(browser(ana), method)(address(pattern, number))
            if page.status_code == 405:
                continue
            assert page.status_code == 403
            assert ONLY_REGISTER in page.content.decode()
    visitor = client.post(address(pattern, office.pk))
    assert visitor.url.startswith(reverse("sign-in"))


@pytest.mark.parametrize("post", sorted(REGISTER_POSTS))
def test_the_registrar_and_an_administrator_get_in(post, db):
    assert browser(holder("Kay", post)).get(reverse("people")).status_code == 200


@pytest.mark.parametrize(
    "name", ["person", "person-transfer", "person-appoint", "person-ties", "office-end", "tie-end"]
)
@pytest.mark.parametrize("number", [999_999, HUGE])
def test_a_number_that_is_nobody_is_absent(name, number, registrar):
    assert registrar.get(reverse(name, args=[number])).status_code == 404


def test_the_list_shows_branch_and_posts_of_today(registrar, ana, harbour):
    Office.objects.create(member=ana, post=Post.BRANCH_LEADER, branch=harbour, since=JOINED)
    Office.objects.create(member=ana, post=Post.AUDITOR, since=JOINED, until=date(2021, 1, 1))
    text = text_of(registrar, reverse("people"))
    assert "Branch leader, Harbour" in text
    assert "Auditor" not in text


@pytest.mark.parametrize("words", ["ana", "ANA  lind", "ana@ex", "Ａna"])
def test_the_search_finds_part_of_a_name_or_address(words, registrar, ana, bo):
    text = text_of(registrar, reverse("people") + f"?q={words}")
    assert "Ana Lind" in text
    assert "Bo Lind" not in text


@pytest.mark.parametrize("words", ["%25", "_", "nobody", "' OR 1=1 --"])
def test_a_search_that_finds_nobody_says_so(words, registrar, ana):
    assert "Nobody was found" in text_of(registrar, reverse("people") + f"?q={words}")


@pytest.mark.parametrize("query", ["q=%00", "after=x", f"after={HUGE}", "before=-1", "after=999999", f"q={'a' * 9999}"])
def test_a_query_that_cannot_be_read_does_no_harm(query, registrar, ana):
    assert "Ana Lind" in text_of(registrar, reverse("people") + f"?{query}")


@pytest.mark.parametrize("query", ["", "?q=person"])
def test_the_list_asks_as_often_for_one_member_as_for_three(query, registrar, harbour, django_assert_max_num_queries):
    counts = []
    for number in range(3):
        who = member(f"Person{number}", harbour)
        Office.objects.create(member=who, post=Post.BRANCH_LEADER, branch=harbour, since=JOINED)
        with django_assert_max_num_queries(8) as asked:
            registrar.get(reverse("people") + query)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_the_branches_ask_as_often_for_one_as_for_three(registrar, django_assert_max_num_queries):
    counts = []
    for number in range(3):
        place = Branch.objects.create(name=f"Place {number}", slug=f"place-{number}")
        holder(f"Leader{number}", Post.BRANCH_LEADER, place)
        with django_assert_max_num_queries(8) as asked:
            registrar.get(reverse("branches"))
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_pages_meet_without_gap_or_repeat_in_both_directions(db, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 4)
    for number in range(11):
        Member.objects.create_user(f"{number}@example.org", full_name=f"Twin {number // 5}", joined_on=JOINED)
    everyone = list(Member.objects.order_by("name_key", "pk").values_list("pk", flat=True))
    forth, page = walk("after", "next")
    assert forth == everyone
    assert not page.next
    back, first = walk("before", "previous", start=page.people[0].id)
    assert [*back[-4:], *back[-8:-4]] == everyone[:8]
    assert not first.previous


def walk(word: str, link: str, start: int | None = None):
    """Follow the links of the list from one end; the numbers seen, and the last page."""
    seen, at = [], start
    while True:
        beside = {"after": None, "before": None} | ({word: at} if at else {})
        page = pages.people_page(words="", day=JOINED, **beside)
        seen += [person.id for person in page.people]
        if not getattr(page, link):
            return seen, page
        at = int(re.search(rf"{word}=(\d+)", getattr(page, link)).group(1))


def test_the_address_of_the_next_page_carries_no_name(db, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 1)
    for name in ("Ana", "Bo"):
        member(name)
    page = pages.people_page(words="lind", after=None, before=None, day=JOINED)
    assert page.next == f"?q=lind&after={page.people[0].id}"


def test_no_office_is_offered_to_who_has_left_or_waits_for_approval(registrar, db):
    there, waiting, gone = member("Ana"), member("Bo"), member("Cy")
    Member.objects.filter(pk=waiting.pk).update(needs_approval=True)
    Member.objects.filter(pk=gone.pk).update(left_on=JOINED)
    offered = {
        one.pk: "Give an office" in registrar.get(reverse("person", args=[one.pk])).content.decode()
        for one in (there, waiting, gone)
    }
    assert offered == {there.pk: True, waiting.pk: False, gone.pk: False}


def test_a_member_is_added_moved_and_given_an_office_on_pages(registrar, harbour, hill, today):
    new = {"full_name": "Cy Ode", "email": "cy@example.org", "branch": harbour.pk, "joined_on": "2024-02-01"}
    page = registrar.post(reverse("person-new"), new | {"birth_year": "1990"}, follow=True)
    assert "Cy Ode is in the register." in page.content.decode()
    cy = Member.objects.get(email="cy@example.org")
    office = {"post": "branch_leader", "branch": harbour.pk, "since": "2024-03-01"}
    registrar.post(reverse("person-appoint", args=[cy.pk]), office)
    move = {"branch": hill.pk, "moved_on": today.isoformat()}
    page = registrar.post(reverse("person-transfer", args=[cy.pk]), move, follow=True)
    assert "The move to Hill is in the register. This ended: Branch leader, Harbour." in page.content.decode()


def test_a_move_that_ends_no_office_is_done_too(registrar, ana, hill, today):
    move = {"branch": hill.pk, "moved_on": today.isoformat()}
    page = registrar.post(reverse("person-transfer", args=[ana.pk]), move, follow=True)
    assert "The move to Hill is in the register." in page.content.decode()


def test_a_form_sent_twice_acts_once_and_says_why(registrar, harbour):
    new = {"full_name": "Cy Ode", "email": "cy@example.org", "branch": harbour.pk, "joined_on": "2024-02-01"}
    registrar.post(reverse("person-new"), new)
    again = registrar.post(reverse("person-new"), new)
    assert "This e-mail address already belongs to a member." in again.content.decode()
    assert Member.objects.filter(email="cy@example.org").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "Cy\u202eOde"),
        ("full_name", "Cy\nOde"),
        ("full_name", "..."),
        ("full_name", "x" * 151),
        ("email", "cy@"),
        ("email", "cy@" + "İ" * 63 + "." + "İ" * 63 + "." + "İ" * 63 + ".org"),
        ("branch", "0"),
        ("branch", str(HUGE)),
        ("joined_on", "2999-01-01"),
        ("joined_on", "31/12/2020"),
        ("joined_on", "0001-01-01"),
        ("birth_year", "1066"),
        ("birth_year", "2999"),
    ],
)
def test_a_detail_that_cannot_be_kept_is_told_at_its_field(field, value, registrar, harbour):
    new = {"full_name": "Cy Ode", "email": "cy@example.org", "branch": harbour.pk, "joined_on": "2024-02-01"}
    page = registrar.post(reverse("person-new"), new | {field: value})
    assert list(page.context["form"].errors) == [field]
    assert not Member.objects.filter(email__startswith="cy@").exists()


def test_an_office_ends_on_its_page(registrar, ana, today):
    office = Office.objects.create(member=ana, post=Post.AUDITOR, since=JOINED)
    registrar.post(reverse("office-end", args=[office.pk]), {"until": today.isoformat()})
    office.refresh_from_db()
    assert office.until == today
    assert "Over" in text_of(registrar, reverse("person", args=[ana.pk]))


def test_titles_never_carry_a_name(registrar, ana, rita):
    office = Office.objects.create(member=ana, post=Post.AUDITOR, since=JOINED)
    for name in ("person", "person-transfer", "person-appoint", "person-ties"):
        title = re.search(r"<title>(.*?)</title>", text_of(registrar, reverse(name, args=[ana.pk]))).group(1)
        assert "Lind" not in title
    assert "Lind" not in text_of(registrar, reverse("office-end", args=[office.pk])).partition("</title>")[0]


def test_a_branch_is_added_and_listed_without_leader(registrar):
    page = registrar.post(reverse("branch-new"), {"name": "Valley", "region": ""}, follow=True).content.decode()
    assert "The branch Valley was added." in page
    assert "Nobody" in page
