"""What needs me today: the first page of everybody who is signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases import ics
from cases.queries import access_why
from cases.queries import calendar as dates
from cases.queries import today as pages
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.MEMBER)
def today(request: SignedIn) -> HttpResponse:
    """What needs me, by deadline; and what waits on others."""
    return render(request, "cases/today.html", {"page": pages.today(request.user, at=now())})


@require_safe
@policy(Policy.MEMBER)
def calendar(request: SignedIn) -> HttpResponse:
    """My dates, the soonest first."""
    return render(request, "cases/calendar.html", {"entries": dates.mine(request.user, at=now())})


@require_safe
@policy(Policy.MEMBER)
def calendar_file(request: SignedIn) -> HttpResponse:
    """The same dates for my own calendar. Signed in only: there is no secret address that others could keep."""
    at = now()
    made = ics.write(dates.mine(request.user, at=at), host=request.get_host().split(":")[0], at=at)
    named = {"Content-Disposition": 'attachment; filename="dates.ics"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=named)


@require_safe
@policy(Policy.MEMBER)
def why(request: SignedIn) -> HttpResponse:
    """Why I can see what I see; about me alone."""
    page = access_why.why(request.user, localdate(), asked=request.GET.get("code", ""))
    return render(request, "cases/why.html", {"page": page})
