"""What the database itself refuses: an entry, a sent text or a published law is never changed or removed."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils.timezone import now

from cases import triggers
from tests.conftest import POSTGRESQL
from tests.operator import operator, sql

pytestmark = pytest.mark.django_db
CHANGES = {
    "update": "UPDATE {table} SET {key} = {key}",
    "delete": "DELETE FROM {table}",
    **(
        {"truncate": "TRUNCATE {table} CASCADE"}
        if POSTGRESQL
        else {"replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE true LIMIT 1"}
    ),
}
MARKS = {
    "cases_dissent": {"void_at", "void_because"},
    "cases_redaction": {"lifted_by_id", "lifted_at"},
    "cases_exhibitfile": {
        "item_id", "state", "flag", "kind", "dropped", "copy_size", "copy_fingerprint", "checked_at", "due_at",
        "attempts", "claim", "claimed_until",
    },
}  # fmt: skip
"""What may be written on a row that is kept: that it is void or lifted; what a file turned out to be."""
MARK = {
    "cases_dissent": {"void_at": now(), "void_because": "member_lost"},
    "cases_exhibitfile": {"attempts": 2},
    "cases_redaction": {"lifted_at": now(), "lifted_by": F("made_by")},
}


def key_of(table: str) -> str:
    return "number" if table == "cases_caseevent" else "id"


def rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY {key_of(table)}")  # noqa: S608
        return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", triggers.FOREVER)
def test_what_is_kept_for_ever_cannot_be_changed(every_case, table, change):
    connection.check_constraints()
    before = rows(table)
    assert before, "a table without rows proves nothing"
    with pytest.raises(DatabaseError, match=triggers.WORDS), transaction.atomic():
        sql(CHANGES[change].format(table=table, key=key_of(table)))
    assert rows(table) == before


@pytest.mark.parametrize("table", triggers.FOREVER)
def test_more_can_always_be_added(every_case, table):
    """The triggers refuse changes, not new rows: the same row can go in again once an operator took it out."""
    before = rows(table)
    with operator(letters=table == "cases_lettertext"):
        sql(f"DELETE FROM {table} WHERE {key_of(table)} = %s", before[0][0])  # noqa: S608
        triggers.install(connection)
        holes = ", ".join(["%s"] * len(before[0]))
        sql(f"INSERT INTO {table} VALUES ({holes})", *before[0])  # noqa: S608
        assert sorted(map(repr, rows(table))) == sorted(map(repr, before))


@pytest.mark.parametrize("table", triggers.MARKED)
def test_of_what_can_be_marked_as_void_nothing_but_the_mark_can_be_written(every_case, table):
    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    columns = {field.column for field in model._meta.fields}
    assert columns - set(triggers.MARKED[table]) == MARKS[table]
    for column in triggers.MARKED[table]:
        with pytest.raises(DatabaseError, match=triggers.WORDS), transaction.atomic():
            sql(f"UPDATE {table} SET {column} = {column}")  # noqa: S608
    assert model.objects.filter(pk=model.objects.first().pk).update(**MARK[table])


def test_every_text_with_a_fingerprint_is_kept_for_ever():
    # A decision is drafted, then signed; a challenge or late evidence waits for a ruling; a bundle is gone in a day,
    # and a copy without hidden words is made anew from the original. The record keeps the fingerprints of the first.
    later = {"cases_decision", "cases_challenge", "cases_lateevidence", "cases_bundle", "cases_redactedfile"}
    columns = {
        m._meta.db_table for m in apps.get_models() for f in m._meta.fields if f.name in ("fingerprint", "sha256")
    }
    assert columns - later <= set(triggers.FOREVER)
