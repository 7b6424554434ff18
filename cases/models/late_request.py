"""What a side asks for after the time to appeal: an appeal that comes late, or to open the case again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment
from cases.models.proceedings import BOTH_SIDES
from cases.models.secrets import CaseRow, SealedText

RESULTS = ["admitted", "refused", "no_ruling", "appealed", "reopened", "set_aside"]


class LateRequest(CaseRow):
    """One request against the decision of one proceeding. Admitted, its words become those of an appeal.

    `reopens`: it asks to open the case again, and its words stay with it.
    `how` says what became of it: admitted, refused, no_ruling (then it was admitted by that), appealed where the
    other side's appeal came first, reopened where another request was let in, set_aside where the decision fell.
    """

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="late_requests")
    number = models.PositiveSmallIntegerField()
    reopens = models.BooleanField(default=False)
    side = models.CharField(max_length=20, choices=BOTH_SIDES)
    ground = models.CharField(max_length=20)
    cause = SealedText(compartment=Compartment.NARRATIVE)
    text = SealedText(compartment=Compartment.NARRATIVE)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    rule_by = models.DateField()
    passed_on_at = models.DateTimeField(null=True)
    ruled_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="late_request_number_once"),
            models.UniqueConstraint(fields=["proceeding", "side", "reopens"], name="late_request_once"),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True, how="") | Q(ruled_at__isnull=False, how__in=RESULTS),
                name="late_request_ruled_whole",
            ),
        ]
        indexes = [models.Index("rule_by", name="late_request_due", condition=Q(ruled_at__isnull=True))]
