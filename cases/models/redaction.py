"""Words that are hidden from a side by a ruling, and the copies of files that are made without them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.files import Flag
from cases.domain.redaction import Audience
from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL


class Redaction(CaseRow):
    """One ruling: words of an exhibit, or wherever they stand, are hidden from these audiences until it is lifted.

    With `whole` the files of the exhibit are hidden as well, for words in a picture are found by nobody.
    """

    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey("cases.EvidenceItem", models.PROTECT, null=True, related_name="redactions")
    words = SealedText(compartment=Compartment.EVIDENCE)
    reason = SealedText(compartment=Compartment.EVIDENCE)
    audiences = models.JSONField(default=list)
    whole = models.BooleanField(default=False)
    made_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="redaction_number_once"),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="redaction_lifted_whole",
            ),
        ]


class RedactedFile(CaseRow):
    """A copy of a file for one audience, without the words that the rulings named in `rulings` hide from it."""

    file = models.ForeignKey("cases.ExhibitFile", models.PROTECT, related_name="redacted")
    audience = models.CharField(max_length=20, choices=Audience.choices())
    rulings = models.CharField(max_length=200)
    serial = models.PositiveSmallIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    flag = models.CharField(max_length=10, choices=Flag.choices(), blank=True)
    places = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "audience", "rulings"], name="redacted_file_once"),
            models.UniqueConstraint(fields=["file", "serial"], name="redacted_file_serial_once"),
        ]

    @property
    def copy(self) -> str:
        """The name under which its pieces are kept beside those of the file."""
        return f"hidden-{self.serial}"
