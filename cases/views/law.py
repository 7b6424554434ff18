"""The law for everybody to read: the procedure and the code of conduct, their versions and what changed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cases.queries import law as pages
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.OPEN)
def procedure(request: HttpRequest) -> HttpResponse:
    """The procedure for a complaint that is sent today."""
    return render(request, "law/procedure.html", {"page": pages.procedure(now(), None)})


@require_safe
@policy(Policy.OPEN)
def procedure_version(request: HttpRequest, version: str) -> HttpResponse:
    return render(request, "law/procedure.html", {"page": _found(pages.procedure(now(), version))})


@require_safe
@policy(Policy.OPEN)
def procedure_compare(request: HttpRequest, a: str, b: str) -> HttpResponse:
    return render(request, "law/compare.html", {"page": _found(pages.procedure_changes(a, b))})


@require_safe
@policy(Policy.OPEN)
def procedure_file(request: HttpRequest, version: str) -> HttpResponse:
    return _file(_found(pages.procedure_text(version)), f"procedure-{version}.toml")


@require_safe
@policy(Policy.OPEN)
def code(request: HttpRequest) -> HttpResponse:
    """The code of conduct for a complaint that is sent today."""
    return render(request, "law/code.html", {"page": pages.code(now(), None)})


@require_safe
@policy(Policy.OPEN)
def code_version(request: HttpRequest, version: str) -> HttpResponse:
    return render(request, "law/code.html", {"page": _found(pages.code(now(), version))})


@require_safe
@policy(Policy.OPEN)
def code_provision(request: HttpRequest, version: str, provision: str) -> HttpResponse:
    return render(request, "law/provision.html", {"page": _found(pages.provision(version, provision))})


@require_safe
@policy(Policy.OPEN)
def code_compare(request: HttpRequest, a: str, b: str) -> HttpResponse:
    return render(request, "law/compare.html", {"page": _found(pages.code_changes(a, b))})


@require_safe
@policy(Policy.OPEN)
def code_file(request: HttpRequest, version: str) -> HttpResponse:
    return _file(_found(pages.code_text(version)), f"code-{version}.toml")


def _found(page: Any) -> Any:
    if page is None:
        raise Http404
    return page


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
