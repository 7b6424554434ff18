"""Two entries of one person become one, for who keeps the register."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from branches import merging
from branches.forms import MergeForm
from branches.models import Member
from branches.views.gate import SignedIn, done, filled, keepers_only
from conduct.policy import Policy, policy


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.REGISTER)
@keepers_only
def merge(request: SignedIn, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=member_id)
    form = filled(MergeForm, request)
    if done(form, _merged, request, kept=member):
        messages.success(request, f"The two entries of {member.full_name} are one now.")
        return redirect("person", member_id)
    return render(request, "branches/merge.html", {"form": form, "member": member})


def _merged(*, sure: bool, **of: object) -> Member:
    """The tick is for the person who merges; the register asks for nothing but the two entries."""
    return merging.merge(**of)  # type: ignore[arg-type]
