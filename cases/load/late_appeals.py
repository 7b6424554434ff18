"""The decision that stands, and who asked to appeal against it after the time for it, or to open the case again."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from cases.domain.facts import LateRequestFacts
from cases.domain.vocabulary import Role, State, Tier
from cases.models import Case, Decision, LateRequest, Proceeding
from cases.together import Facts

DECIDED = (State.FINAL, State.MONITORING, State.CLOSED)
LEVELS = (Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL)


def waiting(proceeding: Proceeding) -> QuerySet[LateRequest]:
    """What is not ruled on yet, in the order in which it must be."""
    return LateRequest.objects.filter(proceeding=proceeding, ruled_at__isnull=True).order_by("number")


def against(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """Only where a decision has become final; after an appeal that was not admitted it is the one below."""
    if case.state not in DECIDED or proceeding.tier not in LEVELS:
        return {}
    heard = [proceeding.pk, proceeding.predecessor_id] if proceeding.tier == Tier.APPEAL else [proceeding.pk]
    standing = Decision.objects.filter(proceeding__in=heard, served_at__isnull=False, void_at__isnull=True)
    served, asked = yield [
        standing.order_by("-served_at").values_list("served_at", flat=True)[:1],
        LateRequest.objects.filter(proceeding=proceeding).order_by("number"),
    ]
    return {
        "decided_on": timezone.localdate(served[0]) if served else None,
        "late_requests": tuple(map(_facts, asked)),
    }


def _facts(row: LateRequest) -> LateRequestFacts:
    return LateRequestFacts(
        number=row.number,
        side=Role(row.side),
        rule_by=row.rule_by,
        ruled=row.ruled_at is not None,
        passed_on=row.passed_on_at is not None,
        reopens=row.reopens,
    )
