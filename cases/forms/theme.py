"""The choice between light and dark."""

from django import forms

THEMES = [("device", "As my device does"), ("light", "Light"), ("dark", "Dark")]


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(
        label="Light or dark?",
        choices=THEMES,
        widget=forms.RadioSelect,
        help_text="Kept on this device only.",
    )
