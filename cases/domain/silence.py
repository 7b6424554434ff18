"""A case in which nothing happens although no date has passed, and a step that nobody can take (INV-08, 1.6).

Reading, refusals and what the clock says by itself are no sign of life: whoever sits on a case could open it once a
fortnight. What changes who can act is looked at on the next day.
"""

from collections.abc import Collection
from datetime import date, timedelta

from cases.domain.facts import CaseFacts
from cases.domain.overdue import OF_THE_PARTIES
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import EventKind, Role

UNHEARD = frozenset(
    {
        EventKind.SEALED_PART_READ,
        EventKind.ACCESS_REFUSED,
        EventKind.ACT_REFUSED,
        EventKind.NOTICE_SENT,
        EventKind.NOTICE_FAILED,
        EventKind.COPY_MADE,
        EventKind.FILE_CHECKED,
        EventKind.EXPOSURE_CONFIRMED,
        EventKind.CASE_SILENT,
        EventKind.STEP_UNOWNED,
    }
)
"""Entries that change nothing in a case."""

NO_LIFE = UNHEARD | {
    EventKind.STATUS_SENT,
    EventKind.REMINDED,
    EventKind.OVERDUE_NOTICED,
    EventKind.OVERDUE_PASSED_UP,
    EventKind.NOBODY_FREE,
    EventKind.CONFLICT_FOUND,
    EventKind.CONFLICT_ENDED,
    EventKind.GRANT_WITHDRAWN,
    EventKind.MEMBER_STOOD_DOWN,
    EventKind.MEMBER_HELD,
    EventKind.TERM_ENDED,
    EventKind.CASE_LINKED,
    EventKind.CHALLENGE_PASSED_ON,
    EventKind.INTERIM_UNREVIEWED,
    EventKind.RESPONDENT_LEFT,
    EventKind.RESPONDENT_BACK,
}
"""Entries after which a case is as silent as before."""


def heard(kinds: Collection[EventKind]) -> bool:
    """Has something happened after which somebody must look whether the step still has an owner?"""
    return not UNHEARD.issuperset(kinds)


def alive(kinds: Collection[EventKind]) -> bool:
    """Has somebody done something? Then the days of silence begin anew."""
    return not NO_LIFE.issuperset(kinds)


def speaks_up_on(procedure: Procedure, quiet_since: date) -> date:
    """The day on which silence is told."""
    return quiet_since + timedelta(days=procedure.number("silence_days"))


def may_be_silent(procedure: Procedure, case: CaseFacts) -> bool:
    """Is this a place where nothing has to happen: a pause, or one for which the law says so?"""
    clock = procedure.clock(case.tier, case.state)
    return clock is None or clock.may_be_silent or case.stayed_until is not None


def to_be_held(procedure: Procedure, case: CaseFacts) -> Role | None:
    """The role that must be held by somebody without a conflict of interest; None where everybody waits for a side.

    While somebody is on hold others rule on it, by a day of its own; a pause ends on its own day, too.
    """
    clock = procedure.clock(case.tier, case.state)
    if clock is None or clock.owner in OF_THE_PARTIES or case.held or case.stayed_until:
        return None
    return clock.owner
