"""The questions of the way in, one form for each step. Forms word and shape; they know no rights."""

import re
import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from branches.models import Branch, Member
from cases.domain.vocabulary import Role
from cases.forms.files import Files
from cases.forms.words import Name, Words

NEEDED = "Choose one answer."
MOST = 50
OF_THE_BRANCH = (
    "It goes to an intake officer of the branch. "
    "If nobody there is free of a conflict of interest, it goes to the national intake."
)


def _same(*words: str) -> list[tuple[str, str]]:
    """Choices that are stored in the words that were read."""
    return [(word, word) for word in words]


def _names(whose: str, who_they_are: str, they_agree: str) -> list[tuple[str, str]]:
    """Both choices, each with what it means; the code keeps both."""
    known = f"The people who handle the case will know who {who_they_are}."
    told = "So will the person it is about, if a case is opened."
    kept = f"The person it is about is not told who complained, unless {they_agree}."
    return [("open", f"Use {whose} name\n{known} {told}"), ("private", f"Keep {whose} name private\n{known} {kept}")]


class StepForm(forms.Form):
    """One step. `seen` remembers the version of the draft, so that a second window is noticed."""

    heading = ""
    intro: tuple[str, ...] = ()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, data: Any = None, *, words: dict[str, Any], version: int, member: Member, on_behalf: bool
    ) -> None:
        super().__init__(data, initial={**self.known(member, on_behalf), **words, "seen": version})
        self.on_behalf = on_behalf
        if on_behalf:
            self.for_someone()

    def known(self, member: Member, on_behalf: bool) -> dict[str, Any]:
        """What we know already, so that it is only confirmed."""
        return {}

    def for_someone(self) -> None:
        """Word the questions for a person who writes for somebody else."""

    def words(self) -> dict[str, Any]:
        """The answers of this step, as they are kept."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def seen_version(self) -> int:
        return self.cleaned_data.get("seen") or 0


class OnBehalf(StepForm):
    heading = "Write for someone else"
    intro = (
        "Use this when a person told you what happened and you write it down for them.",
        "Your name is kept as the person who typed it.",
    )
    on_behalf_of = Name(
        label="Who are you writing for?",
        help_text="Their full name, as our members’ register has it.",
        error_messages={"required": "Write the name of the person you are writing for."},
    )
    source = forms.ChoiceField(
        label="How did they tell you?",
        widget=forms.RadioSelect,
        choices=[("call", "In a call"), ("letter", "In a letter or message"), ("meeting", "When we met")],
        error_messages={"required": NEEDED},
    )
    agreed = forms.ChoiceField(
        label="Do they know that you are writing this down?",
        widget=forms.RadioSelect,
        choices=_same("Yes, and they agree", "They know, but did not say yes or no", "No"),
        error_messages={"required": NEEDED},
    )


class WhatHappened(StepForm):
    heading = "What happened?"
    intro = (
        "Use your own words. A few lines are enough to start.",
        "You do not have to tell us everything now. You can skip hard parts and add more later.",
        "If it helps, think about: what was said or done, where you were, and who else was there.",
    )
    narrative = Words(
        label="In your own words",
        error_messages={"required": "Write a few words about what happened. One line is enough."},
    )

    def for_someone(self) -> None:
        self.fields["narrative"].label = "In their own words, where you can"


class Contact(StepForm):
    heading = "How to reach you"
    intro = ("What you write might show who you are. Take out names of places or dates if that worries you.",)
    name = forms.ChoiceField(
        label="How should we know you?",
        widget=forms.RadioSelect,
        choices=_names("my", "you are", "you agree"),
        error_messages={"required": "Choose how we should know you."},
    )
    reach = Words(
        label="How can we reach you?",
        help_text="An e-mail address, a phone number or another way.",
        required=False,
        limit=500,
        rows=2,
    )
    care = Words(
        label="Is there anything to be careful about?",
        help_text="For example: do not leave a voice message, or call only in the evening.",
        required=False,
        limit=500,
        rows=2,
    )

    def known(self, member: Member, on_behalf: bool) -> dict[str, Any]:
        return {} if on_behalf else {"reach": member.email}

    def for_someone(self) -> None:
        self.heading = "How to reach them"
        self.intro = ("What is written might show who they are.",)
        self.fields["name"] = forms.ChoiceField(
            label="How should we know the person you write for?",
            widget=forms.RadioSelect,
            choices=_names("their", "they are", "they agree"),
            error_messages={"required": NEEDED},
        )
        self.fields["reach"].label = "How can we reach them?"
        self.order_fields(["name", "reach", "care"])


class About(StepForm):
    heading = "Where it goes"
    branch = forms.TypedChoiceField(
        label="Which branch is it about?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", "I am not sure, or none"), *Branch.objects.values_list("pk", "name")],
    )
    about_leader = forms.ChoiceField(
        label="Is it about someone who leads that branch?",
        widget=forms.RadioSelect,
        choices=[
            ("yes", "Yes\nThe branch does not get it. It goes to the national intake."),
            ("no", f"No\n{OF_THE_BRANCH}"),
            ("unsure", "I am not sure\nWe treat this as a yes until someone outside the branch has checked."),
        ],
        error_messages={"required": "Choose yes, no or “I am not sure”."},
    )

    def known(self, member: Member, on_behalf: bool) -> dict[str, Any]:
        return {"branch": member.branch_id}


class WhoMustNotSee(StepForm):
    heading = "Is there anyone who must not see this?"
    intro = (
        "Whoever you write here is kept out before anyone is told. That also holds for leaders and officers.",
        "You do not have to say why.",
    )
    must_not_see = Words(
        label="People who must not see this",
        help_text="Full name or e-mail address, one person on each line. Leave it empty if there is nobody.",
        required=False,
        limit=2_000,
        rows=4,
    )

    def clean_must_not_see(self) -> str:
        names = str(self.cleaned_data["must_not_see"])
        if len(re.split(r"[\n,;]", names)) > MOST:
            raise forms.ValidationError(f"Write {MOST} names or fewer.")
        return names


class WhenWhere(StepForm):
    heading = "When and where"
    when = forms.ChoiceField(
        label="When did it happen?",
        widget=forms.RadioSelect,
        required=False,
        choices=_same("On a day I know", "Around a time I remember", "It is still happening", "I am not sure"),
    )
    more_when = Name(label="The day or the time", help_text="For example 3 March, or last spring.", required=False)
    where = Words(label="Where did it happen?", required=False, limit=2_000, rows=3)
    online = forms.ChoiceField(
        label="Was it online?",
        widget=forms.RadioSelect,
        required=False,
        choices=_same("No", "Yes", "Partly"),
    )


class Wishes(StepForm):
    heading = "What you would like to happen"
    wishes = forms.MultipleChoiceField(
        label="What would make this right?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=_same(
            "That it stops",
            "An apology",
            "A talk with someone who helps both of us",
            "That the person learns why it was wrong",
            "That the person leaves a role or the organisation",
            "I do not know yet",
        ),
    )
    more_wishes = Words(label="In your own words", required=False, rows=4)


class Needs(StepForm):
    heading = "What would help you"
    needs = forms.MultipleChoiceField(
        label="What would make it easier to take part?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=_same(
            "An interpreter",
            "Letters that are easy to read",
            "Breaks during talks",
            "Someone to be with me",
            "Talks at certain times only",
        ),
    )
    more_needs = Words(label="Anything else", required=False, rows=4)


class Person(forms.Form):
    """One person for the list. `key` is made with the page, so that a second press adds nobody twice."""

    key = forms.CharField(widget=forms.HiddenInput, validators=[RegexValidator(r"\A[0-9a-f]{32}\Z")])
    name = Name(
        label="Name",
        help_text="Their full name if you know it. If not, say what you know about them.",
        error_messages={"required": "Write a name, or what you know about the person."},
    )
    side = forms.ChoiceField(
        label="Who are they?",
        widget=forms.RadioSelect,
        choices=[
            (Role.RESPONDENT.value, "The person it is about"),
            (Role.WITNESS.value, "Someone who saw or heard it"),
        ],
        error_messages={"required": NEEDED},
    )

    def __init__(self, data: Any = None, *, listed: int) -> None:
        super().__init__(data, initial={"key": uuid.uuid4().hex})
        self.listed = listed

    def clean(self) -> None:
        if self.listed >= MOST:
            raise forms.ValidationError(f"You can list {MOST} people. Write further names where you say what happened.")

    def untouched(self) -> bool:
        """Was nothing typed, so that Continue may simply go on?"""
        return not any(self.data.get(name) for name in ("name", "side"))


class Look(forms.Form):
    """The version of the draft that the person looked at before sending it, and files that go with it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    attached = Files()

    def room(self, limits: str) -> None:
        """Say how much can be sent."""
        field = self.fields["attached"]
        if isinstance(field, Files):
            field.within(limits)


STEPS: dict[str, type[StepForm]] = {
    "on-behalf": OnBehalf,
    "what-happened": WhatHappened,
    "contact": Contact,
    "about": About,
    "who-must-not-see": WhoMustNotSee,
    "when-where": WhenWhere,
    "wishes": Wishes,
    "needs": Needs,
}

FORMS: list[type[forms.Form]] = [*STEPS.values(), Person]
TYPED = frozenset(name for form in FORMS for name, field in form.base_fields.items() if isinstance(field, Words))
"""The names of the fields that a person writes into."""
