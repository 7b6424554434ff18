"""Where cases stand and how late they are, for the registrar and the auditor. No content and no names."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from branches.views.gate import SignedIn
from cases.domain.answer import Refused
from cases.forms.doubts import Challenge
from cases.queries import audited
from cases.queries import oversight as pages
from cases.usecases import challenges, refusals
from cases.views import doors
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.OVERSIGHT)
def oversight(request: SignedIn) -> HttpResponse:
    """Process data of every open case in reach, what is due first, first."""
    if not pages.may_oversee(request.user, localdate()):
        return render(request, "403.html", {"reasons": [pages.ONLY_OVERSEERS]}, status=403)
    page = pages.oversight(request.user, today=localdate(), cursor=request.GET.get("from", ""))
    earlier = pages.earlier_access(request.user, today=localdate(), typed=request.GET.get("case", ""))
    audits = pages.may_audit(request.user, localdate())
    return render(request, "cases/oversight.html", {"page": page, "earlier": earlier, "audits": audits})


@require_safe
@policy(Policy.MEMBER)
def overdue(request: SignedIn) -> HttpResponse:
    """What is overdue and nobody may sit on. Whoever has no such office finds nothing here, like one without a case."""
    page = pages.overdue(request.user, today=localdate(), cursor=request.GET.get("from", ""))
    return render(request, "cases/overdue.html", {"page": page})


@require_safe
@policy(Policy.AUDIT)
def oversight_decisions(request: SignedIn, code: str) -> HttpResponse:
    """What was decided and why, without names."""
    page, folder = audited.decisions(doors.audited(request, code), request.user, today=localdate())
    doors.note(request, folder)
    return render(request, "cases/audited.html", {"page": page})


@require_http_methods(["GET", "POST"])
@policy(Policy.AUDIT)
def oversight_challenge(request: SignedIn, code: str) -> HttpResponse:
    """The auditor says that somebody should not decide, from process data and the names of those who sit."""
    page = pages.audit_page(doors.audited(request, code), request.user, localdate())
    form = Challenge(request.POST if request.method == "POST" else None, offer=page.offer, seen="")
    if page.against or not form.is_valid():
        return render(
            request, "cases/audit.html", {"page": page, "form": form}, status=200 if not page.against else 403
        )
    try:
        challenges.challenge(case_id=page.case_id, by=request.user, at=now(), **form.cleaned_data)
    except Refused as refused:
        against = refused.against
        refusals.note_refused(case_id=page.case_id, action=pages.ACT, against=against, by=request.user, at=now())
        return render(request, "403.html", {"reasons": against}, status=403)
    messages.success(request, f"Sent. This person is on hold, and others rule. Case {page.code}.")
    return doors.see_other("oversight")
