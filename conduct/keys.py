"""The key files: made once, read at every start, never replaced.

`python -m conduct.keys` makes what is missing under `var/keys`. Whoever loses the sealing keys loses every
sealed text for good, so nothing here overwrites a file, and no new first key is made beside an old database.
"""

import argparse
import base64
import binascii
import os
import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRET = "secret"
SEALING = "sealing-"
SEALING_BYTES = 32
MAKE = "python -m conduct.keys"


def read_secret(folder: Path) -> str:
    """Django's signing secret, from SECRET_KEY or the file `secret`."""
    return os.environ.get("SECRET_KEY") or _read(folder / SECRET)


def read_ring(folder: Path) -> dict[str, bytes]:
    """Every sealing key by its id, the one in use first: from SEALING_KEYS or the files `sealing-<id>`."""
    if given := os.environ.get("SEALING_KEYS"):
        return _ring_from_text(given)
    files = sorted(folder.glob(f"{SEALING}*"), reverse=True)
    if not files:
        raise ImproperlyConfigured(f"There is no sealing key in {folder}: run `{MAKE}`.")
    _refuse_loose(folder)
    return {file.name.removeprefix(SEALING): _sealing_key(_read(file), file) for file in files}


def create(
    folder: Path, database: Path, *, another: bool = False, environ: Mapping[str, str] = os.environ
) -> list[Path]:
    """Make the key files that are missing (and `another` sealing key on request); return what was made."""
    for place in (folder.parent, folder):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    if not environ.get("SECRET_KEY") and not (folder / SECRET).exists():
        made.append(_write(folder / SECRET, secrets.token_urlsafe(64)))
    sealed = any(folder.glob(f"{SEALING}*"))
    if not environ.get("SEALING_KEYS") and (another or not sealed):
        if not sealed:
            _refuse_to_orphan(database, folder)
        made.append(_write(folder / f"{SEALING}{_new_id()}", _text(secrets.token_bytes(SEALING_BYTES))))
    return made


def _new_id() -> str:
    # The ids sort by age, so that the newest key can be told without trusting file times.
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _refuse_to_orphan(database: Path, folder: Path) -> None:
    if database.exists():
        raise ImproperlyConfigured(
            f"{database} exists but its sealing key is missing: put the old key back into {folder}, "
            f"or, if nothing in that database is needed, remove it with `rm {database}`."
        )


def _write(path: Path, text: str) -> Path:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path


def _read(path: Path) -> str:
    if not path.exists():
        raise ImproperlyConfigured(f"The key file {path} is missing: run `{MAKE}`.")
    _refuse_loose(path)
    if not (text := path.read_text().strip()):
        raise ImproperlyConfigured(f"The key file {path} is empty: restore it from your backup of {path.parent}.")
    return text


def _refuse_loose(path: Path) -> None:
    """Stop when anyone but this account could read a key."""
    found = path.stat()
    if found.st_uid != os.geteuid():
        raise ImproperlyConfigured(f"{path} belongs to another account: run `chown {os.geteuid()} {path}`.")
    if found.st_mode & 0o077:
        right = "700" if path.is_dir() else "600"
        raise ImproperlyConfigured(f"{path} can be read by other accounts: run `chmod {right} {path}`.")


def _ring_from_text(given: str) -> dict[str, bytes]:
    ring = {}
    for entry in given.split(","):
        name, _, text = entry.strip().partition(":")
        ring[name] = _sealing_key(text, f"SEALING_KEYS, entry {name!r}")
    return ring


def _sealing_key(text: str, source: object) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != SEALING_BYTES:
        raise ImproperlyConfigured(
            f"{source} is not {SEALING_BYTES} bytes in base64: restore it from your backup of the keys."
        )
    return key


def main(arguments: list[str] | None = None) -> int:
    """Make the missing key files; 0 when all is there, 1 when it would be unsafe."""
    from conduct import env

    parser = argparse.ArgumentParser(prog=MAKE, description="Make the key files that are missing.")
    parser.add_argument("--another", action="store_true", help="add a newer sealing key; the older ones stay readable")
    options = parser.parse_args(arguments)
    try:
        made = create(env.KEYS, env.SQLITE, another=options.another)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        return 1
    for path in made:
        print(f"Made {path}. Keep a copy outside this machine.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
