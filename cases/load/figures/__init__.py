"""Facts for the reports: rows in, counts out. Each report asks one question of the database, whatever its size.

A source groups in the database and names nobody. Whose cases count is the caller's: `Scope.reach`.
"""

from cases.domain.vocabulary import EventKind
from cases.load.figures import bodies, people, road
from cases.load.figures.scope import Scope as Scope
from cases.load.figures.scope import Source, kinds_of

SOURCES: dict[str, Source] = {
    "intake-by-month": road.intake_by_month,
    "intake-by-category": road.intake_by_category,
    "intake-by-channel": road.intake_by_channel,
    "intake-by-branch": road.intake_by_branch,
    "open-now": road.open_now,
    "time-in-step": road.time_in_step,
    "from-receipt": road.from_receipt,
    "in-time": road.in_time,
    "still-open": road.still_open,
    "ageing": road.ageing,
    "overdue": road.overdue,
    "more-time": road.more_time,
    "first-look": kinds_of(
        EventKind.INFORMAL_OFFERED,
        EventKind.BRANCH_OPENED,
        EventKind.NATIONAL_OPENED,
        EventKind.DISMISSAL_CONFIRMED,
        EventKind.REFERRED_OUT,
    ),
    "reviews": kinds_of(EventKind.DISMISSAL_UPHELD, EventKind.DISMISSAL_OVERTURNED),
    "how-cases-end": road.how_cases_end,
    "talks": kinds_of(
        EventKind.AGREEMENT_SIGNED, EventKind.TALKS_DECLINED, EventKind.TALKS_LEFT, EventKind.TALKS_LAPSED
    ),
    "moving-up": road.moving_up,
    "ruled-up": road.ruled_up,
    "no-quorum": road.no_quorum,
    "leaving": kinds_of(EventKind.WENT_ON_AFTER_LEAVING, EventKind.CLOSED_AFTER_LEAVING),
    "withdrawals": road.withdrawals,
    "findings": bodies.findings,
    "fair": bodies.fair,
    "measures": bodies.measures_taken,
    "measure-days": bodies.measure_days,
    "stepping-aside": bodies.stepping_aside,
    "conflicts": bodies.conflicts,
    "challenges": bodies.challenges,
    "challenge-days": bodies.challenge_days,
    "set-aside": bodies.set_aside,
    "late-conflicts": bodies.late_conflicts,
    "appeals-filed": bodies.appeals_filed,
    "appeals-decided": bodies.appeals_decided,
    "temporary-measures": bodies.temporary_measures,
    "temporary-ends": bodies.temporary_ends,
    "more-than-once": bodies.more_than_once,
    "access": bodies.attempts,
    "outside-contact": bodies.outside_contact,
    "workload": bodies.workload,
    "calendar": bodies.calendar,
    "branch-panels": people.branch_panels,
    "offices": people.offices,
}
"""Where the facts of each report come from."""
