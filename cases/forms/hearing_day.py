"""The forms of a hearing on its day, and of its minutes."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, localdate, now

from cases.forms.act import ActForm, choice
from cases.forms.intake import why
from cases.forms.words import Words


def yes_or_no(label: str, yes: str, no: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=(("yes", yes), ("no", no)),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer.", "invalid_choice": "Choose one of the answers."},
    )


class RecordPresence(ActForm):
    hint = "Everybody who is in the room or joins in another way; also when somebody leaves and comes back."
    person = choice("Who?")
    came = yes_or_no("What happened?", "Came", "Left")
    clock = forms.TimeField(
        label="At what time today?",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Leave it empty for now.",
        error_messages={"invalid": "Write the time like 18:30."},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        clock = given.pop("clock", None)
        moment = datetime.combine(localdate(), clock, tzinfo=get_current_timezone()) if clock else None
        if moment and moment > now():
            self.add_error("clock", "This time is not here yet.")
        return given | {"moment": moment}


class PutQuestion(ActForm):
    hint = "The chair decides whether it is put, and to whom. Questions are about what happened."
    question = Words(
        label="What should be asked?", rows=3, limit=2000, error_messages={"required": "Write the question."}
    )


class OnQuestion(ActForm):
    number = forms.TypedChoiceField(
        label="Which question?", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )


class RuleQuestion(OnQuestion):
    hint = "A question that is about what happened is put. One that blames, or asks about private life, is not."
    upheld = yes_or_no("Is it put?", "Yes", "No")
    reason = Words(
        label="If not: why?", required=False, rows=3, help_text="Whoever wanted to put it reads this, and the panel."
    )


class WriteMinutes(ActForm):
    hint = "Who was there, what was asked, and what was said, without judging it. Each of the panel looks at it."
    minutes = Words(label="The minutes", error_messages={"required": "Write what was said and who was there."})


class ApproveMinutes(ActForm):
    hint = "They are final when everybody of the panel who was there agrees. Then both sides read them."
    upheld = yes_or_no("Are they right?", "Yes, this is what was said", "No, something must be corrected")
    text = Words(label="If not: what should they say?", required=False, rows=4)


class CloseMinutes(ActForm):
    hint = "For when not all agree, or somebody does not answer. What each of them said stays beside the minutes."
    reason = why(help_text="Both sides read this.")
