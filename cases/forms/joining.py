"""The forms of hearing two cases together."""

from django import forms

from cases.forms.act import ActForm, pick
from cases.forms.intake import why
from cases.forms.words import Words


class ProposeJoining(ActForm):
    hint = (
        "Only where two complaints are about the same facts. The sides of both cases who know of their own can object; "
        "the chair of this case rules. A complaint in return is never joined."
    )
    other = pick("Which case would join this one?", help_text="About the same member, and not notified yet.")
    reason = why(help_text="Name nobody, and quote nothing. The chair and the sides of both cases read this.")


class ObjectJoining(ActForm):
    hint = "Whoever rules reads this. The other side does not."
    text = Words(label="What stands against it?", error_messages={"required": "Write a few words."})


class RuleJoining(ActForm):
    hint = (
        "After a yes every conflict of interest is asked about the people of both cases first. Then the notice is "
        "delivered anew, with every allegation, and the whole time to answer."
    )
    upheld = forms.TypedChoiceField(
        label="Heard together?",
        choices=(("yes", "Yes, they are about the same facts"), ("no", "No, they stay apart")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    reason = why(help_text="The sides of both cases read this.")


class Separate(ActForm):
    hint = "The case that joined last is a case of its own again, with a fresh panel, under its old reference."
    reason = why(help_text="The sides of both cases read this.")
