"""Copies of a case that left the site."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.domain.copies import Recipient
from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedText


class CaseCopy(CaseRow):
    """One copy for an authorised body: for whom and why, on whose word, what was in it."""

    recipient = models.CharField(max_length=20, choices=Recipient.choices())
    reason = SealedText(compartment=Compartment.DECISION)
    parts = models.JSONField(help_text="The parts of the file that could be in it.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, help_text="Of its manifest, which holds the hash of every file.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=F("agreed_by")), name="copy_on_two_words"),
            models.CheckConstraint(condition=Q(recipient__in=Recipient.values()), name="copy_recipient_known"),
        ]
