"""Several small questions in one statement.

What a page or a rule wants to know of a case lies in many small tables, and asking for each of them costs more than the
rows. A function marked with `reads` yields its querysets and is given their rows. Called by itself it asks one after
the other, as it reads; with `side_by_side` the questions that several such functions ask at the same step travel to the
database in one statement, each list as one value in JSON. Both ways give the same rows.
"""

import json
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime
from functools import update_wrapper
from types import GeneratorType
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,  # type: ignore[attr-defined]
)

P = ParamSpec("P")
T = TypeVar("T")
Question = Any
"""A queryset, or a list of them: the answer is then a list of rows, or a list of such lists."""
Reading = Generator[Question, Any, T]
Facts = Reading[dict[str, Any]] | dict[str, Any]
WORDS = {
    "sqlite": ("json_group_array(json_array({}))", "hex({})"),
    "postgresql": ("json_agg(json_build_array({}))::text", "encode({}, 'hex')"),
}
"""How each engine makes one value of many rows, and letters of bytes."""


class reads(Generic[P, T]):  # noqa: N801 - read as a mark on a function
    """A function that yields querysets. Calling it answers them; `begin` leaves that to somebody else."""

    def __init__(self, begin: Callable[P, Reading[T]]) -> None:
        self.begin = begin
        update_wrapper(self, begin)

    def __call__(self, *args: P.args, **options: P.kwargs) -> T:
        return answered(self.begin(*args, **options))


def answered(reading: Reading[T]) -> T:
    """Ask what a reading wants to know, step by step, until it has its result."""
    rows = None
    while True:
        try:
            question = reading.send(rows)
        except StopIteration as over:
            return over.value  # type: ignore[no-any-return]
        rows = fetch(question) if isinstance(question, list) else list(question)


def side_by_side(**readings: Any) -> Reading[dict[str, Any]]:
    """Several readings at once, itself one: at each step all their questions are one.

    A queryset stands for its rows; anything else is its own result.
    """
    asking = {name: _rows(found) if isinstance(found, models.QuerySet) else found for name, found in readings.items()}
    done = {name: found for name, found in asking.items() if not isinstance(found, GeneratorType)}
    running = {name: found for name, found in asking.items() if name not in done}
    answers: dict[str, Any] = {}
    while running:
        asked: dict[str, Question] = {}
        for name in list(running):
            try:
                asked[name] = running[name].send(answers.get(name))
            except StopIteration as over:
                done[name] = over.value
                del running[name]
        rows = iter((yield [one for question in asked.values() for one in _listed(question)]) if asked else ())
        answers = {
            name: [next(rows) for _ in question] if isinstance(question, list) else next(rows)
            for name, question in asked.items()
        }
    return {name: done[name] for name in readings}


def _rows(queryset: Any) -> Reading[list[Any]]:
    return (yield queryset)


def _listed(question: Question) -> list[Any]:
    return question if isinstance(question, list) else [question]


def fetch(querysets: Sequence[Any]) -> list[list[Any]]:
    """The rows of each of these querysets, asked for in one statement."""
    if len(querysets) < 2:
        return [list(queryset) for queryset in querysets]
    lists = [_List(queryset) for queryset in querysets]
    full = [one for one in lists if one.sql]
    values = iter(_values(full) if full else ())
    return [one.rows(next(values)) if one.sql else [] for one in lists]


def _values(lists: "list[_List]") -> Sequence[str | None]:
    with connections[lists[0].database].cursor() as cursor:
        statement = f"SELECT {', '.join(one.sql for one in lists)}"
        cursor.execute(statement, [value for one in lists for value in one.values])
        return cursor.fetchone()


class _List:
    """One queryset as one value of a statement, and its rows again out of that value."""

    def __init__(self, queryset: "models.QuerySet[Any]") -> None:
        query = queryset.query
        if queryset._prefetch_related_lookups or query.select_for_update:  # type: ignore[attr-defined]
            raise TypeError("What locks rows or prefetches others is asked by itself.")
        self.kind, self.database = queryset._iterable_class, queryset.db  # type: ignore[attr-defined]
        self.compiler = query.get_compiler(self.database)
        self.vendor = self.compiler.connection.vendor
        try:
            sql, self.values = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""
            return
        self.fields = [column.output_field for column, _, _ in self.compiler.select]
        names = [f"c{place}" for place in range(len(self.fields))]
        gather, letters = WORDS[self.vendor]
        shown = ", ".join(letters.format(n) if _bytes(f) else n for n, f in zip(names, self.fields, strict=True))
        self.sql = f"(WITH r({', '.join(names)}) AS ({sql}) SELECT {gather.format(shown)} FROM r)"  # noqa: S608

    def rows(self, value: str | None) -> list[Any]:
        found = [
            tuple(self._read(field, one) for field, one in zip(self.fields, row, strict=True))
            for row in json.loads(value or "[]")
        ]
        if self.kind is FlatValuesListIterable:
            return [row[0] for row in found]
        if self.kind is ValuesListIterable:
            return found
        if self.kind is ModelIterable:
            return self._instances(found)
        raise TypeError(f"Rows as {self.kind.__name__} are asked for by themselves.")

    def _instances(self, rows: list[tuple[Any, ...]]) -> list[models.Model]:
        """As Django's own iterable makes them, with what `select_related` names."""
        info, select = self.compiler.klass_info, self.compiler.select
        own = info["select_fields"]
        first, last = own[0], own[-1] + 1
        names = [column.target.attname for column, _, _ in select[first:last]]
        others = get_related_populators(info, select, self.database)  # type: ignore[call-arg]
        found = []
        for row in rows:
            instance = info["model"].from_db(self.database, names, row[first:last])
            for other in others:
                other.populate(row, instance)
            found.append(instance)
        return found

    def _read(self, field: "models.Field[Any, Any]", value: Any) -> Any:
        if value is None:
            return None
        if _bytes(field):
            return bytes.fromhex(value)
        if isinstance(field, models.JSONField):
            return json.loads(value) if self.vendor == "sqlite" else value
        if isinstance(field, models.DateTimeField):
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return field.to_python(value)


def _bytes(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, models.BinaryField)
