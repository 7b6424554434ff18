"""The forms of a formal case: delivery, answer, inquiry, hearing, votes, decision, moving up, appeal."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate, now

from cases.domain.vocabulary import AppealGround, Choice, Ground, MeasureKind, Outcome, Response
from cases.forms.act import ActForm, choice, day, moment
from cases.forms.intake import why
from cases.forms.words import Name, Words

A_YEAR = timedelta(days=366)
CHANNELS = (("email", "E-mail"), ("letter", "Letter"), ("hand", "By hand"))
DAYS = "A whole number of days. Leave it empty for a measure without an end."


class RecordDelivery(ActForm):
    hint = "Silence counts only after the notice was delivered in two different ways."
    channel = choice("How was it delivered?", CHANNELS)
    delivered_on = day("On which day?")
    proof = Name(
        label="How do you know?", help_text="For example the number of the letter.",
        error_messages={"required": "Write how you know."},
    )  # fmt: skip

    def clean_delivered_on(self) -> Any:
        day, today = self.cleaned_data["delivered_on"], localdate()
        if day > today:
            raise forms.ValidationError("This day is not here yet.")
        if day < today - A_YEAR:
            raise forms.ValidationError("This day is more than a year ago.")
        return day


class AnswerAllegations(ActForm):
    """One answer and one text for each allegation."""

    hint = "No one has decided anything. If you would rather not say yet, that is not held against you."

    def shape(self) -> None:
        for number, text in self.offer.allegations:
            stance = choice(f"Allegation {number}", Response.choices(), help_text=text)
            self.fields[f"stance_{number}"] = stance
            self.fields[f"text_{number}"] = Words(label=f"Your side of allegation {number}", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answers = {
            number: (Response(cleaned[f"stance_{number}"]), cleaned.get(f"text_{number}", ""))
            for number, _ in self.offer.allegations
            if f"stance_{number}" in cleaned
        }
        return {"answers": answers, "seen": cleaned.get("seen", "")}


class AddEvidence(ActForm):
    hint = "Both sides will read the same evidence on the same day."
    title = Name(label="What is it?", error_messages={"required": "Give it a short title."})
    text = Words(label="The words, or what it shows", error_messages={"required": "Write what it is."})


class SubmitReport(ActForm):
    hint = "No result, and nobody's credit by rank: what is agreed, what is disputed, what the evidence shows."
    agreed = Words(label="What do both sides agree on?", error_messages={"required": "Write what is agreed."})
    disputed = Words(label="What is disputed?", error_messages={"required": "Write what is disputed."})
    weighed = Words(
        label="What does the evidence show, for and against?",
        error_messages={"required": "Write what the evidence shows, for and against."},
    )


class CallHearing(ActForm):
    starts_at = moment("When?")
    place = Words(label="Where, or how to join", rows=3, error_messages={"required": "Write where it is."})

    def clean_starts_at(self) -> Any:
        """Only a slip of the hand is stopped here; how much notice it needs is the procedure's to say."""
        moment = self.cleaned_data["starts_at"]
        if moment > now() + A_YEAR:
            raise forms.ValidationError("This is more than a year away.")
        return moment


class HoldHearing(ActForm):
    minutes = Words(label="The minutes", error_messages={"required": "Write what was said and who was there."})


class DecideOnPapers(ActForm):
    reason = why("Why without a hearing?", help_text="Both sides read this.")


class Vote(ActForm):
    hint = (
        "Your vote is secret until all have voted, and it cannot be changed. "
        "A conflict of interest is not a reason to abstain: step aside instead."
    )
    motion = forms.TypedChoiceField(
        label="The question", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose the question."}
    )
    choice = choice("Your vote", Choice.choices())
    reason = Words(label="If you abstain: why?", required=False, rows=3)

    def clean_choice(self) -> Choice:
        return Choice(self.cleaned_data["choice"])


class ProposeMeasure(ActForm):
    hint = "The mildest measure that changes the behaviour and keeps people safe. The panel votes on it."
    kind = choice("Which measure?")
    days = forms.IntegerField(label="For how many days?", required=False, min_value=1, help_text=DAYS)
    terms = Words(
        label="The terms",
        help_text="What exactly, and who must be told.",
        error_messages={"required": "Write the terms."},
    )

    def clean_kind(self) -> MeasureKind:
        return MeasureKind(self.cleaned_data["kind"])


class ProposeOutcome(ActForm):
    outcome = choice("How shall the appeal end?")
    kind = choice("If the measure is changed: to which?", required=False)
    days = forms.IntegerField(label="For how many days?", required=False, min_value=1, help_text=DAYS)
    terms = Words(label="The terms of the changed measure", required=False)

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean_kind(self) -> MeasureKind | None:
        kind = self.cleaned_data["kind"]
        return MeasureKind(kind) if kind else None


class WriteReasons(ActForm):
    """A summary, and the reasons for each allegation with a finding."""

    hint = "Both sides read these words. Facts found, evidence for and against, the rule, and why."
    summary = Words(
        label="What the panel decided, in a sentence or two", rows=4, error_messages={"required": "Write the summary."}
    )

    def shape(self) -> None:
        for number, text in self.offer.allegations:
            field = Words(label=f"The reasons for allegation {number}", help_text=text, required=False)
            field.initial = self.offer.texts.get(f"reasons_{number}", "")
            self.fields[f"reasons_{number}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reasons = {number: cleaned.get(f"reasons_{number}", "") for number, _ in self.offer.allegations}
        kept: dict[str, Any] = {name: cleaned[name] for name in ("summary", "seen") if name in cleaned}
        return kept | {"reasons": reasons}


class AddDissent(ActForm):
    text = Words(
        label="Your opinion",
        help_text="It is delivered with the decision.",
        error_messages={"required": "Write a few words."},
    )
    signed = forms.BooleanField(label="Put my name under it", required=False)


class RequestEscalation(ActForm):
    ground = choice("Why should the national committee take this?")
    text = Words(
        label="What is it in this case?",
        help_text="A member of the national committee reads this and rules on it. Both sides read the ruling.",
        error_messages={"required": "Write a few words."},
    )

    def clean_ground(self) -> Ground:
        return Ground(self.cleaned_data["ground"])


class RuleEscalation(ActForm):
    upheld = forms.TypedChoiceField(
        label="Your ruling",
        choices=(("yes", "The case moves to the national committee"), ("no", "The case stays where it is")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    reason = why(help_text="Both sides read this.")


class FileAppeal(ActForm):
    hint = "People who never touched the case decide on it. The other side reads what you write."
    ground = choice("The reason for your appeal")
    text = Words(label="What should be looked at again?", error_messages={"required": "Write a few words."})

    def clean_ground(self) -> AppealGround:
        return AppealGround(self.cleaned_data["ground"])


class RuleOnAppeal(ActForm):
    hint = "This is about the reason that was named, not about who is right."
    reason = why(help_text="Both sides read this.")


class ReportExternal(ActForm):
    result = Words(label="What did the external body answer?", error_messages={"required": "Write the answer."})
