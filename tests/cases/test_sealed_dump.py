"""A copy of the whole database shows none of the words that anybody wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cases.models import Bundle, Complaint, ExhibitFile, Party
from cases.sealed import Keys
from cases.usecases import bundles, files
from tests.cast import organisation
from tests.conftest import POSTGRESQL
from tests.everything import numbered, owner_of, sealed_columns, write_everything

pytestmark = pytest.mark.django_db
BOTH = ("original", "working")


class Words:
    """Remembers every text that was handed out."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.next = numbered()

    def __call__(self, name: str) -> str:
        self.given.append(self.next(name))
        return self.given[-1]


@pytest.fixture(scope="module")
def words(stored: None) -> Words:
    written = Words()
    write_everything(organisation(), written)
    return written


def everything_stored() -> Iterator[tuple[str, bytes]]:
    """Every value of every column of every table; and, where the database is a file, its bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield from ((table, _raw(value)) for value in row)
    if not POSTGRESQL:
        file = Path(settings.DATABASES["default"]["NAME"])
        yield from ((path.name, path.read_bytes()) for path in file.parent.glob(f"{file.name}*"))


def _raw(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_no_word_that_anybody_wrote_stands_in_the_database(words):
    assert len(words.given) > 45
    assert {place for place, raw in everything_stored() if b"marker" in raw} == set()


def test_what_stands_there_can_be_found_when_it_is_not_sealed(words):
    """The search works: the reference of a case is a plain column, and is found in its table and in the file."""
    code = Complaint.objects.order_by("pk")[0].case.code.encode()
    places = {place for place, raw in everything_stored() if code in raw}
    assert "cases_case" in places
    assert POSTGRESQL or any(place.startswith("test.sqlite3") for place in places)


def test_every_word_can_still_be_read_by_those_who_hold_the_keys(words):
    texts = [
        Keys(owner_of(row)).open(row, field.name) for model, field in sealed_columns() for row in model.objects.all()
    ]
    texts += [files.read(row, copy, Keys(row.case_id)).decode() for row in ExhibitFile.objects.all() for copy in BOTH]
    texts += [bundles.read(row).decode() for row in Bundle.objects.filter(gone_at__isnull=True)]
    missing = [word for word in words.given if not any(word in text for text in texts)]
    assert missing == []


def test_the_name_of_somebody_outside_the_membership_is_stored_sealed_only(words):
    named_so = ("marker-outsider-", "marker-on-behalf-", "marker-witness-")
    outsiders = [word for word in words.given if word.startswith(named_so)]
    named = [Keys(party.case_id).open(party, "name") for party in Party.objects.filter(member__isnull=True)]
    assert set(outsiders) <= set(named)
