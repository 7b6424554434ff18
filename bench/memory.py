"""What the processes of production weigh: web, worker and clock, at rest and after work, on one database.

Each figure is the share of the memory of a process and all its children: what several share is divided among them.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.stage import ROOT, Stage, Visitor

REST_SECONDS, WORK_SECONDS, CLIENTS = 8, 20, 8
PAGES = ("/today/", "/inbox/", "/cases/")
HERE = Path(sys.executable).parent


def measure(stage: Stage) -> dict[str, tuple[float, float]]:
    """By process: megabytes at rest, and the most of them while pages are asked for. Empty without Redis."""
    if not shutil.which("redis-server"):
        return {}
    with ExitStack() as running:
        broker = running.enter_context(_broker())
        port = stage.port = _free_port()
        settings = {"REDIS_URL": broker, "PYTHONUNBUFFERED": "1"}
        commands = {
            "web": ["gunicorn", "--bind", f"127.0.0.1:{port}", "conduct.wsgi"],
            "worker": ["celery", "-A", "conduct", "worker", "--concurrency", "2", "--loglevel", "error"],
            "clock": ["celery", "-A", "conduct", "beat", "--pidfile=", "--loglevel", "error"],
        }
        pids = {
            name: running.enter_context(_process([str(HERE / words[0]), *words[1:]], stage.environment | settings))
            for name, words in commands.items()
        }
        _wait(lambda: _answers(port))
        time.sleep(REST_SECONDS)
        rest = {name: _weight(pid) for name, pid in pids.items()}
        most = dict(rest)
        for _ in _work(port):
            most = {name: max(most[name], _weight(pid)) for name, pid in pids.items()}
    return {name: (rest[name], most[name]) for name in pids}


def _work(port: int) -> Iterator[None]:
    """Several clients ask for pages all the time, while the clock does what is due."""
    crowded = [Visitor(port).sign_in("omar") for _ in range(CLIENTS)]  # one by one: each takes 100 MB for a moment
    until = time.monotonic() + WORK_SECONDS

    def read(visitor: Visitor) -> None:
        visitor.connection = None  # the server has closed it meanwhile
        while time.monotonic() < until:
            for page in PAGES:
                visitor.get(page)

    with ThreadPoolExecutor(CLIENTS) as crowd:
        readers = [crowd.submit(read, visitor) for visitor in crowded]
        while time.monotonic() < until:
            time.sleep(0.5)
            yield
        for reader in readers:
            reader.result()


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """In a group of its own, so that the end of it is the end of its children too."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _broker() -> Iterator[str]:
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        try:
            _wait(lambda: _answers(port))
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _wait(true: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise SystemExit("A process of the bench did not start.")
        time.sleep(0.1)


def _weight(pid: int) -> float:
    return sum(_share(one) for one in _family(pid)) / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _family(int(child))


def _share(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended meanwhile
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
