"""A list of members is imported whole or not at all, and every fault is told with its line."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from branches import roster
from branches.models import Member

GOOD = "cy@example.org,Cy Ode,Harbour,2024-02-29,1990"


@pytest.fixture
def run(tmp_path, capsys, harbour, hill):
    """Import text or bytes; the exit code and what was said."""

    def imported(content: str | bytes, *options: str) -> tuple[int, str]:
        file = tmp_path / "members.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return command(file, *options)

    def command(file: Path, *options: str) -> tuple[int, str]:
        out, code = io.StringIO(), 0
        try:
            call_command("import_members", str(file), *options, stdout=out)
        except SystemExit as end:
            code = end.code
        return code, out.getvalue().strip()

    imported.command = command
    return imported


def rows(*lines: str) -> str:
    return "\n".join([roster.HEADER, *lines, ""])


def test_a_good_list_is_imported(run, harbour, hill, heard):
    code, said = run(rows(GOOD, "DEE@example.org,Dee  Ode,hill,2023-01-01,"))
    assert (code, said) == (0, "2 members (Harbour 1, Hill 1) imported.")
    cy, dee = Member.objects.order_by("email")
    assert (cy.birth_year, cy.branch, cy.has_usable_password()) == (1990, harbour, False)
    assert (dee.email, dee.full_name, dee.branch) == ("dee@example.org", "Dee Ode", hill)
    assert [m.memberships.get().since for m in (cy, dee)] == [cy.joined_on, dee.joined_on]
    assert heard == [("member_added", frozenset({cy.pk, dee.pk}), {"branches": [harbour.pk, hill.pk]})]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(run, heard):
    assert run(rows(GOOD), "--dry-run") == (0, "1 member (Harbour 1) would be imported. Nothing was changed.")
    assert not Member.objects.exists()
    assert heard == []


def test_a_spreadsheet_that_writes_a_mark_first_and_other_line_ends_is_read(run):
    assert run(b"\xef\xbb\xbf" + rows(GOOD).replace("\n", "\r\n").encode())[0] == 0
    assert run(rows("dee@example.org,Dee Ode,Hill,2024-01-01,").replace("\n", "\r").encode())[0] == 0


def test_the_columns_may_come_in_any_order(run):
    assert run("branch,email,birth_year,full_name,joined_on\nHill,cy@example.org,,Cy Ode,2024-01-01\n")[0] == 0


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("cy@,Cy Ode,Harbour,2024-02-29,", "email: Write an address such as name@example.org."),
        (",Cy Ode,Harbour,2024-02-29,", "email: Write the e-mail address."),
        ("cy@example.org,,Harbour,2024-02-29,", "full_name: Write the full name."),
        ("cy@example.org,Cy\x07Ode,Harbour,2024-02-29,", "full_name: Take out the characters"),
        ("cy@example.org,Cy\x00Ode,Harbour,2024-02-29,", "full_name: Take out the characters"),
        ('cy@example.org,"Cy\nOde",Harbour,2024-02-29,', "full_name: Take out the characters"),
        (f"cy@example.org,{'x' * 100_000},Harbour,2024-02-29,", "full_name: Ensure this value has at most 150"),
        (f"cy@example.org,{'x' * 200_000},Harbour,2024-02-29,", "It cannot be read as CSV: field larger"),
        ("cy@example.org,Cy Ode,Atlantis,2024-02-29,", "branch: there is no branch “Atlantis”."),
        ("cy@example.org,Cy Ode,\x1b[31mRed,2024-02-29,", "branch: there is no branch “\ufffd[31mRed”."),
        ("cy@example.org,Cy Ode,,2024-02-29,", "branch: there is no branch “”."),
        ("cy@example.org,Cy Ode,Harbour,2023-02-29,", "joined_on: Write the day as year-month-day"),
        ("cy@example.org,Cy Ode,Harbour,29.2.2024,", "joined_on: Write the day as year-month-day"),
        ("cy@example.org,Cy Ode,Harbour,2999-01-01,", "joined_on: This day is still to come."),
        ("cy@example.org,Cy Ode,Harbour,2024-02-29,young", "birth_year: Enter a whole number."),
        ("cy@example.org,Cy Ode,Harbour,2024-02-29,1799", "birth_year: Ensure this value is greater"),
        ("cy@example.org,Cy Ode,Harbour,2024-02-29", "It has 4 cells instead of 5."),
        ("cy@example.org,Cy Ode,Harbour,2024-02-29,,,", "It has 7 cells instead of 5."),
        ('cy@example.org,"Cy" Ode,Harbour,2024-02-29,', "It cannot be read as CSV"),
        ('cy@example.org,"Cy Ode,Harbour,2024-02-29,', "It cannot be read as CSV: unexpected end of data."),
        ("ANA@example.org,Ana Lind,Harbour,2024-02-29,", "email: this address already belongs to a member."),
        ("First@example.org,Cy Ode,Harbour,2024-02-29,", "email: this address is already on line 2."),
    ],
)
def test_a_row_that_cannot_be_kept_is_told_and_nothing_is_imported(row, told, run, ana):
    code, said = run(rows("first@example.org,First Ode,Harbour,2024-02-29,", row))
    assert code == 1
    assert f"Line 3: {told}" in said
    assert said.endswith("1 of 2 rows were rejected. Nothing was imported.")
    assert list(Member.objects.all()) == [ana]


def test_a_list_without_rows_changes_nothing(run, heard):
    assert run(rows()) == (0, "0 members imported.")
    assert heard == []


def test_every_reason_of_a_row_is_told(run):
    _, said = run(rows("cy@,..,Atlantis,soon,x"))
    assert [name in said for name in roster.COLUMNS] == [True] * 5


def test_lines_are_counted_as_an_editor_counts_them(run):
    _, said = run(rows(GOOD, "", 'dee@example.org,"Dee\n\nOde",Hill,2024-01-01,', "bad"))
    assert [line.partition(":")[0] for line in said.splitlines()[:-1]] == ["Line 4", "Line 7"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The first line has to be email,full_name"),
        (b"name;mail\n", "it is “name;mail”."),
        (b"email,email,branch,joined_on,birth_year\n", "The first line has to be"),
        (b'"email\n', "The first line has to be"),
        (b"email,full_name,branch,joined_on,birth_year\n\xff\xfe", "the first fault is on line 2."),
        (rows(GOOD).encode("utf-16"), "is not text in UTF-8: the first fault is on line 1."),
    ],
)
def test_a_file_that_is_no_list_of_members_is_refused(content, told, run):
    code, said = run(content)
    assert code == 2
    assert told in said


def test_a_file_that_cannot_be_opened_is_said_plainly(run, tmp_path):
    assert run.command(tmp_path / "nowhere.csv")[0] == 2
    assert run.command(tmp_path) == (2, f"{tmp_path} cannot be opened: Is a directory.")


def test_a_file_that_is_too_large_is_not_read(run, monkeypatch):
    monkeypatch.setattr(roster, "LARGEST", 10)
    assert run(rows(GOOD))[0] == 2


def test_the_report_for_a_program_is_json_and_nothing_else(run):
    code, said = run(rows(GOOD, "bad"), "--json")
    assert (code, json.loads(said)) == (
        1,
        {
            "dry_run": False,
            "rows": 2,
            "imported": 0,
            "by_branch": {"Harbour": 1},
            "rejected": [{"line": 3, "reasons": ["It has 1 cells instead of 5."]}],
        },
    )
    assert json.loads(run(rows(GOOD), "--json")[1])["imported"] == 1
    assert "problem" in json.loads(run(b"", "--json")[1])


def test_a_long_list_says_how_far_it_is(run, monkeypatch, capsys):
    monkeypatch.setattr("branches.management.commands.import_members.STEP", 2)
    run(rows(*(f"m{n}@example.org,Em Ode,Hill,2024-01-01," for n in range(5))), "--dry-run")
    assert capsys.readouterr().err.splitlines() == ["2 rows read", "4 rows read"]


cell = st.text(max_size=30) | st.sampled_from(["Harbour", "2024-01-01", "1990", "a@example.org", "Ana Lind", ""])
table = st.lists(st.lists(cell, max_size=7), max_size=6)


def written(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return f"{roster.HEADER}\n{out.getvalue()}".encode(errors="replace")


@given(content=st.binary(max_size=300) | table.map(written))
@settings(max_examples=150)
def test_whatever_a_file_holds_it_is_imported_whole_or_not_at_all(content, run):
    Member.objects.all().delete()
    code, said = run(content, "--json")
    assert code in (0, 1, 2)
    assert Member.objects.count() == json.loads(said).get("imported", 0)
    assert code == 0 or not Member.objects.exists()


@given(full_name=st.text(min_size=1, max_size=60))
@settings(max_examples=150)
def test_a_name_is_kept_in_full_or_refused(full_name, run):
    Member.objects.all().delete()
    code, _ = run(written([["cy@example.org", full_name, "Harbour", "2024-01-01", ""]]))
    kept = [member.full_name for member in Member.objects.all()]
    assert kept == ([" ".join(full_name.split())] if code == 0 else [])
