"""The processes really start, do their work and stop: the one command, and the worker behind a broker."""

import signal
import socket
import urllib.request
import uuid

import pytest
from celery import Celery

from tests.house.place import manage, read_until, start, with_keys


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
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as response:
        assert response.status == 200
    serve.send_signal(stop)
    rest, _ = serve.communicate(timeout=20)
    assert (serve.returncode, rest.splitlines()[-1:]) == (0, ["Stopped."])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_one_beat_of_the_background_work_prints_its_counts(place):
    result = manage(place, "tick")
    assert result.returncode == 0, result.stderr
    assert all(line.rsplit(maxsplit=1)[1].isdigit() for line in result.stdout.splitlines())


@pytest.mark.parametrize("task", ["cases.tasks.deliver_due", "cases.tasks.sweep"])
def test_a_worker_takes_the_work_from_the_broker(place, redis_url, task):
    queue = f"conduct-{uuid.uuid4()}"
    options = (
        "--pool",
        "solo",
        "--queues",
        queue,
        "--loglevel",
        "info",
        "--without-gossip",
        "--without-mingle",
    )
    worker = start(place, "-m", "celery", "-A", "conduct", "worker", *options, REDIS_URL=redis_url)
    try:
        with Celery(broker=redis_url) as sender:
            sender.send_task(task, queue=queue)
        said = read_until(worker, f"Task {task}[")
        said += read_until(worker, f"Task {task}[")
    finally:
        worker.terminate()
        worker.communicate(timeout=20)
    assert "succeeded" in said, said
