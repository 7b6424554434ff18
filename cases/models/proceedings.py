"""What a formal proceeding collects: deliveries, answers, evidence, report."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment, Role
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL
CHANNELS = [("app", "On this site"), ("email", "E-mail"), ("letter", "Letter"), ("hand", "By hand")]
BOTH_SIDES = [(r.value, r.label) for r in (Role.COMPLAINANT, Role.RESPONDENT)]


class Delivery(CaseRow):
    """One attempt to hand the notice to the respondent, by one channel."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    proof = SealedText(compartment=Compartment.IDENTITY)
    recorded_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    delivered_on = models.DateField()


class AllegationAnswer(CaseRow):
    """The respondent's side of one allegation."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="answers")
    allegation = models.ForeignKey("cases.Allegation", models.PROTECT, related_name="answers")
    stance = SealedText(compartment=Compartment.NARRATIVE)
    text = SealedText(compartment=Compartment.NARRATIVE)
    answered_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "allegation", "answered_at"], name="answered_once")
        ]


class EvidenceItem(CaseRow):
    """One piece of evidence, numbered; both sides see the same list."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="evidence")
    number = models.PositiveSmallIntegerField()
    title = SealedText(compartment=Compartment.EVIDENCE)
    text = SealedText(compartment=Compartment.EVIDENCE)
    given_as = models.CharField(max_length=20, choices=Role.choices())
    given_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_number_once"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=False) | Q(given_as=Role.WITNESS), name="evidence_by_a_known_person"
            ),
        ]


class InquiryReport(CaseRow):
    """Facts agreed, facts disputed, evidence for and against; no result."""

    proceeding = models.OneToOneField("cases.Proceeding", models.PROTECT, related_name="report")
    agreed = SealedText(compartment=Compartment.EVIDENCE)
    disputed = SealedText(compartment=Compartment.EVIDENCE)
    weighed = SealedText(compartment=Compartment.EVIDENCE)
    written_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


class EvidenceReply(CaseRow):
    """One side's reply to the evidence."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="replies")
    side = models.CharField(max_length=20, choices=BOTH_SIDES)
    text = SealedText(compartment=Compartment.EVIDENCE)
    replied_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    replied_at = models.DateTimeField()
    opening = models.PositiveSmallIntegerField(default=0, help_text="How often the review had been opened again.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proceeding", "replied_by", "opening"], name="replied_once")]


class Appeal(CaseRow):
    """A request to look at a decision again; one proceeding at appeal level."""

    proceeding = models.OneToOneField("cases.Proceeding", models.PROTECT, related_name="appeal")
    side = models.CharField(max_length=20, choices=BOTH_SIDES)
    ground = models.CharField(max_length=20)
    text = SealedText(compartment=Compartment.NARRATIVE)
    filed_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    admitted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=[s for s, _ in BOTH_SIDES]), name="appeal_by_a_side"),
        ]


class AppealAnswer(CaseRow):
    """What one person of the other side says to an appeal; where two complaints were joined there are several."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="answers")
    text = SealedText(compartment=Compartment.NARRATIVE)
    answered_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "answered_by"], name="appeal_answered_once")]
