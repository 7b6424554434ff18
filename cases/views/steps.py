"""One act on one page: the same view for every step, for those who handle a case and for its sides."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from branches.views.gate import SignedIn
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action
from cases.forms.act import ActForm
from cases.forms.steps import for_action
from cases.queries import steps
from cases.queries.folder import Folder
from cases.usecases import ACTS, refusals
from cases.usecases.act import Stale
from cases.views.doors import HANDLERS, PARTIES, Door, enter, note
from conduct.policy import Policy, policy


@require_http_methods(["GET", "POST"])
@policy(Policy.HANDLER)
def case_step(request: SignedIn, code: str, action: str) -> HttpResponse:
    return _step(request, code, action, HANDLERS)


@require_http_methods(["GET", "POST"])
@policy(Policy.PARTY)
def my_step(request: SignedIn, code: str, action: str) -> HttpResponse:
    return _step(request, code, action, PARTIES)


@dataclass
class _Turn:
    """One request for one act."""

    request: SignedIn
    folder: Folder
    action: Action
    page: steps.StepPage

    def form(self) -> ActForm:
        sent = self.request.POST if self.request.method == "POST" else None
        return for_action(self.action)(sent, offer=self.page.offer, seen=self.page.seen)

    def take(self, form: ActForm) -> HttpResponse:
        """Do it, or show the same form with what was typed and why not."""
        act, by, at = ACTS[self.action], self.request.user, now()
        try:
            act(case_id=self.folder.case.pk, by=by, at=at, **form.cleaned_data)
        except Refused as refused:
            return self.refused(form, refused)
        except Stale as stale:
            form.renewed(self.page.seen)
            self.page = steps.with_changes(self.page, stale.since, self.folder)
            return self.show(form, status=409)
        return redirect(self.page.back if steps.still_open(self.folder) else "today")

    def refused(self, form: ActForm, refused: Refused) -> HttpResponse:
        case, by = self.folder.case.pk, self.request.user
        refusals.note_refused(case_id=case, action=self.action, against=refused.against, by=by, at=now())
        for refusal in refused.against:
            form.add_error(None, refusal.because)
        return self.show(form, status=403)

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        note(self.request, self.folder)
        return render(self.request, "cases/step.html", {"page": self.page, "form": form}, status=status)


def _step(request: SignedIn, code: str, word: str, door: Door) -> HttpResponse:
    folder, action = enter(request, code, door), steps.action_of(word)
    if action is None:
        raise Http404
    turn = _Turn(request, folder, action, steps.step_page(folder, action))
    form = turn.form()
    if turn.page.reasons and not form.is_bound:
        return _closed(turn)
    return turn.take(form) if form.is_valid() else turn.show(form)


def _closed(turn: _Turn) -> HttpResponse:
    """A step that is not open: 403, with every reason."""
    page = turn.page
    return render(turn.request, "403.html", {"reasons": page.reasons, "back": page.back}, status=403)
