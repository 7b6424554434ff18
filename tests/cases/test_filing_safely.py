"""Nothing that was typed is lost, and nobody but its writer reads it."""

import re
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cases.models import Case, Draft
from cases.usecases import drafts
from tests.cases.filing import PASSWORD, STORY, Writer, hidden, link, northside, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return northside()


@pytest.fixture
def mira(world):
    return Writer(world.mira)


def step(draft, name):
    return reverse("raise-step", args=[draft, name])


# Two windows


def test_two_windows_never_overwrite_each_others_steps(world, mira):
    draft = mira.three_answers()
    contact = hidden(mira.client.get(step(draft, "contact")).content.decode())
    mira.put(step(draft, "what-happened"), narrative="Told in the first window")
    mira.client.post(step(draft, "contact"), contact | {"name": "private", "reach": "second window"})
    page = mira.open(reverse("raise-check", args=[draft]))
    assert "Told in the first window" in page
    assert "second window" in page


def test_the_same_step_in_two_windows_shows_both_texts(mira):
    draft = mira.three_answers()
    opened = hidden(mira.client.get(step(draft, "what-happened")).content.decode())
    mira.put(step(draft, "what-happened"), narrative="From the first window")
    response = mira.client.post(step(draft, "what-happened"), opened | {"narrative": "From the second window"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "From the first window" in page
    assert "From the second window" in page
    mira.client.post(step(draft, "what-happened"), hidden(page) | {"narrative": "From the second window"})
    assert "From the second window" in mira.open(step(draft, "what-happened"))


def test_the_same_text_from_two_windows_is_no_conflict(mira):
    draft = mira.three_answers()
    opened = hidden(mira.client.get(step(draft, "what-happened")).content.decode())
    for _ in range(2):
        assert mira.client.post(step(draft, "what-happened"), opened | {"narrative": "New"}).status_code == 302


def test_two_windows_add_two_people(mira):
    draft = mira.three_answers()
    people = reverse("raise-people", args=[draft])
    forms = [hidden(mira.client.get(people).content.decode()) for _ in range(2)]
    for form, name in zip(forms, ("Ann Lee", "Bo Ray"), strict=True):
        mira.client.post(people, form | {"name": name, "side": "witness"})
    page = mira.open(people)
    assert "Ann Lee" in page
    assert "Bo Ray" in page


def test_words_typed_after_sending_in_another_window_are_handed_back(mira):
    draft = mira.three_answers()
    mira.go_on()
    response = mira.client.post(step(draft, "what-happened"), {"narrative": "One thing more", "seen": "1"})
    assert response.status_code == 409
    assert "One thing more" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_steps_saved_at_once_are_both_kept(world):
    draft = Writer(world.mira).three_answers()
    texts = {"what-happened": {"narrative": "A" * 500}, "needs": {"needs": [], "more_needs": "B" * 500}}

    def save(name):
        drafts.save_step(draft_id=draft, step=name, words=texts[name], seen=99, by=world.mira, at=now())

    at_once(save, texts)
    steps = drafts.read(Draft.objects.get()).steps
    assert {name: steps[name] for name in texts} == texts


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_send_one_complaint(world):
    draft = Writer(world.mira).three_answers()
    seen = Draft.objects.get().version
    sent = []
    at_once(lambda _: sent.append(drafts.send(draft_id=draft, seen=seen, by=world.mira, at=now())), range(4))
    assert {case.pk for case in sent} == {Case.objects.get().pk}
    assert len(sent) == 4


def at_once(act, each):
    """Do it for each in a thread of its own, each with its own connection."""

    def run(one):
        act(one)
        connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# A session that ends


def test_a_form_sent_after_the_session_ended_is_saved_by_signing_in_again(world, mira):
    mira.start()
    address = mira.at
    page = mira.client.get(address).content.decode()
    mira.client.logout()
    kept = mira.client.post(address, hidden(page) | {"narrative": STORY})
    assert "What you wrote is safe" in words(kept)
    assert not Draft.objects.exists()
    form = hidden(kept.content.decode())
    assert form["narrative"] == STORY
    response = mira.client.post(address, form | {"again-username": "mira@example.org", "again-password": PASSWORD})
    assert response.status_code == 302
    assert STORY in mira.open(address)


def test_a_wrong_password_keeps_the_text_too(world, mira):
    draft = mira.three_answers()
    mira.client.logout()
    typed = {"narrative": "Line one\nLine two", "again-username": "mira@example.org", "again-password": "wrong"}
    kept = mira.client.post(step(draft, "what-happened"), typed)
    assert hidden(kept.content.decode())["narrative"] == "Line one\nLine two"
    assert "again-password" not in hidden(kept.content.decode())
    assert "wrong" not in kept.content.decode()


def test_someone_else_who_signs_in_there_does_not_get_the_draft(world, mira):
    draft = mira.three_answers()
    mira.client.logout()
    typed = {"narrative": STORY, "again-username": "noor@example.org", "again-password": PASSWORD}
    kept = mira.client.post(step(draft, "what-happened"), typed)
    assert "was not started with this account" in words(kept)
    assert hidden(kept.content.decode())["narrative"] == STORY
    assert "_auth_user_id" not in mira.client.session


def test_a_page_asked_for_after_the_session_ended_comes_back_after_signing_in(mira):
    draft = mira.three_answers()
    mira.client.logout()
    address = step(draft, "about")
    assert mira.client.get(address)["Location"] == f"{reverse('sign-in')}?next={address}"


def test_a_form_from_before_another_sign_in_hands_the_text_back(world):
    writer = Writer(world.mira, strict=True)
    writer.start()
    response = writer.client.post(writer.at, {"narrative": STORY, "csrfmiddlewaretoken": "stale"})
    assert response.status_code == 403
    assert STORY in response.content.decode()


# Nobody else


def test_another_member_gets_the_absent_page_for_a_draft(world, mira):
    draft = mira.three_answers()
    noor = Client()
    noor.force_login(world.noor)
    pages = ("raise-draft", "raise-people", "raise-check", "raise-sent", "raise-recorded", "raise-delete")
    addresses = [reverse(page, args=[draft]) for page in pages] + [
        step(draft, name) for name in ("what-happened", "contact")
    ]
    absent = noor.get(reverse("raise-draft", args=["00000000-0000-4000-8000-000000000000"])).content
    for address in addresses:
        response = noor.get(address)
        assert (response.status_code, response.content) == (404, absent), address
    for address in (
        step(draft, "what-happened"),
        reverse("raise-check", args=[draft]),
        reverse("raise-delete", args=[draft]),
    ):
        assert noor.post(address, {"narrative": "mine", "seen": "4"}).status_code == 404
    assert Draft.objects.get().owner == world.mira


def test_an_address_that_was_made_for_another_member_begins_nothing(world, mira):
    mira.start()
    noor = Client()
    noor.force_login(world.noor)
    assert noor.get(mira.at).status_code == 404
    assert noor.post(mira.at, {"narrative": "x"}).status_code == 404


def test_a_superuser_reads_no_draft(world, mira):
    draft = mira.three_answers()
    world.noor.is_superuser = True
    world.noor.save()
    client = Client()
    client.force_login(world.noor)
    assert client.get(reverse("raise-draft", args=[draft])).status_code == 404


def test_a_dump_of_the_database_shows_nothing_of_a_draft(world, mira):
    draft = mira.three_answers(narrative="Zanzibar-narrative", must_not_see="Quixotic-name")
    mira.put(reverse("raise-people", args=[draft]), name="Xylophone-person", side="witness")
    dump = dump_of_everything()
    for secret in ("Zanzibar", "Quixotic", "Xylophone"):
        assert secret not in dump


def test_a_sent_draft_keeps_no_answers(mira):
    mira.three_answers()
    mira.go_on()
    assert bytes(Draft.objects.get().answers) == b""


def dump_of_everything() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names from the database
            rows += cursor.fetchall()
    return "".join(
        bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for row in rows for v in row
    )


# Plain forms


def test_no_page_of_the_way_in_needs_a_script(mira):
    draft = mira.three_answers()
    addresses = [reverse("raise-start"), reverse("raise-safety"), mira.at, reverse("raise-draft", args=[draft])]
    addresses += [reverse("raise-people", args=[draft]), reverse("raise-delete", args=[draft])]
    addresses += [step(draft, name) for name in ("what-happened", "contact", "about", "who-must-not-see", "wishes")]
    for address in addresses:
        page = mira.open(address)
        assert re.findall(r"<script[^>]*>", page) == re.findall(
            r'<script type="module" src="[^"]*leave[^"]*"[^>]*>', page
        )
        assert not re.search(r"\son[a-z]+=|style=", page)


def test_no_title_says_what_it_is_about(mira):
    mira.three_answers(narrative="Zanzibar", must_not_see="Iva North")
    titles = [re.search("<title>(.*?)</title>", mira.open(mira.at), re.S)[1]]
    assert titles == ["Check – The Organisation"]


def test_the_way_in_asks_for_a_sign_in(client):
    assert client.get(reverse("raise-start")).status_code == 302


def test_the_danger_block_names_whom_to_call(mira, settings):
    settings.EMERGENCY_NUMBER, settings.HELPLINE = "112", "0800 123"
    page = words(mira.open(reverse("raise-start")))
    assert "We cannot send help. Please call 112" in page
    assert "call 0800 123" in page
    assert link(mira.open(reverse("raise-safety")), "Here is how") == reverse("leave-help")
