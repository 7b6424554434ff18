"""Who may not have a case. One open row is enough, and it beats every grant."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.secrets import CaseRow


class Conflict(CaseRow):
    """A conflict of interest between a member and a case; `by_rule` rows follow the facts by themselves."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    by_rule = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "case", "kind"], condition=Q(until__isnull=True), name="one_open_conflict"
            )
        ]
        indexes = [models.Index(fields=["member", "case"], name="barred", condition=Q(until__isnull=True))]
