"""Pages for machines, and the page for a form that was kept too long."""

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from conduct import health
from conduct.policy import Policy, policy

CODE = re.compile(r"[a-z0-9_.-]*")


@require_safe
@policy(Policy.OPERATIONS)
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@policy(Policy.OPERATIONS)
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can do its work: 200, or 503 and what is missing. Late notices are told, no more."""
    answers = {"database": health.database_answers(), "broker": health.broker_answers()}
    late = {"oldest_unsent_minutes": health.oldest_unsent_minutes(now())} if answers["database"] else {}
    return JsonResponse(answers | late, status=200 if all(answers.values()) else 503)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token was not acted on; say so in words, and hand back what was typed."""
    return render(request, "403_csrf.html", {"kept": list(_typed(request))}, status=403)


def _typed(request: HttpRequest) -> Iterator[dict[str, str]]:
    """Everything that reads like words; the codes of choices do not, and passwords are never shown."""
    for name, values in request.POST.lists():
        secret = name == "csrfmiddlewaretoken" or "password" in name
        label = name.replace("_", " ").replace("-", " ").capitalize()
        yield from ({"label": label, "value": value} for value in values if not secret and not CODE.fullmatch(value))
