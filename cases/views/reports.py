"""Figures: the catalogue, one report with its files, and what is published."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from branches.views.gate import SignedIn
from cases import selfcheck
from cases.domain import periods
from cases.domain.answer import Refused
from cases.domain.catalogue import Audience, Report
from cases.forms.reports import ReportFilter
from cases.reports import audience, files, publishing
from cases.reports import page as pages
from cases.usecases import figures
from conduct import health
from conduct.policy import Policy, policy

NOT_YOURS = "Figures that are not published are for the national offices. What is published is open to everybody."
NOT_THIS = "Your office does not have this report."
ONLY_REGISTRAR = "Only the registrar publishes figures."


def _refused(request: HttpRequest, because: Any) -> HttpResponse:
    return render(request, "403.html", {"reasons": [because] if isinstance(because, str) else because}, status=403)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store, private"}
    return HttpResponse(data, content_type=files.TYPES[kind], headers=headers)


@require_safe
@policy(Policy.FIGURES)
def catalogue(request: SignedIn) -> HttpResponse:
    """Every question that this person may ask."""
    sight = audience.sight(request.user, localdate())
    if sight.audience is Audience.PUBLIC:
        return _refused(request, NOT_YOURS)
    page = pages.catalogue(sight, publishes=audience.publishes(request.user, localdate()), today=localdate())
    return render(
        request,
        "reports/catalogue.html",
        {"page": page, "wrong": health.of_the_site(now()), "record": selfcheck.last()},
    )


@dataclass(frozen=True)
class _Asked:
    """A report that somebody asked for, with its filters as they hold now."""

    report: Report
    page: pages.ReportPage | None
    form: ReportFilter


def _ask(request: SignedIn, slug: str) -> _Asked | HttpResponse:
    """The report with its filters; or the answer that says why not, before anything is counted."""
    today = localdate()
    sight = audience.sight(request.user, today)
    if sight.audience is Audience.PUBLIC:  # what everybody may know is published once and stands still
        return _refused(request, NOT_YOURS)
    found = pages.find(slug, sight)
    if found is None:
        raise Http404
    if not sight.may(found):
        return _refused(request, NOT_THIS)
    offered = pages.choices(found, sight)
    form = ReportFilter(request.GET, report=found, today=today, **offered)
    if not form.is_valid():
        return render(request, "reports/unreadable.html", {"report": found, "asked": form}, status=400)
    page = pages.page(found, sight, form.cleaned_data, today=today)
    query = dict(page.query) if page else {}
    return _Asked(found, page, ReportFilter(query, report=found, today=today, **offered))


@require_safe
@policy(Policy.FIGURES)
def report(request: SignedIn, slug: str) -> HttpResponse:
    """One question, its chart and its table."""
    asked = _ask(request, slug)
    if isinstance(asked, HttpResponse):
        return asked
    return render(request, "reports/report.html", {"report": asked.report, "page": asked.page, "filter": asked.form})


@require_safe
@policy(Policy.FIGURES)
def report_file(request: SignedIn, slug: str, kind: str) -> HttpResponse:
    """The same numbers as a file, with who took it inside and an entry in the record."""
    asked = _ask(request, slug)
    if isinstance(asked, HttpResponse):
        return asked
    page, at = asked.page, now()
    if page is None or kind not in files.TYPES:
        raise Http404
    entry = figures.take(report=slug, kind=kind, query=dict(page.query), by=request.user, at=at)
    mark = files.mark(request.user.full_name, page, localdate(at), entry)
    return _file(files.of(kind, page, mark), kind, f"{slug}-{page.on:%Y-%m-%d}")


@require_http_methods(["GET", "POST"])
@policy(Policy.FIGURES)
def publish(request: SignedIn, period: str) -> HttpResponse:
    """Read what would be published, and publish it with one press."""
    found, today = periods.read(period), localdate()
    if not audience.publishes(request.user, today):
        return _refused(request, ONLY_REGISTRAR)
    if found is None:
        raise Http404
    if against := periods.against(found, pages.periods(), today):
        return _refused(request, against)
    if request.method != "POST":
        return render(request, "reports/publish.html", {"page": pages.draft(found, today)})
    try:
        publishing.publish(found, by=request.user, at=now())
    except Refused as refused:
        return _refused(request, refused.against)
    messages.success(request, "Published. These figures do not change any more.")
    return redirect("published", period=period)


@require_safe
@policy(Policy.OPEN)
def all_published(request: HttpRequest) -> HttpResponse:
    """Every report that was published."""
    return render(request, "reports/all_published.html", {"periods": pages.named_periods()})


@require_safe
@policy(Policy.OPEN)
def published(request: HttpRequest, period: str) -> HttpResponse:
    """The report of one period, for everybody."""
    return render(request, "reports/published.html", {"page": _published(period)})


@require_safe
@policy(Policy.OPEN)
def published_file(request: HttpRequest, period: str) -> HttpResponse:
    """The same as a paper, as it was frozen."""
    page = _published(period)
    return _file(page.paper, "pdf", f"figures-{page.name}")


def _published(period: str) -> pages.PublishedPage:
    if (page := pages.published(period)) is None:
        raise Http404
    return page
