"""One letter, for the one person it was sent to."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases.queries import letters
from cases.usecases import refusals
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.MEMBER)
def letter(request: SignedIn, notice: UUID) -> HttpResponse:
    """Opening a letter is receiving it: the record keeps when."""
    found = letters.find(request.user, str(notice))
    if found is None:
        raise Http404
    at = now()
    page = letters.letter(found, at=at)
    refusals.note_letter(notice_id=notice, by=request.user, at=at)
    refusals.note_read(case_id=found.case_id, parts=page.opened, roles=[page.role], by=request.user, at=at)
    return render(request, "letters/page.html", {"letter": page})
