"""A corrective plan: its tasks, its check-ins, and what was said where it was not kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.plan_words import BreachRuling
from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedText

Person = settings.AUTH_USER_MODEL


class Plan(CaseRow):
    """A measure that is a plan, once it has begun. Nothing of it opens to a monitor who has not taken it up."""

    measure = models.OneToOneField("cases.Measure", models.PROTECT, related_name="plan")
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_up_at__isnull=True, taken_up_by__isnull=True)
                | Q(taken_up_at__isnull=False, taken_up_by__isnull=False),
                name="plan_taken_up_whole",
            ),
        ]


class PlanStep(CaseRow):
    """One dated thing of a plan: a task with its words, or a check-in without any.

    `settled_at`: the monitor has seen that it is done, or held the check-in; `told_on` the last reminder of it.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    task = models.BooleanField()
    text = SealedText(compartment=Compartment.DECISION)
    due_on = models.DateField()
    told_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_step_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="plan_step_settled_whole",
            ),
        ]
        indexes = [models.Index("due_on", name="plan_step_due", condition=Q(settled_at__isnull=True))]


class Breach(CaseRow):
    """A plan was not kept, as the monitor or the clock found. The respondent is heard before anybody rules."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="breaches")
    number = models.PositiveSmallIntegerField()
    text = SealedText(compartment=Compartment.DECISION)
    answer = SealedText(compartment=Compartment.DECISION)
    reported_at = models.DateTimeField()
    hear_by = models.DateField()
    rule_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    ruled_at = models.DateTimeField(null=True)
    ruling = models.CharField(max_length=20, blank=True, choices=BreachRuling.choices())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="breach_number_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(ruled_at__isnull=True), name="one_open_breach"),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True, ruling="") | Q(ruled_at__isnull=False) & ~Q(ruling=""),
                name="breach_ruled_whole",
            ),
        ]
        indexes = [models.Index("rule_by", name="breach_open", condition=Q(ruled_at__isnull=True))]
