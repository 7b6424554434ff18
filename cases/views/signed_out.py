"""A form that arrives after its session has ended is kept: sign in, and it goes on from there."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from branches.forms import SignInForm
from branches.views.account import begin_session
from cases.forms.files import LOST

PREFIX = "again"
NOT_KEPT = "csrfmiddlewaretoken"
View = Callable[..., HttpResponse]


def keeps_what_was_typed(begun_by: Callable[..., bool]) -> Callable[[View], View]:
    """Mark a view so that the middleware asks `when_signed_out` instead of sending the typed text away.

    `begun_by(member, **place)` says whether a form at this address could have been begun by this account.
    """

    def mark(view: View) -> View:
        def when_signed_out(request: HttpRequest, **place: Any) -> HttpResponse:
            offered = f"{PREFIX}-password" in request.POST
            form = SignInForm(request, request.POST if offered else None, prefix=PREFIX)
            if form.is_valid() and begun_by(form.get_user(), **place):
                begin_session(request, form.get_user())
                return view(request, **place)
            if form.is_valid():
                form.add_error(None, "This was not started with this account. Nothing was saved or lost.")
            return render(request, "pages/sign_in_again.html", {"form": form, "typed": typed(request)})

        view.when_signed_out = when_signed_out  # type: ignore[attr-defined]
        return view

    return mark


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What came in a form, without what belongs to signing in; of files only that there were some."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != NOT_KEPT and not name.startswith(f"{PREFIX}-")
    ] + [(f"{name}{LOST}", "yes") for name in request.FILES]
