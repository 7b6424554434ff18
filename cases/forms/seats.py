"""The one question to somebody who was drawn."""

from django import forms


class SeatForm(forms.Form):
    """Yes or no. There is no field for a reason, so that nobody feels asked for one."""

    clear = forms.TypedChoiceField(
        label="Do you know any of these people well, or could you gain or lose from what is decided?",
        choices=[
            ("no", "Yes, or I am not sure\nYou step aside, and somebody else takes your place."),
            ("yes", "No\nYou take the seat, and can step aside later if something turns up."),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="Saying yes is normal. No one needs to know the details.",
        error_messages={"required": "Choose one answer."},
    )
