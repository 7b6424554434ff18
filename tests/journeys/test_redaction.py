"""Words that are hidden from a side: gone from page, file and bundle, in one index for both, until they are shown."""

import io
import subprocess

import pikepdf
import pytest
from django.urls import reverse
from django.utils.timezone import now

from cases import bundling, checking, redacting
from cases.cleaning import apart
from cases.domain.answer import Refused
from cases.domain.files import Given, Kind
from cases.domain.redaction import BLACK
from cases.domain.vocabulary import Action, EventKind, Role
from cases.models import CaseEvent, EvidenceItem, ExhibitFile, FilePiece, RedactedFile, Redaction
from cases.queries import folder as folders
from cases.queries import party_page
from tests import build, paper
from tests.cases.test_papers import everything_in, text_of
from tests.journeys.eyes import browser

SECRET, REST = "Marchmont Terrace", "I saw it from the stairs."
WHY = "Where she lives is needed for nothing."


@pytest.fixture
def road(cast):
    """Ana has given a statement, a PDF and a text; each says where somebody lives."""
    road = build.branch(cast).seat_panel().notice().answer()
    body = paper.pdf(paper.page(f"{SECRET}, third floor.", pages=2), compress_streams=False)
    attached = (Given(f"{SECRET}.pdf", body), Given("note.txt", f"It was at {SECRET}. {REST}".encode()))
    words = {"title": f"A letter from {SECRET}", "text": f"{REST} She lives in {SECRET}."}
    road.do(Action.ADD_EVIDENCE, cast.ana, **words, attached=attached)
    checking.check_due(at=now())
    return road


def hide(road, *whom, words=SECRET, exhibit=1, **more):
    asked = {"exhibit": exhibit, "words": words, "audiences": whom or ("respondent",), "reason": WHY}
    road.do(Action.REDACT, road.who(Role.PANEL_CHAIR), **(asked | more))
    redacting.hide_due(at=now())
    return road


def page(road, member, way="my-case") -> str:
    return browser(member).get(reverse(way, args=[road.case.code])).content.decode()


def saved(road, member, number, door="my-file"):
    file = ExhibitFile.objects.get(number=number)
    return browser(member).get(reverse(door, args=[road.case.code, file.pk]))


def folder(road, member):
    return folders.of_party(road.case, member, today=road.at.date())


def test_a_hidden_word_is_on_no_page_and_in_no_file_of_that_side_and_the_other_reads_it(road, cast):
    hide(road).report()
    assert SECRET not in page(road, cast.rob)
    assert REST in page(road, cast.rob) and BLACK in page(road, cast.rob) and WHY in page(road, cast.rob)
    assert f"She lives in {SECRET}." in page(road, cast.ana), "one's own words are hidden from nobody"
    assert SECRET in page(road, road.who(Role.PANEL_CHAIR), "case")
    assert saved(road, cast.rob, 2).content.decode() == f"It was at {BLACK}. {REST}"
    assert SECRET in saved(road, cast.ana, 2).content.decode()
    assert SECRET in saved(road, road.who(Role.PANEL_CHAIR), 2, "case-file").content.decode()


def test_a_pdf_is_made_of_pictures_and_holds_the_word_in_no_way(road, cast):
    original = ExhibitFile.objects.get(number=1)
    hide(road).report()
    body = saved(road, cast.rob, 1).content
    with pikepdf.open(io.BytesIO(body)) as made:
        assert len(made.pages) == 2 and not made.attachments and "/Metadata" not in made.Root
        assert [float(value) for value in made.pages[0].MediaBox] == pytest.approx([0, 0, 300, 200], abs=1)
    assert text_of(body).strip() == ""
    words = everything_in(body)
    for hidden in (SECRET, *SECRET.split(), "third floor", "Tj"):
        assert hidden not in words and hidden.encode() not in body
    assert "CreationDate" not in words and "Pillow" not in words
    assert RedactedFile.objects.get(file=original).places == 2
    black = subprocess.run(
        ["pdftoppm", "-r", "72", "-gray", "-f", "1", "-l", "1", "-"], input=body, capture_output=True
    )
    dark = sum(value < 10 for value in black.stdout[-300 * 200 :])
    assert 90 * 8 < dark < 300 * 30, "the place is black, and the rest of the page is not"


def test_the_black_place_does_not_tell_how_long_the_word_is():
    def dark(words: str) -> int:
        body = paper.pdf(paper.page(f"{words} was here", pages=1))
        found, places = apart.hide(Kind.PDF, body, [words])
        assert places == 1
        shown = subprocess.run(["pdftoppm", "-r", "72", "-gray", "-"], input=found.copy.body, capture_output=True)
        return sum(value < 10 for value in shown.stdout[-300 * 200 :])

    assert abs(dark("Ann") - dark("Bartholomew")) < 60


def test_both_sides_read_the_same_index_and_no_fingerprint_lets_anybody_try_names(road, cast):
    hide(road).report()
    ana, rob = (party_page.party_page(folder(road, member)).evidence for member in (cast.ana, cast.rob))
    index = [[(i.number, i.title, i.given_by, i.fingerprint, i.readers) for i in items] for items in (ana, rob)]
    assert index[0] == index[1] and index[0][0][1] == f"A letter from {BLACK}" and index[0][0][3] == ""
    files = [
        [(f.number, f.name, f.kind, f.size, f.fingerprint, f.copy_fingerprint) for f in i[0].files] for i in (ana, rob)
    ]
    assert files[0] == files[1] and files[0][0][1] == f"{BLACK}.pdf" and files[0][0][4:] == ("", "")


