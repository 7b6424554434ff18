"""Challenges: what waits for my ruling, and the page of somebody on hold."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from branches.views.gate import SignedIn
from cases.domain.answer import Refused
from cases.forms.doubts import Inform
from cases.queries import holds
from cases.usecases import challenges, refusals
from cases.views import doors
from conduct.policy import Policy, policy

SAID = "Saved. Those who rule read it. You hear the result by letter."
ASIDE = "You have stepped aside. Nobody needs to know why."


@require_safe
@policy(Policy.MEMBER)
def queue(request: SignedIn) -> HttpResponse:
    """What waits for my ruling, and what is said about me."""
    return render(request, "cases/challenges.html", {"page": holds.queue(request.user, today=localdate())})


@require_http_methods(["GET", "POST"])
@policy(Policy.MEMBER)
def challenge(request: SignedIn, challenge_id: UUID) -> HttpResponse:
    """For the person on hold: the kind, and a word of their own. Nothing else of the case is here."""
    page = holds.hold_page(request.user, challenge_id)
    if page is None:
        raise Http404
    form = Inform(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _say(request, page, form)
    refusals.note_read(case_id=page.case_id, parts=page.opened, roles=page.roles, by=request.user, at=now())
    return render(request, "cases/challenge.html", {"page": page, "form": form})


def _say(request: SignedIn, page: holds.HoldPage, form: Inform) -> HttpResponse:
    try:
        challenges.answer_challenge(challenge_id=page.id, by=request.user, at=now(), **form.cleaned_data)
    except Refused as refused:
        return render(request, "403.html", {"reasons": refused.against}, status=403)
    messages.success(request, ASIDE if form.cleaned_data["aside"] else SAID)
    return doors.see_other("challenge", str(page.id))
