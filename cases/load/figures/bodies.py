"""Facts about those who decide, and what they decide: results, conflicts of interest, appeals, work."""

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from cases.domain import catalogue
from cases.domain.tables import Fact
from cases.domain.vocabulary import EventKind, MotionKind, Role, SeatStatus, Why
from cases.load.figures.scope import Scope, band, events, facts, grouped, month
from cases.models import (
    AllegationFinding,
    Appeal,
    CaseEvent,
    Challenge,
    CheckIn,
    Conflict,
    InterimMeasure,
    LateConflict,
    Measure,
    Party,
    Seat,
)

UNRULED = {None: "open"}


def _found(scope: Scope) -> QuerySet[AllegationFinding]:
    rows = AllegationFinding.objects.filter(
        scope.at("proceeding__decisions__served_at"), void_at__isnull=True, proceeding__decisions__void_at__isnull=True
    )
    return scope.of(rows, tier="proceeding__tier")


def findings(scope: Scope) -> list[Fact]:
    return facts(_found(scope), "allegation__category", "finding")


def fair(scope: Scope) -> list[Fact]:
    return facts(_found(scope), "case__names_a_leader", "finding")


def _measures(scope: Scope) -> QuerySet[Measure]:
    served = scope.at("proceeding__decisions__served_at")
    rows = Measure.objects.filter(served, dropped_at__isnull=True, proceeding__decisions__void_at__isnull=True)
    return scope.of(rows, tier="proceeding__tier")


def measures_taken(scope: Scope) -> list[Fact]:
    return facts(_measures(scope), "kind", "proceeding__tier")


def measure_days(scope: Scope) -> list[Fact]:
    rows = grouped(_measures(scope).filter(days__isnull=False), "kind", "days")
    return [Fact(kind, n=n, days=days) for kind, days, n in rows]


def stepping_aside(scope: Scope) -> list[Fact]:
    """Who said at once that something stands against them, stepped aside, was found in conflict, or never said."""
    asked = events(scope, EventKind.CONFLICT_ANSWERED).filter(data__clear=False).count()
    found = [Fact("not_clear", n=asked), Fact("recused", n=events(scope, EventKind.RECUSED).count())]
    rows = CaseEvent.objects.filter(scope.at("at"), case__isnull=False)
    for kind, row in ((EventKind.MEMBER_STOOD_DOWN, "stood_down"), (EventKind.SEAT_LAPSED, "no_answer")):
        found.append(Fact(row, n=scope.of(rows.filter(kind=kind)).count()))
    return found


def conflicts(scope: Scope) -> list[Fact]:
    rows = grouped(scope.of(Conflict.objects.filter(scope.at("since"))), "kind", "by_rule")
    return [Fact(kind, "rule" if by_rule else "person", n) for kind, by_rule, n in rows]


def challenges(scope: Scope) -> list[Fact]:
    rows = scope.of(Challenge.objects.filter(scope.at("filed_at")), tier="proceeding__tier")
    words = UNRULED | {True: "excluded", False: "kept"}
    return [Fact(role, words[excluded], n) for role, excluded, n in grouped(rows, "role", "excluded")]


def challenge_days(scope: Scope) -> list[Fact]:
    rows = scope.of(Challenge.objects.filter(scope.at("ruled_at")), tier="proceeding__tier")
    found = rows.values_list("proceeding__tier", "filed_at", "ruled_at")
    return [Fact(tier, days=(timezone.localdate(end) - timezone.localdate(start)).days) for tier, start, end in found]


def set_aside(scope: Scope) -> list[Fact]:
    rows = LateConflict.objects.filter(scope.at("ruled_at"), set_aside=True)
    return facts(scope.of(rows, tier="proceeding__tier"), "proceeding__tier")


