"""A log says where something failed. Whatever a person wrote, and which case it was, never stands in it."""

import io
import json
import logging
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.utils import timezone

from cases import tasks
from cases.models import Notice
from cases.queries import case_page
from conduct import logs
from tests import build

MARK = "K7Q-4M2-XR said Zebedee"


@contextmanager
def log(level: int = logging.WARNING):
    """Every line that the site's own handler writes meanwhile, as it would write it."""
    out, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(out)
    handler.setFormatter(logs.WithoutContent())
    root = logging.getLogger()
    before, root.level = root.level, level
    root.addHandler(handler)
    try:
        yield out
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def lines(out: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_error_is_named_by_its_kind_and_its_place_but_not_its_message():
    with log() as out:
        try:
            raise IntegrityError(MARK)
        except IntegrityError:
            logging.getLogger("cases.delivery").exception("The background work failed.")
    (line,) = lines(out)
    assert (line["level"], line["error"], line["message"]) == ("error", "IntegrityError", "The background work failed.")
    assert "test_logs.py" in line["where"][0]
    assert "Zebedee" not in out.getvalue()


@pytest.mark.parametrize("name", ["celery.app.trace", "gunicorn.error", "django.db.backends", "kombu", "py.warnings"])
def test_what_a_library_puts_into_its_message_is_left_out(name):
    with log() as out:
        logging.getLogger(name).warning("Task %s raised: %s", "sweep", MARK)
        logging.getLogger(name).warning("Task %(name)s", {"name": MARK})
        logging.getLogger(name).error(ValueError(MARK))
        logging.getLogger(name).error("Failed.", extra={"counts": MARK, "task": MARK})
    assert [line["message"] for line in lines(out)][:3] == ["Task %s raised: %s", "Task %(name)s", "ValueError"]
    assert "Zebedee" not in out.getvalue()


def test_a_request_is_named_by_its_route_and_not_its_address():
    request = RequestFactory().get("/cases/K7Q-4M2-XR/")
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Failed: %s", (request.path,), None)
    record.request, record.status_code = request, 500
    assert "K7Q" not in logs.WithoutContent().format(record)


@pytest.mark.django_db
def test_a_page_that_fails_says_where_and_names_no_case(cast, monkeypatch):
    case = build.filed(cast).case
    monkeypatch.setattr(case_page, "case_page", lambda _: int(MARK))
    client = Client(raise_request_exception=False)
    client.force_login(cast.omar)
    with log() as out:
        assert client.get(f"/cases/{case.code}/").status_code == 500
    assert lines(out)[0]["error"] == "ValueError"
    assert lines(out)[0]["message"].startswith("500 /cases/<")
    assert case.code not in out.getvalue()
    assert "Zebedee" not in out.getvalue()


@pytest.mark.django_db
def test_work_is_logged_with_its_time_and_counts_and_with_nothing_of_the_cases(cast):
    road = build.branch(cast).seat_panel().notice().later(days=62)
    with log(logging.DEBUG) as out:
        tasks.tick(road.at)
        tasks.tick(timezone.now() + timedelta(days=1))
    work = [line for line in lines(out) if line["logger"] == "conduct.work"]
    assert {line["task"] for line in work} == {"sweep", "deliver"}
    assert any(line["counts"].get("overdue") == 1 for line in work)
    assert all(isinstance(line["seconds"], float) for line in work)
    names = [member.full_name for member in road.panel()] + [road.case.code, str(road.case.pk), cast.ana.email]
    names += [str(pk) for pk in Notice.objects.values_list("pk", flat=True)]
    assert not [name for name in names if name in out.getvalue()]


def test_every_logger_writes_through_the_one_handler():
    """Django, the web server and the worker are given no handler of their own beside it."""
    assert list(logs.CONFIG["handlers"]) == ["stderr"]
    assert not [name for name, logger in logs.CONFIG["loggers"].items() if logger.get("handlers")]
