"""The pages of the two sides: the same for both."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases import access
from cases.queries import letters, party_page
from cases.views.doors import PARTIES, enter, note
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.MEMBER)
def my_cases(request: SignedIn) -> HttpResponse:
    """The cases in which I am a side, and my letters."""
    cards = party_page.my_cases(access.followed_by(request.user), localdate())
    return render(request, "my/cases.html", {"cards": cards, "letters": letters.to(request.user)})


@require_safe
@policy(Policy.PARTY)
def my_case(request: SignedIn, code: str) -> HttpResponse:
    """Where my case stands, what happens next, what is asked of me, and who can see what."""
    folder = enter(request, code, PARTIES)
    page = party_page.party_page(folder)
    note(request, folder)
    return render(request, "my/case.html", {"page": page})
