"""Pages for machines, and the page for a form that was kept too long."""

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from conduct import health, metrics
from conduct.machines import for_machines
from conduct.policy import Policy, policy

CODE = re.compile(r"[a-z0-9_.-]*")


@require_safe
@policy(Policy.OPERATIONS)
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@policy(Policy.MACHINES)
@for_machines
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The site can do its work: 200, or 503 with the reasons. A mail server that is away is told, no more."""
    found = health.examine(now())
    ages = {"clock_seconds": found.clock_seconds, "oldest_letter_seconds": found.letter_seconds}
    status = 200 if found.ready else 503
    return JsonResponse(found.answers | ages | {"reasons": found.reasons}, status=status)


@policy(Policy.MACHINES)
@for_machines
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The same as figures for a monitoring system."""
    return HttpResponse(metrics.text(now()), content_type=CONTENT_TYPE_LATEST)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token was not acted on; say so in words, and hand back what was typed."""
    return render(request, "403_csrf.html", {"kept": list(_typed(request))}, status=403)


def _typed(request: HttpRequest) -> Iterator[dict[str, str]]:
    """Everything that reads like words; the codes of choices do not, and passwords are never shown."""
    for name, values in request.POST.lists():
        secret = name == "csrfmiddlewaretoken" or "password" in name
        label = name.replace("_", " ").replace("-", " ").capitalize()
        yield from ({"label": label, "value": value} for value in values if not secret and not CODE.fullmatch(value))
