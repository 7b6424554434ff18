"""Playing the operator: somebody with the rights of the database's owner, who changes rows by hand."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet

from cases import triggers, verify
from cases.models import CaseEvent, ChainHead, LetterText, Notice


@contextmanager
def operator(*, letters: bool = False) -> Iterator[None]:
    """Somebody with the rights of the database's owner; in the end everything is as it was.

    Letters hang on the entries of the record; they are taken away first unless the test is about them.
    """
    with transaction.atomic():
        connection.check_constraints()  # PostgreSQL drops no trigger while a check is pending
        triggers.drop(connection)
        if not letters:
            LetterText.objects.all().delete()
            Notice.objects.all().delete()
            connection.check_constraints()
        yield
        transaction.set_rollback(True)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def entry(number: int) -> QuerySet[CaseEvent]:
    return CaseEvent.objects.filter(number=number)


def last() -> int:
    return ChainHead.objects.get().number


def fault() -> verify.Fault | None:
    return verify.whole(lambda *_: None).fault
