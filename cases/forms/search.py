"""Looking for a case among those one works on."""

from django import forms

from cases.domain.vocabulary import State


class SearchForm(forms.Form):
    """By reference and by stage. Sealed words cannot be searched."""

    q = forms.CharField(label="Reference", required=False, max_length=20, help_text="Or its beginning, such as K7Q-4.")
    state = forms.ChoiceField(label="Stage", required=False, choices=[("", "Every stage"), *State.choices()])
