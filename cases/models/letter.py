"""The words of a letter, as they were when it was released."""

from django.db import models

from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedText


class LetterText(CaseRow):
    """What exactly was sent: made once from the templates of that day, sealed, and never changed."""

    notice = models.OneToOneField("cases.Notice", models.PROTECT, related_name="text")
    body = SealedText(compartment=Compartment.LETTERS)
    parts = models.JSONField(help_text="The parts of the file that its words were made from.")
    templates = models.CharField(max_length=64, help_text="SHA-256 of the letters' templates of that day.")
    made_at = models.DateTimeField()
