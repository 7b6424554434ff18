"""Every PDF of the site is tagged, titled and in a language, and holds nothing that was fetched."""

import io
import shutil
import subprocess

import pikepdf
import pytest

from cases import pdf
from tests.conftest import unavailable

PAGE = """<!doctype html><html lang="en-gb"><head><title>Papers of K7Q-4M2-XR</title></head><body>
<h1>First</h1><p><a href="#second">To the second</a></p>
<link rel="attachment" href="file:///etc/passwd"><img alt="" src="file:///etc/passwd">
<img alt="" src="http://127.0.0.1:9/x.png"><link rel="attachment" href="data:text/plain,smuggled">
<h2 id="second" class="chapter">Second</h2><p class="text">one\n\ntwo</p></body></html>"""


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.of_html(PAGE)


def test_a_paper_is_tagged_with_title_language_and_bookmarks(made):
    with pikepdf.open(io.BytesIO(made)) as paper, paper.open_outline() as outline:
        assert str(paper.Root.Lang) == "en-gb"
        assert bool(paper.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in paper.Root
        assert bool(paper.Root.ViewerPreferences.DisplayDocTitle)
        assert str(paper.docinfo["/Title"]) == "Papers of K7Q-4M2-XR"
        assert paper.open_metadata()["pdfuaid:part"] == "1"
        assert [item.title for item in outline.root] == ["First"]
        assert [item.title for item in outline.root[0].children] == ["Second"]
        assert len(paper.pages) == 2


def test_nothing_is_fetched_and_nothing_is_attached(made):
    with pikepdf.open(io.BytesIO(made)) as paper:
        assert not paper.attachments
        assert "/Names" not in paper.Root or "/EmbeddedFiles" not in paper.Root.Names
        streams = [item.read_bytes() for item in paper.objects if isinstance(item, pikepdf.Stream)]
        assert not [stream for stream in streams if b"root:" in stream or b"smuggled" in stream]
        assert not [
            item for item in paper.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]


def test_the_same_page_makes_the_same_bytes(made):
    assert pdf.of_html(PAGE) == made


def test_a_public_tool_reads_the_words(made, tmp_path):
    if not shutil.which("pdftotext"):
        unavailable("pdftotext")
    file = tmp_path / "paper.pdf"
    file.write_bytes(made)
    words = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, text=True).stdout
    assert "To the second" in words and "one\ntwo" in words
    assert "Page 2 of 2" in words
