"""The forms about conflicts of interest: declaring, telling, stepping aside, challenging, ruling."""

from typing import Any

from django import forms

from cases.domain.vocabulary import Why
from cases.forms.act import ActForm, choice, day, pick
from cases.forms.words import Words

CLEAR, UNSURE, ASIDE = (
    ("clear", "Nothing stands against me\nYou go on as before."),
    ("unsure", "I am not sure\nYou are on hold, and others rule. Say below what it is: only those who rule read it."),
    ("aside", "I step aside\nAt once, and for good. You need not say why."),
)
ONLY_RULERS = "Only those who rule on it read these words. The two sides learn the kind, and nothing more."


def _kind(label: str, *, help_text: str = "") -> forms.ChoiceField:
    return pick(label, required=False, help_text=help_text)


def _why(word: str) -> Why | None:
    return Why(word) if word in Why.values() else None


class _Kinds(ActForm):
    """A form with an optional kind of conflict of interest."""

    def clean_kind(self) -> Why | None:
        return _why(self.cleaned_data["kind"])


class StepAside(_Kinds):
    hint = "At once, and for good. Somebody else takes your place, and you get no more letters about it."
    kind = _kind("What is it about?", help_text="You can leave this open.")
    reason = Words(
        label="Anything you wish to have on record",
        help_text="It is sealed, and no page shows it to anybody who works on the case.",
        required=False,
        rows=3,
    )


class Declare(_Kinds):
    submit = "Save my answer"
    hint = "Think about each of the people named on this page. It takes a minute, and it is asked at each stage."
    answer = choice("Does something stand against you?", (CLEAR, UNSURE, ASIDE))
    kind = _kind("If something does, or may: what is it about?")
    text = Words(label="If you are not sure: what is it?", help_text=ONLY_RULERS, required=False, rows=4)

    def shape(self) -> None:
        if "read" in self.offer.texts:
            self.fields["read"] = forms.BooleanField(
                label="I have read the whole record", help_text=self.offer.texts["read"], required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "unsure":
            if not cleaned.get("kind"):
                self.add_error("kind", "Choose what it is about.")
            if not cleaned.get("text"):
                self.add_error("text", "Write a few words, so that others can rule.")
        if "read" in self.fields and cleaned.get("answer") == "clear" and not cleaned.get("read"):
            self.add_error("read", "Read the whole record first, and then say so.")
        return cleaned


class Disclose(_Kinds):
    hint = "You are on hold until others have ruled. If somebody only spoke to you about the case, it is noted."
    kind = pick("What is it about?")
    text = Words(label="What is it?", help_text=ONLY_RULERS, error_messages={"required": "Write a few words."})


class Challenge(ActForm):
    hint = (
        "About one person. That person is on hold from the moment you send it, and others rule within a few days. "
        "Nobody rules on themselves."
    )
    member = forms.TypedChoiceField(
        label="Who should not decide?", coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Choose one person."},
    )  # fmt: skip
    kind = pick("Why not?")
    text = Words(
        label="What are the facts, and how do you know?",
        help_text="Those who rule read this. The person and the other side learn the kind, and not your words.",
        error_messages={"required": "Write what the facts are."},
    )
    learned_on = day(
        "If you learned of it later: on which day?",
        required=False,
        help_text="Leave it empty within the first days after you were told who sits.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        word = cleaned.get("kind", "")
        cleaned["kind"] = _why(word)
        cleaned["no_conflict"] = "" if cleaned["kind"] else word
        return cleaned


class RuleChallenge(ActForm):
    hint = (
        "Would a fair-minded person who knows the facts see a real possibility that this person is biased? "
        "It is not about whether they are honest. More than half must say that the person may stay; a tie puts out."
    )
    challenge = forms.TypedChoiceField(
        label="About whom?", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    keep = forms.TypedChoiceField(
        label="Your ruling",
        choices=(("yes", "The person may stay"), ("no", "The person may not take part")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    reason = Words(
        label="Why?",
        help_text="For those who rule. The two sides learn the result and the kind, and not your words.",
        error_messages={"required": "Write the reason."},
    )


class Strike(ActForm):
    hint = "No reason is asked for, and nobody needs to know one. It cannot be taken back."
    member = forms.TypedChoiceField(
        label="Who shall not decide?", coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Choose one person."},
    )  # fmt: skip


class Waive(ActForm):
    hint = "The person stays only if both sides say yes. You need not say why, and no is a good answer."
    challenge = forms.TypedChoiceField(
        label="About whom, and why?", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    agreed = forms.TypedChoiceField(
        label="May this person stay?",
        choices=(("yes", "Yes"), ("no", "No")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )


class Inform(forms.Form):
    """What somebody on hold says about it, once; or that they step aside."""

    text = Words(label="What should those who rule know?", required=False)
    aside = forms.BooleanField(
        label="I step aside instead", help_text="At once, and for good. You need not say why.", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("aside"):
            self.add_error("text", "Write a few words, or step aside.")
        return cleaned
