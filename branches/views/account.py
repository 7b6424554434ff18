"""Signing in and out, and the password."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from branches.forms import ChangePasswordForm, FirstPasswordForm, SignInForm
from branches.models import Member
from conduct.policy import Policy, policy


class _SignIn(auth.LoginView):
    """Django's own, with our session."""

    template_name = "branches/sign_in.html"
    authentication_form = SignInForm

    def form_valid(self, form: Any) -> HttpResponse:
        begin_session(self.request, form.get_user())
        return redirect(self.get_success_url())


def begin_session(request: HttpRequest, member: Member) -> None:
    """Sign in. The session has an end that no click puts off."""
    login(request, member)
    request.session.set_expiry(now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.OPEN)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    return _SignIn.as_view()(request)


@require_POST
@policy(Policy.OPEN)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Open, so that leaving also works after the session has ended by itself."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.MEMBER)
def change_password(request: HttpRequest) -> HttpResponseBase:
    change = auth.PasswordChangeView.as_view(
        template_name="branches/password.html", form_class=ChangePasswordForm, success_url=reverse_lazy("me")
    )
    response = change(request)
    if response.status_code == 302:
        messages.success(request, "Your password was changed. You are signed out everywhere else.")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.OPEN)
def welcome(request: HttpRequest, uid: str, token: str) -> HttpResponseBase:
    """Set a first password. Works once: the token is made from the password it replaces."""
    first = auth.PasswordResetConfirmView.as_view(
        template_name="branches/welcome.html",
        form_class=FirstPasswordForm,
        success_url=reverse_lazy("sign-in"),
    )
    response = first(request, uidb64=uid, token=token)
    if getattr(response, "url", "") == reverse("sign-in"):
        messages.success(request, "Your password is set. Sign in with your e-mail address.")
    return response
