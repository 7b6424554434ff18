"""A copy of a case for an authorised body: on two words, with what that body may have, and checked without our code."""

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from branches.models import Member, Office
from cases import access
from cases.copies import make
from cases.domain.answer import Refused
from cases.domain.copies import MAY_HOLD, Recipient
from cases.domain.vocabulary import EventKind, Part, Why
from cases.models import CaseCopy, CaseEvent, Complaint, Conflict, Notice
from tests.cast import moment
from tests.everything import decided
from tests.operator import operator

pytestmark = pytest.mark.django_db
AT = moment(12, 1)
NEVER = (
    "contact",
    "talk-note",
    "note-",
    "grounds",
    "information",
    "ruling-",
    "why-",
    "late-text",
    "on-behalf",
    "proof",
)
"""Words of parts that no copy holds: contact, safety, talks, challenges, votes, late evidence that was not admitted."""


@pytest.fixture(scope="module")
def case(every_case):
    return decided(every_case)


def person(first: str) -> Member:
    return Member.objects.get(full_name=f"{first} Demo")


def order(case, **more) -> make.Order:
    words = {"recipient": Recipient.COURT, "reason": "Order 12 of the county court.", "parts": MAY_HOLD}
    who = {"asked_by": person("Zed"), "agreed_by": person("Yara")}
    return make.Order(code=case.code, **{**words, **who, **more})


@pytest.fixture(scope="module")
def made(case, tmp_path_factory) -> make.Made:
    return make.make(order(case), tmp_path_factory.mktemp("copies") / "copy", at=AT, tell=lambda *_: None)


@pytest.fixture
def copy(made, tmp_path) -> Path:
    """One to spoil."""
    return Path(shutil.copytree(made.folder, tmp_path / "copy"))


def checked(folder: Path, *more: str) -> tuple[int, str]:
    """What the copy's own checker says, without our code, our folder, or anything installed."""
    command = [sys.executable, "-I", "verify.py", *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert not (folder / "__pycache__").exists()
    return done.returncode, done.stdout + done.stderr


def words_of(folder: Path) -> str:
    """Every file but the PDF, as text."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix != ".pdf")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def pages_of(folder: Path) -> str:
    """The PDF as a public tool reads it."""
    command = ["pdftotext", "-raw", str(folder / "papers.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def write(file: Path, rows: list[dict]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def sign_again(folder: Path) -> None:
    """Give the manifest the hashes of the files as they are now, as a careful forger would."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for file in manifest["files"]:
        body = (folder / file["path"]).read_bytes()
        file.update(bytes=len(body), sha256=hashlib.sha256(body).hexdigest())
    (folder / "manifest.json").write_text(json.dumps(manifest))


# What is in it


def test_an_untouched_copy_is_found_unchanged_by_its_own_checker(made):
    code, said = checked(made.folder, "--seal", made.sha256)
    assert (code, said.count("CHANGED")) == (0, 0)
    assert f"{made.entries} entries" in said
    assert made.entries == CaseEvent.objects.filter(case__code=json.loads(manifest(made))["case"]).count() - 1


def manifest(made: make.Made) -> str:
    return (made.folder / "manifest.json").read_text(encoding="utf-8")


def test_the_words_of_a_copy_are_those_its_reader_may_have_and_no_others(made):
    words = words_of(made.folder)
    pages = pages_of(made.folder)
    for name in ("narrative", "addendum", "allegation", "answer", "evidence", "agreed", "minutes", "summary", "appeal"):
        assert f"marker-{name}" in words
        assert f"marker-{name}" in pages.replace("\n", "")
    for name in NEVER:
        assert f"marker-{name}" not in words + pages, name


def test_entries_that_a_body_may_not_read_keep_their_place_and_lose_their_words(made):
    rows = lines(made.folder / "record.jsonl")
    held = [row for row in rows if row.get("withheld")]
    assert held and all(
        set(row) == {"number", "case_number", "withheld", "case_hash", "before", "hash"} for row in held
    )
    kinds = {row["kind"] for row in rows if not row.get("withheld")}
    assert not kinds & {EventKind.VOTE_CAST, EventKind.CHALLENGE_FILED, EventKind.CONFLICT_FOUND}
    assert EventKind.DECISION_SIGNED in kinds


def test_a_copy_is_marked_with_its_reader_and_moment_and_opened_to_one_account(made):
    pages = pages_of(made.folder)
    assert pages.count("copy for a court · made 1 December 2026, 09:00") == pages.count("\f")
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in made.folder.rglob("*") if file.is_file()} == {0o600}


def test_a_name_that_was_withheld_is_in_no_list_of_a_copy(case, tmp_path):
    with operator(letters=True):
        Complaint.objects.filter(case=case).update(name_withheld=True)
        made = make.make(order(case), tmp_path / "copy", at=AT, tell=lambda *_: None)
    words = words_of(made.folder) + pages_of(made.folder)
    assert "Ana Demo" not in words
    assert "Rob Demo" in words


