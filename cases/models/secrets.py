"""Sealed columns and the keys that open them. Only `cases.sealed` can read or fill either."""

import uuid
from typing import Any

from django.db import models

from cases.domain.vocabulary import Compartment


class SealedText(models.BinaryField):
    """Text that is stored encrypted, under the key of one compartment of its case."""

    def __init__(self, *args: Any, compartment: Compartment | str, **kwargs: Any) -> None:
        self.compartment = Compartment(compartment)
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"compartment": self.compartment.value}


class SealedBytes(models.BinaryField):
    """Bytes that are stored encrypted, in the same way; what row they belong to, their writer says."""

    def __init__(self, *args: Any, compartment: Compartment | str, **kwargs: Any) -> None:
        self.compartment = Compartment(compartment)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"compartment": self.compartment.value}


class SealKey(models.Model):
    """The key of one compartment of one case (or draft), itself wrapped by a key of the ring."""

    owner = models.UUIDField()
    compartment = models.CharField(max_length=20, choices=Compartment.choices())
    ring_key = models.CharField(max_length=40)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "compartment"], name="seal_key_once")]

    def __str__(self) -> str:
        return f"key for {self.compartment}"


class CaseRow(models.Model):
    """A row that belongs to one case; its random key is part of what a sealed column is bound to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[:8]}"
