"""The page of a hearing. Every button posts an act to its own address; the page works without script."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases.queries import live
from cases.views import doors
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.HANDLER)
def case_hearing(request: SignedIn, code: str) -> HttpResponse:
    """The hearing for those who hold it."""
    return _show(request, code, doors.HANDLERS)


@require_safe
@policy(Policy.PARTY)
def my_hearing(request: SignedIn, code: str) -> HttpResponse:
    """The hearing for one of the two sides."""
    return _show(request, code, doors.PARTIES)


def _show(request: SignedIn, code: str, door: doors.Door) -> HttpResponse:
    folder = doors.enter(request, code, door)
    page = live.live(folder)
    if page is None:
        raise Http404
    doors.note(request, folder)
    return render(request, "cases/live.html", {"page": page})
