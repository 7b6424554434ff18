"""A word to the worker that letters wait. It may be lost: the clock looks every few seconds anyway."""

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger(__name__)
TASK = "cases.tasks.deliver_due"
STALE_SECONDS = 15


class Bell:
    """Rung by any number of acts, carried to the broker by one thread: no act waits for the broker or fails with it."""

    def __init__(self, carry: Callable[[], object]) -> None:
        self._carry = carry
        self._rung = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        self._rung.set()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():  # a forked process has lost it
                self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while self._rung.wait():
            self._rung.clear()
            try:
                self._carry()
            except Exception as error:  # whatever the broker does, letters leave with the next beat
                log.warning("The worker could not be woken (%s).", type(error).__name__)


def _send() -> None:
    from conduct.celery import app

    app.send_task(TASK, retry=False, expires=STALE_SECONDS, ignore_result=True)


BELL = Bell(_send)


def after_commit() -> None:
    """Ring once when this transaction has committed, however many letters it wrote; never when it is undone."""
    if not settings.REDIS_URL:
        return
    here = set(connection.savepoint_ids)
    if not any(call == BELL.ring and sids <= here for sids, call, *_ in connection.run_on_commit):
        transaction.on_commit(BELL.ring, robust=True)
