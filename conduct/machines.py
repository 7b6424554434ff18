"""Pages for the machine the site runs on, and for who holds its token. For all others they are not there."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

PASSED_ON = ("forwarded", "via", "x-real-ip")


def for_machines(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """How long a letter has waited tells that there is one: whoever may not know that gets the 404 of any address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (_has_token(request) or _is_here(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")


def _is_here(request: HttpRequest) -> bool:
    """Asked on this machine, and not by a proxy on it that asks for somebody else."""
    names = [name.lower() for name in request.headers]
    if any(name in PASSED_ON or name.startswith("x-forwarded-") for name in names):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
