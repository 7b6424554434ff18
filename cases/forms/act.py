"""What the forms of all acts share: the mark of the page they were opened on, and choices limited to an offer."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from django import forms

NEEDED = "Choose one answer."
Choices = Sequence[tuple[Any, str]]


class Offered(Protocol):
    """What a page lets a form offer; `cases.queries.offers` makes it."""

    choices: Mapping[str, Choices]
    texts: Mapping[str, str]
    allegations: Choices
    categories: Mapping[str, Any]


class ActForm(forms.Form):
    """One act. `seen` remembers the case as it was when the form was opened. Forms hold no rights."""

    submit: ClassVar[str] = ""
    hint: ClassVar[str] = ""
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, offer: Offered, seen: str) -> None:
        super().__init__(data, initial={**offer.texts, "seen": seen})
        self.offer = offer
        for name, choices in offer.choices.items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.shape()

    def shape(self) -> None:
        """Add the fields that hang on the offer."""

    def renewed(self, seen: str) -> None:
        """Keep what was typed, but remember the case as it is now."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed["seen"] = seen
        self.data = typed


def choice(label: str, choices: Choices = (), **kwargs: Any) -> forms.ChoiceField:
    """One of a few, as radio cards."""
    errors = {"required": NEEDED, "invalid_choice": "Choose one of the answers on this page."}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **kwargs)


def several(label: str, choices: Choices, **kwargs: Any) -> forms.MultipleChoiceField:
    """Any number of a few."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, required=False, **kwargs)


def day(label: str, **kwargs: Any) -> forms.DateField:
    errors = {"required": "Write the day.", "invalid": "Write the day like 2026-11-30."}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=errors, **kwargs)


def moment(label: str, **kwargs: Any) -> forms.DateTimeField:
    errors = {"required": "Write the day and the time.", "invalid": "Write it like 2026-11-30 18:30."}
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, error_messages=errors, **kwargs)
