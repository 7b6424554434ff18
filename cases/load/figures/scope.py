"""Whose cases a report counts, over which days, and how its rows are brought together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.domain import durations
from cases.domain.tables import Fact
from cases.domain.vocabulary import EventKind, Tier
from cases.models import CaseEvent


def _every_case(path: str) -> Q:
    return Q()


@dataclass(frozen=True, kw_only=True)
class Scope:
    """From a day up to, and not including, another; at one level, branch or region, or all; the cases that may count.

    `reach` makes the condition for rows that name their case under a path: who asks, less what they are barred from.
    """

    since: date
    until: date
    today: date
    tier: Tier | None = None
    branch: int | None = None
    region: str = ""
    reach: Callable[[str], Q] = _every_case

    def of(self, rows: QuerySet[Any], *, case: str = "case", tier: str = "") -> QuerySet[Any]:
        """These rows as far as their case counts; `tier` is the path to the level they belong to."""
        prefix = "" if case == "pk" else f"{case}__"
        rows = rows.filter(self.reach(case))
        rows = rows.filter(**{f"{prefix}branch": self.branch}) if self.branch is not None else rows
        rows = rows.filter(**{f"{prefix}branch__region": self.region}) if self.region else rows
        return rows.filter(**{tier or f"{prefix}tier": self.tier}) if self.tier is not None else rows

    def at(self, path: str) -> Q:
        """A moment within the period."""
        return Q(**{f"{path}__gte": midnight(self.since), f"{path}__lt": midnight(self.until)})

    def on(self, path: str) -> Q:
        """A day within the period."""
        return Q(**{f"{path}__gte": self.since, f"{path}__lt": self.until})


Source = Callable[[Scope], list[Fact]]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def grouped(rows: QuerySet[Any], *by: Any) -> Iterable[tuple[Any, ...]]:
    """How many rows there are of each kind, counted by the database."""
    return rows.order_by().values_list(*by).annotate(n=Count("pk"))


def facts(rows: QuerySet[Any], row: str, col: str = "") -> list[Fact]:
    """Rows counted by one column or by two."""
    if not col:
        return [Fact(str(one), n=n) for one, n in grouped(rows, row)]
    return [Fact(str(one), str(two), n) for one, two, n in grouped(rows, row, col)]


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def band(days: int, limits: tuple[int, ...]) -> str:
    return str(durations.band(days, limits))


def events(scope: Scope, *kinds: EventKind) -> QuerySet[CaseEvent]:
    """Entries of the record of these kinds, by the level at which each left its case."""
    rows = CaseEvent.objects.filter(scope.at("at"), kind__in=kinds, case__isnull=False)
    return scope.of(rows, tier="data__tier")


def kinds_of(*kinds: EventKind) -> Source:
    """A report whose rows are kinds of entries."""
    return lambda scope: facts(events(scope, *kinds), "kind")
