"""Opening a file in a process of its own, that may hang, eat memory or die, and takes nobody with it."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from cases.domain.files import Copy, Dropped, Flag, Kind, Looked

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 60
"""Of computing; the clock on the wall may show twice as many."""
MEMORY = 1_500_000_000
FILES = 64
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from cases.cleaning import apart; apart.child(sys.argv[2])"


def clean(ending: str, body: bytes) -> Looked:
    """What came of one file. Never raises for anything that is in it."""
    command = [sys.executable, "-I", "-c", PROGRAM, str(ROOT), ending]
    try:
        done = subprocess.run(
            command, input=body, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=2 * SECONDS, check=False,
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}, cwd="/",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Looked(flag=Flag.HEAVY)
    head, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not head:
        return Looked(flag=Flag.HEAVY)
    told = json.loads(head)
    if told["flag"]:
        return Looked(flag=Flag(told["flag"]))
    return Looked(Copy(Kind(told["kind"]), rest, tuple(Dropped(word) for word in told["dropped"])))


def child(ending: str) -> None:
    """The other process: first its limits, then the bytes, then one line about them and the copy."""
    from cases.cleaning import opening

    confine()
    found = opening.clean(ending, sys.stdin.buffer.read())
    copy = found.copy
    told = {
        "flag": found.flag or "",
        "kind": copy.kind if copy else "",
        "dropped": list(copy.dropped) if copy else [],
    }
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + (copy.body if copy else b""))
    sys.stdout.buffer.flush()
    os._exit(0)  # what a library would do on its way out is not waited for


def confine() -> None:
    """No more time, memory and open files than this; no file is written, and none is left behind by a crash."""
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
