"""What figures are made from, and the figures that were published."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.domain.vocabulary import State, Tier
from cases.models.secrets import CaseRow


class Stay(CaseRow):
    """One visit of a case to one step, written by the act that moves it. Figures about time read these and no event."""

    tier = models.CharField(max_length=10, choices=Tier.choices())
    state = models.CharField(max_length=20, choices=State.choices())
    entered_on = models.DateField()
    left_on = models.DateField(null=True)
    due_on = models.DateField(null=True, help_text="The last day that the step had when the case left it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(left_on__isnull=True), name="one_open_stay"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")), name="stay_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index("left_on", "tier", "state", name="stay_over", condition=Q(left_on__isnull=False))]


class Reached(CaseRow):
    """The first time a case came to what people wait for, written with its entry. Figures read these and no event."""

    point = models.CharField(max_length=40)
    reached_on = models.DateField()
    days = models.PositiveIntegerField(help_text="From the complaint on.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "point"], name="reached_once")]
        indexes = [models.Index("reached_on", "point", "days", name="reached")]


class Publication(models.Model):
    """The figures of one period and their paper as published: frozen, with hashes in the record. Kept by a trigger."""

    since = models.DateField()
    until = models.DateField()
    tables = models.JSONField()
    sha256 = models.CharField(max_length=64)
    paper = models.BinaryField(help_text="The same as a PDF.")
    paper_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="publication_span"),
            models.UniqueConstraint(fields=["since", "until"], name="published_once"),
        ]

    def __str__(self) -> str:
        return f"figures from {self.since} to {self.until}"
