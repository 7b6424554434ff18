"""A member tells us what happened: three answers, one question after the other, sent once."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.posts import Post, Relation
from cases.models import Case, CaseEvent, CaseRole, Complaint, Conflict, Draft, Notice, Party, SealKey
from tests.cases.filing import STORY, Writer, link, northside, tie, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return northside()


@pytest.fixture
def mira(world):
    return Writer(world.mira)


def reader(case):
    return CaseRole.objects.get(case=case, role="intake_officer").member


def test_three_answers_suffice(world, mira):
    draft = mira.three_answers()
    assert mira.at == reverse("raise-check", args=[draft])
    assert mira.go_on() == reverse("raise-sent", args=[draft])
    case = Case.objects.get()
    assert (case.branch, case.names_a_leader, reader(case)) == (world.branch, False, world.iva)
    assert Party.objects.get(case=case).member == world.mira


def test_looking_around_stores_nothing(mira):
    mira.open(reverse("raise-start"))
    mira.open(reverse("raise-safety"))
    mira.start()
    assert not Draft.objects.exists()


def test_the_first_continue_keeps_a_draft(world, mira):
    mira.start()
    mira.go_on(narrative=STORY)
    assert Draft.objects.get().owner == world.mira
    assert "Draft from" in mira.open(reverse("raise-start"))


def test_back_and_reload_show_what_was_saved(mira):
    mira.start()
    first = mira.at
    mira.go_on(narrative=STORY)
    assert STORY in mira.open(first)
    assert STORY in mira.open(first)


def test_the_first_continue_pressed_twice_makes_one_draft(mira):
    mira.start()
    for _ in range(2):
        assert mira.client.post(mira.at, {"narrative": STORY, "seen": "0"}).status_code == 302
    assert Draft.objects.count() == 1


def test_an_empty_answer_is_asked_again_and_what_was_typed_stays(world, mira):
    mira.three_answers()
    page = words(mira.put(reverse("raise-step", args=[mira.draft, "contact"]), reach="by the blue door"))
    assert "Error: How to reach you" in page
    assert "Choose how we should know you." in page
    assert "by the blue door" in page


def test_one_letter_is_enough(mira):
    mira.start()
    assert mira.put(narrative="x").status_code == 302


def test_too_long_a_text_is_kept_in_the_box(mira):
    mira.start()
    page = mira.put(narrative="y" * 20_001).content.decode()
    assert "Use 20000 characters or fewer. You have 20001." in page
    assert "y" * 20_001 in page
    assert "maxlength" not in page


def test_control_characters_are_taken_out_but_line_breaks_stay(mira):
    mira.start()
    mira.put(narrative="one\r\ntwo\x00\x07\tthree\x1b")
    assert "one\ntwo\tthree" in mira.open(mira.at)


def test_nothing_is_sent_before_the_excluded_were_asked_for(mira):
    mira.three_answers()
    draft = Draft.objects.get()
    mira.start()
    mira.go_on(narrative=STORY)
    mira.go_on(name="open")
    mira.go_on(branch="", about_leader="yes")
    assert mira.at.endswith("/who-must-not-see/")
    check = reverse("raise-check", args=[mira.draft])
    assert "Answer what is missing" in mira.open(check)
    assert "Send my concern" not in mira.open(check)
    assert mira.client.post(check, {"seen": "3"}).status_code == 409
    assert not Case.objects.exists()
    assert draft.pk != mira.draft


def test_an_officer_who_must_not_see_it_is_kept_out_before_anyone_is_told(world, mira):
    mira.three_answers(must_not_see="iva NORTH\nalma@example.org")
    mira.go_on()
    case = Case.objects.get()
    barred = set(Conflict.objects.filter(case=case, kind="excluded").values_list("member", flat=True))
    assert barred == {world.iva.pk, world.alma.pk}
    assert reader(case) == world.nia
    assert not CaseRole.objects.filter(case=case, member__in=barred).exists()


def test_a_name_that_fits_nobody_is_said_before_sending(mira):
    mira.three_answers(must_not_see="Iva North, Bob of the board")
    page = words(mira.open(mira.at))
    assert "We do not know these names" not in page
    mira.put(reverse("raise-step", args=[mira.draft, "who-must-not-see"]), must_not_see="Bob of the board")
    assert "We do not know these names" in words(mira.open(reverse("raise-check", args=[mira.draft])))


def test_sending_twice_gives_one_case(mira):
    draft = mira.three_answers()
    for _ in range(2):
        response = mira.client.post(mira.at, {"seen": str(Draft.objects.get().version)})
        assert response["Location"] == reverse("raise-sent", args=[draft])
    assert Case.objects.count() == 1


def test_what_was_changed_after_the_check_is_not_sent_unseen(mira):
    mira.three_answers()
    seen = {"seen": str(Draft.objects.get().version)}
    mira.put(reverse("raise-step", args=[mira.draft, "what-happened"]), narrative="Something else.")
    response = mira.client.post(mira.at, seen)
    assert response.status_code == 409
    assert "Nothing was sent." in words(response)
    assert not Case.objects.exists()
    mira.go_on()
    assert Case.objects.exists()


def test_the_receipt_stays_and_proves_the_text(world, mira):
    draft = mira.three_answers()
    mira.go_on()
    page = mira.open(reverse("raise-sent", args=[draft]))
    said = words(page)
    complaint = Complaint.objects.get()
    assert complaint.fingerprint in page
    assert complaint.case.code in page
    text = mira.client.get(reverse("raise-recorded", args=[draft]))
    assert text.content.decode() == STORY
    assert hashlib.sha256(text.content).hexdigest() == complaint.fingerprint
    assert words(mira.open(reverse("raise-sent", args=[draft]))) == said


def test_the_receipt_gives_dates_from_the_clocks(mira):
    draft = mira.three_answers()
    mira.go_on()
    received = Case.objects.get().received_on
    page = words(mira.open(reverse("raise-sent", args=[draft])))
    for days in (10, 30):
        day = received.fromordinal(received.toordinal() + days)
        assert f"By {day:%A} {day.day} {day:%B}" in page


def test_a_sent_draft_leads_to_its_receipt_from_everywhere(mira):
    draft = mira.three_answers()
    mira.go_on()
    for name in ("raise-draft", "raise-check", "raise-people", "raise-delete"):
        assert mira.client.get(reverse(name, args=[draft]))["Location"] == reverse("raise-sent", args=[draft])


def test_the_optional_parts_reach_the_case(world, mira):
    draft = mira.three_answers()
    mira.put(reverse("raise-people", args=[draft]), name="Noor North", side="respondent")
    mira.put(reverse("raise-step", args=[draft, "when-where"]), when="I am not sure", where="In the hall")
    mira.put(reverse("raise-step", args=[draft, "wishes"]), wishes=["That it stops", "An apology"])
    mira.put(reverse("raise-step", args=[draft, "needs"]), more_needs="A quiet room")
    page = words(mira.open(reverse("raise-check", args=[draft])))
    for said in ("Noor North – the person it is about", "In the hall", "That it stops; An apology", "A quiet room"):
        assert said in page
    mira.go_on()
    assert Party.objects.get(side="respondent").member == world.noor


def test_a_person_is_added_once_and_taken_off_again(mira):
    draft = mira.three_answers()
    people = reverse("raise-people", args=[draft])
    typed = {"key": "0" * 32, "name": "Someone tall", "side": "witness"}
    for _ in range(2):
        assert mira.client.post(people, typed).status_code == 302
    assert mira.open(people).count("Someone tall") == 2  # the line and its button
    mira.client.post(people, {"remove": "0" * 32})
    assert "You have not added anyone." in mira.open(people)


def test_continue_on_the_list_of_people_keeps_the_name_in_the_box(mira):
    draft = mira.three_answers()
    people, hub = (reverse(name, args=[draft]) for name in ("raise-people", "raise-draft"))
    assert mira.put(people, then="on")["Location"] == hub
    assert mira.put(people, name="Ann Lee", side="witness", then="on")["Location"] == hub
    assert "Choose one answer." in words(mira.put(people, name="Bo Ray", then="on"))
    assert "Ann Lee" in mira.open(people)


def test_the_lists_of_people_have_an_end(mira):
    draft = mira.three_answers()
    many = "\n".join(f"Person {number}" for number in range(51))
    page = words(mira.put(reverse("raise-step", args=[draft, "who-must-not-see"]), must_not_see=many))
    assert "Write 50 names or fewer." in page
    assert "Person 50" in page
    people = reverse("raise-people", args=[draft])
    for number in range(51):
        response = mira.client.post(people, {"key": f"{number:032x}", "name": f"P{number}", "side": "witness"})
    assert "You can list 50 people." in words(response)


def test_one_may_stop_and_come_back(mira):
    mira.start()
    assert mira.go_on(narrative=STORY, then="later") == reverse("raise-start")
    hub = mira.open(link(mira.open(reverse("raise-start")), "Draft from"))
    assert "Some questions are still to answer." in hub
    assert link(hub, "Go on").endswith("/contact/")


def test_the_list_of_drafts_costs_the_same_for_one_and_for_three(mira):
    def queries():
        with CaptureQueriesContext(connection) as found:
            mira.client.get(reverse("raise-start"))
        return len(found)

    mira.start()
    mira.go_on(narrative=STORY)
    for_one = queries()
    for _ in range(2):
        mira.start()
        mira.go_on(narrative=STORY)
    assert queries() == for_one


def test_a_draft_can_be_deleted_and_takes_its_key_along(mira):
    draft = mira.three_answers()
    assert SealKey.objects.filter(owner=draft).exists()
    mira.client.post(reverse("raise-delete", args=[draft]))
    assert not Draft.objects.exists()
    assert not SealKey.objects.filter(owner=draft).exists()
    assert mira.client.get(reverse("raise-draft", args=[draft])).status_code == 404


def test_change_on_the_check_page_leads_back_to_it(mira):
    mira.three_answers()
    mira.open(reverse("raise-step", args=[mira.draft, "what-happened"]) + "?from=check")
    assert mira.go_on(narrative="Other words") == reverse("raise-check", args=[mira.draft])


# Who will read it


def check_page(writer, **answers):
    writer.three_answers(**answers)
    return words(writer.open(writer.at))


def test_the_check_page_names_the_branch_officer_by_office_and_never_by_name(mira):
    page = check_page(mira)
    assert "read first by one of the intake officers of Northside" in page
    assert "Iva" not in page


@pytest.mark.parametrize("about", ["yes", "unsure"])
def test_the_check_page_names_the_national_intake_when_it_is_about_a_leader(mira, about):
    assert "read first by one of the national intake officers" in check_page(mira, about_leader=about)


def test_without_a_branch_it_goes_to_the_national_intake(mira):
    assert "one of the national intake officers" in check_page(mira, branch="")


def test_the_check_page_follows_the_register(world, mira):
    tie(world.mira, world.iva, Relation.HOUSEMATE)
    assert "one of the leaders of Northside" in check_page(mira)


def test_when_nobody_may_read_it_the_check_page_says_so(world, mira):
    assert "At this moment nobody can read it" in check_page(mira, about_leader="yes", must_not_see="Nia North")
    mira.go_on()
    assert Case.objects.get().state == "routing"
    assert "At this moment nobody can." in words(mira.open(mira.at))


@pytest.mark.parametrize("excluded", ["", "Iva North", "Iva North\nAlma North", "Iva North\nNia North\nAlma North"])
@pytest.mark.parametrize("about", ["yes", "no"])
def test_who_is_named_on_the_check_page_is_who_gets_it(world, mira, excluded, about):
    page = check_page(mira, about_leader=about, must_not_see=excluded)
    mira.go_on()
    roles = CaseRole.objects.filter(role="intake_officer").select_related("member")
    offices = {office for role in roles for office in role.member.offices.values_list("post", "branch__name")}
    said = {
        (Post.INTAKE_OFFICER, "Northside"): "one of the intake officers of Northside",
        (Post.BRANCH_LEADER, "Northside"): "one of the leaders of Northside",
        (Post.INTAKE_OFFICER, None): "one of the national intake officers",
    }
    assert {found for found, sentence in said.items() if sentence in page} == offices


def test_looking_at_the_check_page_files_nothing(mira):
    before = CaseEvent.objects.count()
    check_page(mira)
    assert not Case.objects.exists()
    assert not Notice.objects.exists()
    assert CaseEvent.objects.count() == before


# For someone else


def on_behalf(writer, name):
    writer.open(reverse("raise-on-behalf"))
    writer.go_on(on_behalf_of=name, source="call", agreed="Yes, and they agree")
    writer.go_on(narrative=STORY)
    writer.go_on(name="private", reach="0123")
    writer.go_on(branch=writer_branch(writer), about_leader="no")
    writer.go_on(must_not_see="")
    return writer


def writer_branch(writer):
    return Draft.objects.get(pk=writer.draft).owner.branch_id


def test_writing_for_someone_else_records_who_typed(world, mira):
    page = words(on_behalf(mira, "Noor North").open(mira.at))
    assert "They told you in a call" in page
    mira.go_on()
    complaint = Complaint.objects.get()
    assert (complaint.typed_by, complaint.on_behalf, complaint.source) == (world.mira, True, "call")
    assert complaint.name_withheld
    assert Party.objects.get(side="complainant").member == world.noor


def test_who_typed_gets_the_reference_but_not_the_text_again(world, mira):
    on_behalf(mira, "Noor North")
    draft = mira.draft
    mira.go_on()
    assert Case.objects.get().code in mira.open(mira.at)
    assert mira.client.get(reverse("raise-recorded", args=[draft])).status_code == 404


def test_one_may_write_for_a_person_who_is_no_member(mira):
    on_behalf(mira, "A neighbour")
    mira.go_on()
    assert Party.objects.get(side="complainant").member is None
