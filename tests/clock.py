"""A clock that stands still, for tests that compare pages of different moments."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.urls import get_resolver
from django.utils import timezone


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Everybody who asks for the time is told this moment, under whichever name they imported the question."""
    asked = timezone.now
    get_resolver().url_patterns  # noqa: B018 - what is imported later would keep this moment for ever
    modules = [module for module in list(sys.modules.values()) if getattr(module, "now", None) is asked]
    patches = [patch.object(module, "now", lambda: at) for module in modules]
    patches.append(patch("time.time", lambda: at.timestamp()))  # Django's own headers
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()
