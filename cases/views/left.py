"""After you left a case: what you had opened, and one signature that you keep nothing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from branches.views.gate import SignedIn
from cases import references
from cases.forms.left import ConfirmForm
from cases.queries import exposure as pages
from cases.usecases import exposure
from cases.views.doors import see_other
from conduct.policy import Policy, policy


@require_http_methods(["GET", "POST"])
@policy(Policy.MEMBER)
def left(request: SignedIn) -> HttpResponse:
    """The cases I have left after opening something of them."""
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = references.read(form.cleaned_data["code"]) or ""
        if not exposure.confirm(code=code, by=request.user, at=now()):
            raise Http404
        messages.success(request, "Thank you. Your signature is in the record.")
        return see_other("me-left")
    return render(request, "cases/left.html", {"cases": pages.left_by(request.user), "form": form})
