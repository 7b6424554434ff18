"""The pages of those who work on cases."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases.forms.search import SearchForm
from cases.queries import case_page, conflicts_page, lists, timeline
from cases.views.doors import HANDLERS, enter, note
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.MEMBER)
def inbox(request: SignedIn) -> HttpResponse:
    """What waits for my first look."""
    page = lists.inbox(request.user, today=localdate(), cursor=request.GET.get("from", ""))
    return render(request, "cases/inbox.html", {"page": page})


@require_safe
@policy(Policy.MEMBER)
def cases(request: SignedIn) -> HttpResponse:
    """Everything I work on, with a search by reference and stage."""
    search = SearchForm(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    words, state = asked.get("q", ""), asked.get("state", "")
    page = lists.cases(request.user, today=localdate(), cursor=request.GET.get("from", ""), words=words, state=state)
    return render(request, "cases/cases.html", {"page": page, "search": search, "asked": bool(words or state)})


@require_safe
@policy(Policy.HANDLER)
def case(request: SignedIn, code: str) -> HttpResponse:
    """One case, as far as my role opens it."""
    folder = enter(request, code, HANDLERS)
    page = case_page.case_page(folder)
    note(request, folder)
    return render(request, "cases/case.html", {"page": page})


@require_safe
@policy(Policy.HANDLER)
def case_conflicts(request: SignedIn, code: str) -> HttpResponse:
    """Who sits, who is on hold, what was ruled, and what that does to the quorum."""
    folder = enter(request, code, HANDLERS)
    page = conflicts_page.conflicts_page(folder)
    note(request, folder)
    tabs = case_page.tabs(folder.case.code, "case-conflicts")
    return render(request, "cases/conflicts.html", {"page": page, "tabs": tabs, "head": case_page.head(folder)})


@require_safe
@policy(Policy.HANDLER)
def case_timeline(request: SignedIn, code: str) -> HttpResponse:
    """What happened, in plain words, the newest first."""
    folder = enter(request, code, HANDLERS)
    page = timeline.timeline(folder, request.GET.get("from", ""))
    tabs = case_page.tabs(folder.case.code, "case-timeline")
    return render(request, "cases/timeline.html", {"page": page, "tabs": tabs, "head": case_page.head(folder)})
