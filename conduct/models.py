"""What the project itself keeps: that the work behind the pages is done. Nothing of a case."""

from django.db import models


class Heartbeat(models.Model):
    """When one kind of background work was last done to its end, by whichever process, and how long it took."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    seconds = models.FloatField()

    def __str__(self) -> str:
        return self.name
