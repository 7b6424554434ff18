"""Links by which people without an account come to their own part of a case, and what they sign there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment, Role
from cases.models.secrets import CaseRow, SealedText

INVITED = [(role.value, role.label) for role in (Role.WITNESS, Role.SUPPORTER)]


class Invitation(CaseRow):
    """One link for one person. The link itself is nowhere: only its keyed hash. Opened once, it opens no more.

    `draft` is what a witness has written and not signed; nobody else reads it.
    """

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="invitations")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=INVITED)
    mark = models.CharField(max_length=64, unique=True)
    topic = SealedText(compartment=Compartment.EVIDENCE)
    questions = SealedText(compartment=Compartment.EVIDENCE)
    draft = SealedText(compartment=Compartment.EVIDENCE)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    opened_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True, help_text="A support person accepted, and to keep it private.")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(ended_at__isnull=True), name="one_open_invitation"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="invitation_ended_because",
            ),
        ]


class Statement(CaseRow):
    """What a witness has signed: a piece of evidence, with the name they put under it. A correction is a new one."""

    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="statements")
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="statement")
    item = models.OneToOneField("cases.EvidenceItem", models.PROTECT, related_name="statement")
    version = models.PositiveSmallIntegerField()
    name = SealedText(compartment=Compartment.EVIDENCE)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "version"], name="statement_version_once")]
