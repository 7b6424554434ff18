"""The worker and its clock. The outbox in the database is the truth; Celery only carries the wake-up."""

import io
import os
import sys
from typing import Any

import django
from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging, worker_ready
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conduct.settings")


@setup_logging.connect
def keep_our_logs(**options: object) -> None:
    """Somebody listens, so Celery does not put its own handlers in place, which write the messages of errors."""


@celeryd_init.connect
@beat_init.connect
def refuse_without_a_broker(**options: object) -> None:
    """Celery would look for one elsewhere, or have one in memory that no other process can reach."""
    if not settings.REDIS_URL:
        sys.exit("The worker and the clock need a broker: set the variable REDIS_URL, such as redis://host:6379/0.")


@celeryd_init.connect
@beat_init.connect
def refuse_what_the_site_refuses(**options: object) -> None:
    """Celery runs the system checks too, and goes on whatever they say."""
    django.setup()
    try:
        call_command("check", stdout=io.StringIO())
    except SystemCheckError as problem:
        sys.exit(str(problem))


@worker_ready.connect
def begin_at_once(sender: Any, **options: object) -> None:
    """What waited for a worker does not wait for the next minute too."""
    works: Any = settings.CELERY_BEAT_SCHEDULE.values()
    for work in works:
        sender.app.send_task(work["task"], **work["options"])


try:
    settings.REDIS_URL  # noqa: B018 - a place that cannot run stops here, in one sentence
except ImproperlyConfigured as problem:
    sys.exit(str(problem))

app = Celery("conduct")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
