"""The papers of a case as one file: asked for, watched while they are put together, and taken."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from branches.views.gate import SignedIn
from cases.domain.answer import Refused
from cases.queries import bundle_page
from cases.queries.folder import Folder
from cases.usecases import bundles
from cases.views.doors import HANDLERS, PARTIES, enter, see_other
from conduct.policy import Policy, policy

LOOK_AGAIN = "3"
"""Seconds after which a page that shows progress asks again, with or without a script."""


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.HANDLER)
def bundle(request: SignedIn, code: str) -> HttpResponse:
    """The papers for somebody who works on the case."""
    return _page(request, enter(request, code, HANDLERS), "bundle")


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.PARTY)
def my_bundle(request: SignedIn, code: str) -> HttpResponse:
    """The papers for one of the two sides."""
    return _page(request, enter(request, code, PARTIES), "my-bundle")


@require_safe
@policy(Policy.HANDLER)
def bundle_file(request: SignedIn, code: str) -> HttpResponse:
    return _file(request, enter(request, code, HANDLERS))


@require_safe
@policy(Policy.PARTY)
def my_bundle_file(request: SignedIn, code: str) -> HttpResponse:
    return _file(request, enter(request, code, PARTIES))


def _page(request: SignedIn, folder: Folder, name: str) -> HttpResponse:
    against: tuple[str, ...] = ()
    if request.method == "POST":
        case, own = folder.case.pk, folder.side is not None
        try:
            bundles.ask(case_id=case, roles=folder.roles, as_side=own, by=request.user, at=now())
            return see_other(name, folder.case.code)
        except Refused as refused:
            against = tuple(refusal.because for refusal in refused.against)
    page = bundle_page.bundle_page(folder)
    status = 403 if against else 200
    response = render(request, "cases/bundle.html", {"page": page, "against": against}, status=status)
    if page.state == "waiting":
        response["Refresh"] = LOOK_AGAIN
    return response


def _file(request: SignedIn, folder: Folder) -> HttpResponse:
    """The pages, if its reader may still have all that is in them; every taking is in the record."""
    row = bundle_page.ready(folder)
    if row is None:
        raise Http404
    body = bundles.take(bundle=row, roles=folder.roles, by=request.user, at=now())
    headers = {
        "Content-Disposition": f'attachment; filename="papers-{folder.case.code}.pdf"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(body, content_type="application/pdf", headers=headers)
