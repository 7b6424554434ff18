"""The forms of more time and of pauses. Which days are possible is said by the rules, not here."""

from typing import Any

from django import forms

from cases.domain.vocabulary import DelayReason, PauseGround
from cases.forms.act import ActForm, choice, day
from cases.forms.intake import why
from cases.forms.words import Words

RULINGS = (("yes", "Yes, the step gets this time"), ("no", "No, the date stays"))
BOTH_READ = "Both sides read this."


class AskExtension(ActForm):
    hint = "Somebody else rules on it. Until then the date stays as it is. Both sides hear of the ruling."
    ground = choice("Why is more time needed?", DelayReason.choices())
    until = day("Until which day?")
    text = Words(
        label="What has to be known about it",
        help_text="Read by whoever rules on it, and by nobody else of the two sides.",
        error_messages={"required": "Write a few words."},
    )

    def clean_ground(self) -> DelayReason:
        return DelayReason(self.cleaned_data["ground"])


class RuleExtension(ActForm):
    hint = "Both sides are told today: the reason in one word, the date, and which office ruled."
    upheld = forms.TypedChoiceField(
        label="More time?",
        choices=RULINGS,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    reason = why(help_text=BOTH_READ)


class Stay(ActForm):
    hint = "No step is taken meanwhile. Challenges, and what the two sides write, stay open. It ends by itself."
    ground = choice("Why?", PauseGround.choices())
    until = day("On which day does it end, unless it is renewed?")
    text = why(help_text="Both sides read this, unless the police asked that they are not told.")
    quiet = forms.BooleanField(
        label="The police asked that the two sides are not told", required=False, help_text="Only where the police ask."
    )

    def clean_ground(self) -> PauseGround:
        return PauseGround(self.cleaned_data["ground"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("quiet") and given.get("ground") is not PauseGround.POLICE_REQUEST:
            self.add_error("quiet", "Only the police can ask for this. Choose that ground, or leave the box empty.")
        return given


class ResumeClock(ActForm):
    hint = "The step has as many days as it had when the case was paused."
    reason = why(help_text=BOTH_READ)
