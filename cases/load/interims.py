"""Temporary measures as the rules see them, and whose membership rights rest."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from cases.domain.facts import InterimFacts
from cases.domain.vocabulary import InterimKind
from cases.models import Case, InterimMeasure, Party
from cases.together import Reading, reads


def facts(row: InterimMeasure) -> InterimFacts:
    """One row; its parties must be fetched with it."""
    return InterimFacts(
        number=row.number,
        kind=InterimKind(row.kind),
        bound=row.bound.member_id or 0,
        protected=row.protects.member_id,
        asked_by=row.asked_by_id,
        imposed_on=row.starts_on,
        review_by=row.review_by,
        lapses_on=row.lapses_on,
        ends_on=row.ends_on,
        rule_by=row.rule_by,
        alerted=row.alerted_at is not None,
    )


@reads
def of_case(case: Case) -> Reading[tuple[InterimFacts, ...]]:
    """What is proposed or in force; a case for which nobody ever asked for one is not looked up."""
    if not case.interim:
        return ()
    rows = InterimMeasure.objects.filter(case=case, ended_at__isnull=True).select_related("bound", "protects")
    return tuple(facts(row) for row in (yield rows.order_by("number")))


def resting() -> Exists:
    """Of a party: do their membership rights rest now?"""
    rows = InterimMeasure.objects.filter(
        bound=OuterRef("pk"), kind=InterimKind.SUSPENSION, imposed_at__isnull=False, ended_at__isnull=True
    )
    return Exists(rows)


def served(party: Party, *, until: date) -> int:
    """Days for which this person's rights have rested already in this case: they count against a suspension (1.11)."""
    rows = InterimMeasure.objects.filter(bound=party, kind=InterimKind.SUSPENSION, imposed_at__isnull=False)
    spans = ((row.starts_on, localdate(row.ended_at) if row.ended_at else until) for row in rows)
    return sum((min(end, until) - start).days for start, end in spans if start)
