"""What a start refuses, in words, and with which exit code."""

import socket

import pytest

from tests.house.place import manage, run, with_keys


@pytest.fixture
def place(tmp_path):
    return with_keys(tmp_path)


def test_a_start_with_keys_is_clean(place):
    assert manage(place, "check").returncode == 0


def test_a_start_without_keys_names_the_repair(tmp_path):
    result = manage(tmp_path, "check")
    assert result.returncode == 2
    assert "run `python -m conduct.keys`" in result.stderr


def test_a_start_with_a_key_others_can_read_names_the_repair(place):
    (place / "keys" / "secret").chmod(0o644)
    result = manage(place, "check")
    assert result.returncode == 2
    assert f"run `chmod 600 {place}/keys/secret`" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "repair"),
    [
        ("DATABASE_URL", "mysql://me:hunter2@host/name", "write postgres://"),
        ("SITE_URL", "conduct.example.org", "write an address"),
        ("ORGANISATION_TIME_ZONE", "Europe/Atlantis", "write a zone"),
        ("PORT", "80000", "write a number"),
        ("EMAIL_URL", "carrier-pigeon://loft", "write smtp"),
        ("EMAIL_URL", "smtp://", "write smtp"),
        ("EMAIL_FROM", "the secretary", "write one e-mail address"),
        ("REDIS_URL", "localhost:6379", "write redis://"),
        ("REDIS_URL", "redis://:hunter2@host:port/0", "write redis://"),
        ("REDIS_URL", "redis://host/first", "write redis://"),
        ("LEAVE_URL", "javascript:alert()", "write an address"),
        ("METRICS_TOKEN", "hunter2", "write 20 or more"),
    ],
)
def test_a_variable_that_cannot_be_used_names_the_repair(place, name, value, repair):
    result = manage(place, "check", **{name: value})
    assert result.returncode == 2
    last = result.stderr.splitlines()[-1]
    assert f"The variable {name} cannot be used: {repair}" in last
    assert "hunter2" not in last


@pytest.mark.parametrize(
    ("name", "value"), [("EMAIL_FROM", "Conduct <conduct@example.org>"), ("REDIS_URL", "rediss://h")]
)
def test_a_variable_in_an_unusual_but_right_form_is_taken(place, name, value):
    assert manage(place, "check", **{name: value}).returncode == 0


@pytest.mark.parametrize("command", [("celery", "-A", "conduct", "worker"), ("celery", "-A", "conduct", "beat")])
def test_a_worker_or_clock_without_a_broker_says_so_and_does_not_start(place, command):
    result = run(place, "-m", *command)
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1:] == [
        "The worker and the clock need a broker: set the variable REDIS_URL, such as redis://host:6379/0."
    ]


@pytest.mark.parametrize(
    "command", [("gunicorn", "--bind", "127.0.0.1:0", "conduct.wsgi"), ("celery", "-A", "conduct", "worker")]
)
def test_a_process_with_a_variable_that_cannot_be_used_stops_in_one_sentence(place, command):
    result = run(place, "-m", *command, ORGANISATION_TIME_ZONE="Europe/Atlantis")
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "The variable ORGANISATION_TIME_ZONE cannot be used: write a zone such as Europe/London."
    ]


@pytest.mark.parametrize("command", [("celery", "-A", "conduct", "worker"), ("celery", "-A", "conduct", "beat")])
def test_a_worker_or_clock_with_a_bad_schedule_names_the_repair_and_does_not_start(place, command):
    (place / "other_settings.py").write_text(
        "from conduct.settings import *\nCELERY_BEAT_SCHEDULE['sweep the clocks']['task'] = 'cases.tasks.sweeep'\n"
    )
    result = run(
        place,
        "-m",
        *command,
        PYTHONPATH=str(place),
        DJANGO_SETTINGS_MODULE="other_settings",
        REDIS_URL="redis://127.0.0.1:6379/14",
    )
    assert result.returncode == 1
    assert "calls 'cases.tasks.sweeep', which is no task." in result.stderr
    assert "HINT: Write the name of a task of cases.tasks." in result.stderr


def test_a_port_that_is_taken_is_said_plainly(place):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = manage(place, "serve", PORT=str(port))
    assert result.returncode == 1
    assert f"Port {port} is taken" in result.stderr


def test_the_production_profile_raises_no_warning(place):
    result = manage(place, "check", "--deploy", "--fail-level", "WARNING", SITE_URL="https://conduct.example.org")
    assert result.returncode == 0, result.stderr
