"""Links for people without an account. Whatever is wrong with a link, the answer is the same."""

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from cases import access
from cases.domain.answer import Refused
from cases.domain.vocabulary import Role
from cases.forms.invited import ConfirmForm, StatementForm
from cases.queries import invited as pages
from cases.usecases import invitations
from cases.views import doors
from conduct.policy import Policy, policy

HELD = "invitation"
WRONG, MINUTES = 20, 10
"""So many links that do not work may be tried from one address in so many minutes. A right one always opens."""


@require_http_methods(["GET", "POST"])
@policy(Policy.OPEN)
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Look at a link without using it up; then open it, once. A look tells nothing, so every link looks alike."""
    if request.method == "GET":
        return render(request, "invited/link.html")
    invitation = invitations.open_invitation(secret=secret, at=now(), by=_member(request))
    if invitation is None:
        return _closed(request)
    request.session.cycle_key()
    request.session[HELD] = str(invitation.pk)
    return doors.see_other(pages.PAGE_OF[Role(invitation.role)])


def _member(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


@require_http_methods(["GET", "POST"])
@policy(Policy.GUEST)
def statement(request: HttpRequest) -> HttpResponse:
    """What a witness is asked, and what they write. Saved as often as they like, signed once."""
    invitation = access.guest(request.session.get(HELD), Role.WITNESS, localdate())
    if invitation is None:
        raise Http404
    page = pages.statement_page(invitation)
    form = StatementForm(request.POST if request.method == "POST" else None, initial={"text": page.draft})
    if "decline" in request.POST:
        invitations.decline_statement(invitation=invitation, at=now())
        return _over(request, "")
    if form.is_valid():
        return _take(request, invitation, page, form)
    return render(request, "invited/statement.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
@policy(Policy.GUEST)
def beside(request: HttpRequest) -> HttpResponse:
    """What a support person reads with their side, once they have accepted to keep it private."""
    invitation = access.guest(request.session.get(HELD), Role.SUPPORTER, localdate())
    if invitation is None or not _may_read(request, invitation):
        raise Http404
    if invitation.confirmed_at is None:
        return _confirm(request, invitation)
    found = pages.beside_page(invitation, localdate())
    if found is None:
        raise Http404
    invitations.note_read(case=invitation.case, parts=found[0].opened, at=now())
    return render(request, "invited/beside.html", {"page": found[1]})


def _may_read(request: HttpRequest, invitation: Any) -> bool:
    """Asked again each time: whoever has signed in since, and is kept out of the case, reads nothing more."""
    return not request.user.is_authenticated or access.may_be_let_in(invitation, request.user)


def _confirm(request: HttpRequest, invitation: Any) -> HttpResponse:
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "invited/confirm.html", {"form": form})
    invitations.confirm_support(invitation=invitation, at=now())
    return doors.see_other("beside")


def _take(request: HttpRequest, invitation: Any, page: pages.StatementPage, form: StatementForm) -> HttpResponse:
    signs = "sign" in request.POST
    try:
        done = (invitations.sign_statement if signs else invitations.save_draft)(
            invitation=invitation, at=now(), **form.words(signs)
        )
    except Refused as refused:
        for refusal in refused.against:
            form.add_error(None, refusal.because)
        return render(request, "invited/statement.html", {"page": page, "form": form}, status=403)
    return _over(request, str(done)) if signs else doors.see_other("statement")


def _over(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The last page: afterwards nothing of it is in this browser."""
    del request.session[HELD]
    return render(request, "invited/thanks.html", {"fingerprint": fingerprint})


def _closed(request: HttpRequest) -> HttpResponse:
    """The one answer for every link that does not work; after many of them from one address, a pause."""
    address = salted_hmac("cases.invited", request.META.get("REMOTE_ADDR", "")).hexdigest()
    cache.add(f"invited-{address}", 0, MINUTES * 60)
    many = cache.incr(f"invited-{address}") > WRONG
    return render(request, "invited/closed.html", {"many": many}, status=429 if many else 404)
