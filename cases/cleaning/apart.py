"""Opening a file in a process of its own, that may hang, eat memory or die, and takes nobody with it."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cases.domain.files import Copy, Dropped, Flag, Kind, Looked

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 60
"""Of computing; the clock on the wall may show twice as many."""
MEMORY = 1_500_000_000
FILES = 64
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from cases.cleaning import apart; apart.child(*sys.argv[2:])"


def clean(ending: str, body: bytes) -> Looked:
    """What came of one file. Never raises for anything that is in it."""
    told, rest = _apart([ending], body)
    return _looked(told, rest) if told else Looked(flag=Flag.HEAVY)


def hide(kind: Kind, body: bytes, hidden: Sequence[str]) -> tuple[Looked, int]:
    """A copy of a safe copy without these passages, and in how many places they stood. Never raises."""
    told, rest = _apart(["hide", kind], json.dumps(list(hidden)).encode() + b"\n" + body)
    if not told:
        return Looked(flag=Flag.HEAVY), 0
    return _looked(told, rest), int(told["places"])


def _apart(arguments: Sequence[str], given: bytes) -> tuple[dict[str, Any], bytes]:
    """What the other process says, and the bytes after it; nothing where it did not come to its end."""
    command = [sys.executable, "-I", "-c", PROGRAM, str(ROOT), *arguments]
    try:
        done = subprocess.run(
            command, input=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=2 * SECONDS, check=False,
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}, cwd="/",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {}, b""
    head, _, rest = done.stdout.partition(b"\n")
    return (json.loads(head), rest) if head and not done.returncode else ({}, b"")


def _looked(told: dict[str, Any], body: bytes) -> Looked:
    if told["flag"]:
        return Looked(flag=Flag(told["flag"]))
    return Looked(Copy(Kind(told["kind"]), body, tuple(Dropped(word) for word in told["dropped"])))


def child(what: str, kind: str = "") -> None:
    """The other process: first its limits, then the bytes, then one line about them and the copy."""
    from cases.cleaning import hiding, opening

    confine()
    given = sys.stdin.buffer.read()
    found, places = hiding.hidden(Kind(kind), given) if what == "hide" else (opening.clean(what, given), 0)
    copy = found.copy
    told = {
        "flag": found.flag or "",
        "kind": copy.kind if copy else "",
        "dropped": list(copy.dropped) if copy else [],
        "places": places,
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
