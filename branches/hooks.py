"""The one inversion: branches know nothing of cases, yet a change among people must reach open cases at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

Listener = Callable[[str, frozenset[int], Any, datetime, dict[str, Any]], None]
LISTENERS: list[Listener] = []


def people_changed(kind: str, member_ids: frozenset[int], *, by: Any, at: datetime, **data: Any) -> None:
    """Tell every listener, in the caller's transaction: what happened, to whom, by whom, when."""
    for listener in LISTENERS:
        listener(kind, member_ids, by, at, data)
