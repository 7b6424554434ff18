"""Points in a process at which it dies or waits, when a file says so.

A point fires where the running transaction has written to a certain table, so that it is in the middle of the act that
is meant and of no other. Whichever process comes there first takes the file: the others go on.
"""

import os
import re
import signal
import smtplib
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

KIND = "FAULTS_KIND"
DIE, WAIT = "die", "wait"
WRITING, WRITTEN, RECORDED, TOLD, COMMITTING, COMMITTED = IN_AN_ACT = (
    "writing",
    "written",
    "recorded",
    "told",
    "committing",
    "committed",
)
MAILING, MAILED = "mailing", "mailed"
WAITS = 20
_write = re.compile(r'(?:INSERT INTO|UPDATE) "(\w+)"')


def armed(kind: str, point: str) -> Path:
    return Path(settings.VAR) / f"{kind}.{point}"


def taken(kind: str, point: str) -> Path:
    return armed(kind, point).with_suffix(f".{point}-taken")


class Points:
    """The points of one process."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def at(self, point: str, tables: Collection[str]) -> None:
        """Die or wait here, if this point is armed for one of these tables."""
        file = armed(self.kind, point)
        try:
            how, table = file.read_text().split()
            if table not in tables:
                return
            mine = file.rename(taken(self.kind, point))
            mine.write_text(f"{os.getpid()}\n")
        except (FileNotFoundError, ValueError):
            return
        if how == DIE:
            os.kill(os.getpid(), signal.SIGKILL)
        until = time.monotonic() + WAITS
        while mine.exists() and time.monotonic() < until:
            time.sleep(0.02)

    def statement(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict) -> Any:
        found = _write.match(sql) if isinstance(sql, str) else None
        if not found:
            return execute(sql, params, many, context)
        table, written = found[1], context["connection"].written
        self.at(WRITING, {table})
        result = execute(sql, params, many, context)
        written.add(table)
        self.at(WRITTEN, {table})
        for point, marks in ((RECORDED, "cases_caseevent"), (TOLD, "cases_notice")):
            if table == marks:
                self.at(point, written)
        return result

    def listen(self, connection: Any, **_: Any) -> None:
        """Around every statement and commit of a connection, also after it was lost and made anew."""
        connection.written = set()
        if self.statement in connection.execute_wrappers:
            return
        connection.execute_wrappers.append(self.statement)
        commit, rollback = type(connection)._commit, type(connection)._rollback

        def committed() -> Any:
            self.at(COMMITTING, connection.written)
            result = commit(connection)
            tables, connection.written = connection.written, set()
            self.at(COMMITTED, tables)
            return result

        def rolled_back() -> Any:
            connection.written = set()
            return rollback(connection)

        connection._commit, connection._rollback = committed, rolled_back


def install(kind: str) -> None:
    points = Points(kind)
    connection_created.connect(points.listen, weak=False)
    send = smtplib.SMTP.sendmail

    def sendmail(self: smtplib.SMTP, *args: Any, **options: Any) -> Any:
        points.at(MAILING, {"cases_mail"})
        result = send(self, *args, **options)
        points.at(MAILED, {"cases_mail"})
        return result

    smtplib.SMTP.sendmail = sendmail  # type: ignore[method-assign]
