"""The forms behind a link: a witness's text, which is theirs until they sign it, and a support person's word."""

from typing import Any

from django import forms

from cases.forms.words import Name, Words


class StatementForm(forms.Form):
    """Saving needs words only; signing also the name and the confirmation."""

    text = Words(
        label="What do you know?",
        help_text="What you saw or heard yourself, where and when. If you only heard of it, say from whom.",
        error_messages={"required": "Write what you know, or say that you would rather not."},
    )
    name = Name(label="Your name, as your signature", required=False)
    true = forms.BooleanField(label="This is what I know, to the best of my memory", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "sign" in self.data:
            if not given.get("name"):
                self.add_error("name", "Write your name to sign it.")
            if not given.get("true"):
                self.add_error("true", "Confirm it to sign, or only save it.")
        return given

    def words(self, signs: bool) -> dict[str, str]:
        names = ("text", "name") if signs else ("text",)
        return {name: self.cleaned_data[name] for name in names}


class ConfirmForm(forms.Form):
    """A support person accepts before anything opens."""

    private = forms.BooleanField(
        label="I keep private what I read here, and I do not speak about it with anybody but the person I support",
        error_messages={"required": "Confirm it to go on. You do not have to."},
    )
    no_part = forms.BooleanField(
        label="I am no witness in this matter, and I do not work on it",
        error_messages={"required": "A witness, or somebody who works on the case, cannot be a support person."},
    )
