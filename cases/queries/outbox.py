"""How the post stands: figures for those who keep the site running, without a name or a case in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Min, Q, QuerySet, When

from cases import delivery, mailing

FAILING_AFTER = 5
"""So many failures of one letter or mail in a row are told: by then it has waited for an hour."""


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What is due and has not left; ages are those of the oldest, 0 when nothing waits."""

    letters: int
    letters_seconds: float
    letters_failing: int
    mails: int
    mails_seconds: float
    mails_failing: int


def backlog(at: datetime) -> Backlog:
    """Letters that should be in an inbox and are not, and mail that should have left."""
    letters = _figures(delivery.unreleased(), "created_at", at)
    mails = _figures(mailing.unfinished(), "slot_at", at)
    return Backlog(
        letters=letters["late"],
        letters_seconds=_age(letters["oldest"], at),
        letters_failing=letters["failing"],
        mails=mails["late"],
        mails_seconds=_age(mails["oldest"], at),
        mails_failing=mails["failing"],
    )


def _figures(rows: QuerySet[Any], begun: str, at: datetime) -> dict[str, Any]:
    """A failure puts a date off, and makes nothing younger: from then on the age counts from the beginning."""
    late = Q(due_at__lte=at) | Q(attempts__gt=0)
    since = Case(When(attempts=0, then="due_at"), default=begun)
    return rows.aggregate(
        late=Count("pk", filter=late),
        oldest=Min(since, filter=late),
        failing=Count("pk", filter=Q(attempts__gte=FAILING_AFTER)),
    )


def _age(since: datetime | None, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0
