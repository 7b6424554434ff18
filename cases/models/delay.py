"""More time for a step, and pauses. Rows are never changed once they are ruled on or over."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.domain.vocabulary import DelayReason, PauseGround, Role, State
from cases.models.proceedings import BOTH_SIDES
from cases.models.secrets import CaseRow

Author = settings.AUTH_USER_MODEL


class Extension(CaseRow):
    """A request for more time, for one visit of the case to one step, and the ruling on it.

    What was written, in the request and in the ruling, is a `Writing` of the same act.
    """

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=20, choices=State.choices())
    entered_on = models.DateField(help_text="The day on which the case came to this step.")
    reason = models.CharField(max_length=20, choices=DelayReason.choices())
    due_on = models.DateField(help_text="The last day that the step had when the time was asked for.")
    until = models.DateField()
    consent = models.BooleanField(default=False, help_text="Only somebody of the Appeals Committee can rule on it.")
    asked_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=20, choices=Role.choices())
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    ruled_by = models.ForeignKey(Author, models.PROTECT, null=True, related_name="+")
    ruled_as = models.CharField(max_length=20, blank=True, choices=Role.choices())
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("due_on")), name="extension_is_longer"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, ruled_by__isnull=True, ruled_at__isnull=True, ruled_as="")
                | Q(granted__isnull=False, ruled_by__isnull=False, ruled_at__isnull=False) & ~Q(ruled_as=""),
                name="extension_ruled_by",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("asked_by")), name="extension_by_two_people"
            ),
        ]


class Pause(CaseRow):
    """A stretch in which the clock does not count. A renewal moves its review; its end gives the days back."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="pauses")
    ground = models.CharField(max_length=20, choices=PauseGround.choices())
    quiet = models.BooleanField(default=False, help_text="The police asked that the two sides are not told.")
    began_on = models.DateField()
    review_on = models.DateField()
    days_left = models.SmallIntegerField(help_text="What the step still had; below nought for one that was overdue.")
    ordered_by = models.ForeignKey(Author, models.PROTECT, related_name="+")
    ordered_as = models.CharField(max_length=20, choices=Role.choices())
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_open_pause"),
            models.CheckConstraint(condition=Q(review_on__gt=F("began_on")), name="pause_ends"),
            models.CheckConstraint(
                condition=Q(quiet=False) | Q(ground=PauseGround.POLICE_REQUEST), name="pause_quiet_for_police"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | Q(ended_at__isnull=False) & ~Q(ended_as=""),
                name="pause_ended_as",
            ),
        ]


class PauseAgreed(CaseRow):
    """Somebody of a side wants a pause to go on. It holds for this pause only, and is never taken for the next one."""

    pause = models.ForeignKey(Pause, models.PROTECT, related_name="agreements")
    side = models.CharField(max_length=20, choices=BOTH_SIDES)
    member = models.ForeignKey(Author, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pause", "member"], name="agreed_once")]
