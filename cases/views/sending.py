"""The end of the way in: the parts of a draft, the check page, the receipt."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from branches.views.gate import SignedIn
from cases.domain.answer import Refusal, Refused
from cases.forms import filing as forms
from cases.queries import filing, receipt
from cases.queries.filing import DraftPage
from cases.usecases import drafts, receipts
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.OWN_DRAFT)
def hub(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """What is answered and what may be added; a return visit begins here."""
    page = _own(request, draft_id)
    return redirect("raise-sent", draft_id) if page.sent else render(request, "intake/hub.html", {"page": page})


@require_http_methods(["GET", "POST"])
@policy(Policy.OWN_DRAFT)
def check(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """Everything on one page, with who will read it; then send it, once."""
    page = _own(request, draft_id)
    if page.sent:
        return redirect("raise-sent", draft_id)
    form = forms.Look(*(request.POST, request.FILES) if request.method == "POST" else ())
    if form.is_valid():
        try:
            drafts.send(draft_id=draft_id, **form.cleaned_data, by=request.user, at=now())
            return redirect("raise-sent", draft_id)
        except drafts.Changed:
            return _show_check(request, page, changed=True)
        except Refused as refused:
            return _show_check(request, page, against=refused.against)
    return _show_check(request, page)


@require_safe
@policy(Policy.OWN_DRAFT)
def sent(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """The receipt. It stays here and says the same whenever it is opened."""
    found = receipt.receipt(request.user, draft_id)
    if found is None:
        return redirect("raise-draft", _own(request, draft_id).id)
    return render(request, "intake/sent.html", {"receipt": found, "draft_id": draft_id})


@require_safe
@policy(Policy.OWN_DRAFT)
def recorded(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """The text as recorded, to keep and to compare with its fingerprint."""
    try:
        code, text = receipts.recorded_text(draft_id=draft_id, by=request.user, at=now())
    except receipts.NotThere as absent:
        raise Http404 from absent
    name = f'attachment; filename="{code}.txt"'
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})


@require_http_methods(["GET", "POST"])
@policy(Policy.OWN_DRAFT)
def delete(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """Delete a draft for good, after asking once."""
    page = _own(request, draft_id)
    if page.sent:
        return redirect("raise-sent", draft_id)
    if request.method != "POST":
        return render(request, "intake/delete.html", {"page": page})
    try:
        drafts.discard(draft_id=draft_id, by=request.user)
    except drafts.AlreadySent:
        return redirect("raise-sent", draft_id)
    messages.success(request, "Your draft is deleted.")
    return redirect("raise-start")


def _own(request: SignedIn, draft_id: UUID) -> DraftPage:
    page = filing.draft_page(request.user, draft_id)
    if page is None:
        raise Http404
    return page


def _show_check(
    request: SignedIn, page: DraftPage, *, changed: bool = False, against: tuple[Refusal, ...] = ()
) -> HttpResponse:
    look = forms.Look(initial={"seen": page.version})
    look.room(filing.room(now()))
    context = {
        "page": page,
        "look": look,
        "against": against,
        "reader": "" if page.missing else filing.first_reader(page, request.user, now()),
        "changed": changed,
    }
    return render(request, "intake/check.html", context, status=409 if changed else 403 if against else 200)
