"""Work behind the pages: thin shells that read the clock and call a use-case."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from cases import delivery
from cases.usecases import deadlines


@shared_task
def deliver_due() -> int:
    """Send the letters that are due."""
    return delivery.deliver_due(at=timezone.now())


@shared_task
def sweep() -> dict[str, int]:
    """Do what the clocks say."""
    return deadlines.sweep(at=timezone.now())


def tick(at: datetime) -> dict[str, int]:
    """Both at once, where no broker runs: the same work inside one process."""
    return {**deadlines.sweep(at=at), "delivered": delivery.deliver_due(at=at)}
