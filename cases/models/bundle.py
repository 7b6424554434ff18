"""Bundles: what was asked for, how far it is, and the sealed pages until they are gone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedBytes

UNDONE = Q(made_at__isnull=True, failed_at__isnull=True)


class Bundle(CaseRow):
    """One bundle for one reader. Whoever makes it holds a lease; a lease that ran out is anybody's again."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_side = models.BooleanField(help_text="Asked for on the page of a side, and not of those who work on the case.")
    asked_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0, help_text="How far it is, of the steps in `domain.bundles`.")
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    parts = models.JSONField(default=list, help_text="The parts of the file that were open to its reader.")
    through = models.PositiveIntegerField(default=0, help_text="The last entry of the case when it was made.")
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member", "as_side"], condition=UNDONE, name="one_bundle_at_once"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(failed_at__isnull=True), name="bundle_made_or_failed"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, sha256="") | Q(made_at__isnull=False) & ~Q(sha256=""),
                name="bundle_made_whole",
            ),
        ]
        indexes = [models.Index("asked_at", name="bundle_to_make", condition=UNDONE)]


class BundlePiece(CaseRow):
    """A sealed stretch of a bundle; it opens only as this stretch of this bundle."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    body = SealedBytes(compartment=Compartment.PAPERS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bundle", "number"], name="bundle_piece_once")]
