"""Everything the site keeps, in open formats: one file of JSON lines for each table, with what its columns mean.

For leaving this software, or for counting with another. It is one moment of the database, streamed, so that a large
site needs no more memory than a small one. Sealed texts stay sealed: see ADR 31.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from cases.domain.vocabulary import EventKind
from cases.models.secrets import SealedBytes, SealedText
from cases.record import System, record

Column: TypeAlias = "models.Field[Any, Any]"
FORMAT = "conduct-archive/1"
BATCH = 2000
NEVER = frozenset({"Draft", "Bundle", "BundlePiece", "Mail", "CaseUserObjectPermission", "ChainHead"})
"""Not what anybody decided or said: unsent drafts, which are their writer's alone, and what the site makes anew."""
SEALED_ONLY = frozenset({"SealKey", "FilePiece"})
"""Of use only beside the sealed texts."""
NEVER_COLUMNS = frozenset({"password", "last_login", "is_superuser", "is_active", "name_key"})
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Table:
    """One table: its file, its rows, its columns."""

    model: type[models.Model]
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)


def tables(*, sealed: bool) -> tuple[Table, ...]:
    """Every table of people and cases, with the columns that leave."""
    found = [*apps.get_app_config("branches").get_models(), *apps.get_app_config("cases").get_models()]
    left_out = NEVER if sealed else NEVER | SEALED_ONLY
    return tuple(Table(model, _columns(model, sealed)) for model in found if model.__name__ not in left_out)


def _columns(model: type[models.Model], sealed: bool) -> tuple[Column, ...]:
    own = (field for field in model._meta.concrete_fields if field.name not in NEVER_COLUMNS)
    return tuple(field for field in own if sealed or not is_sealed(field))


def is_sealed(field: object) -> bool:
    return isinstance(field, SealedText | SealedBytes)


def make(to: Path, *, sealed: bool, at: datetime, tell: Tell) -> dict[str, Any]:
    """Write everything into a folder that is not there yet, and record that it was. Returns the manifest."""
    to.mkdir(mode=0o700, parents=True)
    with one_moment():
        files = [_write(to, table, tell) for table in tables(sealed=sealed)]
    (to / "schema.json").write_text(json.dumps(schema(sealed=sealed), indent=1) + "\n", encoding="utf-8")
    manifest = {"format": FORMAT, "made_at": at.isoformat(), "sealed": sealed, "files": files}
    text = json.dumps(manifest, indent=1) + "\n"
    (to / "manifest.json").write_text(text, encoding="utf-8")
    rows = sum(file["rows"] for file in files)
    data = {"rows": rows, "sealed": sealed, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    with transaction.atomic():
        record(EventKind.ARCHIVE_MADE, case=None, by=System("export of everything"), at=at, data=data)
    return manifest


def _write(to: Path, table: Table, tell: Tell) -> dict[str, Any]:
    """One table, a batch at a time; how many rows it has, and the hash of its file."""
    digest, rows = hashlib.sha256(), 0
    total = table.model._default_manager.count()
    with (to / f"{table.name}.jsonl").open("wb") as file:
        for lines in _batches(table):
            body = "".join(lines).encode()
            digest.update(body)
            file.write(body)
            rows += len(lines)
            tell(f"rows of {table.name}", rows, total)
    return {"path": f"{table.name}.jsonl", "rows": rows, "sha256": digest.hexdigest()}


def _batches(table: Table) -> Iterator[list[str]]:
    names = [field.attname for field in table.columns]
    rows = table.model._default_manager.order_by("pk").values_list(*names).iterator(BATCH)
    lines: list[str] = []
    for row in rows:
        lines.append(ENCODE(dict(zip(names, row, strict=True))) + "\n")
        if len(lines) == BATCH:
            yield lines
            lines = []
    if lines:
        yield lines


def _plain(value: object) -> Any:
    """What JSON has no word for: moments in UTC, days, identifiers, bytes in base 64."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"An archive cannot hold a {type(value).__name__}.")


ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


@contextmanager
def one_moment() -> Iterator[None]:
    """Read the database as it is now, whatever others write meanwhile; nobody waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # not IMMEDIATE, which would keep every writer out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def schema(*, sealed: bool) -> dict[str, Any]:
    """Every table and column, for a program."""
    return {table.name: {field.attname: _kind(field) for field in table.columns} for table in tables(sealed=sealed)}


def _kind(field: Column) -> dict[str, Any]:
    target = field.related_model._meta.db_table if isinstance(field, models.ForeignKey) else None
    found = {"kind": kind_of(field), "null": field.null, "of": target, "about": str(field.help_text)}
    return {name: value for name, value in found.items() if value not in ("", None)}


KINDS: tuple[tuple[Any, str], ...] = (
    (SealedText, "sealed text, base 64"),
    (SealedBytes, "sealed bytes, base 64"),
    (models.BinaryField, "bytes, base 64"),
    (models.DateTimeField, "moment in UTC, ISO 8601"),
    (models.DateField, "day, ISO 8601"),
    (models.UUIDField, "identifier"),
    (models.BooleanField, "true or false"),
    (models.IntegerField, "whole number"),
    (models.JSONField, "JSON"),
)


def kind_of(field: Column) -> str:
    """What stands in a column, in words."""
    if isinstance(field, models.ForeignKey):
        return kind_of(field.target_field)
    return next((words for kind, words in KINDS if isinstance(field, kind)), "text")


def as_markdown() -> str:
    """Every table and column as a page for people."""
    parts = ["\n".join(INTRODUCTION)]
    for table in tables(sealed=True):
        about = " ".join((table.model.__doc__ or "").split("\n\n")[0].split())
        only = " Only with `--sealed`." if table.model.__name__ in SEALED_ONLY else ""
        rows = "\n".join(f"| `{field.attname}` | {_cell(field)} |" for field in table.columns)
        parts.append(f"## {table.name}\n\n{about}{only}\n\n| Column | Holds |\n|---|---|\n{rows}")
    return "\n\n".join(parts) + "\n"


def _cell(field: Column) -> str:
    told = _kind(field)
    words = [told["kind"], f"of `{told['of']}`" if "of" in told else "", "or null" if field.null else ""]
    about = f". {told['about']}" if "about" in told else ""
    only = ". Only with `--sealed`" if is_sealed(field) else ""
    return " ".join(filter(None, words)).replace("|", "/") + about.replace("|", "/").rstrip(".") + only


INTRODUCTION = (
    "<!-- Made by `manage.py write_docs` from cases/archive.py and the models. Change those, not this file. -->",
    "",
    "# Everything, in open formats",
    "",
    "`manage.py export_all FOLDER` writes one file of JSON lines for each table below (UTF-8, one object a line, in",
    "the order of the keys), `schema.json` with the same as this page for programs, and `manifest.json` with the",
    "number of rows and the SHA-256 of each file. It is one moment of the database.",
    "",
    "**What is sealed stays sealed.** Without `--sealed` the columns of sealed texts and files are left out: what",
    "remains are people, steps, dates, votes without their content, and the record. With `--sealed` they come as they",
    "are stored, with the wrapped keys of each case; who has the ring of keys (`CONDUCT_VAR/keys`) can open them as",
    "`cases/sealed.py` describes, and nobody else can. No command writes the opened texts of all cases into files.",
    "",
    "**Never in it:** passwords and sign-ins, unsent drafts, mail in transit, bundles, and what the site makes anew.",
    "Nothing in it is made safe for a spreadsheet; the register for a spreadsheet is `export_members`.",
)
