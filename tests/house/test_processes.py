"""The processes really start, do their work and stop: the one command, and the worker behind a broker."""

import signal
import socket
import sqlite3
import urllib.error
import urllib.request
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from celery import Celery

from tests.house.place import manage, read_until, start, wait_until, with_keys


@pytest.fixture
def place(tmp_path):
    place = with_keys(tmp_path)
    assert manage(place, "migrate", "--verbosity", "0").returncode == 0
    return place


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_one_command_serves_and_stops_everything(place, port, stop):
    serve = start(place, "manage.py", "serve", PORT=str(port))
    said = read_until(serve, "Open http")
    assert f"Open http://127.0.0.1:{port}/" in said
    wait_until(lambda: is_ready(port))
    serve.send_signal(stop)
    rest, _ = serve.communicate(timeout=20)
    assert (serve.returncode, rest.splitlines()[-1:]) == (0, ["Stopped."])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_one_beat_of_the_background_work_prints_its_counts(place):
    result = manage(place, "tick")
    assert result.returncode == 0, result.stderr
    assert all(line.rsplit(maxsplit=1)[1].isdigit() for line in result.stdout.splitlines())


@pytest.mark.parametrize(
    ("task", "beat"),
    [
        ("deliver_due", "deliver"),
        ("mail_due", "mail"),
        ("sweep", "sweep"),
        ("check_files", "files"),
        ("make_bundles", "bundles"),
    ],
)
def test_a_worker_takes_the_work_from_the_broker(place, redis_url, task, beat):
    queue = f"conduct-{uuid.uuid4()}"
    options = ("--pool", "solo", "--queues", queue, "--without-gossip", "--without-mingle")
    worker = start(place, "-m", "celery", "-A", "conduct", "worker", *options, REDIS_URL=redis_url)
    try:
        with Celery(broker=redis_url) as sender:
            sender.send_task(f"cases.tasks.{task}", queue=queue)
        wait_until(lambda: beat in beats(place))
    finally:
        worker.terminate()
        said, _ = worker.communicate(timeout=20)
    assert worker.returncode == 0, said


def beats(place: Path) -> set[str]:
    with closing(sqlite3.connect(place / "db.sqlite3")) as database:
        return {name for (name,) in database.execute("SELECT name FROM conduct_heartbeat")}


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as response:
            return response.status == 200
    except urllib.error.HTTPError:
        return False
