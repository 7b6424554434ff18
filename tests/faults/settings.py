"""The site's own settings, with points at which a process can be stopped, and clocks that do not make a test wait."""

from conduct.settings import *  # noqa: F403
from conduct.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]
CELERY_BEAT_SCHEDULE = {
    name: work | {"schedule": 3.0, "options": {"expires": 3}} for name, work in CELERY_BEAT_SCHEDULE.items()
}
