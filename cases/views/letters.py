"""One letter, for the one person it was sent to."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from branches.views.gate import SignedIn
from cases import pdf
from cases.queries import letters, sent
from cases.usecases import refusals
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.MEMBER)
def letter(request: SignedIn, notice: UUID) -> HttpResponse:
    """Opening a letter is receiving it: the record keeps when."""
    return render(request, "letters/page.html", {"letter": _opened(request, notice)})


@require_safe
@policy(Policy.MEMBER)
def letter_file(request: SignedIn, notice: UUID) -> HttpResponse:
    """The same words as a file to keep or print; whether its reader may still have them is asked again."""
    page = _opened(request, notice)
    title = gettext("Letter in case %(code)s") % {"code": page.code} if page.code else gettext("Letter")
    made = pdf.render("letters/paper.html", {"letter": page}, title=title)
    name = f"letter-{page.code}.pdf" if page.code else "letter.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _opened(request: SignedIn, notice: UUID) -> sent.SentLetter:
    found = letters.find(request.user, str(notice))
    if found is None:
        raise Http404
    at = now()
    page = sent.page(found, at=at)
    refusals.note_letter(notice_id=notice, by=request.user, at=at)
    refusals.note_read(case_id=found.case_id, parts=page.opened, roles=[page.role], by=request.user, at=at)
    return page
