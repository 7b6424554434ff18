"""Files that go with a complaint: without script, sealed, flagged where one is wrong, never taking the text along."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from cases import checking
from cases.domain.files import Flag
from cases.models import Case, CaseEvent, Draft, EvidenceItem, ExhibitFile, FilePiece
from tests import paper
from tests.cases import filing
from tests.cases.filing import STORY, Writer, words
from tests.cleaning.hostile import HTML
from tests.journeys.eyes import browser


@pytest.fixture
def world(db):
    from cases.usecases import law

    law.publish_default(now())
    return filing.northside()


def send(writer, draft, *files):
    place = reverse("raise-check", args=[draft])
    page = writer.open(place)
    assert 'enctype="multipart/form-data"' in page and "20 MB each" in page
    attached = [SimpleUploadedFile(name, body) for name, body in files]
    return writer.put(place, attached=attached)


def test_files_go_with_the_complaint_and_are_its_first_exhibit(world):
    writer = Writer(world.mira)
    answer = send(writer, writer.three_answers(), ("stairs.jpg", paper.photo()), ("page.html", HTML))
    assert answer.status_code == 302
    case, item = Case.objects.get(), EvidenceItem.objects.get()
    assert (item.number, item.given_as, item.given_by) == (1, "complainant", world.mira)
    assert checking.check_due(at=now()) == 2
    assert dict(ExhibitFile.objects.values_list("number", "flag")) == {1: "", 2: Flag.UNKNOWN}
    assert FilePiece.objects.filter(copy="original").count() == 2, "what fails a rule is kept sealed"
    entry = CaseEvent.objects.get(case=case, kind="evidence_added")
    assert entry.data["files"] == [file.fingerprint for file in ExhibitFile.objects.order_by("number")]
    mine = words(browser(world.mira).get(reverse("my-case", args=[case.code])))
    assert "stairs.jpg" in mine and "Kept sealed" in mine and STORY in mine
    photo = ExhibitFile.objects.get(number=1)
    saved = browser(world.mira).get(reverse("my-file", args=[case.code, photo.pk]))
    assert saved["Content-Disposition"] == f'attachment; filename="{case.code}-exhibit-1.jpg"'
    assert b"CANARY" not in saved.content


def test_whoever_takes_the_first_look_reads_them_and_nobody_of_the_branch(world):
    writer = Writer(world.mira)
    send(writer, writer.three_answers(), ("note.txt", paper.WORDS))
    checking.check_due(at=now())
    case, file = Case.objects.get(), ExhibitFile.objects.get()
    place = reverse("case-file", args=[case.code, file.pk])
    assert "note.txt" in words(browser(world.iva).get(reverse("case", args=[case.code])))
    assert browser(world.iva).get(place).content == paper.WORDS
    for other in (world.alma, world.noor, world.nia):
        assert browser(other).get(place).status_code == 404


def test_a_file_that_is_too_large_is_named_and_the_draft_stays_whole(world):
    writer = Writer(world.mira)
    draft = writer.three_answers()
    answer = send(writer, draft, ("film.mov", bytes(20_000_001)))
    assert answer.status_code == 403 and "“film.mov” is larger than 20 MB" in words(answer)
    assert STORY in words(answer) and "Choose your files again" in words(answer)
    assert not Case.objects.exists() and Draft.objects.get(pk=draft).case is None
    assert send(writer, draft).status_code == 302
    assert Case.objects.count() == 1 and not EvidenceItem.objects.exists(), "and it can go without files"


def test_sent_twice_it_is_one_case_with_its_files_once(world):
    writer = Writer(world.mira)
    draft = writer.three_answers()
    place = reverse("raise-check", args=[draft])
    typed = filing.hidden(writer.client.get(place).content.decode())
    for _ in range(2):
        writer.client.post(place, typed | {"attached": SimpleUploadedFile("note.txt", paper.WORDS)})
    assert Case.objects.count() == ExhibitFile.objects.count() == 1
