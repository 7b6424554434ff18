"""A member's own page: what the register holds about them, and their ties."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from branches import pages, usecases
from branches.forms import EndForm, LeaveForm, TieForm
from branches.models import Interest, Member
from branches.queries import ties_open_to
from branches.views.gate import SignedIn, done, filled
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.MEMBER)
def me(request: SignedIn) -> HttpResponse:
    page = pages.person_page(request.user, viewer=request.user, day=localdate())
    return render(request, "branches/me.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.MEMBER)
def declare_my_tie(request: SignedIn) -> HttpResponse:
    form = filled(TieForm, request)
    if done(form, usecases.declare_interest, request, member=request.user):
        messages.success(request, "The tie is in the register. It counts from now on.")
        return redirect("me")
    return render(request, "branches/my_tie.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.MEMBER)
def leave(request: SignedIn) -> HttpResponse:
    """End one's own membership; signing in, and every case, goes on."""
    form = filled(LeaveForm, request, initial={"left_on": localdate()})
    if done(form, usecases.leave, request, member=request.user):
        messages.success(request, "You have left. You can still sign in, and follow a case in which you are a side.")
        return redirect("me")
    return render(request, "branches/leave.html", {"form": form, "member": request.user, "own": True})


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.MEMBER)
def end_tie(request: SignedIn, tie_id: int) -> HttpResponse:
    """For who declared the tie and who keeps the register; the use-case says no to the other side of it."""
    tie = get_object_or_404(ties_open_to(request.user, localdate()).select_related("member", "other"), pk=tie_id)
    back = _page_with(tie, request.user)
    form = filled(EndForm, request, initial={"until": localdate()})
    if done(form, usecases.end_interest, request, tie=tie):
        messages.success(request, "The tie has an end now.")
        return redirect(back)
    return render(request, "branches/end_tie.html", {"form": form, "tie": tie, "back": back})


def _page_with(tie: Interest, viewer: Member) -> str:
    """The page on which this viewer found the tie."""
    own = viewer.pk in (tie.member_id, tie.other_id)
    return reverse("me") if own else reverse("person", args=[tie.member_id])
