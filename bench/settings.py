"""The site's own settings, with one more page to measure the floor and a count of queries on every answer."""

from conduct.settings import *  # noqa: F403
from conduct.settings import MIDDLEWARE

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.floor.count_queries", *MIDDLEWARE]
ALLOWED_HOSTS = ["127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
