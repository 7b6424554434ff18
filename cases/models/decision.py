"""What a panel issues: reasons, minority opinions, the decision, the measures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment, Finding, MeasureKind
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL


class Decision(CaseRow):
    """The signed result of one proceeding; the findings hang below it."""

    proceeding = models.OneToOneField("cases.Proceeding", models.PROTECT, related_name="decision")
    summary = SealedText(compartment=Compartment.DECISION)
    drafted_at = models.DateTimeField()
    signed_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="decision_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(served_at__isnull=True) | Q(signed_at__isnull=False), name="served_after_signing"
            ),
        ]


class AllegationFinding(CaseRow):
    """The result for one allegation, from its vote, with the panel's reasons."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="findings")
    allegation = models.ForeignKey("cases.Allegation", models.PROTECT, related_name="findings")
    finding = models.CharField(max_length=20, choices=Finding.choices())
    reasons = SealedText(compartment=Compartment.DECISION)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proceeding", "allegation"], name="one_finding")]


class Dissent(CaseRow):
    """A panel member's written disagreement, served with the decision."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="dissents")
    member = models.ForeignKey(Author, models.PROTECT, related_name="+")
    signed = models.BooleanField()
    text = SealedText(compartment=Compartment.DECISION)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proceeding", "member"], name="one_dissent")]


class Measure(CaseRow):
    """What must happen after a substantiated finding. Never above the level's limit."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="measures")
    motion = models.OneToOneField("cases.Motion", models.PROTECT, related_name="measure")
    kind = models.CharField(max_length=20, choices=MeasureKind.choices())
    terms = SealedText(compartment=Compartment.DECISION)
    days = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_because = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.SUSPENSION) | Q(days__isnull=False), name="suspension_ends"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_because="")
                | Q(dropped_at__isnull=False) & ~Q(dropped_because=""),
                name="measure_dropped_because",
            ),
        ]
