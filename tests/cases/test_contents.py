"""Whoever looks for traces must be able to read what is looked at."""

import io
import zipfile

import pytest
from django.http import FileResponse, HttpResponse

from cases import pdf
from tests import contents

WORD = "mark" + "0123456789abcdef" * 2 + "7"


def _paper() -> bytes:
    return pdf.of_html(f'<html lang="en"><title>{WORD[:20]}</title><p style="width: 3cm">So: {WORD}.</p></html>')


def _packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("inner/sheet1.xml", f"<c>{WORD}</c>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/csv; charset=utf-8", WORD.encode()),
        ("text/calendar; charset=utf-8", f"SUMMARY:{WORD[:30]}\r\n {WORD[30:]}".encode()),
        ("application/json", f'"{WORD}"'.encode()),
        ("application/zip", _packed()),
    ],
)
def test_a_word_is_found_in_every_kind_of_content(kind, body):
    answer = HttpResponse(body, content_type=kind)
    assert contents.known(answer)
    assert WORD in contents.words(answer)


def test_a_word_is_found_in_a_paper_also_where_it_is_broken_and_where_only_the_title_says_it():
    answer = FileResponse(io.BytesIO(_paper()), content_type="application/pdf")
    assert WORD in contents.words(answer)
    assert contents.words(FileResponse(io.BytesIO(_paper()), content_type="application/pdf")).count(WORD[:20]) > 2


def test_what_nobody_can_read_is_said_to_be_so():
    assert not contents.known(HttpResponse(b"", content_type="video/mp4"))
