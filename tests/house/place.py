"""A site of its own for one test: keys, database and processes in a temporary folder."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from conduct import keys
from tests.house.sizes import ROOT

OURS = {"SECRET_KEY", "SEALING_KEYS", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "SITE_URL"}


def with_keys(place: Path) -> Path:
    keys.create(place / "keys", place / "db.sqlite3", environ={})
    return place


def surroundings(place: Path, **variables: str) -> dict[str, str]:
    """The variables of a fresh shell, without what the test run itself was given."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"CONDUCT_VAR": str(place), "REDIS_URL": ""} | variables


def manage(place: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run(place, "manage.py", *arguments, **variables)


def run(place: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of the site that ends by itself."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=surroundings(place, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def start(place: Path, *command: str, **variables: str) -> subprocess.Popen[str]:
    """A long-running process of the site; its errors join its output."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=surroundings(place, PYTHONUNBUFFERED="1", **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process: subprocess.Popen[str], words: str, seconds: int = 60) -> str:
    """What the process said up to and with the line that holds the words; one that stays silent is ended."""
    said = ""
    patience = threading.Timer(seconds, process.kill)
    patience.start()
    assert process.stdout
    for line in process.stdout:
        said += line
        if words in line:
            break
    patience.cancel()
    return said


def wait_until(true: Callable[[], object], seconds: float = 60) -> None:
    """Ask again and again, until it is so."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "It did not come true in time."
        time.sleep(0.1)
