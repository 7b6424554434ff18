"""The law as it was published: each version is kept for ever, because cases are pinned to it."""

from django.db import models


class Published(models.Model):
    """One version of a law file. A trigger refuses every change; a correction is a new version."""

    name = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="%(class)s_version_once")]
        indexes = [models.Index(fields=["-in_force_from", "-published_at"], name="%(class)s_newest")]

    def __str__(self) -> str:
        return self.edition

    @property
    def edition(self) -> str:
        """The full name in addresses."""
        return f"{self.name}.{self.version}"


class PublishedProcedure(Published):
    """A version of the procedure, with who adopted it."""

    approved_by = models.CharField(max_length=200)
    approved_on = models.DateField()


class CodeOfConduct(Published):
    """A version of the code of conduct."""
