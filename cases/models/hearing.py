"""The hearing of a proceeding: when, where and in which order; who asked for another day; what helps each side."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.hearing_words import PostponementGround
from cases.domain.vocabulary import Compartment
from cases.models.proceedings import BOTH_SIDES
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL


class Hearing(CaseRow):
    """A day on which both sides are heard. `off_at`: it was called off and has no day until it is called anew."""

    proceeding = models.OneToOneField("cases.Proceeding", models.PROTECT, related_name="hearing")
    starts_at = models.DateTimeField()
    place = SealedText(compartment=Compartment.NARRATIVE)
    agenda = SealedText(compartment=Compartment.NARRATIVE)
    apart = models.BooleanField(default=True, help_text="The two sides wait in different places.")
    witnesses = models.JSONField(default=list, help_text="The numbers of the witnesses who are asked to come.")
    called_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    off_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    minutes_final_at = models.DateTimeField(null=True)
    minutes_final_because = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_final_at__isnull=True, minutes_final_because="")
                | Q(minutes_final_at__isnull=False, held_at__isnull=False) & ~Q(minutes_final_because=""),
                name="minutes_final_because",
            )
        ]


class Postponement(CaseRow):
    """A side's request for another day, and the ruling. What was written for either is a `Writing` of the same act."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="postponements")
    side = models.CharField(max_length=20, choices=BOTH_SIDES)
    ground = models.CharField(max_length=20, choices=PostponementGround.choices())
    called_for = models.DateTimeField(help_text="The moment for which the hearing was called.")
    asked_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    moved_to = models.DateTimeField(null=True)
    ruled_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hearing"], condition=Q(granted__isnull=True), name="one_postponement_asked"
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, ruled_by__isnull=True, ruled_at__isnull=True)
                | Q(granted__isnull=False, ruled_by__isnull=False, ruled_at__isnull=False),
                name="postponement_ruled_by",
            ),
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | Q(granted=True), name="postponement_moves_when_granted"
            ),
        ]


class Readiness(CaseRow):
    """The first day on which a side is ready for the hearing; the last one said counts."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="readinesses")
    side = models.CharField(max_length=20, choices=BOTH_SIDES)
    from_on = models.DateField()
    said_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()


class Need(CaseRow):
    """What would help a side to take part; the last one said counts."""

    side = models.CharField(max_length=20, choices=BOTH_SIDES)
    text = SealedText(compartment=Compartment.IDENTITY)
    said_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
