"""Whether this process can do its work."""

from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min

from cases.models import Notice


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    """True also where there is none: then the work runs beside the server."""
    if not settings.REDIS_URL:
        return True
    from redis import Redis, RedisError

    try:
        return bool(Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping())
    except RedisError:
        return False


def oldest_unsent_minutes(at: datetime) -> int:
    """How long the oldest notice that should have left by `at` has waited; 0 when none waits."""
    waiting = Notice.objects.filter(sent_at__isnull=True, dropped_at__isnull=True, due_at__lte=at)
    oldest: datetime | None = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return int((at - oldest).total_seconds() // 60) if oldest else 0
