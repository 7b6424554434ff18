"""A report as a page: what is asked, the chart, the table, and the addresses under which they can be found again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from branches.models import Branch
from cases.domain import tables
from cases.domain.absent import ABSENT, Absent
from cases.domain.catalogue import BY_SLUG, REPORTS, Audience, Report
from cases.domain.periods import Period, against, ended, read
from cases.domain.tables import Table
from cases.load.figures import Scope
from cases.models import Case, Publication
from cases.reports import charts, counted
from cases.reports.audience import Sight
from cases.reports.charts import Chart
from cases.usecases import figures

CHAPTERS = {
    "RP-03": "What comes in",
    "RP-06": "How long it takes",
    "RP-11": "What comes of it",
    "RP-15": "Panels and conflicts of interest",
    "RP-17": "Appeals and temporary measures",
    "RP-22": "What deserves a second look",
    "RP-24": "Who serves, and what is ahead",
}
"""The headings of the catalogue, each with the last number under it."""
LAST_FIRST = ("-until", "-since")
"""Periods: the last one first, and a half before its year."""
FILES = {"csv": "CSV", "xlsx": "Spreadsheet (XLSX)", "pdf": "PDF"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One report in the catalogue."""

    chapter: str
    question: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """What somebody may ask, what nobody can, and which periods are published."""

    exact: bool
    audience: str
    entries: tuple[Entry, ...]
    others: tuple[Absent, ...]
    periods: tuple[str, ...]
    publishes: bool
    ready: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """One report, ready to be drawn, read aloud or taken away."""

    report: Report
    table: Table
    chart: Chart
    title: str
    on: date
    filters: tuple[tuple[str, str], ...]
    link: str
    files: tuple[tuple[str, str], ...]
    audience: str
    query: Mapping[str, str]

    @property
    def rows(self) -> tuple[tuple[str, bool, tuple[tuple[str, str], ...]], ...]:
        """Each line with its numbers as they are read, and each number with the name of its column."""
        return tuple(
            (line.label, line.total, tuple(
                (self.table.head[place + 1], tables.words(self.table, cell, place))
                for place, cell in enumerate(line.cells)
            ))
            for line in self.table.lines
        )  # fmt: skip


def catalogue(sight: Sight, *, publishes: bool, today: date) -> Catalogue:
    """Every report that this person may open, and each that does not exist, with the reason."""
    done = periods()
    entries = [
        Entry(chapter=_chapter(r), question=r.question, url=reverse("report", args=[r.slug]))
        for r in REPORTS
        if sight.may(r)
    ]
    return Catalogue(
        exact=sight.exact,
        audience=sight.audience.label,
        entries=tuple(entries),
        others=ABSENT,
        periods=tuple(map(str, done)),
        publishes=publishes,
        ready=tuple(map(str, _ready(done, today))) if publishes else (),
    )


def _chapter(report: Report) -> str:
    return next(name for last, name in CHAPTERS.items() if report.number <= last)


def _ready(done: list[Period], today: date) -> Iterator[Period]:
    """What is over and not published, since the first complaint."""
    first = Case.objects.order_by("received_at").values_list("received_on", flat=True).first()
    return (period for period in ended(first, today) if not against(period, done, today)) if first else iter(())


def find(slug: str, sight: Sight) -> Report | None:
    """A report as this person may ask it: at one level only for the chair of a committee."""
    report = BY_SLUG.get(slug)
    return counted.at_one_level(report, sight.tier) if report else None


def periods() -> list[Period]:
    """Every published period, the last one first."""
    return [Period(*row) for row in Publication.objects.order_by(*LAST_FIRST).values_list("since", "until")]


def choices(report: Report, sight: Sight) -> dict[str, Any]:
    """What the filters of a report offer this person: dates, branches and regions, or published periods."""
    if sight.exact or report.of_people:
        rows = list(Branch.objects.values_list("slug", "name", "region")) if sight.exact else []
        regions = sorted({(region, region) for _, _, region in rows if region})
        return {"periods": None, "branches": [(slug, name) for slug, name, _ in rows], "regions": regions}
    return {"periods": named_periods(), "branches": [], "regions": []}


def named_periods() -> list[tuple[str, str]]:
    return [(str(period), span(period)) for period in periods()]


