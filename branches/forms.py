"""What is typed about people and places: its shape and its words. Rights are asked in the use-cases."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError

from branches.models import Branch, Member
from branches.names import address_key, name_key
from branches.posts import MEANING, Post
from branches.queries import members_named

FIRST_YEAR = 1900
# Control, format, private and unassigned characters; the two joiners belong to the spelling of some names.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
JOINERS = frozenset("\u200c\u200d")
ADDRESS_LENGTH = 254
LAST_NUMBER = 2**63 - 1


def missing(words: str) -> dict[str, str]:
    """What to say where nothing was typed."""
    return {"required": words}


class BranchField(forms.ModelChoiceField):
    """One of all branches."""

    def __init__(self, **options: Any) -> None:
        wording = {"empty_label": "Choose a branch", "error_messages": missing("Choose a branch.")}
        super().__init__(Branch.objects.all(), **wording | options)


class DayField(forms.DateField):
    """A day, as the browser's own calendar sends it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)
        self.error_messages |= missing("Write the day.")
        self.error_messages["invalid"] = "Write the day as year-month-day, such as 2024-03-31."

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value.year < FIRST_YEAR:
            raise ValidationError(f"Write a day after {FIRST_YEAR - 1}.")


class NameField(forms.CharField):
    """A name that can be read, and compared with one that is typed elsewhere."""

    def to_python(self, value: Any) -> str:
        if any(unicodedata.category(sign) in UNSEEN and sign not in JOINERS for sign in str(value or "").strip()):
            raise ValidationError("Take out the characters that cannot be seen, such as line breaks.")
        return " ".join(str(super().to_python(value)).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(sign.isalpha() for sign in name_key(value)):
            raise ValidationError("Write a name with letters.")


class DetailsForm(forms.Form):
    """Who a member is. The import asks the same of every row."""

    full_name = NameField(label="Full name", max_length=150, error_messages=missing("Write the full name."))
    email = forms.EmailField(
        label="E-mail address",
        max_length=ADDRESS_LENGTH,
        error_messages=missing("Write the e-mail address.") | {"invalid": "Write an address such as name@example.org."},
    )
    joined_on = DayField(label="Member since")
    birth_year = forms.IntegerField(
        label="Year of birth",
        required=False,
        min_value=FIRST_YEAR,
        help_text="Tells two members with the same name apart.",
    )
    field_order = ["full_name", "email", "branch", "joined_on", "birth_year"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_email(self) -> str:
        # Lower case can be longer than what was typed.
        email = address_key(self.cleaned_data["email"])
        if len(email) > ADDRESS_LENGTH:
            raise ValidationError(f"Write an address with at most {ADDRESS_LENGTH} characters.")
        return email

    def clean_joined_on(self) -> date:
        return _not_after(self.cleaned_data["joined_on"], self.today)

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > self.today.year:
            raise ValidationError(f"Write a year up to {self.today.year}.")
        return year


class NewMemberForm(DetailsForm):
    branch = BranchField(label="Branch")


class BranchForm(forms.Form):
    name = NameField(label="Name of the branch", max_length=120, error_messages=missing("Write the name."))
    region = NameField(label="Region", max_length=120, required=False)


class TransferForm(forms.Form):
    branch = BranchField(label="New branch")
    moved_on = DayField(label="Day of the move", help_text="Today or earlier.")


class AppointForm(forms.Form):
    post = forms.ChoiceField(
        label="Office",
        choices=[("", "Choose an office"), *Post.choices],
        error_messages=missing("Choose an office."),
    )
    branch = BranchField(
        label="Branch",
        required=False,
        empty_label="None: a national office",
        help_text="A branch leader needs one. An intake officer or facilitator may be national.",
    )
    since = DayField(label="First day in office")
    until = DayField(
        label="End of the term", required=False, help_text="From this day on the office is no longer held."
    )


class EndForm(forms.Form):
    until = DayField(label="End", help_text="From this day on it no longer holds.")


class LeaveForm(forms.Form):
    left_on = DayField(label="Last day as a member", help_text="Today or earlier.")


class MergeForm(forms.Form):
    """The entry that is the same person, and goes."""

    gone = NameField(
        label="The other entry of the same person",
        max_length=ADDRESS_LENGTH,
        help_text="Its e-mail address. That entry can no longer sign in; everything it had comes here.",
        error_messages=missing("Write the e-mail address of the other entry."),
    )
    sure = forms.BooleanField(
        label="I have made sure that both are one person",
        help_text="Their papers, and not only the name. This cannot be undone.",
        error_messages=missing("Say that you have made sure."),
    )

    def clean_gone(self) -> Member:
        found = members_named(self.cleaned_data["gone"])[:2]
        if len(found) != 1:
            raise ValidationError("Write the e-mail address exactly as the register has it.")
        return found[0]


class TieForm(forms.Form):
    other = NameField(
        label="The other person",
        max_length=ADDRESS_LENGTH,
        help_text="Their e-mail address, or their full name as the register has it.",
        error_messages=missing("Write the other person's address or full name."),
    )
    relation = forms.ChoiceField(
        label="What are they to each other?",
        choices=[(relation.value, f"{relation.label}\n{meaning}") for relation, meaning in MEANING.items()],
        widget=forms.RadioSelect,
        error_messages=missing("Choose what they are to each other."),
    )
    since = DayField(label="Since", required=False)
    until = DayField(label="Ended on", required=False, help_text="Only if it is already over.")

    def clean_other(self) -> Member:
        found = members_named(self.cleaned_data["other"])[:2]
        if not found:
            raise ValidationError("No member has exactly this name or address. Check the spelling.")
        if len(found) > 1:
            raise ValidationError("More than one member has this name. Write the e-mail address.")
        return found[0]


class SearchForm(forms.Form):
    """The search of the list, and the place in it."""

    q = forms.CharField(label="Name or e-mail address", required=False, max_length=150)
    after = forms.IntegerField(required=False, min_value=1, max_value=LAST_NUMBER, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=1, max_value=LAST_NUMBER, widget=forms.HiddenInput)


class SignInForm(AuthenticationForm):
    """One answer for a wrong password, an unknown address and a closed account."""

    error_messages = dict.fromkeys(
        ("invalid_login", "inactive"),
        "This e-mail address and password do not fit together. Check both and try again.",
    )


class _NewPassword:
    """The two fields of a new password, in our words."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first, second = self.fields["new_password1"], self.fields["new_password2"]  # type: ignore[attr-defined]
        first.help_text = "At least 12 characters, and not one of the common ones. A few words in a row are fine."
        second.label, second.help_text = "New password again", ""


class FirstPasswordForm(_NewPassword, SetPasswordForm):
    pass


class ChangePasswordForm(_NewPassword, PasswordChangeForm):
    pass


def _not_after(day: date, today: date) -> date:
    if day > today:
        raise ValidationError("This day is still to come. Write today or an earlier day.")
    return day
