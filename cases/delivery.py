"""Releasing: a letter comes into a person's inbox, if that person may have it at this moment.

Its words are made and sealed in that moment, and both sides of one event get theirs in one transaction. The mail
that tells of it is another matter (`cases.mailing`): whether it leaves, hangs or is refused changes nothing here.
"""

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Min, QuerySet

from cases import access
from cases.domain import post
from cases.models import Case, LetterText, Mail, Notice
from cases.queries import sent
from cases.sealed import Keys

log = logging.getLogger(__name__)
NEEDED = ("member", "event", "case__procedure", "case__code_of_conduct")
MOST = 5000
"""Events whose letters one run releases; the next run goes on."""


def unreleased() -> QuerySet[Notice]:
    """Letters that are in no inbox yet and were not dropped."""
    return Notice.objects.filter(released_at__isnull=True, dropped_at__isnull=True)


def waiting(at: datetime) -> QuerySet[Notice]:
    """Those of them that are due."""
    return unreleased().filter(due_at__lte=at)


def deliver_due(*, at: datetime) -> int:
    """Release what is due, the letters of one event at a time. Returns how many came into an inbox."""
    events = waiting(at).values_list("event", "case").annotate(since=Min("due_at")).order_by("since", "event")[:MOST]
    return sum(_deliver(event, case, at) for event, case, _ in list(events))


def _deliver(event: int, case: UUID, at: datetime) -> int:
    """One event that cannot be delivered leaves the others their way; it is tried again later.

    A database that went away is no fault of the letters: they stay due, and the next run takes them.
    """
    try:
        return release(event, case, at=at)
    except (OperationalError, InterfaceError) as error:
        log.warning("The database did not let letters be released (%s).", type(error).__name__)
        return 0
    except Exception as error:
        log.exception("The letters of an event could not be released (%s).", type(error).__name__)
        _postpone(event, at)
        return 0


@transaction.atomic
def release(event: int, case: UUID, *, at: datetime) -> int:
    """All letters of one event that are due, together; who may not have theirs now never gets it.

    The case is locked, so that nobody steps aside between the question and the release. Whoever finds it locked
    leaves the event to the next run.
    """
    skip = connection.features.has_select_for_update_skip_locked
    if Case.objects.select_for_update(no_key=True, skip_locked=skip).filter(pk=case).first() is None:
        return 0
    due = list(waiting(at).filter(event=event).select_related(*NEEDED).order_by("member_id", "letter"))
    allowed = [notice for notice in due if access.may_receive(notice)]
    Notice.objects.filter(pk__in={n.pk for n in due} - {n.pk for n in allowed}).update(dropped_at=at)
    keys = Keys(case)
    LetterText.objects.bulk_create([sent.seal(notice, at=at, keys=keys) for notice in allowed])
    for member, mine in _by_member(allowed).items():
        Notice.objects.filter(pk__in=mine).update(released_at=at, mail=_mail_of(member, at))
    return len(allowed)


def _by_member(notices: Iterable[Notice]) -> dict[int, list[UUID]]:
    """In the order of their members, so that two releases never wait for each other in a circle."""
    found: dict[int, list[UUID]] = {}
    for notice in notices:
        found.setdefault(notice.member_id, []).append(notice.pk)
    return found


def _mail_of(member: int, at: datetime) -> Mail:
    """The mail of this person's next slot that nobody sends yet; one mail tells of everything in its slot."""
    slot = post.slot_after(at)
    while True:
        due = post.leaves_at(slot, secrets.randbelow(2**32) / 2**32)
        Mail.objects.bulk_create([Mail(member_id=member, slot_at=slot, due_at=due)], ignore_conflicts=True)
        open_ = {"mailed_at": None, "bounced_at": None, "dropped_at": None, "claim": None}
        found = Mail.objects.select_for_update(no_key=True).filter(member=member, slot_at=slot, **open_).first()
        if found:
            return found
        slot = post.slot_after(slot)


def _postpone(event: int, at: datetime) -> None:
    """All letters of the event keep one date: the two sides still get theirs together."""
    rows = waiting(at).filter(event=event)
    failed = max(rows.values_list("attempts", flat=True), default=0) + 1
    rows.update(attempts=failed, due_at=at + post.wait(failed))
