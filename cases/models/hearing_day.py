"""The day of a hearing: who came and left, the questions, and the minutes until the panel has approved them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment, Role
from cases.models.hearing import Hearing
from cases.models.secrets import CaseRow, SealedText

Author = settings.AUTH_USER_MODEL


class Presence(CaseRow):
    """Somebody came or left: one of those who sit, or a person named in the case. Nothing of it is changed later."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="presences")
    member = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="+")
    came = models.BooleanField()
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, party__isnull=False) | Q(member__isnull=False, party__isnull=True),
                name="presence_of_one_person",
            )
        ]


class HearingQuestion(CaseRow):
    """A question that somebody wants to be put. The chair admits it, or refuses it with a reason."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = SealedText(compartment=Compartment.EVIDENCE)
    put_as = models.CharField(max_length=20, choices=Role.choices())
    put_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    admitted = models.BooleanField(null=True)
    reason = SealedText(compartment=Compartment.EVIDENCE)
    ruled_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="hearing_question_once"),
            models.CheckConstraint(
                condition=Q(admitted__isnull=True, ruled_by__isnull=True, ruled_at__isnull=True)
                | Q(admitted__isnull=False, ruled_by__isnull=False, ruled_at__isnull=False),
                name="hearing_question_ruled_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(admitted=True), name="only_admitted_is_answered"
            ),
        ]


class Minutes(CaseRow):
    """One version of the minutes; a correction is the next one, and none is changed."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    text = SealedText(compartment=Compartment.EVIDENCE)
    written_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hearing", "version"], name="minutes_version_once")]


class MinutesView(CaseRow):
    """What one of the panel says to a version: that it is right, or what it should say."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="views")
    member = models.ForeignKey(Author, models.PROTECT, related_name="+")
    approved = models.BooleanField()
    text = SealedText(compartment=Compartment.EVIDENCE)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "member"], name="one_view_of_a_version")]
