"""Mail: one message to one person, which says no more than that something waits in the inbox."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Mail(models.Model):
    """One mail for everything that reached a person in one slot. It ends mailed, bounced or dropped.

    Whoever sends it holds a lease (`claim`, `claimed_until`); a lease that ran out is anybody's again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    slot_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=60, blank=True, help_text="The kind of the last failure.")
    mailed_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    bounced_code = models.PositiveSmallIntegerField(null=True, help_text="What the mail server answered.")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "slot_at"], name="mail_once_a_slot"),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True, bounced_at__isnull=True)
                | Q(mailed_at__isnull=True, dropped_at__isnull=True)
                | Q(bounced_at__isnull=True, dropped_at__isnull=True),
                name="mail_has_one_end",
            ),
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=True, bounced_code__isnull=True)
                | Q(bounced_at__isnull=False, bounced_code__isnull=False),
                name="mail_bounced_with_code",
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, claimed_until__isnull=True)
                | Q(claim__isnull=False, claimed_until__isnull=False),
                name="mail_claimed_until",
            ),
        ]
        indexes = [
            models.Index(
                "due_at",
                name="mail_due",
                condition=Q(mailed_at__isnull=True, bounced_at__isnull=True, dropped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"mail {str(self.pk)[:8]}"
