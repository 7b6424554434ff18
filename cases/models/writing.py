"""What officers and parties write down at a step: screens, questions, reasons, requests, rulings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Action, Compartment, Role
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL
THREE_WAYS = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


class SafetyScreen(CaseRow):
    """The intake officer's first look at danger. Made before anything else is done."""

    danger = models.CharField(max_length=7, choices=THREE_WAYS)
    ongoing = models.CharField(max_length=7, choices=THREE_WAYS)
    minors = models.CharField(max_length=7, choices=THREE_WAYS)
    contact = models.CharField(max_length=7, choices=THREE_WAYS)
    note = SealedText(compartment=Compartment.NARRATIVE)
    screened_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    screened_at = models.DateTimeField()


class FactsRequest(CaseRow):
    """Questions to the complainant, once, and the answer."""

    question = SealedText(compartment=Compartment.NARRATIVE)
    asked_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = SealedText(compartment=Compartment.NARRATIVE)
    answered_at = models.DateTimeField(null=True)


class Writing(CaseRow):
    """A reason, request or ruling that an act must leave behind. Never changed, only added to."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="writings")
    action = models.CharField(max_length=30, choices=Action.choices())
    ground = models.CharField(max_length=30, blank=True)
    text = SealedText(compartment=Compartment.DECISION)
    written_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "action", "written_at"], name="writing_by_action")]


class TalkNote(CaseRow):
    """A facilitator's private note. It never reaches the formal file."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="+")
    text = SealedText(compartment=Compartment.INFORMAL)
    written_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


class Consent(CaseRow):
    """One side's written yes: to talk, or to the terms."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="consents")
    side = models.CharField(max_length=20, choices=[(r.value, r.label) for r in (Role.COMPLAINANT, Role.RESPONDENT)])
    action = models.CharField(max_length=30, choices=Action.choices())
    given_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proceeding", "side", "action"], name="consent_once")]


class Agreement(CaseRow):
    """The terms both sides sign, with the days on which someone checks that they are kept."""

    proceeding = models.OneToOneField("cases.Proceeding", models.PROTECT, related_name="agreement")
    terms = SealedText(compartment=Compartment.INFORMAL)
    written_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)


class CheckIn(CaseRow):
    """A day on which the agreement is looked at."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="check_ins")
    due_on = models.DateField()
    kept = models.BooleanField(null=True)
    recorded_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept__isnull=True, recorded_by__isnull=True, recorded_at__isnull=True)
                | Q(kept__isnull=False, recorded_by__isnull=False, recorded_at__isnull=False),
                name="check_in_recorded_whole",
            )
        ]
