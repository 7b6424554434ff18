"""The whole site as one command: a web server, the clock that ticks beside it, and a clean stop."""

import json
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

HOST = "127.0.0.1"
BEAT_SECONDS = 5
START_SECONDS = 30
STOP_SECONDS = 10
GUNICORN = ["--config", str(Path(__file__).parent.parent / "gunicorn.conf.py"), "--threads", "4"]

log = logging.getLogger(__name__)


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def start_web(port: int) -> subprocess.Popen[bytes]:
    """The web server as a child, in a group of its own so that Ctrl-C reaches it through us alone."""
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", *GUNICORN, "conduct.wsgi"],
        start_new_session=True,
    )


def wait_until_open(web: subprocess.Popen[bytes], port: int) -> bool:
    """True once the server takes connections; False when it ends first or takes too long."""
    until = time.monotonic() + START_SECONDS
    while web.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def beat(work: Callable[[], object], stop: threading.Event) -> None:
    """Do the background work every few seconds until told to stop; one failure does not end the clock."""
    while not stop.is_set():
        try:
            work()
        except Exception:
            log.exception("The background work failed; it is tried again.")
        stop.wait(BEAT_SECONDS)


def run(port: int, works: Iterable[Callable[[], object]], announce: Callable[[], None]) -> int:
    """Serve until Ctrl-C or a stop signal; the exit code is 0 after a clean stop, 1 when the server fell.

    Each work has a thread of its own: a mail server that hangs holds up no clock.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    web = start_web(port)
    clocks = [threading.Thread(target=beat, args=(work, stop), daemon=True) for work in works]
    try:
        if not wait_until_open(web, port):
            return 0 if stop.is_set() else 1
        announce()
        for clock in clocks:
            clock.start()
        while web.poll() is None and not stop.wait(0.2):
            pass
        return 0 if stop.is_set() else 1
    finally:
        stop.set()
        end(web)
        for clock in clocks:
            if clock.is_alive():
                clock.join(STOP_SECONDS)


def end(web: subprocess.Popen[bytes]) -> None:
    web.terminate()
    try:
        web.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        web.kill()


def logins(path: Path) -> list[dict[str, str]]:
    """One login per role of the demo world; none when it was never loaded."""
    return json.loads(path.read_text()) if path.exists() else []
