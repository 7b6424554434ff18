"""The forms by which a link is made."""

from django import forms

from cases.forms.act import ActForm
from cases.forms.intake import why
from cases.forms.words import Name, Words


class InviteWitness(ActForm):
    hint = (
        "You get a link to give to the witness. It opens once. They see the topic and the questions, and nothing of "
        "the complaint. It is up to them whether they answer."
    )
    party = forms.TypedChoiceField(
        label="Which witness?", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    topic = Name(
        label="What is it about, in neutral words?",
        help_text="For example: a meeting of the branch in May. No names, and nothing of what is said.",
        error_messages={"required": "Write the topic."},
    )
    questions = Words(
        label="What do you want to know?",
        help_text="Open questions: what did you see, who was there? Do not tell what others have said.",
        error_messages={"required": "Write the questions."},
    )


class ChooseSupporter(ActForm):
    hint = (
        "You get a link to give to them. Once they have promised to keep it private, they read what you read, and take "
        "no file away. A new link makes the one before it stop working."
    )
    party = forms.TypedChoiceField(
        label="Which support person?", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )


class RemoveSupporter(ChooseSupporter):
    hint = "For a breach, such as telling others. It ends at once and for good; another person can be named."
    reason = why(help_text="The side that named them reads this. The other side hears nothing of it.")
