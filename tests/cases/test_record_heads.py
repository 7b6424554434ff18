"""A head kept elsewhere finds what the record cannot show of itself: an end cut off, a backup put back, a rewriting."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases import heads, record, tasks
from cases.domain import chain
from cases.domain.heads import read
from cases.models import CaseEvent, ChainHead, Notice
from tests import build
from tests.cast import moment, organisation
from tests.operator import last, operator

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def road(standing):
    return build.branch(organisation())


@pytest.fixture
def kept(road, tmp_path) -> Path:
    """A copy of the head as it is now; then the case goes on."""
    file = tmp_path / "head.txt"
    call_command("record_head", to=file, stdout=StringIO())
    record.record("status_sent", case=None, by=record.System("a test"), at=moment(6, 2))
    return file


def verified(*files: Path) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_record", head=list(files), stdout=out)
    except SystemExit as stopped:
        return int(str(stopped.code)), out.getvalue()
    return 0, out.getvalue()


def cut(down_to: int) -> None:
    """Take the last entries away, and move the head back with them."""
    rest = CaseEvent.objects.filter(number__lte=down_to)
    CaseEvent.objects.filter(number__gt=down_to).delete()
    end = rest.latest("number")
    ChainHead.objects.update(number=end.number, hash=end.hash)


def write_anew(number: int) -> None:
    """Change one entry, and every hash after it, and the head: the record is sound in itself."""
    links: dict[object, str] = {}
    above = ""
    for event in CaseEvent.objects.order_by("number"):
        if event.number == number:
            event.data = event.data | {"forged": True}
        fields = record.fields_of(event)
        event.case_hash = chain.link(links.get(event.case_id, ""), *fields) if event.case_id else ""
        links[event.case_id] = event.case_hash
        event.hash = above = chain.link(above, str(event.number), event.case_hash, *fields)
        event.save()
    ChainHead.objects.update(hash=above)


def test_a_record_that_went_on_holds_every_earlier_head(kept, tmp_path):
    second = tmp_path / "second.txt"
    call_command("record_head", to=second, stdout=StringIO())
    code, said = verified(kept, second)
    assert code == 0
    assert "Every head kept elsewhere (2) is in it." in said


def test_an_end_that_was_cut_off_with_its_head_is_found(kept):
    at = read(kept.read_text()).number
    with operator():
        cut(at - 2)
        code, said = verified(kept)
    assert code == 1
    assert f"entry {at - 1}" in said and f"went on to entry {at}" in said


def test_a_record_written_anew_to_its_end_is_found(kept):
    at = read(kept.read_text()).number
    with operator():
        write_anew(2)
        chained = chain.verify(
            (chain.Entry(e.number, (str(e.number), e.case_hash, *record.fields_of(e)), e.hash) for e in events()),
            head=chain.Head(last(), ChainHead.objects.get().hash),
        )
        assert chained is None  # nothing inside the record shows it
        code, said = verified(kept)
    assert code == 1
    assert f"entry {at}" in said and "written anew" in said


def events():
    return CaseEvent.objects.order_by("number")


def test_what_was_changed_after_the_kept_head_is_not_blamed_on_it(kept):
    with operator():
        write_anew(last())
        assert verified(kept)[0] == 0


def test_a_mistyped_head_is_no_verdict(kept):
    kept.write_text(kept.read_text().replace("Entries: ", "Entries: 1"))
    code, said = verified(kept)
    assert code == 2 and "check line" in said
    assert verified(kept.with_name("none.txt"))[0] == 2


def test_a_copy_is_never_written_over_another(kept):
    before = kept.read_text()
    with pytest.raises(SystemExit) as stopped:
        call_command("record_head", to=kept, stderr=StringIO())
    assert stopped.value.code == 2
    assert kept.read_text() == before


def test_a_head_that_is_not_the_last_entry_is_not_copied(road):
    with operator():
        ChainHead.objects.update(hash="0" * 64)
        with pytest.raises(SystemExit) as stopped:
            call_command("record_head", stderr=StringIO())
    assert stopped.value.code == 1


def test_the_clock_keeps_one_copy_a_day_whatever_happened(road, settings, tmp_path):
    settings.RECORD_HEADS = tmp_path
    assert [tasks.turn_clocks(moment(6, day, hour))["heads"] for day, hour in ((5, 0), (5, 12), (6, 0))] == [1, 0, 1]
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "record-head-2026-06-05.txt",
        "record-head-2026-06-06.txt",
    ]
    assert heads.kept_lately(moment(6, 7)) and not heads.kept_lately(moment(6, 8))


def test_a_folder_that_is_gone_stops_no_clock_and_is_told(road, settings, tmp_path, client):
    settings.RECORD_HEADS = tmp_path / "gone"
    assert tasks.turn_clocks(timezone.now())["heads"] == 0
    Notice.objects.update(released_at=timezone.now())  # nothing else is wrong
    found = client.get("/readyz").json()
    assert found["heads"] is False and "RECORD_HEADS" in " ".join(found["reasons"])
    assert client.get("/readyz").status_code == 200
