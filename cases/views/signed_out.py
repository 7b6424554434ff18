"""A form that arrives after its session has ended is kept: sign in, and it goes on from there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from branches.forms import SignInForm
from branches.views.account import begin_session
from cases.usecases import drafts

PREFIX = "again"
NOT_KEPT = "csrfmiddlewaretoken"
View = Callable[..., HttpResponse]


def keeps_what_was_typed(view: View) -> View:
    """Mark a view so that the middleware asks `when_signed_out` instead of sending the typed text away."""

    def when_signed_out(request: HttpRequest, draft_id: UUID, **place: Any) -> HttpResponse:
        offered = f"{PREFIX}-password" in request.POST
        form = SignInForm(request, request.POST if offered else None, prefix=PREFIX)
        if form.is_valid() and drafts.writable(form.get_user(), draft_id):
            begin_session(request, form.get_user())
            return view(request, draft_id=draft_id, **place)
        if form.is_valid():
            form.add_error(None, "The draft was not started with this account. Nothing was saved or lost.")
        return render(request, "intake/sign_in_again.html", {"form": form, "typed": typed(request)})

    view.when_signed_out = when_signed_out  # type: ignore[attr-defined]
    return view


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The names and values of a form that came, without what belongs to signing in."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != NOT_KEPT and not name.startswith(f"{PREFIX}-")
    ]
