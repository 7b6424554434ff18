"""What a change among people means for open cases."""

from datetime import datetime
from typing import Any

from cases.domain.vocabulary import EventKind
from cases.record import Actor, System, record
from cases.usecases import conflicts

NEW_MEMBER = frozenset({EventKind.MEMBER_ADDED})


def people_changed(kind: str, members: frozenset[int], by: Actor | None, at: datetime, data: dict[str, Any]) -> None:
    """Record the change, and re-check every open case that these members could touch.

    The cases are locked before the record is: whoever acts in a case takes the two in the same order.
    """
    event = EventKind(kind)
    cases = []
    if event not in NEW_MEMBER:
        conflicts.hold_people()
        cases = list(conflicts.near_to(members).select_for_update(no_key=True))
    record(event, case=None, by=by or System("set-up"), at=at, data={"members": sorted(members), **data})
    for case in cases:
        conflicts.recheck(case, by=System("people changed"), at=at, extra=members)
