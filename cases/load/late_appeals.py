"""The decision that stands, and who asked to appeal against it after the time for it."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from cases.domain.facts import LateAppealFacts
from cases.domain.vocabulary import Role, State, Tier
from cases.models import Case, Decision, LateAppeal, Proceeding
from cases.together import Facts

DECIDED = (State.FINAL, State.MONITORING, State.CLOSED)
LEVELS = (Tier.BRANCH, Tier.NATIONAL)


def waiting(proceeding: Proceeding) -> QuerySet[LateAppeal]:
    """What is not ruled on yet, in the order in which it must be."""
    return LateAppeal.objects.filter(proceeding=proceeding, ruled_at__isnull=True).order_by("number")


def against(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """Only where a decision has become final without an appeal can one be late."""
    if case.state not in DECIDED or proceeding.tier not in LEVELS:
        return {}
    standing = Decision.objects.filter(proceeding=proceeding, served_at__isnull=False, void_at__isnull=True)
    served, asked = yield [
        standing.values_list("served_at", flat=True)[:1],
        LateAppeal.objects.filter(proceeding=proceeding).order_by("number"),
    ]
    return {
        "decided_on": timezone.localdate(served[0]) if served else None,
        "late_appeals": tuple(map(_facts, asked)),
    }


def _facts(row: LateAppeal) -> LateAppealFacts:
    return LateAppealFacts(
        number=row.number,
        side=Role(row.side),
        rule_by=row.rule_by,
        ruled=row.ruled_at is not None,
        passed_on=row.passed_on_at is not None,
    )