def test_it_is_burnt_into_the_bundle_of_that_side_alone(road, cast):
    hide(road).report()
    made = {m: bundling.make(folder(road, m), at=now())[0] for m in (cast.ana, cast.rob)}
    for word in (SECRET, *SECRET.split()):
        assert word not in everything_in(made[cast.rob])
    assert SECRET in text_of(made[cast.ana]) and WHY in " ".join(text_of(made[cast.rob]).split())


def test_until_the_copy_is_made_that_side_has_no_file_and_afterwards_never_the_old_one(road, cast):
    road.report()
    assert saved(road, cast.rob, 2).status_code == 200
    chair = road.who(Role.PANEL_CHAIR)
    road.do(Action.REDACT, chair, exhibit=1, words=SECRET, audiences=["respondent"], reason=WHY)
    assert saved(road, cast.rob, 2).status_code == 404
    assert "Words in it are hidden from you." in page(road, cast.rob)
    redacting.hide_due(at=now())
    first = saved(road, cast.rob, 2).content
    hide(road, words="stairs")
    assert b"stairs" in first and b"stairs" not in saved(road, cast.rob, 2).content


def test_only_a_later_ruling_shows_the_words_again_and_the_original_never_changed(road, cast):
    hide(road).report()
    road.do(Action.LIFT_REDACTION, road.who(Role.PANEL_CHAIR), number=1, reason="He knows it anyway.")
    assert SECRET in page(road, cast.rob) and SECRET in saved(road, cast.rob, 2).content.decode()
    kinds = [EventKind.WORDS_HIDDEN, EventKind.FILE_REDACTED, EventKind.FILE_REDACTED, EventKind.WORDS_SHOWN]
    rows = CaseEvent.objects.filter(case=road.case, kind__in=kinds).order_by("case_number")
    assert list(rows.values_list("kind", flat=True)) == kinds and SECRET not in str(list(rows.values("data")))
    assert FilePiece.objects.filter(copy="original").count() == 2
    with pytest.raises(Refused, match="No words are hidden"):
        road.do(Action.LIFT_REDACTION, road.who(Role.PANEL_CHAIR), number=1, reason="Once more.")


def test_wherever_they_stand_they_are_hidden_in_answers_reports_and_replies_too(road, cast):
    road.report()
    road.do(Action.REPLY_EVIDENCE, cast.ana, text=f"I was in {SECRET}.").do(
        Action.REPLY_EVIDENCE, cast.rob, text="I have read it."
    )
    road.close_review()
    assert f"I was in {SECRET}." in page(road, cast.rob)
    hide(road, exhibit=0)
    assert SECRET not in page(road, cast.rob) and f"I was in {BLACK}." in page(road, cast.rob)
    assert f"I was in {SECRET}." in page(road, cast.ana)


def test_a_picture_is_hidden_whole_because_nobody_finds_words_in_it(road, cast):
    give = {"title": "A photo", "text": f"Of {SECRET}.", "attached": (Given("a.jpg", paper.photo()),)}
    road.do(Action.ADD_EVIDENCE, cast.ana, **give)
    checking.check_due(at=now())
    hide(road, exhibit=2, whole=True).report()
    photo = ExhibitFile.objects.get(item__number=2)
    client = browser(cast.rob)
    assert client.get(reverse("my-file", args=[road.case.code, photo.pk])).status_code == 404
    assert browser(cast.ana).get(reverse("my-file", args=[road.case.code, photo.pk])).status_code == 200


def test_nobody_but_the_chair_hides_anything_and_slips_are_refused_in_words(road, cast):
    chair = road.who(Role.PANEL_CHAIR)
    asked = {"exhibit": 1, "words": SECRET, "audiences": ["respondent"], "reason": WHY}
    for member in (cast.ana, cast.rob, road.panel()[1], road.who(Role.REGISTRAR)):
        with pytest.raises(Refused):
            road.do(Action.REDACT, member, **asked)
    road.do(Action.ADD_EVIDENCE, cast.ana, title="A note", text="Nothing in it.")
    for wrong, says in (
        ({"exhibit": 9}, "Choose one of the exhibits"),
        ({"exhibit": 2}, "do not stand in that exhibit"),
        ({"words": "x"}, "at least two letters"),
        ({"audiences": []}, "from whom"),
        ({"reason": f"She lives in {SECRET.upper()}."}, "Do not repeat a hidden word"),
    ):
        with pytest.raises(Refused, match=says):
            road.do(Action.REDACT, chair, **(asked | wrong))
    assert not Redaction.objects.exists() and EvidenceItem.objects.count() == 2


def test_the_chair_hides_words_by_the_form_without_script_and_reads_what_was_found(road, cast):
    chair = road.who(Role.PANEL_CHAIR)
    client, place = browser(chair), reverse("case-step", args=[road.case.code, Action.REDACT])
    assert "Wherever they stand" in client.get(place).content.decode()
    sent = {"exhibit": "1", "words": SECRET, "audiences": ["complainant", "respondent"], "reason": WHY}
    assert client.post(place, sent).status_code == 303
    redacting.hide_due(at=now())
    seen = page(road, chair, "case")
    assert "hidden in 2 places of a file" in seen and "Words that are hidden, ruling 1" in seen
    assert Redaction.objects.get().audiences == ["complainant", "respondent"]
