"""The record and the outbox. Both are written only by `cases.record`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class CaseEvent(models.Model):
    """One act, grant, denial or reading. Append-only by trigger; chained per case and over all."""

    number = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="events")
    case_number = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    system = models.CharField(max_length=60, blank=True, help_text="Why the system acted; empty for a person.")
    data = models.JSONField(default=dict)
    case_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "case_number"], name="event_number_once"),
            models.CheckConstraint(
                condition=Q(actor__isnull=True) & ~Q(system="") | Q(actor__isnull=False, system=""),
                name="event_has_actor",
            ),
        ]
        indexes = [models.Index("kind", "at", name="event_of_kind")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class ChainHead(models.Model):
    """The last link of the chain over all events. Locked last by every writer."""

    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"head at {self.number}"


class Notice(models.Model):
    """The outbox: one letter to one person, written with the act and released when it is still allowed.

    Released is: in the person's inbox. The mail that says so is another row, and may fail without any harm here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notices")
    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="notices")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    letter = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mail = models.ForeignKey("cases.Mail", models.PROTECT, null=True, related_name="notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "member", "letter"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(dropped_at__isnull=True), name="released_or_dropped"
            ),
        ]
        indexes = [
            models.Index("due_at", name="notice_due", condition=Q(released_at__isnull=True, dropped_at__isnull=True)),
            models.Index("member", F("created_at").desc(), name="notice_of"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {str(self.pk)[:8]}"
