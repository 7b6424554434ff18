"""The site's own settings with a throw-away place, throw-away keys and a fast password hasher."""

import atexit
import base64
import os
import secrets
import shutil
import tempfile
from pathlib import Path

_place = tempfile.mkdtemp(prefix="conduct-tests-")
atexit.register(shutil.rmtree, _place, ignore_errors=True)

os.environ |= {
    "CONDUCT_VAR": _place,
    "SECRET_KEY": secrets.token_urlsafe(64),
    "SEALING_KEYS": f"test:{base64.b64encode(secrets.token_bytes(32)).decode()}",
    # No test hands work to a broker by accident; those about the broker take its address from the fixture.
    "REDIS_URL": "",
    "SITE_URL": "http://127.0.0.1:8000",
}

from conduct.settings import *  # noqa: E402, F403
from conduct.settings import DATABASES  # noqa: E402

STATIC_ROOT.mkdir()  # noqa: F405
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: several connections must really meet in it. No test outlives a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_place) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
