"""Files that mean harm are kept sealed with their reason, or come out as a copy that does nothing but show itself."""

import io
import json
import shutil
import subprocess

import magic
import pikepdf
import pytest
from PIL import Image, ImageFile

from cases.cleaning import apart, opening
from cases.domain import files
from cases.domain.files import ENDINGS, UNNAMED, Copy, Dropped, Flag, Kind
from tests import paper
from tests.cleaning import hostile
from tests.cleaning.hostile import CANARY, Hostile

EVERY = hostile.every()
SAFE = [one for one in EVERY if one.flag is None]
ONCE: dict[str, files.Looked] = {}
ACTIVE = ("/JS", "/JavaScript", "/OpenAction", "/AA", "/AF", "/EF", "/EmbeddedFiles", "/AcroForm", "/XFA", "/Annots")
ACTIVE += ("/Metadata", "/PieceInfo", "/Names", "/Outlines", "/OCProperties", "/StructTreeRoot", "/URI", "/Launch")


def look(one: Hostile) -> files.Looked:
    if one.what not in ONCE:
        ONCE[one.what] = opening.clean(files.ending(one.name), one.body)
    return ONCE[one.what]


def copy(one: Hostile) -> Copy:
    found = look(one).copy
    assert found, look(one).flag
    return found


def test_there_are_more_than_a_hundred_and_fifty_of_them_and_none_is_large():
    assert len(EVERY) > 150
    assert max(len(one.body) for one in EVERY) < 1_000_000
    assert {one.flag for one in EVERY} == {None, *Flag} - {Flag.HEAVY}
    assert {one.dropped for one in EVERY} == {None, *Dropped}


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.what)
def test_it_is_kept_sealed_for_its_reason_or_a_copy_shows_what_it_says(one):
    assert look(one).flag == one.flag
    if one.flag is None:
        assert one.dropped is None or one.dropped in copy(one).dropped
        OPENED[copy(one).kind](copy(one).body)


@pytest.mark.parametrize("one", SAFE, ids=lambda one: one.what)
def test_the_copy_is_one_thing_and_holds_nothing_that_came_along(one):
    body = copy(one).body
    assert magic.from_buffer(body, mime=True) == ENDINGS[copy(one).kind] or copy(one).kind is Kind.TEXT
    if copy(one).kind is not Kind.TEXT:
        held = body + _within(body) if copy(one).kind is Kind.PDF else body
        assert CANARY.encode() not in held
        assert not [
            word for word in (b"<script", b"<svg", b"<html", b"<?php", b"PK\x03\x04", b"alert(") if word in held
        ]


def _a_picture(body: bytes) -> None:
    with Image.open(io.BytesIO(body)) as found:
        found.load()
        assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not found.getexif() and getattr(found, "n_frames", 1) == 1


def _a_pdf(body: bytes) -> None:
    with pikepdf.open(io.BytesIO(body)) as found:
        assert len(found.pages) and set(found.Root.keys()) == {"/Type", "/Pages"}
        assert not found.attachments and "/Info" not in found.trailer
        text = b"".join(
            thing.unparse(resolved=True) for thing in found.objects if not isinstance(thing, pikepdf.Stream)
        )
        text += b"".join(str(dict(t.stream_dict)).encode() for t in found.objects if isinstance(t, pikepdf.Stream))
        assert not [word for word in ACTIVE if f"{word} ".encode() in text or f"'{word}'".encode() in text]


def _within(body: bytes) -> bytes:
    """Every stream of a PDF, unpacked."""
    with pikepdf.open(io.BytesIO(body)) as found:
        streams = [thing for thing in found.objects if isinstance(thing, pikepdf.Stream)]
        return b"".join(
            thing.read_bytes() if "/DCTDecode" not in str(thing.get("/Filter")) else thing.read_raw_bytes()
            for thing in streams
        )


def _a_text(body: bytes) -> None:
    assert not set(body.decode()) & set(map(chr, [*range(9), *range(11, 32), 127, 0x202E, 0xFEFF]))


OPENED = {Kind.PDF: _a_pdf, Kind.JPEG: _a_picture, Kind.PNG: _a_picture, Kind.TEXT: _a_text}


# Other people's eyes


def test_exiftool_finds_what_the_pictures_show_and_nothing_about_them(tmp_path):
    """And it does find it in what came, so the search works."""
    assert shutil.which("exiftool"), "install libimage-exiftool-perl"
    for number, one in enumerate(SAFE):
        (tmp_path / f"{number}-copy.{copy(one).kind}").write_bytes(copy(one).body)
        (tmp_path / f"{number}-original.{files.ending(one.name)}").write_bytes(one.body)
    told = json.loads(
        subprocess.run(
            ["exiftool", "-json", "-a", "-G1", "-ee", "-q", tmp_path], capture_output=True, check=False
        ).stdout
    )
    copies = [tags for tags in told if "-copy." in tags["SourceFile"]]
    assert len(copies) == len(SAFE)
    groups = {tag.partition(":")[0] for tags in copies for tag in tags if tag != "SourceFile"}
    assert groups <= {"ExifTool", "System", "File", "JFIF", "PNG", "PDF", "Composite"}, groups
    assert CANARY not in json.dumps(
        [[value for tag, value in tags.items() if not tag.startswith("System")] for tags in copies]
    )
    assert {tag for tags in copies for tag in tags if tag.startswith("PDF:")} <= {
        "PDF:PDFVersion",
        "PDF:Linearized",
        "PDF:PageCount",
    }
    assert CANARY in json.dumps([tags for tags in told if "-original" in tags["SourceFile"]])


