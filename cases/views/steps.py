"""One act on one page: the same view for every step, for those who handle a case and for its sides."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from branches.views.gate import SignedIn
from cases.domain.answer import Refusal, Refused
from cases.domain.vocabulary import Action
from cases.forms.act import ActForm
from cases.forms.steps import for_action
from cases.queries import exhibits, preview, steps
from cases.queries.folder import Folder
from cases.queries.steps import StepPage
from cases.usecases import ACTS, refusals
from cases.usecases.act import Stale
from cases.views import doors
from cases.views.files import to_keep
from cases.views.signed_out import keeps_what_was_typed
from conduct.policy import Policy, policy

LOOK = "look"
"""The button that shows the letters and does nothing."""
LINKS = frozenset({Action.INVITE_WITNESS, Action.INVITE_SUPPORTER})
"""Acts that make a link for somebody."""
CASE = {True: "my-case", False: "case"}
HEARING = {True: "my-hearing", False: "case-hearing"}
"""Where an act leads back to: the page of a side, and that of those who work on the case."""


@require_http_methods(["GET", "POST"])
@policy(Policy.HANDLER)
@keeps_what_was_typed(doors.opens(doors.HANDLERS))
def case_step(request: SignedIn, code: str, action: str) -> HttpResponse:
    """One act of somebody who works on the case."""
    return _step(request, doors.enter(request, code, doors.HANDLERS), _known(action))


@require_http_methods(["GET", "POST"])
@policy(Policy.PARTY)
@keeps_what_was_typed(doors.opens(doors.PARTIES))
def my_step(request: SignedIn, code: str, action: str) -> HttpResponse:
    """One act of one of the two sides."""
    return _step(request, doors.enter(request, code, doors.PARTIES), _known(action))


def _known(word: str) -> Action:
    action = steps.action_of(word)
    if action is None:
        raise Http404
    return action


def _step(request: SignedIn, folder: Folder, action: Action) -> HttpResponse:
    """Show the form, or take the act."""
    page = steps.step_page(folder, action)
    doors.note(request, folder)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = for_action(action)(*sent, offer=page.offer, seen=page.seen)
    if request.method == "POST":
        return _take(request, folder, page, form)
    if page.against:
        return render(request, "403.html", {"reasons": page.against, "back": page.back}, status=403)
    return _show(request, page, form)


def _take(request: SignedIn, folder: Folder, page: StepPage, form: ActForm) -> HttpResponse:
    """The act, if the form is whole. What was typed stays on the page, whatever the answer is."""
    if page.against:
        return _refused(request, folder, page, form, page.against)
    if not form.is_valid():
        return _unclear(request, folder, page, form)
    try:
        if LOOK in request.POST and page.letters:
            return _look(request, folder, page, form)
        made = ACTS[page.action](case_id=folder.case.pk, by=request.user, at=now(), **form.cleaned_data)
    except Stale as stale:
        return _overtaken(request, steps.with_changes(page, folder, stale.since), form)
    except Refused as refused:
        return _refused(request, folder, page, form, refused.against)
    if page.action is Action.TAKE_ORIGINAL:
        return to_keep(*exhibits.original(folder, UUID(str(made))))
    if page.action in LINKS:
        return _link(request, page, str(made))
    messages.success(request, f"Done: {page.action.label}. Case {page.code}.")
    return _on(request, folder)


def _link(request: SignedIn, page: StepPage, secret: str) -> HttpResponse:
    """A link is shown once, on the answer itself: it is kept nowhere, not even until the next page."""
    link = request.build_absolute_uri(reverse("invited", args=[secret]))
    return render(request, "cases/link.html", {"page": page, "link": link})


def _look(request: SignedIn, folder: Folder, page: StepPage, form: ActForm) -> HttpResponse:
    """The letters that this act would send, above the form. Nothing is done yet; what was read stands in the record."""
    looks = preview.looks(folder, page.action, by=request.user, at=now(), **form.cleaned_data)
    doors.note(request, folder)
    return render(request, "cases/step.html", {"page": page, "form": form, "looks": looks})


def _refused(
    request: SignedIn, folder: Folder, page: StepPage, form: ActForm, against: tuple[Refusal, ...]
) -> HttpResponse:
    """Every reason; and what happened meanwhile, where that is why the step is closed."""
    refusals.note_refused(case_id=folder.case.pk, action=page.action, against=against, by=request.user, at=now())
    since = steps.since(folder, request.POST.get("seen", "")) if page.against else []
    page = steps.with_changes(page, folder, since)
    if since:
        return _overtaken(request, page, form)
    form.full_clean()
    for refusal in () if page.against else against:
        form.add_error(None, refusal.because)
    return _show(request, page, form, status=403)


def _unclear(request: SignedIn, folder: Folder, page: StepPage, form: ActForm) -> HttpResponse:
    """A choice that is not on offer any more is no slip of the person: say what happened."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    since = steps.since(folder, request.POST.get("seen", "")) if "invalid_choice" in codes else []
    if since:
        return _overtaken(request, steps.with_changes(page, folder, since), form)
    return _show(request, page, form)


def _overtaken(request: SignedIn, page: StepPage, form: ActForm) -> HttpResponse:
    form.renewed(page.seen)
    return _show(request, page, form, status=409)


def _show(request: SignedIn, page: StepPage, form: ActForm, *, status: int = 200) -> HttpResponse:
    kept = form.typed() if page.against else []
    return render(request, "cases/step.html", {"page": page, "form": form, "kept": kept}, status=status)


def _on(request: SignedIn, folder: Folder) -> HttpResponse:
    """Back to the case or its hearing, or to the first page when the case is not theirs any more."""
    if not steps.still_open(folder):
        return doors.see_other("today")
    pages = HEARING if request.POST.get("next") == "hearing" else CASE
    return doors.see_other(pages[bool(folder.side)], folder.case.code)
