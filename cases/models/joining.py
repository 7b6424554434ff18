"""Two complaints about the same facts: the proposal, the objections, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL


class Joining(CaseRow):
    """Another case that may join this one, which leads. Its words are copied here, for those who work on this case.

    `how` says what became of it: nothing yet, joined, not joined, no ruling in time. `allegations` are those that came.
    """

    number = models.PositiveSmallIntegerField()
    other = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    narrative = SealedText(compartment=Compartment.NARRATIVE)
    proposed_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    object_until = models.DateField()
    rule_by = models.DateField()
    ruled_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True)
    allegations = models.JSONField(default=list)
    separated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="joining_number_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(how=""), name="one_open_joining"),
            models.UniqueConstraint(fields=["other"], condition=Q(how=""), name="one_open_joining_of"),
            models.CheckConstraint(
                condition=Q(how="", ruled_at__isnull=True, ruled_by__isnull=True)
                | Q(how__in=["joined", "not_joined"], ruled_at__isnull=False, ruled_by__isnull=False)
                | Q(how="no_ruling", ruled_at__isnull=False, ruled_by__isnull=True),
                name="joining_ruled_whole",
            ),
            models.CheckConstraint(
                condition=Q(separated_at__isnull=True) | Q(how="joined"), name="separated_after_joining"
            ),
        ]
        indexes = [models.Index("rule_by", name="joining_due", condition=Q(how=""))]


class Objection(CaseRow):
    """What a side of either case has against it; kept with the case that would lead, for whoever rules there."""

    joining = models.ForeignKey(Joining, models.PROTECT, related_name="objections")
    written_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    text = SealedText(compartment=Compartment.NARRATIVE)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["joining", "written_by"], name="objected_once")]
