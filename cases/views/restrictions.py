"""The register of current restrictions: one page, for those who apply them by office."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from branches.views.gate import SignedIn
from cases.domain.answer import Refused
from cases.queries import restrictions as pages
from cases.usecases import refusals, rollout
from cases.views import doors
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.MEMBER)
def restrictions(request: SignedIn) -> HttpResponse:
    """Person, restriction, dates. Whoever applies none finds nothing here."""
    page = pages.register(request.user, today=localdate())
    for case in page.cases:
        refusals.note_read(case_id=case, parts=pages.PARTS, roles=[], by=request.user, at=now())
    return render(request, "cases/restrictions.html", {"page": page})


@require_http_methods(["POST"])
@policy(Policy.MEMBER)
def restriction_done(request: SignedIn, roll_out: UUID) -> HttpResponse:
    """Somebody of the office says that it is done."""
    if not pages.applies(request.user, roll_out, today=localdate()):
        raise Http404
    try:
        rollout.read_back(roll_out=roll_out, by=request.user, at=now())
    except Refused as refused:
        return render(request, "403.html", {"reasons": refused.against}, status=403)
    messages.success(request, "Written down: it is done.")
    return doors.see_other("restrictions")
