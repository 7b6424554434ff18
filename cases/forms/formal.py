"""The forms of a formal case: delivery, answer, inquiry, votes, decision, moving up, appeal."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from cases.domain.vocabulary import AppealGround, Choice, Ground, Response, Why
from cases.forms.act import ActForm, choice, day
from cases.forms.files import Files
from cases.forms.intake import why
from cases.forms.words import Name, Words

A_YEAR = timedelta(days=366)
CHANNELS = (("email", "E-mail"), ("letter", "Letter"), ("hand", "By hand"))


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


class WithFiles(ActForm):
    """Evidence with files; how many and how large, the procedure says."""

    field_order = ("title", "text", "attached", "reason")
    attached = Files()

    def shape(self) -> None:
        field: Any = self.fields["attached"]
        field.within(self.offer.texts.get("limits", ""))


class AddEvidence(WithFiles):
    hint = "Both sides will read the same evidence on the same day."
    title = Name(label="What is it?", error_messages={"required": "Give it a short title."})
    text = Words(label="The words, or what it shows", error_messages={"required": "Write what it is."})


class OfferEvidence(WithFiles):
    hint = (
        "Only whoever rules on it reads this for now. If it is admitted, both sides read it and have the same days to "
        "reply."
    )
    title = Name(label="What is it?", error_messages={"required": "Give it a short title."})
    text = Words(label="The words, or what it shows", error_messages={"required": "Write what it is."})
    reason = Words(
        label="Why does it come now?", rows=4, error_messages={"required": "Write why it could not come before."}
    )


class RuleOnEvidence(ActForm):
    hint = "This is about whether it can still be read, not about what it proves."
    number = forms.TypedChoiceField(
        label="Which evidence?", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    reason = why(help_text="Both sides read this.")


class SubmitReport(ActForm):
    hint = "No result, and nobody's credit by rank: what is agreed, what is disputed, what the evidence shows."
    agreed = Words(label="What do both sides agree on?", error_messages={"required": "Write what is agreed."})
    disputed = Words(label="What is disputed?", error_messages={"required": "Write what is disputed."})
    weighed = Words(
        label="What does the evidence show, for and against?",
        error_messages={"required": "Write what the evidence shows, for and against."},
    )


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


class ReadForLeaks(ActForm):
    hint = (
        "The complainant is not named to the respondent. Read every word as the respondent would: a place, a "
        "day, a way of speaking or who else was there can tell who it was."
    )
    clear = forms.TypedChoiceField(
        label="Does anything tell who complained?",
        choices=(("yes", "No, nothing does"), ("no", "Yes: the chair must change it")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    text = Words(label="If something does: which words?", required=False, help_text="Only the panel reads this.")


class AddDissent(ActForm):
    text = Words(
        label="Your opinion",
        help_text="It is delivered with the decision. If a name is withheld, write nothing that tells it.",
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


class ReportConflict(ActForm):
    hint = (
        "Somebody who never had a part in this case rules on it. Knowing each other, the same view or group, or a "
        "ruling you did not like is not a conflict of interest."
    )
    person = choice("Who decided, and should not have?")
    kind = choice("What stood against it?")
    text = Words(
        label="What do you know, and since when?",
        help_text="The one who rules reads this. The other side reads only the kind.",
        error_messages={"required": "Write what you know."},
    )

    def clean_person(self) -> int:
        return int(self.cleaned_data["person"])

    def clean_kind(self) -> Why:
        return Why(self.cleaned_data["kind"])


class RuleConflict(ActForm):
    hint = "Say what is so, not who is right in the case. Your reason names the kind and no private facts."
    established = forms.TypedChoiceField(
        label="Is it so?",
        choices=(("yes", "Yes, this conflict of interest was there"), ("no", "No, or it cannot be shown")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one answer."},
    )
    reason = why(help_text="Both sides read this.")

    def shape(self) -> None:
        """Where the kind does not decide by itself, three questions are weighed."""
        for name, label in self.offer.choices.get("weighed", ()):
            self.fields[name] = Words(label=label, required=False, rows=4)
        if self.offer.choices.get("weighed"):
            self.fields["falls"] = forms.TypedChoiceField(
                label="If it is so: what follows?",
                choices=(("yes", "The decision is set aside and heard again"), ("no", "The decision stands")),
                coerce=lambda value: value == "yes",
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )


class FileAppeal(ActForm):
    hint = "People who never touched the case decide on it. The other side reads what you write."
    ground = choice("The reason for your appeal")
    text = Words(label="What should be looked at again?", error_messages={"required": "Write a few words."})

    def clean_ground(self) -> AppealGround:
        return AppealGround(self.cleaned_data["ground"])


class AskLateAppeal(ActForm):
    hint = "The decision stays final, and what it began goes on, until somebody has ruled. You can ask once."
    ground = choice("The reason for your appeal")
    cause = Words(
        label="Why does it come only now?",
        help_text="Read by whoever rules on it, and not by the other side.",
        error_messages={"required": "Write a few words."},
    )
    text = Words(
        label="What should be looked at again?",
        help_text="The other side reads this when the appeal is let in.",
        error_messages={"required": "Write a few words."},
    )

    def clean_ground(self) -> AppealGround:
        return AppealGround(self.cleaned_data["ground"])


class RuleOnLateAppeal(ActForm):
    hint = "This is about why it comes late, not about the reason for the appeal and not about who is right."
    reason = why(help_text="Both sides read this. Do not repeat anything private from the request.")


class AskReopening(ActForm):
    hint = "The decision stays final, and what it began goes on, until somebody has ruled. You can ask once."
    ground = choice("The reason for opening the case again")
    text = Words(
        label="What is new, and what would it change?",
        help_text="Read by whoever rules on it, and not by the other side.",
        error_messages={"required": "Write a few words."},
    )
    cause = Words(
        label="Why could it not be said or shown before?",
        help_text="Read by whoever rules on it, and not by the other side.",
        error_messages={"required": "Write a few words."},
    )

    def clean_ground(self) -> AppealGround:
        return AppealGround(self.cleaned_data["ground"])


class AskReadmission(ActForm):
    hint = "Members of the national committee who never touched the case decide. Whoever was harmed can say something."
    text = Words(
        label="Why should you be readmitted?",
        help_text="Read by those who decide, and not by the other side.",
        error_messages={"required": "Write a few words."},
    )


class SayReadmission(ActForm):
    hint = "You need not write anything, and nobody asks why."
    text = Words(
        label="What should those who decide know?",
        help_text="Read by those who decide, and by nobody else.",
        error_messages={"required": "Write a few words."},
    )


class VoteReadmission(ActForm):
    hint = "Your vote is secret, also afterwards. It cannot be changed."
    choice = choice("Shall this person be readmitted?", ((Choice.YES.value, "Yes"), (Choice.NO.value, "No")))
    reason = why(help_text="Sealed with your vote. No page shows it.")

    def clean_choice(self) -> Choice:
        return Choice(self.cleaned_data["choice"])


class RuleOnReopening(ActForm):
    hint = "This is about whether a fresh panel must hear the case, not about who is right."
    reason = why(help_text="Both sides read this. Do not repeat anything private from the request.")


class RuleOnAppeal(ActForm):
    hint = "This is about the reason that was named, not about who is right."
    reason = why(help_text="Both sides read this.")


class ReportExternal(ActForm):
    result = Words(label="What did the external body answer?", error_messages={"required": "Write the answer."})


class AfterLeaving(ActForm):
    """What the panel chose, or why a case is taken up again."""

    hint = "Both sides read this. Whoever left keeps every right of a respondent."
    reason = why()
