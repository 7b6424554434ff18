"""What a complainant withdraws, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.requests import CarryOn, Pressed
from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL


class Withdrawal(CaseRow):
    """One withdrawal: of some allegations, or of everything where `allegations` is empty.

    `how` says what became of it: nothing yet, at once, accepted or carried on by a ruling, carried on because nobody
    ruled in time, or the case was closed for another reason. The reason of a ruling is a `Writing` of its act.
    """

    number = models.PositiveSmallIntegerField()
    allegations = models.JSONField(default=list)
    text = SealedText(compartment=Compartment.NARRATIVE)
    pressed = models.CharField(max_length=20, blank=True, choices=Pressed.choices())
    asked_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    rule_by = models.DateField(null=True)
    ruled_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=20, blank=True, choices=CarryOn.choices())
    testifies = models.BooleanField(
        null=True, help_text="Whether the complainant will be a witness; nobody has to say."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="withdrawal_number_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(how=""), name="one_open_withdrawal"),
            models.CheckConstraint(
                condition=Q(how="", ruled_at__isnull=True, ruled_by__isnull=True, rule_by__isnull=False, ground="")
                | Q(how="at_once", ruled_at__isnull=False, ruled_by__isnull=True, rule_by__isnull=True, ground="")
                | Q(how="accepted", ruled_at__isnull=False, ruled_by__isnull=False, ground="")
                | Q(how="carried_on", ruled_at__isnull=False, ruled_by__isnull=False) & ~Q(ground="")
                | Q(how__in=["no_ruling", "closed"], ruled_at__isnull=False, ruled_by__isnull=True, ground=""),
                name="withdrawal_ruled_whole",
            ),
            models.CheckConstraint(
                condition=Q(testifies__isnull=True) | Q(how__in=["carried_on", "no_ruling"]),
                name="testimony_of_who_withdrew",
            ),
        ]
        indexes = [models.Index("rule_by", name="withdrawal_due", condition=Q(how=""))]
