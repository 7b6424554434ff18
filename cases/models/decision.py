"""What a panel issues: reasons, minority opinions, the decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment, Finding
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL


def _void_with_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(void_at__isnull=True, void_because="") | Q(void_at__isnull=False) & ~Q(void_because=""), name=name
    )


class Decision(CaseRow):
    """The signed result of one proceeding; the findings hang below it. One that fell is kept and marked."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="decisions")
    summary = SealedText(compartment=Compartment.DECISION)
    drafted_at = models.DateTimeField()
    signed_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    void_at = models.DateTimeField(null=True)
    void_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding"], condition=Q(void_at__isnull=True), name="one_standing_decision"
            ),
            _void_with_reason("decision_void_with_reason"),
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
    void_at = models.DateTimeField(null=True)
    void_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding", "allegation"], condition=Q(void_at__isnull=True), name="one_finding"
            ),
            _void_with_reason("finding_void_with_reason"),
        ]


class Dissent(CaseRow):
    """A panel member's written disagreement, served with the decision. One that is void is kept and marked."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="dissents")
    member = models.ForeignKey(Author, models.PROTECT, related_name="+")
    signed = models.BooleanField()
    text = SealedText(compartment=Compartment.DECISION)
    written_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)
    void_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding", "member"], condition=Q(void_at__isnull=True), name="one_dissent"
            ),
            _void_with_reason("dissent_void_with_reason"),
        ]
