"""What stands in the papers of a case as one PDF: for each reader what the table of rights gives, and nothing else."""

import io
import re
import subprocess

import pikepdf
import pytest

from branches.models import Member
from cases import access, bundling
from cases.queries import folder
from tests.cast import moment
from tests.everything import decided

pytestmark = pytest.mark.django_db
AT = moment(12, 1)


@pytest.fixture(scope="module")
def whole(every_case):
    """A case that came to the end of its appeal, in which every text is a mark of its own."""
    return decided(every_case)


def opened_by(case, member: Member) -> folder.Folder:
    side = access.followed_by(member).filter(pk=case.pk).exists()
    return (folder.of_party if side else folder.of_handler)(case, member, today=AT.date())


def text_of(body: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=body, capture_output=True, check=True)
    return done.stdout.decode()


def unpacked(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # a picture, which is not packed further
        return stream.read_raw_bytes()


def everything_in(body: bytes) -> str:
    """Whatever can be read in any stream, string and metadata of the file, by whoever takes it apart."""
    with pikepdf.open(io.BytesIO(body)) as paper:
        streams = [unpacked(item) for item in paper.objects if isinstance(item, pikepdf.Stream)]
        words = [str(item) for item in paper.objects if not isinstance(item, pikepdf.Stream)]
        assert not paper.attachments
        about = str(paper.docinfo)
    raw = b"\n".join(streams)
    return "\n".join([raw.decode("latin-1"), raw.decode("utf-16-be", "replace"), *words, about, text_of(body)])


MARKS = re.compile(r"marker-([a-z-]+)-\d+-q7x")


def marks(words: str) -> set[str]:
    """The kinds of marked words in a text; lines are broken where it pleases."""
    return set(MARKS.findall(words.replace("\n", "").replace(" ", "")))


def pdf_for(case, first: str) -> bytes:
    member = Member.objects.get(full_name=f"{first} Demo")
    return bundling.make(opened_by(case, member), at=AT)[0]


@pytest.fixture(scope="module")
def for_ana(whole) -> bytes:
    return pdf_for(whole, "Ana")


@pytest.fixture(scope="module")
def for_rob(whole) -> bytes:
    return pdf_for(whole, "Rob")


SAME = {"allegation", "answer", "title", "evidence", "agreed", "disputed", "weighed", "reply", "minutes", "place"}
SAME |= {"summary", "reasons", "dissent", "appeal", "appeal-answer", "outcome", "not-admitted", "interim-terms"}
MEASURES = {"measure", "instruction", "task", "milder", "milder-told"}
"""The terms of a measure that does not bear on the safety of who complained."""
NOBODYS = {"why", "grounds", "information", "ruling", "talk-note", "note", "copy-why", "proof"}


def test_both_sides_have_the_same_but_for_what_the_table_of_rights_says(for_ana, for_rob):
    hers, his = marks(text_of(for_ana)), marks(text_of(for_rob))
    assert hers & his >= SAME
    assert hers - his == {"narrative", "details", "contact", "addendum"} - {"contact"}
    assert his - hers == {"late-title", "late-text", "late-reason", "interim-why", "supporter"} | MEASURES


def test_a_withheld_word_is_in_no_stream_and_no_metadata(for_ana, for_rob):
    hers, his = marks(everything_in(for_ana)), marks(everything_in(for_rob))
    assert not (hers | his) & NOBODYS
    assert not his & {"narrative", "addendum", "details", "contact"}
    assert not hers & {"late-title", "late-text", "late-reason", "interim-why"}


def test_public_tools_find_title_language_outline_labels_and_links(for_ana, whole):
    with pikepdf.open(io.BytesIO(for_ana)) as paper, paper.open_outline() as outline:
        assert str(paper.Root.Lang) == "en-gb"
        assert str(paper.docinfo["/Title"]) == f"Papers of case {whole.code}"
        chapters = [item.title for item in outline.root[0].children]
        assert chapters[:4] == ["Index", "Steps and people", "The complaint", "Allegations and answers"]
        assert {"Evidence", "Decisions", "The appeal"} <= set(chapters)
        assert list(paper.Root.PageLabels.Nums)[1].S == "/D"
        links = [a for page in paper.pages for a in page.get("/Annots", []) if a.get("/Subtype") == "/Link"]
        names = {str(link.get("/Dest", "")) for link in links}
        assert len(links) > 20 and {"complaint", "exhibits", "exhibits-1"} <= names
        pages = len(paper.pages)
    words = text_of(for_ana)
    assert words.count(f"of {pages}\n") >= pages  # every page says which of how many it is
    assert words.count(f"{whole.code} · copy for Ana Demo, the complainant · made 1 December 2026") == pages
    assert "Exhibit 1" in words
    assert re.search(r"[0-9a-f]{64}", words.replace("\n", ""))


def test_the_index_names_the_page_on_which_each_chapter_stands(for_ana):
    pages = text_of(for_ana).split("\f")
    first = next(number for number, page in enumerate(pages) if "Index" in page)
    index = " ".join(" ".join(pages[first : first + 2]).split())  # it may go on
    for chapter in ("The complaint", "Evidence", "Decisions", "The appeal"):
        number = int(re.search(rf"{chapter}[ .]+(\d+)", index).group(1))
        assert pages[number - 1].lstrip().startswith(chapter)
