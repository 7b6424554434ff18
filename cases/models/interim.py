"""Temporary measures: who is bound, for how long, and which two people have agreed on it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.domain.vocabulary import Compartment, InterimKind
from cases.models.secrets import CaseRow, SealedText

Person = settings.AUTH_USER_MODEL
OPEN = Q(ended_at__isnull=True)


class InterimMeasure(CaseRow):
    """One measure with its own dates; the clock of the case knows nothing of it. Once ended it never comes back.

    `asked_by` proposed it, or its renewal until `asked_until`, and waits for the other of the pair. `next_on` is the
    day on which the clock has something to do for it. The words of every later act are Writings.
    """

    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=InterimKind.choices())
    bound = models.ForeignKey("cases.Party", models.PROTECT, related_name="bound_by")
    protects = models.ForeignKey("cases.Party", models.PROTECT, related_name="protected_by")
    terms = SealedText(compartment=Compartment.DECISION)
    reason = SealedText(compartment=Compartment.DECISION)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    review_asked = models.DateField(null=True, help_text="The review that the proposal names.")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    imposed_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    review_by = models.DateField(null=True)
    lapses_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    alerted_at = models.DateTimeField(null=True, help_text="Its review was due and not recorded; others were told.")
    contested_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    rule_by = models.DateField(null=True)
    next_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="interim_number_once"),
            models.UniqueConstraint(fields=["case", "bound", "kind"], condition=OPEN, name="one_interim_of_a_kind"),
            models.CheckConstraint(
                condition=Q(
                    imposed_at__isnull=True, confirmed_by__isnull=True, starts_on__isnull=True, review_by__isnull=True
                )
                | Q(
                    imposed_at__isnull=False, confirmed_by__isnull=False, starts_on__isnull=False,
                    review_by__isnull=False,
                ),
                name="interim_imposed_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")), name="interim_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(imposed_at__isnull=True) | ~Q(kind=InterimKind.SUSPENSION) | Q(ends_on__isnull=False),
                name="interim_suspension_ends",
            ),
            models.CheckConstraint(condition=~Q(bound=F("protects")), name="interim_protects_another"),
            models.CheckConstraint(
                condition=Q(contested_by__isnull=True, rule_by__isnull=True)
                | Q(contested_by__isnull=False, rule_by__isnull=False),
                name="interim_contested_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="interim_ended_because",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index("next_on", name="interim_due", condition=OPEN),
            models.Index("case", name="interim_open", condition=OPEN),
        ]
