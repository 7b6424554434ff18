"""What a change among people means for open cases."""

from datetime import datetime
from typing import Any

from cases.domain.vocabulary import EventKind
from cases.record import Actor, System, record
from cases.usecases import conflicts

NEW_MEMBER = frozenset({EventKind.MEMBER_ADDED})


def people_changed(kind: str, members: frozenset[int], by: Actor | None, at: datetime, data: dict[str, Any]) -> None:
    """Record the change, and re-check every open case that these members could touch."""
    actor = by or System("set-up")
    event = EventKind(kind)
    record(event, case=None, by=actor, at=at, data={"members": sorted(members), **data})
    if event not in NEW_MEMBER:
        conflicts.recheck_for(members, by=System("people changed"), at=at)