def page(report: Report, sight: Sight, given: Mapping[str, Any], *, today: date) -> ReportPage | None:
    """The report with these filters. None where it is published and no period is yet."""
    query = {key: str(value) for key, value in given.items() if value}
    if sight.exact or report.of_people:
        table, query, filters = _counted(report, sight, query, today)
        on = today
    else:
        found = _frozen(report, query.get("period", ""))
        if found is None:
            return None
        table, period, on = found
        query["period"] = str(period)
        filters = [("Period", span(period))]
    if column := query.get("column"):
        table = table.column(report.cols[column])
        filters.append(("Column", report.cols[column]))
    link = f"{reverse('report', args=[report.slug])}?{urlencode(query)}".rstrip("?")
    return ReportPage(
        report=report, table=table, chart=charts.chart(table, line=report.by_month), title=tables.title(table), on=on,
        filters=tuple(filters), link=link, files=_files(report, query), audience=sight.audience.label, query=query,
    )  # fmt: skip


def _files(report: Report, query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    made = [(label, reverse("report-file", args=[report.slug, kind])) for kind, label in FILES.items()]
    return tuple((label, f"{url}?{urlencode(query)}".rstrip("?")) for label, url in made)


def _counted(
    report: Report, sight: Sight, query: dict[str, str], today: date
) -> tuple[Table, dict[str, str], list[tuple[str, str]]]:
    """Counted now, over the days that were asked for; the days stand in the address, so that it can be kept."""
    branch = Branch.objects.get(slug=query["branch"]) if "branch" in query else None
    since = date.fromisoformat(query["since"]) if "since" in query else today.replace(day=1, year=today.year - 1)
    last = date.fromisoformat(query["until"]) if "until" in query else today
    scope = Scope(
        since=since, until=last + timedelta(days=1), today=today, tier=sight.tier, reach=sight.reach,
        branch=branch.pk if branch else None, region=query.get("region", ""),
    )  # fmt: skip
    filters = [] if report.live else [("Days", f"{since:%-d %B %Y} to {last:%-d %B %Y}")]
    filters += [("Branch", branch.name)] if branch else []
    filters += [("Region", query["region"])] if "region" in query else []
    filters += [("Level", sight.tier.label)] if sight.tier and not report.of_people else []
    query |= {} if report.live else {"since": since.isoformat(), "until": last.isoformat()}
    return counted.count(report, scope), query, filters


def _frozen(report: Report, word: str) -> tuple[Table, Period, date] | None:
    """The table as it was published, for this period or the last one."""
    period = read(word)
    row = counted.publication(period) if period else Publication.objects.order_by(*LAST_FIRST).first()
    data = next((data for data in row.tables if data["slug"] == report.slug), None) if row else None
    return (tables.from_data(data), Period(row.since, row.until), row.published_at.date()) if row and data else None


def span(period: Period) -> str:
    return f"{period.since:%-d %B %Y} to {period.until - timedelta(days=1):%-d %B %Y}"


@dataclass(frozen=True, kw_only=True)
class PublishedPage:
    """The published report of a period: every table that everybody may read, and its hash.

    `made_of` names the halves from which a year was made; `year` one that could still be counted as a whole.
    """

    name: str
    span: str
    published_on: date
    sha256: str
    parts: tuple[ReportPage, ...]
    made_of: tuple[str, ...] = ()
    year: str = ""
    paper: bytes = b""
    paper_sha256: str = ""
    sound: bool = True
    absent: tuple[Absent, ...] = ABSENT


def published(word: str) -> PublishedPage | None:
    """What everybody may read of one period."""
    period = read(word)
    row = counted.publication(period) if period else None
    if row is None or period is None:
        return None
    page = whole(row.tables, period, row.published_at.date(), row.sha256)
    return replace(page, paper=bytes(row.paper), paper_sha256=row.paper_sha256, sound=figures.is_sound(row))


def draft(period: Period, today: date) -> PublishedPage:
    """What would be published of a period, for whoever publishes it to read first."""
    return whole([table.as_data() for table in counted.published(period, today)], period, today, "")


def whole(data: list[dict[str, Any]], period: Period, on: date, sha256: str) -> PublishedPage:
    """What everybody may read of a period, from its frozen tables."""
    public = {report.slug: report for report in REPORTS if Audience.PUBLIC in report.seen_by}
    parts = [_part(public[row["slug"]], tables.from_data(row), on) for row in data if row["slug"] in public]
    done, year = set(periods()), period.whole_year
    return PublishedPage(
        name=str(period), span=span(period), published_on=on, sha256=sha256, parts=tuple(parts),
        made_of=tuple(map(str, period.halves)) if period.halves and done >= set(period.halves) else (),
        year="" if period.halves or any(map(year.overlaps, done)) else str(year),
    )  # fmt: skip


def _part(report: Report, table: Table, on: date) -> ReportPage:
    return ReportPage(
        report=report, table=table, chart=charts.chart(table, line=report.by_month), title=tables.title(table), on=on,
        filters=(), link="", files=(), audience="", query={},
    )  # fmt: skip
