"""What must happen after a substantiated finding, and whoever has to apply it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment, MeasureKind
from cases.models.secrets import CaseRow, SealedText

Person = settings.AUTH_USER_MODEL
OPEN = Q(dropped_at__isnull=True, ended_at__isnull=True)


class Measure(CaseRow):
    """One measure that a panel voted for, with its own dates. Never above the level's limit.

    One with `trial_days` is suspended: it hangs over the person until `trial_until`, and starts only when somebody
    has set it off. `ends_on` is its last day; `next_on` the day on which the clock has something to do for it.
    Dropped: it never counted, because the decision fell or changed. Ended: it has run its time.
    """

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="measures")
    motion = models.OneToOneField("cases.Motion", models.PROTECT, related_name="measure")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=MeasureKind.choices())
    bound = models.ForeignKey("cases.Party", models.PROTECT, related_name="+")
    terms = SealedText(compartment=Compartment.DECISION)
    instruction = SealedText(compartment=Compartment.DECISION)
    details = SealedText(compartment=Compartment.DECISION)
    days = models.PositiveSmallIntegerField(null=True)
    trial_days = models.PositiveSmallIntegerField(null=True)
    conditional = models.BooleanField(default=False, help_text="Somebody says whether its conditions are met.")
    trial_until = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    certified = models.BooleanField(null=True, help_text="Whether its conditions were met; empty until somebody says.")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_because = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="measure_number_once"),
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.SUSPENSION) | Q(days__isnull=False), name="suspension_ends"
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.SUSPENSION) | Q(starts_on__isnull=True) | Q(ends_on__isnull=False),
                name="suspension_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(trial_until__isnull=True) | Q(trial_days__isnull=False), name="only_the_suspended_wait"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_because="")
                | Q(dropped_at__isnull=False) & ~Q(dropped_because=""),
                name="measure_dropped_because",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="measure_ended_because",
            ),
        ]
        indexes = [models.Index("next_on", name="measure_due", condition=OPEN)]


class RollOut(CaseRow):
    """One office that applies a measure, or ends it again, and when somebody of it said that this is done.

    `pool` names the office as the procedure does. `ending`: what was applied must be taken back.
    """

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="roll_outs")
    number = models.PositiveSmallIntegerField()
    pool = models.CharField(max_length=60)
    ending = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="roll_out_number_once"),
            models.UniqueConstraint(fields=["measure", "pool", "ending"], name="one_roll_out"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="roll_out_done_whole",
            ),
        ]
        indexes = [models.Index("case", name="roll_out_open", condition=Q(done_at__isnull=True))]
