"""Mail: the same few words to everybody, under a lease, outside every lock.

A mail is claimed in a short transaction, sent in none, and marked in one of its own. Who dies in between leaves a
lease that runs out; the mail is then sent once more, with the same Message-ID. No failure reaches beyond its mail.
"""

import logging
import smtplib
import time
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_noop

from cases import access
from cases.domain import post
from cases.models import Mail

log = logging.getLogger(__name__)
SUBJECT = gettext_noop("There is an update for you")
BODY = gettext_noop("There is an update for you. Sign in to read it:")
BATCH = 20
LEASE = timedelta(minutes=10)
RUN_SECONDS = 60
"""One run claims no more after this long, and sends no more of what it claimed after half its lease."""
REFUSED_FOR_GOOD = range(500, 600)


class ServerTrouble(Exception):
    """The mail server itself does not answer as one: no use to try the next mail now."""


def mail_due(*, at: datetime, through: BaseEmailBackend | None = None) -> int:
    """Send what is due, by the site's own mail unless told otherwise. Returns how many left."""
    server, began, sent = through or get_connection(), time.monotonic(), 0
    try:
        while time.monotonic() - began < RUN_SECONDS and (batch := claim(at=at)):
            sent += _send_all(batch, at, server)
    except ServerTrouble as trouble:
        log.warning("Mail could not leave (%s); it is tried again.", trouble)
    finally:
        with suppress(OSError):
            server.close()
    return sent


def unfinished() -> QuerySet[Mail]:
    """Mail that has neither left nor come to another end."""
    return Mail.objects.filter(mailed_at__isnull=True, bounced_at__isnull=True, dropped_at__isnull=True)


@transaction.atomic
def claim(*, at: datetime) -> list[Mail]:
    """Take a few mails that are due and that nobody holds, until the lease ends."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    skip = connection.features.has_select_for_update_skip_locked
    due = unfinished().filter(free, due_at__lte=at).order_by("due_at", "pk")
    keys = list(due.select_for_update(no_key=True, skip_locked=skip).values_list("pk", flat=True)[:BATCH])
    token = uuid.uuid4()
    Mail.objects.filter(pk__in=keys).update(claim=token, claimed_until=at + LEASE)
    taken = Mail.objects.filter(pk__in=keys, claim=token)
    return list(taken.select_related("member").order_by("due_at", "pk")) if keys else []


def _send_all(batch: list[Mail], at: datetime, server: BaseEmailBackend) -> int:
    began, sent = time.monotonic(), 0
    left = list(batch)
    try:
        while left and time.monotonic() - began < LEASE.total_seconds() / 2:
            sent += send(left.pop(0), at, server)
    finally:
        _held(*left).update(claim=None, claimed_until=None)
    return sent


def send(mail: Mail, at: datetime, server: BaseEmailBackend) -> bool:
    """One mail: ask access once more, hand it to the server, mark how it ended. True when it left."""
    mine = mail.notices.filter(member=mail.member_id, released_at__isnull=False).select_related("member")
    if not any(access.may_receive(notice) for notice in mine):
        return end(mail, dropped_at=at)
    try:
        server.open()
        message(mail, server).send()
    except smtplib.SMTPRecipientsRefused as refused:
        code = max((code for code, _ in refused.recipients.values()), default=0)
        if code in REFUSED_FOR_GOOD:
            return end(mail, bounced_at=at, bounced_code=code)
        postpone(mail, at, refused)
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refused:
        postpone(mail, at, refused)
    except OSError as error:
        postpone(mail, at, error)
        raise ServerTrouble(type(error).__name__) from error
    except Exception as error:
        log.exception("One mail could not be made or sent (%s).", type(error).__name__)
        postpone(mail, at, error)
    else:
        end(mail, mailed_at=at)
        return True
    return False


def message(mail: Mail, server: BaseEmailBackend) -> EmailMessage:
    """It says nothing but that there is something: which case and why stands on the page.

    Every attempt carries the same Message-ID, which looks random and is known to nobody without the site's key.
    """
    key = salted_hmac("cases.mail", str(mail.pk), algorithm="sha256").hexdigest()[:32]
    return EmailMessage(
        gettext(SUBJECT),
        f"{gettext(BODY)}\n\n{settings.SITE_URL}{reverse('today')}\n",
        to=[mail.member.email],
        connection=server,
        headers={"Message-ID": f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"},
    )


def end(mail: Mail, **how: datetime | int) -> bool:
    """Mark how a mail ended, unless the lease was lost to somebody else meanwhile. Not a mail that left: False."""
    _held(mail).update(claim=None, claimed_until=None, **how)
    return False


def postpone(mail: Mail, at: datetime, error: Exception) -> None:
    """Count the failure and try again later, ever more rarely."""
    failed = mail.attempts + 1
    later = {"attempts": failed, "due_at": at + post.wait(failed), "trouble": type(error).__name__}
    _held(mail).update(claim=None, claimed_until=None, **later)


def _held(*mails: Mail) -> QuerySet[Mail]:
    return Mail.objects.filter(pk__in=[mail.pk for mail in mails], claim__in={mail.claim for mail in mails})
