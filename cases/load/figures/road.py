"""Facts about cases on their way: how many come, where they stand, how long they take, how they end."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from cases.domain import catalogue
from cases.domain.tables import Fact
from cases.domain.vocabulary import EventKind, Ground, State
from cases.load.figures.scope import Scope, band, events, facts, grouped, month
from cases.models import Allegation, Case, Extension, Reached, Stay, Withdrawal

MOVED = (EventKind.ESCALATED, EventKind.MOVED_EXTERNAL)
CLOSED_ON = TruncDate("closed_at", tzinfo=timezone.get_default_timezone())
RULED = "a ruling"
"""What the system gives as its reason where it moves a case up because somebody ruled so."""


def _received(scope: Scope) -> QuerySet[Case]:
    return scope.of(Case.objects.filter(scope.on("received_on")), case="pk")


def _open(scope: Scope) -> QuerySet[Case]:
    return scope.of(Case.objects.exclude(state=State.CLOSED), case="pk")


def _stays(scope: Scope) -> QuerySet[Stay]:
    return scope.of(Stay.objects.filter(scope.on("left_on")), tier="tier")


def intake_by_month(scope: Scope) -> list[Fact]:
    rows = grouped(_received(scope).annotate(first=TruncMonth("received_on")), "first")
    return [Fact(month(first), n=n) for first, n in rows]


def intake_by_category(scope: Scope) -> list[Fact]:
    return facts(scope.of(Allegation.objects.filter(scope.at("framed_at"))), "category")


def intake_by_channel(scope: Scope) -> list[Fact]:
    return facts(_received(scope), "complaints__source")


def intake_by_branch(scope: Scope) -> list[Fact]:
    return [Fact(str(branch or ""), n=n) for branch, n in grouped(_received(scope), "branch")]


def open_now(scope: Scope) -> list[Fact]:
    return facts(_open(scope), "state", "tier")


def ageing(scope: Scope) -> list[Fact]:
    rows = grouped(_open(scope), "received_on", "tier")
    return [Fact(band((scope.today - day).days, catalogue.AGE_LIMITS), tier, n) for day, tier, n in rows]


def overdue(scope: Scope) -> list[Fact]:
    rows = grouped(_open(scope).filter(due_on__lt=scope.today, stayed_until__isnull=True), "state", "due_on")
    return [Fact(state, band((scope.today - due).days, catalogue.LATE_LIMITS), n) for state, due, n in rows]


def time_in_step(scope: Scope) -> list[Fact]:
    rows = grouped(_stays(scope), "tier", "state", F("left_on") - F("entered_on"))
    return [Fact(f"{tier}.{state}", n=n, days=spent.days) for tier, state, spent, n in rows]


def in_time(scope: Scope) -> list[Fact]:
    kept, rows = Q(left_on__lte=F("due_on")), _stays(scope).filter(due_on__isnull=False)
    return [
        Fact(state, col, n)
        for col, which in (("in_time", kept), ("late", ~kept))
        for state, n in grouped(rows.filter(which), "state")
    ]


def from_receipt(scope: Scope) -> list[Fact]:
    """The first time that each case came to each point: an earlier one outside of the period counts there."""
    reached = grouped(scope.of(Reached.objects.filter(scope.on("reached_on"))), "point", "days")
    over = scope.of(Case.objects.filter(scope.at("closed_at")), case="pk")
    closed = grouped(over.annotate(day=CLOSED_ON), F("day") - F("received_on"))
    return [
        *(Fact(point, n=n, days=days) for point, days, n in reached),
        *(Fact("closed", n=n, days=spent.days) for spent, n in closed),
    ]


def still_open(scope: Scope) -> list[Fact]:
    rows = _received(scope).annotate(day=CLOSED_ON)
    closed = grouped(rows.filter(closed_at__isnull=False), "tier", F("day") - F("received_on"))
    waiting = grouped(rows.filter(closed_at__isnull=True), "tier", "received_on")
    return [
        *(Fact(tier, n=n, days=spent.days) for tier, spent, n in closed),
        *(Fact(tier, n=n, days=(scope.today - received).days, over=False) for tier, received, n in waiting),
    ]


def more_time(scope: Scope) -> list[Fact]:
    rows = scope.of(Extension.objects.filter(scope.at("asked_at")), tier="proceeding__tier")
    words = {True: "granted", False: "refused", None: "open"}
    return [Fact(state, words[granted], n) for state, granted, n in grouped(rows, "state", "granted")]


def how_cases_end(scope: Scope) -> list[Fact]:
    rows = Case.objects.filter(scope.at("closed_at")).exclude(closure_reason__in=catalogue.ELSEWHERE)
    return facts(scope.of(rows, case="pk"), "closure_reason", "tier")


def moving_up(scope: Scope) -> list[Fact]:
    """The system moves a case up also after a ruling, and says so in its reason."""
    rows = grouped(events(scope, *MOVED), "data__ground", "system")
    return [Fact(ground, "ruled" if system == RULED else "rule", n) for ground, system, n in rows]


def ruled_up(scope: Scope) -> list[Fact]:
    ruled = events(scope, EventKind.ESCALATION_RULED)
    return [Fact(row, n=ruled.filter(data__upheld=up).count()) for row, up in (("up", True), ("stays", False))]


def no_quorum(scope: Scope) -> list[Fact]:
    return facts(events(scope, *MOVED).filter(data__ground=Ground.NO_QUORUM), "data__tier")


def withdrawals(scope: Scope) -> list[Fact]:
    return facts(scope.of(Withdrawal.objects.filter(scope.at("asked_at"))), "how")
