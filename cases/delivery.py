"""Sending: one letter to one person, if that person may still have it at this moment."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.urls import reverse

from cases import access
from cases.models import Notice

log = logging.getLogger(__name__)
SUBJECT = "There is an update for you"
BODY = "There is an update for you. Sign in to read it:\n\n{link}\n"
BATCH = 200
LONGEST_WAIT = timedelta(hours=6)


def deliver_due(*, at: datetime, through: BaseEmailBackend | None = None) -> int:
    """Send what is due, a batch at a time, by the site's own mail unless told otherwise. Returns how many left."""
    sent = 0
    while batch := _batch(at, through):
        sent += sum(batch)
        if len(batch) < BATCH:
            break
    return sent


@transaction.atomic
def _batch(at: datetime, through: BaseEmailBackend | None) -> list[bool]:
    due = Notice.objects.filter(due_at__lte=at, sent_at__isnull=True, dropped_at__isnull=True)
    skip = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
    rows = due.select_related("member").select_for_update(of=("self",), **skip).order_by("due_at")[:BATCH]
    return [_send(notice, at, through) for notice in rows]


def _send(notice: Notice, at: datetime, through: BaseEmailBackend | None) -> bool:
    if not access.may_receive(notice):
        Notice.objects.filter(pk=notice.pk).update(dropped_at=at)
        return False
    try:
        _mail(notice, through)
    except OSError as error:
        wait = min(timedelta(minutes=2**notice.attempts), LONGEST_WAIT)
        log.warning("A letter could not leave by e-mail (%s); it is tried again.", type(error).__name__)
        Notice.objects.filter(pk=notice.pk).update(attempts=notice.attempts + 1, due_at=at + wait)
        return False
    Notice.objects.filter(pk=notice.pk).update(sent_at=at)
    return True


def _mail(notice: Notice, through: BaseEmailBackend | None) -> None:
    """The mail says nothing but that there is something: which case and why stands on the page."""
    message = EmailMessage(
        SUBJECT,
        BODY.format(link=settings.SITE_URL + reverse("today")),
        to=[notice.member.email],
        connection=through,
        headers={"Message-ID": f"<{notice.pk}@{settings.SITE_URL.split('//')[-1].split(':')[0]}>"},
    )
    message.send()
