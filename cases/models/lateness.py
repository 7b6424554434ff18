"""Evidence that a side brings after the inquiry."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment
from cases.models.proceedings import BOTH_SIDES
from cases.models.secrets import CaseRow, SealedText


class LateEvidence(CaseRow):
    """One offer. Admitted, it becomes an item of the evidence; until then only its side and who rules read it.

    `how` says what became of it: ruled, without a ruling in time, or the record was closed before one.
    """

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="late_evidence")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=BOTH_SIDES)
    title = SealedText(compartment=Compartment.EVIDENCE)
    text = SealedText(compartment=Compartment.EVIDENCE)
    reason = SealedText(compartment=Compartment.EVIDENCE)
    fingerprint = models.CharField(max_length=64)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    rule_by = models.DateField()
    ruled_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True)
    item = models.OneToOneField("cases.EvidenceItem", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="late_evidence_number_once"),
            models.UniqueConstraint(
                fields=["proceeding", "side"], condition=Q(ruled_at__isnull=True), name="one_open_offer"
            ),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True, how="", item__isnull=True)
                | Q(ruled_at__isnull=False, how__in=["ruled", "no_ruling"])
                | Q(ruled_at__isnull=False, how="record_closed", item__isnull=True),
                name="late_evidence_ruled_whole",
            ),
        ]
        indexes = [models.Index("rule_by", name="late_evidence_due", condition=Q(ruled_at__isnull=True))]