def test_pdftotext_reads_the_words_of_a_copy_and_no_others(tmp_path):
    for number, one in enumerate(one for one in SAFE if copy(one).kind is Kind.PDF and "packed" not in one.what):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(copy(one).body)
        words = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode()
        assert words.split() == ["Seen", "on", "the", "stairs.", "1"], (one.what, words)


def test_a_photo_on_its_side_is_turned_because_nothing_says_so_any_more():
    turned = next(one for one in SAFE if one.what == "a photo on its side")
    with Image.open(io.BytesIO(turned.body)) as before, Image.open(io.BytesIO(copy(turned).body)) as after:
        assert after.size == before.size[::-1]


def test_half_a_picture_is_refused_whatever_other_libraries_allow_in_this_process(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    whole = paper.photo()
    assert opening.clean("jpg", whole).copy
    assert opening.clean("jpg", whole[: len(whole) // 2]).flag == Flag.BROKEN


def test_words_come_through_as_they_are():
    texts = {one.what: copy(one).body.decode() for one in SAFE if copy(one).kind is Kind.TEXT}
    assert texts["a text in UTF-16"] == "Ünï\n"
    assert texts["a text of old Windows"] == "Für “mich”"
    assert texts["a text that is turned round"] == "pay 001 now"


# In a process of its own


@pytest.mark.parametrize(
    "what", ["a photo that knows its place", "a file inside", "packed pages", "a GIF that is a script"]
)
def test_the_same_comes_of_it_in_a_process_of_its_own(what):
    one = next(one for one in EVERY if one.what.removeprefix("a PDF with ") == what)
    assert apart.clean(files.ending(one.name), one.body) == look(one)


def test_a_file_that_takes_too_long_ends_with_its_process_and_not_with_ours(monkeypatch):
    monkeypatch.setattr(apart, "PROGRAM", "while True: pass")
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    assert apart.clean("pdf", paper.pdf()).flag is Flag.HEAVY


def test_a_file_that_takes_too_much_memory_ends_with_its_process(monkeypatch):
    greedy = "from cases.cleaning import opening; opening.clean = lambda *_: print(len(bytearray(2 * apart.MEMORY)))"
    monkeypatch.setattr(apart, "PROGRAM", apart.PROGRAM.replace("apart.child", f"{greedy}; apart.child"))
    assert apart.clean("pdf", paper.pdf()).flag is Flag.HEAVY


def test_a_process_that_dies_or_talks_nonsense_makes_no_copy(monkeypatch):
    for program in ("import os; os.abort()", "raise SystemExit(1)", "import os; os._exit(0)"):
        monkeypatch.setattr(apart, "PROGRAM", program)
        assert apart.clean("txt", b"words").flag is Flag.HEAVY


def test_what_opens_files_can_write_none_and_knows_no_key(monkeypatch, tmp_path):
    """The limits hold in the process: no file is written there, and nothing of our surroundings is handed on."""
    monkeypatch.setenv("SECRET_KEY", "CANARY")
    program = (
        "import json, os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from cases.cleaning import apart; apart.confine()\n"
        f"try: wrote = Path({str(tmp_path / 'left')!r}).write_text('x')\n"
        "except OSError: wrote = 0\n"
        "known = [name for name in sys.modules if name.partition('.')[0] in ('django', 'cryptography')]\n"
        "flag = 'unsafe' if wrote or known or 'SECRET_KEY' in os.environ else 'locked'\n"
        "print(json.dumps({'flag': flag}))"
    )
    monkeypatch.setattr(apart, "PROGRAM", program)
    assert apart.clean("txt", b"words").flag is Flag.LOCKED


# Names


@pytest.mark.parametrize("one", [one for one in EVERY if one.what.startswith("a name with")], ids=lambda one: one.what)
def test_a_name_is_shown_as_one_short_line_that_leads_nowhere(one):
    shown = files.called(one.name)
    assert 0 < len(shown) <= files.NAME and shown == shown.strip()
    assert not set(shown) & set("/\\\n\r\t\0\x07\x1b\u202e\u200b")
    assert files.ending(one.name) == "jpg"


@pytest.mark.parametrize("name", ["", " ", ".", "..", "...", "\u202e", "a/", "/", "\\"])
def test_a_name_of_nothing_is_called_so(name):
    assert files.called(name) == UNNAMED


def test_what_is_saved_is_named_by_its_place_and_never_by_its_giver():
    assert files.neutral_name("K7Q-4M2-XR", "exhibit-3", 1, Kind.PDF) == "K7Q-4M2-XR-exhibit-3.pdf"
    assert files.neutral_name("K7Q-4M2-XR", "exhibit-3", 2, Kind.JPEG) == "K7Q-4M2-XR-exhibit-3-2.jpg"
