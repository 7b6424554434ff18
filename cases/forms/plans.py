"""The forms of a corrective plan: for its monitor, for the respondent, and for whoever rules where it was not kept."""

from typing import Any

from django import forms

from cases.domain.plan_words import BreachRuling
from cases.forms.act import ActForm, choice
from cases.forms.intake import why
from cases.forms.measures import OnOne
from cases.forms.words import Words

FIT = tuple(pair for pair in BreachRuling.choices() if pair[0] != BreachRuling.SUPERSEDED)
WRITE = {"required": "Write a few words."}


class TakeUpPlan(ActForm):
    hint = (
        "You read nothing of the plan before this. The rules have found nothing between you and either side. If you "
        "are close to this person, or in a quarrel with them, step aside instead. No reason is asked for."
    )
    free = forms.BooleanField(
        label="Nothing stands against my following this plan",
        error_messages={"required": "Say so, or step aside."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.pop("free", None)
        return cleaned


class ShowTask(OnOne):
    hint = "The monitor reads this and settles the task."
    text = Words(label="What did you do, and what shows it?", error_messages=WRITE)


class SettleTask(OnOne):
    hint = "A task is done when anybody could see that it is. A check-in is held when you have spoken with the person."
    text = Words(label="What shows it?", help_text="The person whom the plan binds reads this.", error_messages=WRITE)


class ReportBreach(ActForm):
    hint = "The person is heard first, and somebody else rules. What is only late has some days of grace."
    text = Words(label="What was not kept?", help_text="The person and whoever rules read this.", error_messages=WRITE)


class AnswerBreach(ActForm):
    hint = "Nobody has ruled yet. Whoever rules reads this first."
    text = Words(label="Your side", error_messages=WRITE)


class RuleBreach(ActForm):
    hint = "The mildest ruling that brings the plan to its end. A ruling is about the plan, not about the person."
    ruling = choice("Your ruling", FIT)
    days = forms.IntegerField(
        label="If it is changed: how many more days?",
        required=False,
        min_value=1,
        max_value=365,
        help_text="For what is overdue, from today; never beyond the last day of the plan.",
    )
    reason = why(help_text="The person whom the plan binds reads this.")

    def clean_ruling(self) -> BreachRuling:
        return BreachRuling(self.cleaned_data["ruling"])


class CompletePlan(ActForm):
    hint = "The plan is over then, and so is its part of the case."
    text = Words(label="What shows that the plan is completed?", error_messages=WRITE)
