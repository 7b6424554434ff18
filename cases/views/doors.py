"""What the pages of a case have in common: the door somebody came to, and the one answer for a closed one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate, now

from branches.models import Member
from branches.views.gate import SignedIn
from cases import access, references
from cases.queries import finding, folder
from cases.queries.folder import Folder
from cases.usecases import refusals


@dataclass(frozen=True)
class Door:
    """Which cases it opens, and how the folder of one is made."""

    rows: Callable[[Member], "QuerySet"]  # type: ignore[type-arg]
    folder: Callable[..., Folder]


HANDLERS = Door(access.open_to, folder.of_handler)
PARTIES = Door(access.followed_by, folder.of_party)


def enter(request: SignedIn, typed: str, door: Door) -> Folder:
    """The folder of a case, or the 404 that unknown, hidden and absent cases share. The record keeps the attempt."""
    case = finding.find(door.rows(request.user), typed)
    if case is None:
        refusals.note_denied(code=references.read(typed) or "", by=request.user, at=now())
        raise Http404
    return door.folder(case, request.user, today=localdate())


def opens(door: Door) -> Callable[..., bool]:
    """Is a case behind this door for a member? Asked without a trace, where nobody has signed in yet."""

    def asked(member: Member, code: str, **_: str) -> bool:
        return finding.find(door.rows(member), code) is not None

    return asked


def audited(request: SignedIn, typed: str) -> Any:
    """A case within the auditor's reach, or the 404 that it shares with one that does not exist."""
    case = finding.find(access.audited_by(request.user, localdate()), typed)
    if case is None:
        refusals.note_denied(code=references.read(typed) or "", by=request.user, at=now())
        raise Http404
    return case


def see_other(name: str, *words: str) -> HttpResponse:
    """After a post: go on to a page by its own address."""
    return HttpResponseRedirect(reverse(name, args=words), status=303)


def note(request: SignedIn, opened: Folder) -> None:
    """Record which sealed parts this page has opened."""
    parts, roles = opened.opened, opened.roles
    refusals.note_read(case_id=opened.case.pk, parts=parts, roles=roles, by=request.user, at=now())
