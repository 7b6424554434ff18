"""Everything in open formats: one moment, every row, with what each column means; and what is never in it."""

import base64
import hashlib
import json
import stat
import tracemalloc
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command

from branches.models import Member
from cases import archive, record
from cases.domain import chain
from cases.models import Case, CaseEvent, Complaint, SealKey
from cases.sealed import Keys
from tests.cast import moment

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plain(every_case, tmp_path_factory) -> Path:
    return made(tmp_path_factory.mktemp("archive") / "plain")


@pytest.fixture(scope="module")
def sealed(every_case, tmp_path_factory) -> Path:
    return made(tmp_path_factory.mktemp("archive") / "sealed", sealed=True)


def made(folder: Path, *, sealed: bool = False) -> Path:
    archive.make(folder, sealed=sealed, at=moment(12, 1), tell=lambda *_: None)
    return folder


def rows(folder: Path, table: str) -> list[dict]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]


def everything(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()))


def test_every_row_of_every_table_is_in_its_file(plain):
    for table in archive.tables(sealed=False):
        younger = after(plain) if table.model is CaseEvent else 0
        assert len(rows(plain, table.name)) == table.model._default_manager.count() - younger
    assert {row["code"] for row in rows(plain, "cases_case")} == set(Case.objects.values_list("code", flat=True))


def after(folder: Path) -> int:
    """Entries of the record that are younger than the archive: it is recorded itself, after it was made."""
    return CaseEvent.objects.filter(number__gt=max(row["number"] for row in rows(folder, "cases_caseevent"))).count()


def test_every_table_is_in_it_or_is_left_out_by_name():
    named = {table.model.__name__ for table in archive.tables(sealed=True)} | archive.NEVER
    there = {m.__name__ for label in ("branches", "cases") for m in apps.get_app_config(label).get_models()}
    assert named == there


def test_no_sealed_word_and_no_key_is_in_a_plain_archive(plain):
    text = everything(plain)
    assert "marker-" not in text
    schema = json.loads((plain / "schema.json").read_text())
    assert not [column for table in schema.values() for column in table.values() if "sealed" in column["kind"]]
    assert not (plain / "cases_sealkey.jsonl").exists()


@pytest.mark.parametrize("which", ["plain", "sealed"])
def test_passwords_and_drafts_are_in_none(which, request):
    folder = request.getfixturevalue(which)
    assert Member.objects.exclude(password="").exists()
    text = everything(folder)
    assert '"password"' not in text and "md5$" not in text and "marker-draft" not in text
    assert not (folder / "cases_draft.jsonl").exists()


def test_what_is_sealed_comes_as_it_is_stored_and_opens_with_the_keys(sealed, every_case):
    assert "marker-" not in everything(sealed)
    found = next(row for row in rows(sealed, "cases_complaint") if row["case_id"] == str(every_case[-1].pk))
    complaint = Complaint.objects.get(case=every_case[-1])
    complaint.narrative = base64.b64decode(found["narrative"])
    keys = [row for row in rows(sealed, "cases_sealkey") if row["owner"] == str(every_case[-1].pk)]
    stored = [SealKey(**{**row, "wrapped": base64.b64decode(row["wrapped"])}) for row in keys]
    assert Keys(every_case[-1].pk, stored).open(complaint, "narrative").startswith("marker-narrative")


def test_the_record_in_an_archive_can_be_hashed_again(plain):
    above = ""
    for row in rows(plain, "cases_caseevent"):
        event = CaseEvent(**row)
        event.at = CaseEvent._meta.get_field("at").to_python(row["at"])
        fields = record.fields_of(event)
        assert chain.link(above, str(event.number), event.case_hash, *fields) == event.hash
        above = event.hash


def test_the_manifest_has_the_hash_and_the_rows_of_every_file(plain):
    manifest = json.loads((plain / "manifest.json").read_text())
    for file in manifest["files"]:
        body = (plain / file["path"]).read_bytes()
        assert (hashlib.sha256(body).hexdigest(), body.count(b"\n")) == (file["sha256"], file["rows"])
    event = CaseEvent.objects.filter(kind="archive_made").earliest("number")
    assert event.data["sha256"] == hashlib.sha256((plain / "manifest.json").read_bytes()).hexdigest()
    assert (event.case, event.data["sealed"]) == (None, False)


def test_the_schema_names_every_column_that_is_there(plain):
    schema = json.loads((plain / "schema.json").read_text())
    for table in archive.tables(sealed=False):
        for row in rows(plain, table.name)[:1]:
            assert list(row) == list(schema[table.name])
    assert schema["cases_case"]["branch_id"] == {"kind": "whole number", "null": True, "of": "branches_branch"}


def test_the_folder_is_opened_to_one_account(plain):
    assert stat.S_IMODE(plain.stat().st_mode) == 0o700


def test_a_folder_that_is_there_is_exit_code_2_and_stays(every_case, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        call_command("export_all", tmp_path, stderr=StringIO(), stdout=StringIO())
    assert stopped.value.code == 2
    assert not list(tmp_path.iterdir())


class Many:
    """A table of any length."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._default_manager, self._meta = self, SimpleNamespace(db_table="many")

    def count(self) -> int:
        return self.rows

    def order_by(self, *names: str) -> "Many":
        return self

    def values_list(self, *names: str) -> "Many":
        return self

    def iterator(self, size: int) -> Iterator[tuple[int, str]]:
        return ((number, "x" * 1000) for number in range(self.rows))


def test_the_memory_does_not_grow_with_the_rows(tmp_path, monkeypatch):
    """Ten times the rows in the same memory: batches are written, not gathered."""
    monkeypatch.setattr(archive, "BATCH", 50)
    columns = (SimpleNamespace(attname="id"), SimpleNamespace(attname="text"))
    peaks = []
    for rows_of_it in (500, 5000):
        tracemalloc.start()
        archive._write(tmp_path, archive.Table(Many(rows_of_it), columns), lambda *_: None)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
