"""What a change among people means for open cases."""

from datetime import datetime
from typing import Any

from branches.models import Member
from cases.domain.vocabulary import EventKind
from cases.record import Actor, System, record
from cases.usecases import conflicts, identity, leaving, terms

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
    if event is EventKind.MEMBERS_MERGED:
        pair = Member.objects.in_bulk([data["kept"], data["gone"]])
        identity.follow(kept=pair[data["kept"]], gone=pair[data["gone"]], at=at)
    for case in cases:
        conflicts.recheck(case, by=System("people changed"), at=at, extra=members)
        terms.check(case, members, by=System("an office or membership ended"), at=at)
        if event is EventKind.MEMBER_LEFT:
            leaving.left(case, at=at)
    if event is EventKind.MEMBERS_MERGED:
        leaving.back(members, at=at)
