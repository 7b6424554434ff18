"""What the forms of all acts share: the mark of the page they were opened on, and choices limited to an offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django import forms

NEEDED = "Choose one answer."
NOT_TEXT = frozenset({"seen", "csrfmiddlewaretoken"})
Choices = Sequence[tuple[Any, str]]


class Offered(Protocol):
    """What a page lets a form offer; `cases.queries.offers` makes it."""

    @property
    def choices(self) -> Mapping[str, Choices]: ...
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def allegations(self) -> Choices: ...
    @property
    def categories(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Kept:
    """A text that was typed and not saved."""

    label: str
    value: str


class ActForm(forms.Form):
    """One act. `seen` remembers the case as it was when the form was opened. Forms hold no rights."""

    submit: ClassVar[str] = ""
    hint: ClassVar[str] = ""
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, offer: Offered, seen: str) -> None:
        super().__init__(data, files, initial={**offer.texts, "seen": seen})
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

    def typed(self) -> list[Kept]:
        """Every text that came, with its label; also from fields that this form does not have any more."""
        given: Any = self.data
        texts = [(name, given.get(name, "")) for name in given if name not in NOT_TEXT and not self._chosen(name)]
        return [Kept(str(self.fields[name].label) if name in self.fields else "", text) for name, text in texts if text]

    def _chosen(self, name: str) -> bool:
        field = self.fields.get(name)
        return name.startswith("stance_") or isinstance(field, (forms.ChoiceField, forms.BooleanField))


def choice(label: str, choices: Choices = (), **kwargs: Any) -> forms.ChoiceField:
    """One of a few, as radio cards."""
    errors = {"required": NEEDED, "invalid_choice": "Choose one of the answers on this page."}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **kwargs)


def pick(label: str, **kwargs: Any) -> forms.ChoiceField:
    """One of many, as a list that opens; nothing is chosen ahead."""
    errors = {"required": NEEDED, "invalid_choice": "Choose one of the answers on this page."}
    return forms.ChoiceField(label=label, widget=forms.Select, error_messages=errors, **kwargs)


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
