"""The people of the tests: the demo world's organisation, in small branches, on the first of June."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from branches.models import Office
from branches.posts import Post
from cases.demo.cast import Cast, build
from cases.usecases import law

SMALL = {"Northside": 12, "Eastport": 8, "Lakeview": 9}


def moment(month: int, day: int, hour: int = 9, minute: int = 0, *, year: int = 2026) -> datetime:
    """A moment in the organisation's time zone."""
    return datetime(year, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


def organisation(*, sizes: dict[str, int] = SMALL, at: datetime | None = None) -> Cast:
    """Everyone, with the law in force. Nobody can sign in: tests of pages use `force_login`."""
    at = at or moment(6, 1)
    law.publish_default(at)
    return build(day=timezone.localdate(at), at=at, sizes=sizes)


def end_offices(*posts: Post) -> None:
    """Leave these posts empty, as if nobody had ever held them."""
    Office.objects.filter(post__in=posts).delete()


@contextmanager
def lasting(django_db_blocker: Any) -> Iterator[None]:
    """Rows for a whole module of tests. Each test works on a savepoint above them, and leaves them as they were."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