def late_conflicts(scope: Scope) -> list[Fact]:
    rows = grouped(scope.of(LateConflict.objects.filter(scope.at("reported_at"))), "kind", "how", "set_aside")
    words = UNRULED | {True: "set_aside", False: "stands"}
    return [Fact(kind, "appealed" if how == "appealed" else words[fell], n) for kind, how, fell, n in rows]


def appeals_filed(scope: Scope) -> list[Fact]:
    rows = scope.of(Appeal.objects.filter(scope.at("filed_at")), tier="proceeding__tier")
    return facts(rows, "ground", "side")


def appeals_decided(scope: Scope) -> list[Fact]:
    """By the carried outcome of the appeal and the level of the decision that it was about."""
    rows = Appeal.objects.filter(
        scope.at("proceeding__decisions__served_at"),
        proceeding__decisions__void_at__isnull=True,
        proceeding__motions__kind=MotionKind.OUTCOME,
        proceeding__motions__carried=True,
        proceeding__motions__void_at__isnull=True,
    )
    by = ("proceeding__motions__outcome", "proceeding__predecessor__tier")
    return facts(scope.of(rows, tier="proceeding__tier"), *by)


def temporary_measures(scope: Scope) -> list[Fact]:
    rows = scope.of(InterimMeasure.objects.filter(scope.on("starts_on"), imposed_at__isnull=False))
    found = rows.values_list("kind", "starts_on", "ended_at")
    return [
        Fact(band(((timezone.localdate(end) if end else scope.today) - start).days, catalogue.FORCE_LIMITS), kind)
        for kind, start, end in found
    ]


def temporary_ends(scope: Scope) -> list[Fact]:
    rows = InterimMeasure.objects.filter(scope.at("ended_at"), imposed_at__isnull=False)
    return facts(scope.of(rows), "ended_because")


def more_than_once(scope: Scope) -> list[Fact]:
    first = scope.today.replace(year=scope.today.year - 2, day=min(scope.today.day, 28))
    rows = Party.objects.filter(side=Role.RESPONDENT, member__isnull=False, case__received_on__gte=first)
    counts = scope.of(rows).order_by().values("member").annotate(n=Count("case", distinct=True))
    return [Fact(str(min(n, 3))) for n in counts.filter(n__gte=2).values_list("n", flat=True)]


def attempts(scope: Scope) -> list[Fact]:
    kinds = (EventKind.SEALED_PART_READ, EventKind.ACCESS_REFUSED, EventKind.ACT_REFUSED)
    rows = scope.of(CaseEvent.objects.filter(scope.at("at"), kind__in=kinds, case__isnull=False))
    rows = rows.annotate(first=TruncMonth("at", tzinfo=timezone.get_default_timezone()))
    return [Fact(month(first), kind, n) for first, kind, n in grouped(rows, "first", "kind")]


def outside_contact(scope: Scope) -> list[Fact]:
    return facts(scope.of(Challenge.objects.filter(scope.at("filed_at"), kind=Why.CONTACTED)), "role")


def workload(scope: Scope) -> list[Fact]:
    seats = Seat.objects.filter(status=SeatStatus.SEATED, proceeding__ended_at__isnull=True)
    counts = scope.of(seats, tier="proceeding__tier").order_by().values("member").annotate(n=Count("pk"))
    return [Fact(str(min(n, 4))) for n in counts.values_list("n", flat=True)]


def calendar(scope: Scope) -> list[Fact]:
    ahead = {
        "measure": (Measure.objects.filter(dropped_at__isnull=True), "ends_on", "proceeding__tier"),
        "check_in": (CheckIn.objects.filter(recorded_at__isnull=True), "due_on", ""),
        "temporary": (InterimMeasure.objects.filter(ended_at__isnull=True), "review_by", ""),
    }
    found = []
    for col, (rows, path, tier) in ahead.items():
        mine = scope.of(rows.filter(**{f"{path}__gte": scope.today}), tier=tier).annotate(first=TruncMonth(path))
        found += [Fact(month(first), col, n) for first, n in grouped(mine, "first")]
    return found
