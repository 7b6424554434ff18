"""The commands a committee's helper runs, with their exit codes."""

import json

import pytest
from django.core.management import CommandError, call_command

from cases import law
from cases.models import CodeOfConduct, PublishedProcedure
from tests.domain.broken import DEFAULT, TEXT, text

OWN = TEXT.replace('name = "iso-2014"', 'name = "harbour"')


@pytest.fixture(autouse=True)
def letters(monkeypatch):
    """These tests are about the commands, whatever letters are installed."""
    monkeypatch.setattr(law, "letters", lambda: frozenset(DEFAULT.letters))


@pytest.fixture
def write(tmp_path):
    def write(words: str | bytes):
        file = tmp_path / "law.toml"
        file.write_bytes(words if isinstance(words, bytes) else words.encode())
        return file

    return write


def check(file, *options: str):
    """The exit code; what was printed is read from `capsys`."""
    try:
        call_command("check_procedure", str(file), *options)
    except SystemExit as stop:
        return stop.code
    return 0


def test_a_good_file_exits_with_nothing(write, capsys):
    assert check(write(TEXT)) == 0
    assert "has no faults" in capsys.readouterr().out


def test_a_faulty_file_exits_with_one_and_says_each_fault(write, capsys):
    broken = text('letter = "n02_officer"\n', "").replace('letter = "n26_final"\n', "")
    assert check(write(broken)) == 1
    printed = capsys.readouterr().out
    assert printed.count("“letter” is missing.") == 2
    assert "2 faults. It cannot be published like this." in printed


@pytest.mark.parametrize("words", ["[[step", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_exits_with_two(write, words, capsys):
    assert check(write(words)) == 2
    assert capsys.readouterr().out


def test_a_file_that_is_not_there_exits_with_two(tmp_path, capsys):
    assert check(tmp_path / "none.toml") == 2
    assert "cannot be opened" in capsys.readouterr().out


def test_a_program_gets_json(write, capsys):
    assert check(write(text('letter = "n02_officer"\n', "")), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["readable"] is True
    assert len(answer["faults"]) == 1
    assert check(write(TEXT), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"readable": True, "faults": []}


@pytest.mark.django_db
def test_publishing_puts_a_good_file_in_force(write, capsys):
    call_command("publish_procedure", str(write(OWN)))
    row = law.find(PublishedProcedure, "harbour.1")
    assert row.sha256 in capsys.readouterr().out


@pytest.mark.django_db
def test_publishing_refuses_a_faulty_file(write):
    with pytest.raises(CommandError, match="“letter” is missing"):
        call_command("publish_procedure", str(write(text('letter = "n02_officer"\n', ""))))
    call_command("publish_procedure", str(write(OWN)))
    with pytest.raises(CommandError, match="published with other words"):
        call_command("publish_procedure", str(write(OWN.replace("days   = 10", "days = 11", 1))))
    assert PublishedProcedure.objects.count() == 2


@pytest.mark.django_db
def test_a_code_is_published_the_same_way(write, tmp_path):
    good = law.DEFAULT_CODE.read_text(encoding="utf-8").replace('name = "iso-2014"', 'name = "harbour"')
    with pytest.raises(CommandError, match="“title” is missing"):
        call_command("publish_code", str(write(good.replace("title    =", "titel    =", 1))))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("publish_code", str(tmp_path / "none.toml"))
    assert law.find(CodeOfConduct, "harbour.1") is None
    call_command("publish_code", str(write(good)))
    assert law.find(CodeOfConduct, "harbour.1") is not None


def test_the_generated_documents_are_not_stale():
    call_command("write_docs", "--check")
