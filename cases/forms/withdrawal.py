"""The forms of a withdrawal. Nothing on the first of them has to be said but what is withdrawn."""

from typing import Any

from django import forms

from cases.domain.requests import CarryOn, Pressed
from cases.forms.act import ActForm, choice, several
from cases.forms.intake import why
from cases.forms.words import Words

COMPLAINANT_READS = "The person who complained reads this. The other side is told what follows, and never why."


class Withdraw(ActForm):
    hint = (
        "You do not have to say why, and nobody can hold it against you. The other side has no say in it, and is told "
        "only if they know of the case, and never why. You can file the same complaint again at any time. "
        "Nobody may press you to withdraw: if somebody does, say so here, or file a complaint about that too."
    )
    whole = forms.TypedChoiceField(
        label="What do you withdraw?",
        choices=(("yes", "The whole complaint"), ("no", "Only what I choose below")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    allegations = several("Which allegations?", ())
    pressed = choice(
        "Did anybody press you to withdraw?",
        Pressed.choices(),
        required=False,
        help_text=(
            "You can leave this open. If you say yes, the registrar is told, and the case is not simply closed: "
            "somebody without a conflict of interest looks first whether it must go on without you."
        ),
    )
    text = Words(
        label="Is there anything you want to say?",
        required=False,
        rows=4,
        help_text="Read by whoever rules on this, and by nobody else.",
    )

    def shape(self) -> None:
        """With one allegation or none there is nothing to choose."""
        if not self.offer.choices.get("allegations"):
            del self.fields["whole"], self.fields["allegations"]

    def clean_pressed(self) -> Pressed | str:
        said = self.cleaned_data["pressed"]
        return Pressed(said) if said else ""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        whole = given.pop("whole", "allegations" not in self.fields)
        numbers = [int(number) for number in given.get("allegations", ())]
        if whole is False and not numbers:
            self.add_error("allegations", "Choose what you withdraw, or withdraw the whole complaint.")
        given["allegations"] = () if whole else tuple(numbers)
        return given


class AcceptWithdrawal(ActForm):
    hint = "Nobody decides on what was withdrawn any more. It can be filed again at any time."
    reason = why(help_text=COMPLAINANT_READS)


class CarryOnForm(ActForm):
    hint = "Only for one of these reasons. Whoever complained keeps every right, and does not have to take part."
    ground = choice("Why does the organisation go on?", CarryOn.choices())
    reason = why(help_text=COMPLAINANT_READS)

    def clean_ground(self) -> CarryOn:
        return CarryOn(self.cleaned_data["ground"])


class AnswerTestimony(ActForm):
    hint = "Nobody can make you. You can change your mind later, and you will be told how the case ends either way."
    testifies = forms.TypedChoiceField(
        label="Will you be a witness?",
        choices=(("yes", "Yes, I will say what I know"), ("no", "No")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
