"""The worker and its clock. The outbox in the database is the truth; Celery only carries the wake-up."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conduct.settings")

app = Celery("conduct")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
