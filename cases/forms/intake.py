"""The forms of the first look, of a review and of the informal talks."""

from typing import Any

from django import forms

from branches import queries as people
from cases.domain.vocabulary import Basis, DismissalGround, Ground, Modality
from cases.forms.act import ActForm, choice, several
from cases.forms.words import Name, Words

THREE_WAYS = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))
WHY = "The complainant reads this."


def why(label: str = "Why?", *, help_text: str = WHY, **kwargs: Any) -> Words:
    return Words(label=label, help_text=help_text, error_messages={"required": "Write the reason."}, **kwargs)


class Nothing(ActForm):
    """An act that needs no words."""


class ScreenSafety(ActForm):
    danger = choice("Is somebody in danger?", THREE_WAYS)
    ongoing = choice("Is it still going on?", THREE_WAYS)
    minors = choice("Is somebody under age concerned?", THREE_WAYS)
    contact = choice("Do the two sides meet?", THREE_WAYS)
    note = Words(label="What you were told, and what you offered", required=False, rows=4)


class FrameAllegation(ActForm):
    hint = "One act, one time, one rule. Write it as it was said to have happened, without judging it."
    text = Words(
        label="What is said to have happened?",
        help_text="Both sides will read these words.",
        error_messages={"required": "Write the allegation in a sentence or two."},
    )
    provision = choice("Which rule of the code may it break?")
    bases = several("Is it connected to an oppression?", Basis.choices())
    modalities = several("In which form?", Modality.choices())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "provision" in cleaned:
            cleaned["category"] = self.offer.categories[cleaned["provision"]]
        return cleaned


class MemberField(Name):
    """A member by e-mail address or by the exact full name."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = list(people.members_named(typed)[:2])
        if len(found) == 1:
            return found[0]
        several_ = "More than one member has this name. Write the e-mail address."
        raise forms.ValidationError(several_ if found else "No member has this name or e-mail address.")


class IdentifyParty(ActForm):
    hint = "From the moment you save this, this person and everyone close to them is kept out of the case."
    party = forms.TypedChoiceField(
        label="Which named person is it?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    member = MemberField(
        label="Which member?",
        help_text="The e-mail address, or the full name as the register has it.",
        error_messages={"required": "Write who it is."},
    )


class NameWitness(ActForm):
    name = Name(label="The name of the witness", error_messages={"required": "Write the name."})
    member = MemberField(
        label="If the witness is a member: e-mail address or full name",
        required=False,
        help_text="A witness who is a member is kept out of handling the case.",
    )


class NameSupporter(ActForm):
    name = Name(
        label="The name of the support person",
        help_text=(
            "Full name or e-mail address. A support person who is a member is kept out of handling the case. "
            "Nothing of the case opens to them before you give them a link, and they are not told."
        ),
        error_messages={"required": "Write the name."},
    )


class AskFacts(ActForm):
    question = Words(
        label="What do you need to know?",
        help_text="The complainant reads these words. Ask only for what you need, and without doubt in your words.",
        error_messages={"required": "Write your questions."},
    )


class AnswerFacts(ActForm):
    answer = Words(
        label="Your answer",
        help_text="A few words are enough. You can say that you do not know.",
        error_messages={"required": "Write a few words."},
    )


class OfferInformal(ActForm):
    reason = why("Why do you think that talks can help?", help_text="For the record.", required=False)


class Venue(ActForm):
    reason = why("Why here?", help_text="For the record of the case.")


class VenueNational(ActForm):
    ground = choice("The reason for the national committee")
    reason = why("What is it in this case?", help_text="For the record of the case.")

    def clean_ground(self) -> Ground:
        return Ground(self.cleaned_data["ground"])


class ProposeDismissal(ActForm):
    hint = "A second officer without a conflict of interest must agree. The complainant can ask for a review."
    ground = choice("The reason", DismissalGround.choices())
    reason = why("Say it in words that the complainant can follow")

    def clean_ground(self) -> DismissalGround:
        return DismissalGround(self.cleaned_data["ground"])


class ConfirmDismissal(ActForm):
    reason = why("Anything to add?", help_text="For the record of the case.", required=False)


class Reasoned(ActForm):
    reason = why()


class ReferOut(ActForm):
    body = Name(label="Which body?", error_messages={"required": "Name the body."})
    reason = why()


class RequestReview(ActForm):
    text = Words(
        label="Why should somebody look at it again?",
        help_text="Somebody who had no part in the first choice reads this.",
        error_messages={"required": "Write a few words."},
    )


class Text(ActForm):
    """An act that leaves one text behind."""

    text = Words(label="Your words", error_messages={"required": "Write a few words."})


class ProposeTerms(ActForm):
    terms = Words(
        label="The terms",
        help_text="What each side will do, by when, and how somebody can see that it is done. Both sides sign this.",
        error_messages={"required": "Write the terms."},
    )


class RecordCheckIn(ActForm):
    kept = forms.TypedChoiceField(
        label="Is the agreement kept?",
        choices=(("yes", "Yes"), ("no", "No")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
