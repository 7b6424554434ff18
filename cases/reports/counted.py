"""One report, counted now: exactly for those who may, or as it may be published."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from branches.posts import Post
from cases.domain import suppression, tables, years
from cases.domain.catalogue import PUBLISHED, Names, Report
from cases.domain.periods import Period
from cases.domain.tables import Fact, Table
from cases.domain.vocabulary import Tier
from cases.load import figures
from cases.load.figures import Scope, people
from cases.models import Publication

SMALL = "small"
SMALL_BRANCHES = "Branches with fewer than 100 members, and no branch"
OTHERS = ", its branches with fewer than 100 members"
FAR = timedelta(days=366 * 3)


def count(report: Report, scope: Scope) -> Table:
    """Every number as it is."""
    report = at_one_level(report, scope.tier)
    facts = figures.SOURCES[report.slug](scope)
    return tables.build(report, facts, hide=False, rows=_rows(report, scope, facts))


def published(period: Period, today: date) -> list[Table]:
    """Every report that is published, over one period, with small numbers hidden; a year from its published halves."""
    if halves := [row.tables for half in period.halves if (row := publication(half))]:
        return list(_from_halves(*halves))
    scope = Scope(since=period.since, until=period.until, today=min(period.until, today))
    return [_hidden(report, scope) for report in PUBLISHED]


def publication(period: Period) -> Publication | None:
    """What was published for just this period."""
    return Publication.objects.filter(since=period.since, until=period.until).first()


def _from_halves(*halves: list[dict[str, Any]]) -> Iterator[Table]:
    """Each report that both halves have."""
    first, second = ({data["slug"]: tables.from_data(data) for data in half} for half in halves)
    for report in PUBLISHED:
        if report.slug in first and report.slug in second:
            yield years.together(report, first[report.slug], second[report.slug])


def _hidden(report: Report, scope: Scope) -> Table:
    facts, rows = figures.SOURCES[report.slug](scope), _rows(report, scope, [])
    if report.slug == "intake-by-branch":
        facts, rows = _large_enough(facts, rows, people.sizes(scope.today), people.regions())
    return tables.build(report, facts, hide=True, rows=rows)


def _large_enough(
    facts: list[Fact], rows: Names, members: dict[str, int], regions: dict[str, str]
) -> tuple[list[Fact], Names]:
    """A branch has its own row from a hundred members on, and so have the others of a region together; else all one."""
    own = {key: name for key, name in rows.items() if suppression.own_row(members.get(key, 0))}
    rest: Counter[str] = Counter()
    for key in rows.keys() - own.keys():
        rest[regions.get(key, "")] += members.get(key, 0)
    wide = {region: f"{region}{OTHERS}" for region, n in sorted(rest.items()) if region and suppression.own_row(n)}
    shared = {key: f"region {regions[key]}" if regions.get(key) in wide else SMALL for key in rows}
    named = {f"region {region}": name for region, name in wide.items()} | {SMALL: SMALL_BRANCHES}
    return [f if f.row in own else f._replace(row=shared[f.row]) for f in facts], own | named


def at_one_level(report: Report, tier: Tier | None) -> Report:
    """For somebody who sees one level only: without the columns and rows of the others, which would all be nought."""
    if tier is None:
        return report
    levels = set(Tier.values())
    cols = {key: name for key, name in report.cols.items() if key == tier or key not in levels}
    rows = {
        key: name
        for key, name in report.rows.items()
        if (key not in levels or key == tier) and (key.partition(".")[0] not in levels or key.startswith(tier))
    }
    return replace(report, cols=cols, rows=rows)


def _rows(report: Report, scope: Scope, facts: list[Fact]) -> Names:
    """The rows that the facts give: months, branches, offices."""
    if report.rows:
        return report.rows
    if report.slug in ("intake-by-branch", "branch-panels"):
        names = people.branches(scope.today)
        return names if report.slug == "intake-by-branch" else {key: name for key, name in names.items() if key}
    if report.slug == "offices":
        return {str(post): str(post.label) for post in Post}
    if report.live:
        last = max((fact.row for fact in facts), default="")
        end = date.fromisoformat(f"{last}-01") + timedelta(days=1) if last else scope.today
        return tables.months(scope.today, min(end, scope.today + FAR))
    return tables.months(scope.since, scope.until)
