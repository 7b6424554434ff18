"""A request to come back after an expulsion, what was said to it, and the votes on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.vocabulary import Compartment
from cases.models.secrets import CaseRow, SealedText

Person = settings.AUTH_USER_MODEL


class Readmission(CaseRow):
    """One request. `how` says what came of it: readmitted, refused, or moot where the expulsion fell meanwhile."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="+")
    measure = models.ForeignKey("cases.Measure", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = SealedText(compartment=Compartment.NARRATIVE)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    say_by = models.DateField()
    rule_by = models.DateField()
    ruled_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="readmission_number_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(how=""), name="one_open_readmission"),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True, how="")
                | Q(ruled_at__isnull=False, how__in=["readmitted", "refused", "moot"]),
                name="readmission_ruled_whole",
            ),
        ]
        indexes = [models.Index("rule_by", name="readmission_due", condition=Q(how=""))]


class ReadmissionStatement(CaseRow):
    """What somebody who was harmed says to a request. Nobody has to."""

    request = models.ForeignKey(Readmission, models.PROTECT, related_name="statements")
    text = SealedText(compartment=Compartment.NARRATIVE)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "written_by"], name="one_statement_on_a_request")]


class ReadmissionVote(CaseRow):
    """One vote, sealed and never changed. It counts while its author sits."""

    request = models.ForeignKey(Readmission, models.PROTECT, related_name="votes")
    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    choice = SealedText(compartment=Compartment.DELIBERATION)
    reason = SealedText(compartment=Compartment.DELIBERATION)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "member"], name="one_vote_on_a_request")]
