"""Whether this site can do its work: what answers, how long ago the clocks turned, what has waited for too long."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection

from cases import heads, mailing, selfcheck
from cases.queries import outbox
from conduct.heartbeat import SWEEP
from conduct.models import Heartbeat

CLOCK_MINUTES = 15
"""Clocks turn every minute; after these without a turn somebody has to look."""
LETTER_MINUTES = 30
"""Letters leave within seconds; one that has waited for these shows that they do not."""
BROKER_SECONDS = 2

REASONS = {
    "database": "The database does not answer.",
    "broker": "The broker does not answer: no background work is started.",
    "clock": f"The clocks have not turned for {CLOCK_MINUTES} minutes: look at the worker and the beat.",
    "letters": f"A letter has waited for more than {LETTER_MINUTES} minutes: look at the worker.",
    "mail": "The mail server does not take mail; letters are in the inboxes all the same, and mail is tried again.",
    "heads": "No copy of the record's head was kept elsewhere for more than a day: look at the folder RECORD_HEADS.",
    "record": "The record is not as it was written, or cannot be judged: run verify_record and tell the auditor.",
}
DEGRADED = frozenset({"mail", "heads", "record"})
"""What is told and leaves the site ready: people still read their letters on its pages."""


@dataclass(frozen=True)
class Health:
    """What was found. An age that cannot be known is None."""

    answers: dict[str, bool]
    clock_seconds: float | None = None
    letter_seconds: float | None = None

    @property
    def ready(self) -> bool:
        return all(good for what, good in self.answers.items() if what not in DEGRADED)

    @property
    def reasons(self) -> list[str]:
        return [REASONS[what] for what, good in self.answers.items() if not good]


def examine(at: datetime) -> Health:
    """Ask everything this site needs. Never raises: what cannot be asked does not answer."""
    broker = {"broker": broker_answers()}
    try:
        clock, letter, mail, record = clock_age(at), letter_age(at), mail_leaves(), selfcheck.last()
    except DatabaseError:
        connection.close()  # a broken one is not kept for the next request
        return Health({"database": False} | broker)
    found = {
        "database": True,
        **broker,
        "clock": clock is not None and clock <= 60 * CLOCK_MINUTES,
        "letters": letter <= 60 * LETTER_MINUTES,
        "mail": mail,
        "heads": heads.kept_lately(at),
        "record": record is None or record.intact,
    }
    return Health(found, clock, letter)


def of_the_site(at: datetime) -> list[str]:
    """What is wrong for people to read: only what tells nothing of any case, so no word of letters that wait."""
    answers = examine(at).answers
    return [REASONS[what] for what in ("database", "broker", "clock", "heads", "record") if not answers.get(what, True)]


def broker_answers() -> bool:
    """True also where there is none: then the work runs beside the server."""
    if not settings.REDIS_URL:
        return True
    from redis import Redis, RedisError

    waits = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    try:
        return bool(Redis.from_url(settings.REDIS_URL, **waits).ping())
    except RedisError:
        return False


def clock_age(at: datetime) -> float | None:
    """Seconds since the clocks last turned to the end; None when they never have."""
    last = Heartbeat.objects.filter(pk=SWEEP).first()
    return max(0.0, (at - last.at).total_seconds()) if last else None


def letter_age(at: datetime) -> float:
    """How many seconds the oldest letter that should have left by now has waited; 0 when none waits."""
    return outbox.backlog(at).letters_seconds


def mail_leaves() -> bool:
    """False while a mail waits that the mail server has refused before."""
    return not mailing.unfinished().filter(attempts__gt=0).exists()
