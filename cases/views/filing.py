"""The way in: raise a concern step by step, one address for each, every one saved by itself."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from branches.models import Member
from branches.views.gate import SignedIn
from cases.forms import filing as forms
from cases.queries import answers, filing
from cases.queries.filing import DraftPage
from cases.usecases import drafts
from cases.views.signed_out import keeps_what_was_typed, typed
from conduct.policy import Policy, policy

SAFETY_SEEN = "safety_seen"
MOVED_ON = 409


def _begun_by(member: Member, draft_id: UUID, **_: str) -> bool:
    return drafts.writable(member, draft_id)


@require_safe
@policy(Policy.MEMBER)
def start(request: SignedIn) -> HttpResponse:
    """What this is, whom to call, and the drafts of this person. Nothing is stored yet."""
    page = {
        "drafts": filing.lines(request.user),
        "fresh": drafts.new_id(request.user),
        "safety_seen": SAFETY_SEEN in request.session,
    }
    return render(request, "intake/start.html", page)


@require_safe
@policy(Policy.MEMBER)
def safety(request: SignedIn) -> HttpResponse:
    """How to leave fast; on the way once in a session."""
    request.session[SAFETY_SEEN] = True
    return render(request, "intake/safety.html", {"fresh": drafts.new_id(request.user)})


@require_safe
@policy(Policy.MEMBER)
def on_behalf(request: SignedIn) -> HttpResponse:
    """Write for someone else: the same way with one question before it."""
    return redirect("raise-step", drafts.new_id(request.user), "on-behalf")


@require_http_methods(["GET", "POST"])
@policy(Policy.OWN_DRAFT)
@keeps_what_was_typed(_begun_by)
def step(request: SignedIn, draft_id: UUID, step: str) -> HttpResponse:
    """One question. The first Continue begins the draft."""
    page = writable(request, draft_id)
    form = _form(request, page, step)
    if page.sent:
        return already_sent(request, page)
    if not form.is_valid():
        return _show(request, page, step, form)
    try:
        words, seen = form.words(), form.seen_version()
        drafts.save_step(draft_id=draft_id, step=step, words=words, seen=seen, by=request.user, at=now())
    except drafts.Overtaken as other:
        return _show_both(request, page, step, other)
    except drafts.AlreadySent:
        return already_sent(request, page)
    return redirect(_after(request, page, step))


@require_http_methods(["GET", "POST"])
@policy(Policy.OWN_DRAFT)
@keeps_what_was_typed(_begun_by)
def people(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """The people involved: add one, take one off, go on."""
    page = writable(request, draft_id)
    if page.sent:
        return already_sent(request, page)
    adds = request.method == "POST" and "remove" not in request.POST
    form = forms.Person(request.POST if adds else None, listed=len(page.people))
    if "then" in request.POST and form.untouched():
        return redirect(_back(request, page))
    if request.method != "POST" or form.errors:
        return render(request, "intake/people.html", {"page": page, "form": form, "back": _back(request, page)})
    try:
        _change_people(request, draft_id, form)
    except drafts.AlreadySent:
        return already_sent(request, page)
    return redirect(_back(request, page) if "then" in request.POST else request.get_full_path())


def _change_people(request: SignedIn, draft_id: UUID, form: forms.Person) -> None:
    if form.is_bound:
        drafts.add_person(draft_id=draft_id, **form.cleaned_data, by=request.user, at=now())
    else:
        drafts.remove_person(draft_id=draft_id, key=request.POST["remove"], by=request.user, at=now())


def writable(request: SignedIn, draft_id: UUID) -> DraftPage:
    """The page to write on; for anyone but its owner it is not there."""
    page = filing.page_to_write_on(request.user, draft_id)
    if page is None:
        raise Http404
    return page


def already_sent(request: SignedIn, page: DraftPage) -> HttpResponse:
    """A complaint that was sent never changes; what was typed meanwhile is handed back."""
    if request.method != "POST":
        return redirect("raise-sent", page.id)
    kept = [
        {"label": "What you typed", "value": value} for name, value in typed(request) if name in forms.TYPED and value
    ]
    return render(request, "intake/already_sent.html", {"page": page, "kept": kept}, status=MOVED_ON)


def _form(request: SignedIn, page: DraftPage, step: str, data: dict | None = None) -> forms.StepForm:
    kind = forms.STEPS.get(step)
    if kind is None or (step == "on-behalf" and page.version and not page.on_behalf):
        raise Http404
    data = data or (request.POST if request.method == "POST" else None)
    words = page.steps.get(step, {})
    return kind(data, words=words, version=page.version, member=request.user, on_behalf=page.on_behalf)


def _show(request: SignedIn, page: DraftPage, step: str, form: forms.StepForm, **more) -> HttpResponse:
    place = {"step": step, "title": answers.TITLES[step], "number": page.number(step)}
    back = _back(request, page) if "from" in request.GET else page.before(step)
    context = {"page": page, "form": form, "back": back, **place, **more}
    return render(request, "intake/step.html", context, status=MOVED_ON if more else 200)


def _show_both(request: SignedIn, page: DraftPage, step: str, other: drafts.Overtaken) -> HttpResponse:
    """Mine stays in the box, the other stands above it; Continue now keeps mine."""
    data = request.POST.copy()
    data["seen"] = str(other.version)
    standing = answers.words(step, {step: other.standing})
    return _show(
        request,
        page,
        step,
        _form(request, page, step, data),
        standing=[{"label": "Saved in the other window", "value": standing}],
    )


def _back(request: SignedIn, page: DraftPage) -> str:
    return reverse("raise-check" if request.GET.get("from") == "check" else "raise-draft", args=[page.id])


def _after(request: SignedIn, page: DraftPage, step: str) -> str:
    then = request.POST.get("then")
    if then == "later":
        messages.success(request, "Your draft is saved. You find it on this page when you come back.")
        return reverse("raise-start")
    if then == "more" or "from" in request.GET:
        return _back(request, page)
    return page.after(step)
