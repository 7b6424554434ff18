"""The list of members goes out as a file and comes in again unchanged, and no cell of it begins a formula."""

import csv
import io
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from branches import roster
from branches.models import Branch, Member, Membership
from cases.models import CaseEvent
from tests.cast import moment

pytestmark = pytest.mark.django_db
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PAYLOADS = [
    f"{sign}{tail}" for sign in TRIGGERS for tail in ("1+1", "HYPERLINK(0)", "cmd|' /C calc'!A0", " ", "SUM(A1)")
]
PAYLOADS += [f"{marks}={tail}" for marks in ("'", "''") for tail in ("1", "@x", "2")]
PLAIN = ["Ana", "O'Hara", "'tis", "Jean-Luc", "a=b", "Zoë, the “other”", 'quo"te', "two\nlines"]


@pytest.mark.parametrize("cell", PAYLOADS + PLAIN)
def test_every_cell_comes_back_as_it_was_and_starts_no_formula(cell):
    out = roster.guarded(cell)
    assert roster.unguarded(out) == cell
    assert not out.startswith(TRIGGERS)
    assert (out == cell) == (cell in PLAIN)


def member(email: str, name: str, branch: Branch | None, **more) -> Member:
    row = Member.objects.build(email=email, full_name=name, branch=branch, joined_on=moment(1, 2).date(), **more)
    row.save()
    return row


@pytest.fixture
def members(db):
    north = Branch.objects.create(name="=North, “side”", slug="north")
    member("ana@example.org", "+Ana Müller", north, birth_year=1990)
    member("bo@example.org", "Bo-Jo O'Hara", north)
    member("cy@example.org", "@Cy", None)
    left = member("gone@example.org", "Gone", north)
    Member.objects.filter(pk=left.pk).update(left_on=moment(3, 1).date())


def exported(file) -> str:
    call_command("export_members", file, stdout=StringIO())
    return file.read_bytes().decode()


def test_a_list_goes_out_and_in_and_is_the_same_list(members, tmp_path):
    first = exported(tmp_path / "one.csv")
    assert "Gone" not in first
    Membership.objects.all().delete()
    Member.objects.all().delete()
    call_command("import_members", tmp_path / "one.csv", stdout=StringIO())
    assert exported(tmp_path / "two.csv") == first
    assert Member.objects.get(email="ana@example.org").full_name == "+Ana Müller"
    assert Member.objects.get(email="cy@example.org").branch is None
    cells = [cell for row in csv.reader(io.StringIO(first)) for cell in row]
    assert len(cells) == 20 and not [cell for cell in cells if cell.startswith(TRIGGERS)]


def test_a_file_that_exists_stays_as_it_is(members, tmp_path):
    (tmp_path / "mine.csv").write_text("mine")
    with pytest.raises(SystemExit) as stopped:
        call_command("export_members", tmp_path / "mine.csv", stderr=StringIO())
    assert stopped.value.code == 2
    assert (tmp_path / "mine.csv").read_text() == "mine"


def test_who_keeps_the_register_saves_the_list_and_the_record_says_so(cast):
    client = Client()
    client.force_login(cast.zed)
    assert b"Save the list as CSV" in client.get("/people/").content
    answer = client.post("/people/members.csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="members-')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["full_name"] for row in rows} == set(Member.objects.values_list("full_name", flat=True))
    event = CaseEvent.objects.latest("number")
    assert (event.kind, event.actor, event.data["count"]) == ("members_exported", cast.zed, len(rows))


def test_nobody_else_saves_the_list(cast):
    client = Client()
    client.force_login(cast.bo)
    assert client.post("/people/members.csv").status_code in (403, 404)
    assert not CaseEvent.objects.filter(kind="members_exported").exists()
