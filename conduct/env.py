"""Every variable the site reads from its surroundings. A wrong one stops the start with the repair."""

import os
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from django.core.validators import URLValidator, validate_email
from environ import Env

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("CONDUCT_VAR") or ROOT / "var").absolute()
KEYS = VAR / "keys"
SQLITE = VAR / "db.sqlite3"
SHORTEST_TOKEN = 20

_env = Env()


def _read(name: str, kind: Callable[..., Any], default: Any, repair: str) -> Any:
    """One variable; its value is never repeated in the message, for it may be a secret."""
    if not os.environ.get(name):
        return default
    try:
        return kind(name)
    except Exception as problem:
        raise ImproperlyConfigured(f"The variable {name} cannot be used: {repair}") from problem


def _site(name: str) -> str:
    found = urlsplit(_env.str(name))
    if found.scheme not in {"http", "https"} or not found.hostname or found.path.strip("/"):
        raise ValueError(name)
    return f"{found.scheme}://{found.netloc}"


def _zone(name: str) -> str:
    return ZoneInfo(_env.str(name)).key


def _port(name: str) -> int:
    if not 0 < (port := _env.int(name)) < 65536:
        raise ValueError(name)
    return port


def _positive(name: str) -> int:
    if (number := _env.int(name)) < 1:
        raise ValueError(name)
    return int(number)


def _database(name: str) -> dict[str, Any]:
    found = _env.db(name)
    if found["ENGINE"] not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ValueError(name)
    return dict(found)


def _redis(name: str) -> str:
    found = urlsplit(_env.str(name))
    if found.scheme not in {"redis", "rediss"} or not found.hostname or not (found.path.strip("/") or "0").isdigit():
        raise ValueError(name)
    _ = found.port  # raises where it is no number
    return str(_env.str(name))


def _mail(name: str) -> dict[str, Any]:
    """A server needs a host; what keeps or prints mail needs none."""
    found = _env.email_url(name)
    if found["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not found.get("EMAIL_HOST"):
        raise ValueError(name)
    return dict(found)


def _address(name: str) -> str:
    validate_email(parseaddr(_env.str(name))[1])
    return str(_env.str(name))


def _link(name: str) -> str:
    URLValidator(schemes=["http", "https"])(_env.str(name))
    return str(_env.str(name))


def _folder(name: str) -> Path:
    if not (folder := Path(_env.str(name))).is_absolute():
        raise ValueError(name)
    return folder


def _token(name: str) -> str:
    if len(token := _env.str(name)) < SHORTEST_TOKEN or not token.isascii():
        raise ValueError(name)
    return str(token)


DEBUG = _read("DEBUG", _env.bool, False, "write true or false.")
PORT = _read("PORT", _port, 8000, "write a number from 1 to 65535.")
SITE_URL = _read("SITE_URL", _site, f"http://127.0.0.1:{PORT}", "write an address such as https://conduct.example.org.")
HTTPS = SITE_URL.startswith("https://")
# The machine's own name stays allowed: that is how health checks ask.
ALLOWED_HOSTS = sorted(
    {urlsplit(SITE_URL).hostname or "", "127.0.0.1", "localhost"}
    | set(_read("ALLOWED_HOSTS", _env.list, (), "write host names with commas between them."))
)
DATABASE = _read(
    "DATABASE_URL",
    _database,
    {"ENGINE": "django.db.backends.sqlite3", "NAME": str(SQLITE)},
    "write postgres://user:password@host:5432/name or sqlite:////absolute/path.",
)
REDIS_URL = _read("REDIS_URL", _redis, "", "write redis://host:6379/0.")
UPLOAD_MEGABYTES = _read("UPLOAD_MEGABYTES", _positive, 60, "write a whole number of megabytes, 1 or more.")
METRICS_TOKEN = _read("METRICS_TOKEN", _token, "", f"write {SHORTEST_TOKEN} or more letters and digits.")
EMAIL = _read(
    "EMAIL_URL",
    _mail,
    {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(VAR / "mail"),
    },
    "write smtp+tls://user:password@host:587.",
)
EMAIL_FROM = _read("EMAIL_FROM", _address, f"conduct@{urlsplit(SITE_URL).hostname}", "write one e-mail address.")
ORGANISATION_NAME = _read("ORGANISATION_NAME", _env.str, "The Organisation", "write the name in plain text.")
TIME_ZONE = _read("ORGANISATION_TIME_ZONE", _zone, "Europe/London", "write a zone such as Europe/London.")
EMERGENCY_NUMBER = _read("EMERGENCY_NUMBER", _env.str, "112", "write the number to call in danger.")
HELPLINE = _read("HELPLINE", _env.str, "", "write the number or address of a helpline, in plain text.")
LEAVE_URL = _read("LEAVE_URL", _link, "https://www.bbc.co.uk/weather", "write an address anyone may visit.")
RECORD_HEADS = _read("RECORD_HEADS", _folder, None, "write the absolute path of a folder.")
