"""The case, and each attempt to handle it at one level."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.domain.vocabulary import ClosureReason, State, Tier
from cases.models.secrets import CaseRow

OPEN = ~Q(state=State.CLOSED)


class Case(models.Model):
    """One complaint matter at all levels. Rows are reached only through `cases.access`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=10, unique=True)
    procedure = models.ForeignKey("cases.PublishedProcedure", models.PROTECT, related_name="+")
    code_of_conduct = models.ForeignKey("cases.CodeOfConduct", models.PROTECT, related_name="+")
    branch = models.ForeignKey("branches.Branch", models.PROTECT, null=True, related_name="+")
    tier = models.CharField(max_length=10, choices=Tier.choices())
    state = models.CharField(max_length=20, choices=State.choices())
    received_at = models.DateTimeField()
    received_on = models.DateField()
    entered_on = models.DateField()
    due_on = models.DateField(null=True)
    stayed_until = models.DateField(null=True, help_text="While the case is paused: the day on which that ends.")
    status_sent_on = models.DateField()
    overdue_seen_on = models.DateField(
        null=True, help_text="The day on which it was last asked what follows from delay."
    )
    rechecked_on = models.DateField(null=True, help_text="The day every rule on conflicts was last asked again.")
    quiet_since = models.DateField(help_text="The last day on which somebody did something in the case.")
    look_on = models.DateField(null=True, help_text="The day on which it is asked whether the case stands still.")
    alarmed_on = models.DateField(null=True, help_text="The day on which it was told that the case stands still.")
    names_a_leader = models.BooleanField(default=False)
    interim = models.BooleanField(default=False, help_text="Somebody has asked for a temporary measure.")
    informal_wished = models.BooleanField(default=False)
    days_left = models.SmallIntegerField(
        null=True, help_text="What was left of a clock that goes on when it comes back."
    )
    closed_at = models.DateTimeField(null=True)
    closure_reason = models.CharField(max_length=40, blank=True, choices=ClosureReason.choices())

    class Meta:
        permissions = [("open_case", "Was given this case")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values()), name="case_state_known"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values()), name="case_tier_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False, due_on__isnull=True) & ~Q(closure_reason="")
                | OPEN & Q(closed_at__isnull=True, closure_reason=""),
                name="case_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(stayed_until__isnull=True) | OPEN & Q(due_on=F("stayed_until")),
                name="case_paused_to_its_date",
            ),
            models.CheckConstraint(
                condition=OPEN & Q(due_on__isnull=False) | Q(state=State.CLOSED), name="case_has_clock"
            ),
        ]
        indexes = [
            models.Index(F("received_at").desc(), F("id").desc(), name="case_newest"),
            models.Index("branch", F("received_at").desc(), F("id").desc(), name="case_branch_newest"),
            models.Index("due_on", "id", name="case_due", condition=OPEN),
            models.Index("status_sent_on", name="case_untold", condition=OPEN),
            models.Index("look_on", "id", name="case_to_look_at", condition=OPEN),
            models.Index("quiet_since", "id", name="case_alarmed", condition=Q(alarmed_on__isnull=False)),
            models.Index("rechecked_on", "id", name="case_unchecked", condition=OPEN),
            models.Index("state", "entered_on", name="case_entered", condition=OPEN),
        ]

    def __str__(self) -> str:
        return self.code


class Proceeding(CaseRow):
    """One attempt at one level. A remand or a move up is a new proceeding; nothing is rolled back."""

    number = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=10, choices=Tier.choices())
    branch = models.ForeignKey("branches.Branch", models.PROTECT, null=True, related_name="+")
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=3, blank=True)
    seed = models.CharField(max_length=64)
    formed_with = models.PositiveSmallIntegerField(default=0)
    answer_closed_at = models.DateTimeField(null=True)
    answered = models.BooleanField(default=False)
    joined_on = models.DateField(null=True, help_text="The day another case joined it: the notice is delivered anew.")
    reopened = models.PositiveSmallIntegerField(default=0, help_text="Times the evidence review was opened again.")

    explains = models.PositiveSmallIntegerField(
        null=True, help_text="The number of the attempt whose panel has it again, only for its reasons."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="proceeding_number_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_open_proceeding"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | Q(ended_at__isnull=False) & ~Q(ended_as=""),
                name="proceeding_ended_as",
            ),
        ]

    @property
    def desk(self) -> str:
        """The name under which the rules remember who worked here; the same panel has the same."""
        number = self.explains or self.number
        return str(self.tier) if self.tier in (Tier.INTAKE, Tier.INFORMAL) else f"{self.tier}-{number}"


class CaseRole(CaseRow):
    """What one member is in one case. Access is computed from open rows less open conflicts."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    desk = models.CharField(max_length=20)
    received_at = models.DateTimeField(help_text="The day of the case, copied so that a person's list is one index.")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member", "role"], condition=Q(until__isnull=True), name="one_open_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_because="") | Q(until__isnull=False) & ~Q(ended_because=""),
                name="role_ended_because",
            ),
        ]
        indexes = [
            models.Index(
                "member", F("received_at").desc(), F("case").desc(), name="role_list", condition=Q(until__isnull=True)
            ),
            models.Index("desk", "role", name="role_desk", condition=Q(until__isnull=True)),
        ]
