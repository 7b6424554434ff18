"""The forms of the hearing. How much notice it needs is the procedure's to say; here only slips are caught."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import now

from cases.domain.vocabulary import PostponementGround
from cases.forms.act import ActForm, choice, day, moment
from cases.forms.intake import why
from cases.forms.words import Words

A_YEAR = timedelta(days=366)
RULINGS = (("yes", "Yes, another day"), ("no", "No, the day stays"))


class _Moment(ActForm):
    """A moment that is not a slip of the pen years away."""

    def clean_starts_at(self) -> Any:
        moment = self.cleaned_data["starts_at"]
        if moment and moment > now() + A_YEAR:
            raise forms.ValidationError("This is more than a year away.")
        return moment


class CallHearing(_Moment):
    hint = "Both sides, and everybody on the panel, are told in the same moment."
    starts_at = moment("When?")
    place = Words(label="Where, or how to join", rows=3, error_messages={"required": "Write where it is."})
    agenda = Words(
        label="In which order?",
        rows=4,
        help_text="Both sides read this. Leave room for breaks.",
        error_messages={"required": "Write what happens in which order."},
    )
    witnesses = forms.TypedMultipleChoiceField(
        label="Which witnesses are asked to come?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    apart = forms.BooleanField(
        label="The two sides wait in different places",
        required=False,
        initial=True,
        help_text="Untick it only where both sides want to wait together.",
    )

    def shape(self) -> None:
        """Where no witness is named there is nobody to choose."""
        if not self.offer.choices.get("witnesses"):
            del self.fields["witnesses"]


class SayNeeds(ActForm):
    hint = (
        "For example an interpreter, breaks, another time of day, joining by phone, not seeing the other side, a place "
        "without steps. The chair, whoever leads the inquiry and the registrar read this. The other side does not."
    )
    text = Words(label="What would help you to take part?", error_messages={"required": "Write a few words."})


class AgreeDay(ActForm):
    hint = (
        "You do not have to. The hearing is sooner than the rules say only when both sides agree to it. "
        "Nothing follows if you do not."
    )
    until = day("From which day are you ready?")


class AskPostponement(ActForm):
    hint = "The day stays until the chair has ruled. Both sides hear of the ruling in the same moment."
    ground = choice("Why is another day needed?", PostponementGround.choices())
    text = Words(
        label="What has to be known about it",
        help_text="The panel reads this. The other side does not. Write which days would be possible.",
        error_messages={"required": "Write a few words."},
    )

    def clean_ground(self) -> PostponementGround:
        return PostponementGround(self.cleaned_data["ground"])


class RulePostponement(_Moment):
    hint = (
        "A new day keeps the time that both sides have to prepare. Without one the hearing is off until you call it "
        "anew. The last day of this step stays as it is: ask for more time where you need it."
    )
    upheld = forms.TypedChoiceField(
        label="Your ruling",
        choices=RULINGS,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    starts_at = moment("The new day and time, if you have one", required=False)
    reason = why(help_text="Both sides read this.")
