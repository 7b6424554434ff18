"""`make test`: the whole suite on SQLite, and on PostgreSQL when it answers. With CI=true both must.

`python -m tests.engines [pytest arguments]` passes its arguments on to each run.
"""

import os
import shutil
import socket
import subprocess
import sys
from urllib.parse import urlsplit

POSTGRESQL = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = os.environ.get("TEST_REDIS_URL") or os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/15"
BROWSER = ["tests/browser"]
REST = ["tests", "--ignore=tests/browser", "-n", "2", "--dist", "loadfile"]
"""A file stays with one process, so that a world is built once for all that is asked of it."""
ONCE = [
    f"--ignore=tests/{name}"
    for name in (
        "browser/test_appeal.py",
        "browser/test_files.py",
        "browser/test_keyboard.py",
        "browser/test_national.py",
        "browser/test_pages.py",
        "browser/test_quick_exit.py",
        "browser/test_reports.py",
        "browser/test_states.py",
        "browser/test_talks.py",
        "cleaning",
        "domain",
        "cases/test_demo.py",
        "cases/test_demo_command.py",
        "cases/test_grid.py",
        "cases/test_law_pages.py",
        "cases/test_pages_everywhere.py",
    )
]
"""On one engine only: the rules know no database, and these look at answers that are the same on both."""


def answers(url: str) -> bool:
    found = urlsplit(url)
    try:
        socket.create_connection((found.hostname or "127.0.0.1", found.port or 5432), timeout=2).close()
    except OSError:
        return False
    return True


def available() -> dict[str, bool]:
    return {
        "PostgreSQL": POSTGRESQL.startswith("postgres") and answers(POSTGRESQL),
        "Redis": answers(REDIS),
        "Chromium": shutil.which("chromium") is not None,
    }


def run(engine: str, database: str, arguments: list[str]) -> None:
    """One pytest run; the first that fails ends everything, so that its lines stand last."""
    print(f"\n== {engine}: {' '.join(arguments)}", flush=True)
    environment = os.environ | {"DATABASE_URL": database, "TEST_REDIS_URL": REDIS}
    code = subprocess.call([sys.executable, "-m", "pytest", "-q", *arguments], env=environment)
    if code:
        sys.exit(code)


def main(arguments: list[str]) -> None:
    found = available()
    print("Engines: SQLite yes, " + ", ".join(f"{name} {'yes' if here else 'NO'}" for name, here in found.items()))
    missing = [name for name, here in found.items() if not here]
    if missing and os.environ.get("CI") == "true":
        sys.exit(f"CI needs every engine; missing: {', '.join(missing)}.")
    engines = {"SQLite": ""} | ({"PostgreSQL": POSTGRESQL} if found["PostgreSQL"] else {})
    suites = [arguments] if arguments else [BROWSER, REST]
    for suite in suites:
        for engine, database in engines.items():
            run(engine, database, [*suite, *ONCE] if database and not arguments else suite)


if __name__ == "__main__":
    main(sys.argv[1:])
