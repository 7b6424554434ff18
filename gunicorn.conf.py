"""The web server, wherever it is started: `gunicorn --bind HOST:PORT conduct.wsgi` in this folder reads this file."""

import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

try:
    from conduct import logs, settings  # noqa: F401  (a place that cannot run stops here, in one sentence)
except ImproperlyConfigured as problem:
    sys.exit(str(problem))

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - no data is written there

worker_class = "gthread"
workers = 2
threads = 8
timeout = 30
graceful_timeout = 20
# A heartbeat file on a slow disk would end healthy workers.
worker_tmp_dir = str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None
control_socket_disable = True
logconfig_dict = logs.CONFIG