def test_fewer_parts_can_be_asked_for(case, tmp_path):
    made = make.make(order(case, parts=frozenset({Part.DECISION})), tmp_path / "copy", at=AT, tell=lambda *_: None)
    chapters = {row["chapter"] for row in lines(made.folder / "texts.jsonl")}
    assert chapters == {"decisions"}
    assert "marker-narrative" not in words_of(made.folder)
    assert checked(made.folder)[0] == 0


# Tampering


def other_word(rows):
    told = next(row for row in rows if row.get("kind") == EventKind.ALLEGATION_FRAMED)
    told["at"] = told["at"].replace("2026", "2025")
    return rows, told["case_number"]


def other_data(rows):
    told = next(row for row in rows if row.get("kind") == EventKind.DECISION_SIGNED)
    told["data"] = told["data"].replace('"', "'", 1)
    return rows, told["case_number"]


def removed(rows):
    gone = rows.pop(len(rows) // 2)
    return rows, gone["case_number"]


def cut_off(rows):
    return rows[:-1], rows[-1]["case_number"]


def swapped(rows):
    rows[4], rows[5] = rows[5], rows[4]
    return rows, rows[5]["case_number"]


def twice(rows):
    rows.insert(4, rows[3])
    return rows, rows[3]["case_number"]


def moved_in_the_whole_record(rows):
    told = next(row for row in rows[3:] if not row.get("withheld"))
    told["number"] += 1
    return rows, told["case_number"]


def withheld_hash(rows):
    place = next(i for i, row in enumerate(rows) if row.get("withheld") and not rows[i + 1].get("withheld"))
    rows[place]["case_hash"] = "0" * 64
    return rows, rows[place + 1]["case_number"]


def words_taken_away(rows):
    """An entry passed off as withheld: found, because its hashes are what the next one hangs on only if it stays."""
    told = next(row for row in rows if row.get("kind") == EventKind.DECISION_SIGNED)
    told["case_hash"] = "f" * 64
    told["withheld"] = True
    return rows, told["case_number"] + 1


SPOILT = (other_word, other_data, removed, cut_off, swapped, twice, moved_in_the_whole_record, withheld_hash,
          words_taken_away)  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_changed_record_is_found_at_its_first_entry_even_with_new_hashes_of_the_files(copy, spoil: Callable):
    rows, first = spoil(lines(copy / "record.jsonl"))
    write(copy / "record.jsonl", rows)
    sign_again(copy)
    code, said = checked(copy)
    assert code == 1
    assert f"entry {first} of this case" in said.splitlines()[0]


def test_a_changed_text_is_found_although_every_file_has_its_hash(copy):
    rows = lines(copy / "texts.jsonl")
    for name in ("complaint", "exhibits", "decisions"):
        text = next(row for row in rows if row["chapter"] == name and row["fingerprint"])
        text["text"] += " But it was nothing."
    write(copy / "texts.jsonl", rows)
    sign_again(copy)
    code, said = checked(copy)
    assert (code, said.count("is not the one that was recorded by entry")) == (1, 3)


def test_changed_added_and_missing_files_are_named(copy):
    (copy / "papers.pdf").write_bytes(b"%PDF-1.7 another")
    (copy / "code.toml").unlink()
    (copy / "another.html").write_text("Dear all")
    code, said = checked(copy)
    assert code == 1
    for words in ("papers.pdf was changed", "code.toml is missing", "another.html was added"):
        assert words in said


def test_a_folder_written_anew_with_every_hash_is_found_by_its_seal(copy, made):
    (copy / "people.json").write_text("[]")
    sign_again(copy)
    assert checked(copy)[0] == 0
    code, said = checked(copy, "--seal", made.sha256)
    assert (code, "not the one that was sealed" in said) == (1, True)


@pytest.mark.parametrize("spoil", ["{", '{"format": "conduct-copy/2"}', "[]", '{"format": "conduct-copy/1"}'])
def test_what_cannot_be_read_is_no_verdict(copy, spoil):
    (copy / "manifest.json").write_text(spoil)
    code, said = checked(copy)
    assert code == 2 and "cannot be told" in said and "Traceback" not in said


@pytest.mark.parametrize("spoil", ["", "\x00\xff", "null\n", "[1]\n{}\n", '{"number": []}\n'])
def test_rubbish_in_the_record_is_a_fault_and_no_crash(copy, spoil):
    (copy / "record.jsonl").write_text(spoil, encoding="latin-1")
    code, said = checked(copy)
    assert code == 1 and "Traceback" not in said


# Who may


def why(case, tmp_path, **more) -> set[str]:
    with pytest.raises(Refused) as refused:
        make.make(order(case, **more), tmp_path / "copy", at=AT, tell=lambda *_: None)
    assert not (tmp_path / "copy").exists()
    return {refusal.because.split()[0] + " " + str(refusal.why) for refusal in refused.value.against}


def test_one_person_is_not_two(case, tmp_path):
    zed = person("Zed")
    Office.objects.create(member=zed, post="auditor", since=AT.date() - timedelta(days=1))
    assert why(case, tmp_path, agreed_by=zed) == {"Who guard"}


@pytest.mark.parametrize(
    "change", [{"asked_by": "Dee"}, {"asked_by": "Ada"}, {"agreed_by": "Zora"}, {"agreed_by": "Ira"}]
)
def test_other_offices_do_not_let_a_copy_leave(case, tmp_path, change):
    assert why(case, tmp_path, **{who: person(name) for who, name in change.items()}) == {f"Who {Why.NOT_YOUR_ROLE}"}


@pytest.mark.parametrize("who", ["Zed", "Yara"])
def test_nobody_in_conflict_gives_their_word_and_it_is_not_said_which(case, tmp_path, who):
    Conflict.objects.create(case=case, member=person(who), kind=Why.FRIEND, since=AT)
    assert why(case, tmp_path) == {"One party"}


def test_parts_that_never_leave_are_refused(case, tmp_path):
    assert why(case, tmp_path, parts=frozenset({Part.VOTES})) == {"A guard"}


def test_an_office_that_has_ended_gives_no_word(case, tmp_path):
    Office.objects.filter(member=person("Yara")).update(until=AT.date())
    assert why(case, tmp_path) == {f"Who {Why.NOT_YOUR_ROLE}"}


# What stays


def test_a_copy_leaves_one_entry_with_its_hash_and_a_letter_to_both(made):
    event = CaseEvent.objects.filter(kind=EventKind.COPY_MADE).latest("number")
    assert event.data["sha256"] == made.sha256 == hashlib.sha256(manifest(made).encode()).hexdigest()
    assert (event.actor, event.data["agreed"]) == (person("Zed"), person("Yara").pk)
    assert "county" not in json.dumps(event.data)
    letters = Notice.objects.filter(event=event)
    assert {(letter.member.full_name, letter.letter) for letter in letters} == {
        ("Zed Demo", "n35_copy_made"),
        ("Yara Demo", "n35_copy_made"),
    }
    assert all(access.may_receive(letter) for letter in letters)


def test_a_copy_that_fails_leaves_neither_folder_nor_entry(case, tmp_path, monkeypatch):
    before = CaseEvent.objects.count()
    monkeypatch.setattr(make.papers, "make", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make.make(order(case), tmp_path / "copy", at=AT, tell=lambda *_: None)
    assert not (tmp_path / "copy").exists()
    assert (CaseEvent.objects.count(), CaseCopy.objects.filter(made_at=AT).count()) == (
        before,
        CaseCopy.objects.filter(made_at=AT).count(),
    )


def test_copies_on_the_server_are_gone_after_their_days(case, settings, tmp_path):
    settings.VAR = tmp_path
    now = timezone.now()
    old, new = tmp_path / make.PLACE / "old", tmp_path / make.PLACE / "new"
    for folder, age in ((old, 8), (new, 1)):
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")
        stamp = (now - timedelta(days=age)).timestamp()
        os.utime(folder, (stamp, stamp))
    assert make.expire(now) == 1
    assert (old.exists(), new.exists()) == (False, True)


# The command


def run(case, *more: str, **options) -> tuple[int, str]:
    out = StringIO()
    words = {"recipient": "court", "why": "-", "asked_by": "zed@demo.example", "agreed_by": "yara@demo.example"}
    try:
        call_command("export_case", case.code, stdout=out, stderr=out, **{**words, **options})
    except SystemExit as stopped:
        return int(str(stopped.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def reason(tmp_path) -> str:
    file = tmp_path / "why.txt"
    file.write_text("Order 12 of the county court.")
    return str(file)


def test_the_command_says_where_the_copy_is_and_its_seal(case, tmp_path, reason):
    code, said = run(case, why=reason, to=tmp_path / "copy")
    assert code == 0
    assert checked(tmp_path / "copy", "--seal", said.split("keeps: ")[1].split()[0])[0] == 0


def test_the_command_tells_every_reason_why_not(case, reason):
    code, said = run(case, why=reason, asked_by="dee@demo.example", agreed_by="dee@demo.example")
    assert (code, len(said.strip().splitlines())) == (1, 3)
    assert not (settings.VAR / make.PLACE).exists() or not list((settings.VAR / make.PLACE).iterdir())


@pytest.mark.parametrize(
    "options",
    [{"why": "/nowhere/at/all"}, {"asked_by": "nobody@demo.example"}, {"parts": "everything"}, {"parts": " , "}],
)
def test_what_cannot_be_done_is_exit_code_2_in_one_sentence(case, reason, options):
    code, said = run(case, **{"why": reason, **options})
    assert (code, len(said.strip().splitlines())) == (2, 1)


def test_a_folder_that_is_there_is_not_touched(case, reason, tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "mine.txt").write_text("mine")
    assert run(case, why=reason, to=tmp_path / "copy")[0] == 2
    assert (tmp_path / "copy" / "mine.txt").read_text() == "mine"
