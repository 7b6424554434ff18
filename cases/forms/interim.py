"""The forms of temporary measures. What a rule refuses is said by the rules; here only slips of the hand are."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from cases.domain.vocabulary import InterimKind
from cases.forms.act import ActForm, choice, day
from cases.forms.intake import why
from cases.forms.words import Words

A_YEAR = timedelta(days=366)
LATEST = "Leave it empty for the longest that the rules allow."


class _Dates(ActForm):
    """A day that is not here yet, and not a slip of the pen years away."""

    def _day(self, name: str) -> Any:
        given, today = self.cleaned_data[name], localdate()
        if given and given <= today:
            raise forms.ValidationError("This day is not in the future. Choose a later one.")
        if given and given > today + A_YEAR:
            raise forms.ValidationError("This is more than a year away.")
        return given

    def clean_review_on(self) -> Any:
        return self._day("review_on")


class CallDuty(ActForm):
    hint = (
        "In danger now? Call the emergency number first. Two people who have nothing to do with the case read this and "
        "your complaint, and decide whether somebody needs protection until the case is decided."
    )
    text = Words(
        label="What are you afraid of, and what would help?", error_messages={"required": "Write a few words."}
    )


class ProposeInterim(_Dates):
    hint = (
        "The mildest measure that keeps people safe. It is not a finding. Whoever it binds can always send their side, "
        "evidence and appeals in this case. If a name is withheld, do not write it into the terms."
    )
    kind = choice("Which measure?", InterimKind.choices())
    bound = choice("Whom does it bind?")
    protects = choice("Whom does it protect?")
    terms = Words(
        label="The terms", help_text="Exactly what must not be done, where and when. Both of them read this.",
        error_messages={"required": "Write the terms."},
    )  # fmt: skip
    reason = why(help_text="The danger, as the safety screen shows it. Whoever it binds reads this.")
    review_on = day("When is it reviewed?", required=False, help_text=LATEST)
    ends_on = day("What is its last day?", required=False, help_text=LATEST)

    def clean_kind(self) -> InterimKind:
        return InterimKind(self.cleaned_data["kind"])

    def clean_bound(self) -> int:
        return int(self.cleaned_data["bound"])

    def clean_protects(self) -> int:
        return int(self.cleaned_data["protects"])

    def clean_ends_on(self) -> Any:
        return self._day("ends_on")


class OnMeasure(ActForm):
    """One of the measures that are offered."""

    number = forms.TypedChoiceField(
        label="Which measure?", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )


class ConfirmInterim(OnMeasure):
    hint = "It is in force from this moment, and both people are told. You agree as a second, independent judgement."


class WithReason(OnMeasure):
    reason = why(help_text="Whoever it binds or protects reads this.")


class RefuseInterim(OnMeasure):
    reason = why(help_text="For those who work on the case.")


class RenewInterim(WithReason, _Dates):
    hint = "New reasons: what has changed, and why it is still needed. The other of the pair must agree."
    review_on = day("When is it reviewed next?", required=False, help_text=LATEST)


class ContestInterim(OnMeasure):
    hint = "Somebody who had no part in it rules on this. Until then it stays in force."
    text = Words(label="What should change, and why?", error_messages={"required": "Write a few words."})


class RuleInterim(OnMeasure):
    lifted = forms.TypedChoiceField(
        label="Your ruling",
        choices=(("yes", "It ends now"), ("no", "It stays, with its dates")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    reason = why(help_text="Whoever it binds or protects reads this.")
