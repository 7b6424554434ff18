"""When a mail leaves, and when a failed one is tried again. Mails of one person in one slot are one mail."""

from datetime import UTC, datetime, timedelta

SLOT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=6)


def slot_after(at: datetime) -> datetime:
    """The next slot of mail: the whole quarter of an hour that follows `at`, never `at` itself."""
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((at - midnight) // SLOT + 1) * SLOT


def leaves_at(slot: datetime, chance: float) -> datetime:
    """The moment of one person's mail within the slot; `chance` is a random number from 0 up to 1.

    The time of a mail then says nothing about the act behind it, which was up to half an hour earlier.
    """
    return slot + chance * SLOT


def wait(attempts: int) -> timedelta:
    """How long to wait after so many failures: two minutes, doubled each time, never more than six hours."""
    return min(timedelta(minutes=2 ** min(attempts, 10)), LONGEST_WAIT)
