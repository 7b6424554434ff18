"""Doing things in the same moment: each in a thread of its own, with a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.core.management import call_command
from django.db import connection

from cases.domain.answer import Refused
from cases.models import CaseEvent, ChainHead, Proceeding
from cases.usecases.act import Stale

TOLD = (Refused, Stale)
"""What a person may be told when somebody else was faster. Anything else is a fault."""


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Start all of them together. Gives what each returned, or the refusal it met; every other error is raised."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[place] = act()
        except Exception as problem:
            results[place] = problem
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, TOLD):
            raise result
    return results


def done(results: list[Any]) -> int:
    """How many were not refused."""
    return sum(not isinstance(result, TOLD) for result in results)


def assert_whole() -> None:
    """The record has every number once, and every case one open proceeding at the most."""
    numbers = list(CaseEvent.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert ChainHead.objects.get().number == len(numbers)
    running = list(Proceeding.objects.filter(ended_at=None).values_list("case", flat=True))
    assert len(running) == len(set(running))
    call_command("verify_record")
