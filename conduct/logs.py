"""What is written to the log: one JSON object a line, that says where something failed, never what somebody wrote."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

OURS = ("conduct", "branches", "cases")
FIELDS = ("task", "seconds", "counts")
"""What our own lines may carry besides their message: codes and numbers."""


class WithoutContent(logging.Formatter):
    """Time, level, logger, message, and of an error its kind and its place in the code.

    The message of an error may quote a case, so it is left out. Our own messages hold kinds and counts; of the message
    of a library only the pattern is written, without what was put into it. Of a request only the route it matched is
    written, for the address names its case.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **{name: getattr(record, name) for name in FIELDS if hasattr(record, name) and _ours(record)},
            **_error(record),
        }
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def _ours(record: logging.LogRecord) -> bool:
    return record.name.split(".", 1)[0] in OURS


def _message(record: logging.LogRecord) -> str:
    if (request := getattr(record, "request", None)) is not None:
        match = getattr(request, "resolver_match", None)
        return f"{getattr(record, 'status_code', '')} /{match.route if match else '…'}"
    if _ours(record):
        return record.getMessage()
    # An error handed over as the message itself is named by its kind.
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def _error(record: logging.LogRecord) -> dict[str, Any]:
    if not record.exc_info or not record.exc_info[0]:
        return {}
    places = traceback.extract_tb(record.exc_info[2])
    where = [f"{place.filename}:{place.lineno} {place.name}" for place in places]
    return {"error": record.exc_info[0].__name__, "where": where}


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"no_content": {"()": "conduct.logs.WithoutContent"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "no_content"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "conduct.work": {"level": "INFO"},
        # Replaces Django's own handlers, which would mail whole requests to administrators.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # An absent page is no news, and its address may hold the reference of a case.
        "django.request": {"level": "ERROR"},
        # Replaces the web server's own handler, which writes whole addresses and the messages of errors.
        "gunicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
"""For Django, the web server and the worker alike."""
