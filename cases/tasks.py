"""Work behind the pages: thin shells that read the clock and call a use-case.

A task is given nothing, not even a number: what is due stands in the database, and whether somebody may still have
it is asked there at the moment of the act. So a task that is lost, late or run twice changes nothing.
"""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from cases import bundling, checking, delivery, heads, mailing, redacting, selfcheck
from cases.copies import make as copies
from cases.usecases import bundles, deadlines
from conduct import heartbeat


@shared_task
def deliver_due() -> None:
    """Release the letters that are due into the inboxes."""
    deliver(timezone.now())


@shared_task
def mail_due() -> None:
    """Send the mail that is due. A server that hangs holds up this task alone."""
    send_mail(timezone.now())


@shared_task
def sweep() -> None:
    """Do what the clocks say."""
    turn_clocks(timezone.now())


@shared_task
def check_files() -> None:
    """Look at the files that wait. One that takes its time holds up this task alone."""
    look_at_files(timezone.now())


@shared_task
def make_bundles() -> None:
    """Put papers together for those who asked. Hundreds of pages hold up this task alone."""
    put_together(timezone.now())


@shared_task
def check_record() -> None:
    """Read the whole record again, once a day. A long one holds up this task alone."""
    selfcheck.read_again(timezone.now())


def tick(at: datetime) -> dict[str, int]:
    """The clocks and the inboxes, where no broker runs. Neither waits for the other to succeed."""
    try:
        done = turn_clocks(at)
    finally:
        sent = deliver(at)
    return done | sent


def turn_clocks(at: datetime) -> dict[str, int]:
    return heartbeat.beat(heartbeat.SWEEP, lambda: deadlines.sweep(at=at) | _housekeeping(at), at=at)


def _housekeeping(at: datetime) -> dict[str, int]:
    """What is due apart from the cases: the head of the record elsewhere, and what lies on the disk for too long."""
    return {"heads": heads.keep(at), "copies_gone": copies.expire(at), "bundles_gone": bundles.expire(at)}


def deliver(at: datetime) -> dict[str, int]:
    return heartbeat.beat(heartbeat.DELIVER, lambda: {"delivered": delivery.deliver_due(at=at)}, at=at)


def look_at_files(at: datetime) -> dict[str, int]:
    return heartbeat.beat(
        heartbeat.FILES, lambda: {"files": checking.check_due(at=at), "hidden": redacting.hide_due(at=at)}, at=at
    )


def send_mail(at: datetime) -> dict[str, int]:
    return heartbeat.beat(heartbeat.MAIL, lambda: {"mailed": mailing.mail_due(at=at)}, at=at)


def put_together(at: datetime) -> dict[str, int]:
    return heartbeat.beat(heartbeat.BUNDLES, lambda: {"bundles": bundling.make_due(at=at)}, at=at)
