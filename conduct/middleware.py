"""Headers that every page carries, and the sign-in that every page asks for."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

NOTHING_ALLOWED = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "microphone",
        "geolocation",
        "payment",
        "usb",
        "browsing-topics",
        "display-capture",
    )
)


class PrivatePages:
    """No page is stored, framed, embedded or shared with another window."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store, private"
        response["Permissions-Policy"] = NOTHING_ALLOWED
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class SignInFirst(LoginRequiredMiddleware):
    """Every page asks for a sign-in. A form posted after the session ended is not thrown away, where the view
    says how it is kept: it names a second view, `when_signed_out`, and that one runs instead."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        keep = getattr(view_func, "when_signed_out", None)
        if keep and request.method == "POST" and not request.user.is_authenticated:
            return keep(request, *view_args, **view_kwargs)
        return super().process_view(request, view_func, view_args, view_kwargs)
