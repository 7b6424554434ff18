"""What was sent: the draft, the complaint that never changes, the people named, the allegations."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Category, Compartment, Role
from cases.models.secrets import CaseRow, SealedText

SIDES = (Role.COMPLAINANT, Role.RESPONDENT, Role.WITNESS, Role.SUPPORTER)


class Draft(models.Model):
    """A complaint that is being written. Nobody but its owner can open it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answers = SealedText(compartment=Compartment.DRAFT)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="draft")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, case__isnull=True) | Q(sent_at__isnull=False, case__isnull=False),
                name="draft_sent_with_case",
            )
        ]

    def __str__(self) -> str:
        return f"draft {str(self.pk)[:8]}"


class Complaint(CaseRow):
    """The text as recorded. A trigger refuses every change; additions are addenda."""

    narrative = SealedText(compartment=Compartment.NARRATIVE)
    details = SealedText(compartment=Compartment.NARRATIVE)
    contact = SealedText(compartment=Compartment.IDENTITY)
    name_withheld = models.BooleanField()
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf = models.BooleanField()
    source = models.CharField(max_length=20, blank=True)
    fingerprint = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="one_complaint")]


class Addendum(CaseRow):
    """Something the complainant added later, dated."""

    text = SealedText(compartment=Compartment.NARRATIVE)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)


class Party(CaseRow):
    """A person named in the case: on one of the two sides, a witness, or a support person."""

    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=[(s.value, s.label) for s in SIDES])
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = SealedText(compartment=Compartment.IDENTITY)
    informed_at = models.DateTimeField(null=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    joined_from = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="party_number_once"),
            models.UniqueConstraint(
                fields=["case", "side", "member"], condition=Q(member__isnull=False), name="party_once_a_side"
            ),
        ]
        indexes = [models.Index(fields=["member", "case"], name="party_of", condition=Q(member__isnull=False))]


class Allegation(CaseRow):
    """One act, one time, one rule said to be broken. Findings attach here."""

    number = models.PositiveSmallIntegerField()
    text = SealedText(compartment=Compartment.NARRATIVE)
    category = models.CharField(max_length=30, choices=Category.choices())
    provision = models.CharField(max_length=40, blank=True)
    bases = models.JSONField(default=list)
    modalities = models.JSONField(default=list)
    framed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    framed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="allegation_number_once")]
