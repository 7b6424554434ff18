"""The forms by which words are hidden from a side and shown again, and an original is taken."""

from django import forms

from cases.domain.redaction import Audience
from cases.forms.act import ActForm, choice, several
from cases.forms.intake import why
from cases.forms.words import Words

CHOOSE = {"required": "Choose one."}


class Redact(ActForm):
    hint = (
        "Both sides must be able to answer what is held against them. Hide only what tells something that nobody needs "
        "for that, such as an address. Both sides see that words are missing, and read your reason. What somebody has "
        "read or saved before cannot be taken back."
    )
    exhibit = forms.TypedChoiceField(label="Where?", coerce=int, widget=forms.RadioSelect, error_messages=CHOOSE)
    words = Words(
        label="Which words?",
        help_text="One passage on each line, as it stands there. Capitals and line breaks do not matter.",
        error_messages={"required": "Write the words."},
    )
    audiences = several("Hidden from whom?", Audience.choices())
    whole = forms.BooleanField(
        label="Hide the files of the exhibit whole as well",
        required=False,
        help_text="For pictures and scanned pages: words in a picture are not found. PDFs and texts get a new copy.",
    )
    reason = why(help_text="Both sides read this. Do not repeat the words.")


class TakeOriginal(ActForm):
    hint = (
        "The copies on this site are safe to open. An original is not: it can hold a virus, and it tells where, when "
        "and with what it was made. Take it only for somebody who has to look at that, and open it on their machine."
    )
    file = choice("Which file?")
    reason = why(help_text="Who took an original, when and why stands in the record.")


class LiftRedaction(ActForm):
    hint = "From now on the words are shown again to everybody who may read the exhibit."
    number = forms.TypedChoiceField(label="Which ruling?", coerce=int, widget=forms.RadioSelect, error_messages=CHOOSE)
    reason = why(help_text="Those who work on the case read this.")
