"""The forms of measures: what the panel votes on, and what is said about one later. Rules refuse; forms do not."""

from typing import Any

from django import forms

from cases.domain.measures import Details, Task
from cases.domain.vocabulary import MeasureKind, Outcome
from cases.forms.act import ActForm, choice
from cases.forms.intake import why
from cases.forms.words import Words

DAYS = "A whole number of days. Left empty, it lapses after the longest time that the rules allow."
TASKS = (
    "One on each line: the days it may take from the first day, a colon, and what is done so that anybody can see "
    "it. For example “30: Write a letter of apology, and give it to the monitor.”"
)
TOLD = (
    "For a restriction, and for anything else that others must do. They read this, the name and the dates: write no "
    "reason, and nobody else’s name."
)
HANGS = "Then it does not begin. It hangs over the person for these days, and is over if nothing sets it off."
SET_OFF = "It never begins by itself: the person is heard, and a ruling says whether it does."
BACK = "Left empty, the person returns by themselves after the last day."
MOST_DAYS = 9999


def _days(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=MOST_DAYS, **more)


def _words(label: str, rows: int = 3, **more: Any) -> Words:
    return Words(label=label, required=False, rows=rows, **more)


class _Measure(ActForm):
    """A measure as the panel votes on it, whole: whom it binds, how long, and what hangs on it."""

    must = True

    def shape(self) -> None:
        """Whom it binds is asked only where there are several."""
        bound = self.offer.choices.get("bound", ())
        if len(bound) > 1:
            self.fields["bound"] = forms.TypedChoiceField(
                label="Whom does it bind?", coerce=int, empty_value=None, required=self.must, choices=bound,
                widget=forms.RadioSelect, error_messages={"required": "Choose one."},
            )  # fmt: skip
        self.fields |= {
            "instruction": _words("What are those told who apply it?", help_text=TOLD),
            "tasks": _words("If it is a plan: its tasks", rows=5, help_text=TASKS),
            "trial": _days("Is the measure suspended at first? For how many days", help_text=HANGS),
            "triggers": _words("If it is suspended at first: what would set it off?", help_text=SET_OFF),
            "conditions": _words(
                "Where the member is suspended: on which conditions does the person return?", help_text=BACK
            ),
        }

    def clean_tasks(self) -> tuple[Task, ...]:
        """Each line is one task. Raises an error that names the line."""
        lines = (line.strip() for line in self.cleaned_data["tasks"].splitlines())
        return tuple(_task(number, line) for number, line in enumerate((line for line in lines if line), start=1))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = ("triggers", "conditions", "tasks")
        if not all(name in cleaned for name in names):
            return cleaned
        return cleaned | {"details": Details(**{name: cleaned.pop(name) for name in names})}


def _task(number: int, line: str) -> Task:
    days, colon, text = line.partition(":")
    if not (colon and days.strip().isdecimal() and text.strip()):
        raise forms.ValidationError(f"Line {number}: begin with the days, then a colon, then the task.")
    if not 1 <= int(days) <= MOST_DAYS:
        raise forms.ValidationError(f"Line {number}: give it at least one day, and not more than {MOST_DAYS}.")
    return Task(days=int(days), text=text.strip())


class ProposeMeasure(_Measure):
    hint = "The mildest measure that changes the behaviour and keeps people safe. The panel votes on the whole of it."
    kind = choice("Which measure?")
    days = _days("For how many days?", help_text=DAYS)
    terms = Words(
        label="The terms",
        help_text="What exactly. The person whom it binds reads this.",
        error_messages={"required": "Write the terms."},
    )

    def clean_kind(self) -> MeasureKind:
        return MeasureKind(self.cleaned_data["kind"])


class ProposeOutcome(_Measure):
    must = False
    outcome = choice("How shall the appeal end?")
    kind = choice("If the measure is changed: to which?", required=False)
    days = _days("For how many days?", help_text=DAYS)
    terms = Words(label="The terms of the changed measure", required=False)

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean_kind(self) -> MeasureKind | None:
        kind = self.cleaned_data["kind"]
        return MeasureKind(kind) if kind else None


class OnOne(ActForm):
    """One of those that are offered."""

    number = forms.TypedChoiceField(
        label="Which one?", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )


class CertifyReturn(OnOne):
    hint = "About the conditions that the panel set, and nothing else. Without a ruling the person returns."
    met = forms.TypedChoiceField(
        label="Are the conditions met?",
        choices=(("yes", "Yes: the person returns after the last day"), ("no", "No: it lasts a little longer, once")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    reason = why(help_text="The person whom it binds reads this.")


class TickOff(OnOne):
    hint = "Only where nobody of that office can say so themselves."
    reason = why("How was it done, and with whom?", help_text="For those who work on the case.")
