"""The one signature of somebody who has left a case."""

from django import forms


class ConfirmForm(forms.Form):
    """Which case, and a yes. There is nothing to choose."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    agreed = forms.BooleanField(
        label="I keep what I read to myself, I have no copies, and I have destroyed what I had.",
        error_messages={"required": "Tick the box to sign."},
    )
