"""Pages that anyone may read, and the way out that leaves nothing open."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.theme import ThemeForm
from conduct.policy import Policy, policy

COOKIE = {
    "max_age": timedelta(days=365),
    "samesite": "Lax",
    "httponly": True,
    "secure": settings.SESSION_COOKIE_SECURE,
}


@require_safe
@policy(Policy.OPEN)
def home(request: HttpRequest) -> HttpResponse:
    """Three doors for a visitor; what needs them today for someone who is signed in."""
    if request.user.is_authenticated:
        return redirect("today")
    return render(request, "pages/home.html")


@require_safe
@policy(Policy.OPEN)
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help.html")


@require_safe
@policy(Policy.OPEN)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@require_safe
@policy(Policy.OPEN)
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, forget, and go to a harmless page.

    A plain link on purpose: it has to work at once, without scripts and from a form that is half filled in.
    """
    logout(request)
    response = redirect(settings.LEAVE_URL)
    response.status_code = 303
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@policy(Policy.OPEN)
def leave_help(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/leave_help.html")


@require_http_methods(["GET", "POST"])
@policy(Policy.OPEN)
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device does. Drawn by the server, so that no page flashes."""
    chosen = {"theme": request.COOKIES.get("theme", "device")}
    form = ThemeForm(request.POST if request.method == "POST" else None, initial=chosen)
    if not form.is_valid():
        return render(request, "pages/theme.html", {"form": form})
    response = redirect("theme")
    response.set_cookie("theme", form.cleaned_data["theme"], **COOKIE)
    return response
