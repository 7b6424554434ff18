"""Seats, questions put to the panel, and secret ballots."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment, MeasureKind, MotionKind, Outcome, SeatKind, SeatStatus
from cases.models.secrets import CaseRow, SealedText


class Seat(CaseRow):
    """A drawn person. Being asked opens nothing; only a clear answer to the conflict question does."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="seats")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=SeatKind.choices())
    status = models.CharField(max_length=20, choices=SeatStatus.choices())
    order = models.PositiveSmallIntegerField()
    chair = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    told_on = models.DateField(null=True, help_text="The day both sides were told of this person.")
    presided = models.BooleanField(default=False, help_text="Held the chair when put on hold.")
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "member"], name="drawn_once"),
            models.UniqueConstraint(fields=["proceeding"], condition=Q(chair=True), name="one_chair"),
            models.CheckConstraint(
                condition=Q(chair=False) | Q(status=SeatStatus.SEATED, kind=SeatKind.MEMBER), name="chair_is_seated"
            ),
        ]
        indexes = [models.Index(fields=["member"], name="seat_asked", condition=Q(status=SeatStatus.ASKED))]


class Motion(CaseRow):
    """One question to the panel. The counts are computed when the last vote is in, never typed."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=MotionKind.choices())
    allegation = models.ForeignKey("cases.Allegation", models.PROTECT, null=True, related_name="+")
    measure_kind = models.CharField(max_length=20, blank=True, choices=MeasureKind.choices())
    days = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=Outcome.choices())
    bound = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="+")
    trial_days = models.PositiveSmallIntegerField(null=True)
    terms = SealedText(compartment=Compartment.DELIBERATION)
    instruction = SealedText(compartment=Compartment.DELIBERATION)
    details = SealedText(compartment=Compartment.DELIBERATION)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    carried = models.BooleanField(null=True)
    needed = models.PositiveSmallIntegerField()
    seated = models.PositiveSmallIntegerField(null=True)
    yes = models.PositiveSmallIntegerField(null=True)
    no = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)
    void_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "number"], name="motion_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, carried__isnull=True)
                | Q(closed_at__isnull=False, carried__isnull=False),
                name="motion_closed_with_result",
            ),
        ]


class Ballot(CaseRow):
    """One member's vote on one question; sealed, and never changed after it is cast."""

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="ballots")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    choice = SealedText(compartment=Compartment.DELIBERATION)
    reason = SealedText(compartment=Compartment.DELIBERATION)
    cast_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)
    void_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["motion", "member"], condition=Q(void_at__isnull=True), name="one_vote"),
            models.CheckConstraint(
                condition=Q(void_at__isnull=True, void_because="") | Q(void_at__isnull=False) & ~Q(void_because=""),
                name="void_with_reason",
            ),
        ]
