"""Guardian's rows for cases: who was given a case. They allow; only conflicts deny."""

from django.db import models
from guardian.models import UserObjectPermissionBase


class CaseUserObjectPermission(UserObjectPermissionBase):
    """A direct grant of one case to one member."""

    content_object = models.ForeignKey("cases.Case", models.CASCADE, related_name="grants")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
