"""What the database itself refuses: rows of the record and sent texts are never changed or removed."""

from django.db.backends.base.base import BaseDatabaseWrapper

FOREVER = (
    "cases_caseevent",
    "cases_complaint",
    "cases_addendum",
    "cases_writing",
    "cases_allegation",
    "cases_allegationanswer",
    "cases_evidenceitem",
    "cases_evidencereply",
    "cases_appealanswer",
    "cases_statement",
    "cases_inquiryreport",
    "cases_dissent",
    "cases_publishedprocedure",
    "cases_codeofconduct",
    "cases_lettertext",
    "cases_casecopy",
    "cases_exhibitfile",
    "cases_filepiece",
    "cases_publication",
    "cases_redaction",
)
MARKED = {
    "cases_dissent": ("id", "case_id", "proceeding_id", "member_id", "signed", "text", "written_at"),
    "cases_redaction": (
        "id",
        "case_id",
        "number",
        "item_id",
        "words",
        "reason",
        "audiences",
        "whole",
        "made_by_id",
        "made_at",
    ),
    "cases_exhibitfile": (
        "id",
        "case_id",
        "offer_id",
        "number",
        "name",
        "size",
        "fingerprint",
        "given_by_id",
        "given_at",
    ),
}
"""Where a row may later be marked, as void or as checked: its other columns, which stay. None of it is removed."""
WORDS = "the record is append-only"

POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{WORDS}: %', TG_TABLE_NAME; END $$
"""


def install(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Put the triggers in place on either engine: on these tables, or on all that there are yet."""
    with connection.cursor() as cursor:
        there = frozenset(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table in tables or [table for table in FOREVER if table in there]:
            for statement in _create(connection.vendor, table):
                cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; used when migrating back and by tests that play the operator."""
    with connection.cursor() as cursor:
        for table in FOREVER:
            for name in _names(connection.vendor, table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _names(vendor: str, table: str) -> list[str]:
    kinds = ("row", "all") if vendor == "postgresql" else ("update", "delete")
    return [f"{table}_keep_{kind}" for kind in kinds]


def _create(vendor: str, table: str) -> list[str]:
    first, second = _names(vendor, table)
    update = f"UPDATE OF {', '.join(MARKED[table])}" if table in MARKED else "UPDATE"
    if vendor == "postgresql":
        return [
            f"CREATE TRIGGER {first} BEFORE {update} OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION cases_refuse()",
            f"CREATE TRIGGER {second} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse()",
        ]
    return [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{WORDS}: {table}'); END"
        for name, event in ((first, update), (second, "DELETE"))
    ]
