"""Where cases stand and how late they are, for the registrar and the auditor. No content and no names."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases.queries import oversight as pages
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.OVERSIGHT)
def oversight(request: SignedIn) -> HttpResponse:
    """Process data of every open case in reach, what is due first, first."""
    if not pages.may_oversee(request.user, localdate()):
        return render(request, "403.html", {"reasons": [pages.ONLY_OVERSEERS]}, status=403)
    page = pages.oversight(request.user, today=localdate(), cursor=request.GET.get("from", ""))
    return render(request, "cases/oversight.html", {"page": page})
