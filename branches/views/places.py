"""The branches, for the registrar and administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from branches import pages, usecases
from branches.forms import BranchForm
from branches.views.gate import SignedIn, done, filled, keepers_only
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.REGISTER)
@keepers_only
def branches(request: SignedIn) -> HttpResponse:
    return render(request, "branches/branches.html", {"branches": pages.branch_lines(day=localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.REGISTER)
@keepers_only
def add_branch(request: SignedIn) -> HttpResponse:
    form = filled(BranchForm, request)
    if branch := done(form, usecases.add_branch, request):
        messages.success(request, f"The branch {branch} was added.")
        return redirect("branches")
    return render(request, "branches/new_branch.html", {"form": form})
