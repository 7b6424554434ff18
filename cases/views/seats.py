"""The conflict question of somebody who was drawn."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from branches.views.gate import SignedIn
from cases import access
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action
from cases.forms.seats import SeatForm
from cases.queries import seats
from cases.usecases import ACTS, refusals
from cases.views import doors
from conduct.policy import Policy, policy

ACT = Action.ANSWER_CONFLICT
SEATED = "Thank you. The seat is yours. You can read the papers as soon as both sides have the notice."
STEPPED_ASIDE = "Thank you. You have stepped aside. Somebody else is asked, and nobody needs to know why."


@require_http_methods(["GET", "POST"])
@policy(Policy.MEMBER)
def seat(request: SignedIn, seat_id: UUID) -> HttpResponse:
    """Names only, and one question. A yes ends it here; nobody needs to know why."""
    page = seats.seat_page(request.user, seat_id)
    if page is None:
        raise Http404
    form = SeatForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _answer(request, page, form)
    refusals.note_read(case_id=page.case_id, parts=page.opened, roles=page.roles, by=request.user, at=now())
    return render(request, "cases/seat.html", {"page": page, "form": form})


def _answer(request: SignedIn, page: seats.SeatPage, form: SeatForm) -> HttpResponse:
    try:
        ACTS[ACT](case_id=page.case_id, by=request.user, at=now(), **form.cleaned_data)
    except Refused as refused:
        against = refused.against
        refusals.note_refused(case_id=page.case_id, action=ACT, against=against, by=request.user, at=now())
        return render(request, "403.html", {"reasons": against}, status=403)
    messages.success(request, SEATED if form.cleaned_data["clear"] else STEPPED_ASIDE)
    mine = access.open_to(request.user).filter(pk=page.case_id).first()
    return doors.see_other("case", mine.code) if mine else doors.see_other("today")
