"""Files that were given with a piece of evidence: the original as it came, and a copy that is safe to open."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.files import Flag, Kind, State
from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedBytes, SealedText

ORIGINAL, WORKING = "original", "working"
"""Which copy of a file a piece belongs to; `RedactedFile.copy` names the others."""


class ExhibitFile(CaseRow):
    """One file of an item of evidence, or of what a side offers late. What came never changes; a check adds to it.

    `fingerprint` is of the original, `copy_fingerprint` of the working copy. While it waits, a lease says who opens it.
    """

    item = models.ForeignKey("cases.EvidenceItem", models.PROTECT, null=True, related_name="files")
    offer = models.ForeignKey("cases.LateEvidence", models.PROTECT, null=True, related_name="files")
    number = models.PositiveSmallIntegerField()
    name = SealedText(compartment=Compartment.EVIDENCE)
    size = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices(), default=State.WAITING)
    flag = models.CharField(max_length=10, choices=Flag.choices(), blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices(), blank=True)
    dropped = models.JSONField(default=list)
    copy_size = models.PositiveIntegerField(null=True)
    copy_fingerprint = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="file_number_once"),
            models.UniqueConstraint(fields=["offer", "number"], name="offered_file_number_once"),
            models.CheckConstraint(condition=Q(item__isnull=False) | Q(offer__isnull=False), name="file_of_something"),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, checked_at__isnull=True, flag="", copy_fingerprint="")
                | (Q(state=State.READY, checked_at__isnull=False, flag="") & ~Q(kind="") & ~Q(copy_fingerprint=""))
                | (Q(state=State.KEPT, checked_at__isnull=False, copy_fingerprint="") & ~Q(flag="")),
                name="file_checked_whole",
            ),
        ]
        indexes = [models.Index("due_at", name="file_to_check", condition=Q(state=State.WAITING))]


class FilePiece(CaseRow):
    """A sealed stretch of a file. It opens as this stretch of this copy of this file, the last only as the last."""

    file = models.ForeignKey(ExhibitFile, models.PROTECT, related_name="pieces")
    copy = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    last = models.BooleanField()
    body = SealedBytes(compartment=Compartment.EVIDENCE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "copy", "number"], name="file_piece_once"),
            models.UniqueConstraint(fields=["file", "copy"], condition=Q(last=True), name="file_ends_once"),
        ]
