"""A letter as a file: the same words, for the same reader."""

import io
import subprocess

import pikepdf
import pytest

from cases.models import CaseEvent, Notice
from tests import build
from tests.cases.filing import words
from tests.cases.reader import Reader


def text_of(content: bytes) -> str:
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return found.stdout.decode()


@pytest.fixture
def decided(cast):
    road = build.branch(cast).to_decision()
    Notice.objects.filter(released_at__isnull=True).update(released_at=road.at)
    return road


def sent(road, member):
    return Notice.objects.get(case=road.case, member=member, letter="n21_decision")


def test_the_decision_is_a_tagged_file_with_the_words_of_the_page_and_no_name_in_its_title(decided, cast):
    notice = sent(decided, cast.rob)
    answer = Reader(cast.rob).get("letter-file", notice.pk)
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Disposition"] == f'attachment; filename="letter-{decided.case.code}.pdf"'
    opened = pikepdf.open(io.BytesIO(answer.content))
    assert str(opened.Root.Lang).startswith("en") and opened.Root.MarkInfo.Marked and "/StructTreeRoot" in opened.Root
    assert str(opened.docinfo["/Title"]) == f"Letter in case {decided.case.code}"
    page, file = words(Reader(cast.rob).text("letter", notice.pk)), " ".join(text_of(answer.content).split())
    for part in ("How it was decided", "more likely than not", "Both sides can appeal", "Allegation 1"):
        assert part in page and part in file


def test_the_file_asks_again_who_may_have_it_and_the_record_keeps_who_did(decided, cast):
    notice = sent(decided, cast.rob)
    assert Reader(cast.ana).get("letter-file", notice.pk).status_code == 404
    assert Reader(cast.zed).get("letter-file", notice.pk).status_code == 404
    before = CaseEvent.objects.count()
    assert Reader(cast.rob).get("letter-file", notice.pk).status_code == 200
    assert CaseEvent.objects.count() > before
