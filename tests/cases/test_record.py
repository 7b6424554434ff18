"""Checking the record: what is sound is found sound, and the exit code says what was found."""

import json
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from cases import record, verify
from cases.domain.vocabulary import EventKind
from cases.models import (
    Addendum,
    CaseEvent,
    ChainHead,
    Complaint,
    Decision,
    EvidenceItem,
    ExhibitFile,
    LateEvidence,
    RedactedFile,
)
from cases.record import Entry, System, record_all
from tests.cast import moment
from tests.house.place import manage, with_keys

CLOCK = System("a test")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
DATA = st.dictionaries(
    TEXT,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**70), 2**70) | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_record", *arguments, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""


@pytest.mark.django_db
@given(at=MOMENTS, data=DATA)
def test_an_entry_read_again_has_the_hash_it_was_written_with(every_case, at, data):
    try:
        record.chain.canonical(data)
    except ValueError:
        return  # two keys that are spelt the same are refused when they are written
    written = record.record(EventKind.RECORD_CHECKED, case=every_case[0], by=CLOCK, at=at, data=data)
    assert record.fields_of(CaseEvent.objects.get(pk=written.pk)) == record.fields_of(written)


@pytest.mark.django_db
def test_the_same_moment_in_two_zones_is_one_moment(every_case):
    summer = moment(7, 1)
    at = [record.fields_of(CaseEvent(at=zone, data={})) for zone in (summer, summer.astimezone(UTC))]
    assert at[0] == at[1]


@pytest.mark.django_db
def test_an_untouched_record_is_intact(every_case):
    report = verify.whole(silent)
    assert (report.verdict, report.entries, report.laws) == ("intact", CaseEvent.objects.count(), 2)
    kept = [Complaint, Addendum, EvidenceItem, LateEvidence, ExhibitFile]
    rows = sum(model.objects.count() for model in kept)
    rows += Decision.objects.exclude(signed_at=None).count()
    rows += ExhibitFile.objects.exclude(copy_fingerprint="").count()
    rows += RedactedFile.objects.exclude(fingerprint="").count()
    assert report.texts == rows > 8, "every complaint, addition, decision, and piece of evidence with its files"


@pytest.mark.django_db
def test_every_case_is_intact_by_itself(every_case):
    reports = [verify.one(case.code, silent) for case in every_case]
    assert [report.verdict for report in reports] == ["intact"] * len(every_case)
    assert sum(report.entries for report in reports) == CaseEvent.objects.filter(case__in=every_case).count()


@pytest.mark.django_db
def test_a_case_is_found_by_its_reference_as_people_type_it(every_case):
    assert verify.one(every_case[0].code.replace("-", " ").lower(), silent).verdict == "intact"


@pytest.mark.django_db
def test_a_longer_record_takes_no_more_statements(every_case, django_assert_num_queries):
    def chain_alone() -> None:
        verify._long_fault(verify.Report(verify._head()), silent)

    with django_assert_num_queries(2):
        chain_alone()
    record_all(
        [Entry(kind=EventKind.RECORD_CHECKED)] * (2 * verify.BATCH), case=every_case[0], by=CLOCK, at=moment(7, 1)
    )
    with django_assert_num_queries(2):
        chain_alone()


@pytest.mark.django_db
def test_long_work_is_told_from_time_to_time(every_case):
    record_all([Entry(kind=EventKind.RECORD_CHECKED)] * verify.BATCH, case=every_case[0], by=CLOCK, at=moment(7, 1))
    told = []
    verify.whole(lambda what, done, total: told.append((what, done <= total)))
    assert ("entries", True) in told
    assert ("cases", True) in told


@pytest.mark.django_db
def test_an_intact_record_is_exit_code_0(every_case):
    code, said = run()
    assert code == 0
    assert said.startswith("The record is intact: ")


@pytest.mark.django_db
def test_an_unknown_reference_is_exit_code_2(every_case):
    assert run("--case", "ZZZ-ZZZ-ZZ") == (
        2,
        "It cannot be told whether the record is intact. There is no case with the reference ZZZ-ZZZ-ZZ.\n",
    )


@pytest.mark.django_db
def test_a_record_without_its_head_is_exit_code_2(every_case):
    ChainHead.objects.all().delete()
    code, said = run("--json")
    assert code == 2
    assert json.loads(said)["unsure"] == ["The head of the record is missing, so nothing says where the record ends."]


@pytest.mark.django_db
def test_a_missing_key_is_exit_code_2_and_named(every_case, settings):
    ring = settings.SEALING_KEY_RING
    settings.SEALING_KEY_RING = {"other": next(iter(ring.values()))}
    code, said = run()
    assert code == 2
    assert f"The key {next(iter(ring))} is not in the ring. Put its file back under var/keys." in said


@pytest.mark.django_db
def test_for_a_program_there_is_one_object_and_nothing_else(every_case, capfd):
    code, said = run("--json", "--case", every_case[0].code)
    found = json.loads(said)
    assert code == 0
    assert found["verdict"] == "intact"
    assert found["fault"] is None
    assert found["head"]["number"] == CaseEvent.objects.count()
    assert capfd.readouterr().out == ""


def test_a_database_that_does_not_answer_is_exit_code_2(tmp_path):
    result = manage(with_keys(tmp_path), "verify_record", "--json", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert result.returncode == 2, result.stderr
    assert json.loads(result.stdout)["verdict"] == "cannot tell"


def test_a_database_without_tables_is_exit_code_2(tmp_path):
    result = manage(with_keys(tmp_path), "verify_record")
    assert result.returncode == 2, result.stderr


def test_a_site_without_keys_is_exit_code_2(tmp_path):
    result = manage(tmp_path, "verify_record")
    assert result.returncode == 2
    assert "run `python -m conduct.keys`" in result.stderr
