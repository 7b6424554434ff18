"""What the pages of the register have in common: who gets in, and what happens to a form."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from branches.models import Member
from branches.queries import keeps_register
from branches.refused import ONLY_REGISTER, NotAllowed

Form = TypeVar("Form", bound=forms.BaseForm)
View = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """What every view gets that is not open: the middleware has sent everyone else to sign in."""

    user: Member  # type: ignore[assignment]


def keepers_only(view: View) -> View:
    """A page for the registrar and administrators; any other member reads why not."""

    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        if not keeps_register(request.user, localdate()):
            return render(request, "403.html", {"reasons": [ONLY_REGISTER]}, status=403)
        return view(request, *args, **kwargs)

    return guarded


def filled(form: type[Form], request: HttpRequest, **options: Any) -> Form:
    """The form with what was sent, or empty when nothing was."""
    return form(request.POST if request.method == "POST" else None, **options)


def done(form: forms.BaseForm, act: Callable[..., Any], request: SignedIn, **facts: Any) -> Any:
    """Do the act with what was typed; its result, or None when the form or the register says no.

    A refusal goes back onto the form, beside what was typed.
    """
    if not form.is_valid():
        return None
    try:
        return act(**facts, **form.cleaned_data, by=request.user, at=now())
    except NotAllowed as refusal:
        form.add_error(None, refusal.because)
        return None
