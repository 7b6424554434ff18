"""Why somebody sees what they see. It speaks only about the person who asks, and never confirms a case."""

from dataclasses import dataclass
from datetime import date

from branches.models import Member, Office
from branches.posts import label
from cases import access
from cases.domain.vocabulary import Role
from cases.load import local_day
from cases.models import CaseRole

ENDED = {
    "handed_on": "the case was handed on",
    "talks_ended": "the talks ended",
    "conflict": "you stepped aside, or a conflict of interest was found",
    "escalated": "the case moved to another level",
    "appealed": "an appeal was filed",
    "remanded": "a fresh panel took over",
    "presides": "you took the chair",
    "final": "the decision became final",
    "step_over": "that step was over",
    "ruled": "you gave your ruling",
    "closed": "the case was closed",
}
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Term:
    """An office, with its first and last day."""

    office: str
    since: date
    until: date | None
    over: bool


@dataclass(frozen=True, kw_only=True)
class Past:
    """A role that has ended; in which case is not said."""

    role: str
    until: date
    because: str


@dataclass(frozen=True, kw_only=True)
class WhyPage:
    offices: tuple[Term, ...]
    roles: tuple[str, ...]
    follows: bool
    past: tuple[Past, ...]


def why(member: Member, today: date) -> WhyPage:
    open_now = CaseRole.objects.filter(access.handles(member, "case"), member=member, until__isnull=True)
    roles = open_now.order_by("role").values_list("role", flat=True).distinct()
    return WhyPage(
        offices=tuple(_term(row, today) for row in Office.objects.filter(member=member).select_related("branch")),
        roles=tuple(Role(role).label for role in roles),
        follows=access.followed_by(member).exists(),
        past=_past(member),
    )


def _term(row: Office, today: date) -> Term:
    return Term(
        office=label(row.post, row.branch.name if row.branch else ""),
        since=row.since,
        until=row.until,
        over=row.until is not None and row.until <= today,
    )


def _past(member: Member) -> tuple[Past, ...]:
    rows = CaseRole.objects.filter(member=member, until__isnull=False).order_by("-until")[:SHOWN]
    return tuple(
        Past(role=Role(row.role).label, until=local_day(row.until), because=ENDED.get(row.ended_because, "it ended"))
        for row in rows
        if row.until is not None
    )
