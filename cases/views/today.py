"""What needs me today: the first page of everybody who is signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases.queries import access_why
from cases.queries import today as pages
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.MEMBER)
def today(request: SignedIn) -> HttpResponse:
    """What needs me, by deadline; and what waits on others."""
    return render(request, "cases/today.html", {"page": pages.today(request.user, at=now())})


@require_safe
@policy(Policy.MEMBER)
def why(request: SignedIn) -> HttpResponse:
    """Why I can see what I see; about me alone."""
    return render(request, "cases/why.html", {"page": access_why.why(request.user, localdate())})
