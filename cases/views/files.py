"""A file of the evidence: asked for at this one address, each time anew, and never shown inside a page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases.queries import exhibits
from cases.queries.folder import Folder
from cases.views import doors
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.HANDLER)
def case_file(request: SignedIn, code: str, file_id: UUID) -> HttpResponse:
    """For somebody who works on the case."""
    return _served(request, doors.enter(request, code, doors.HANDLERS), file_id)


@require_safe
@policy(Policy.PARTY)
def my_file(request: SignedIn, code: str, file_id: UUID) -> HttpResponse:
    """For one of the two sides."""
    return _served(request, doors.enter(request, code, doors.PARTIES), file_id)


def _served(request: SignedIn, folder: Folder, file_id: UUID) -> HttpResponse:
    """The working copy, under a name that says nothing, as something to keep and not to look at here."""
    row = exhibits.find(folder, file_id)
    if row is None:
        raise Http404
    found = exhibits.content(folder, row)
    doors.note(request, folder)
    return to_keep(found.file_name, found.body)


def to_keep(name: str, body: bytes) -> HttpResponse:
    """Bytes that a browser saves and never shows, under a name of ours."""
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
