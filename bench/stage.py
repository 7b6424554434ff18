"""One engine's stage: an empty database, a server on it, and people who are signed in."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[1]
PASSWORD = secrets.token_urlsafe(16)
START_SECONDS = 60


@dataclass
class Stage:
    """The database and the server of one engine."""

    engine: str
    database_url: str
    var: Path
    server: subprocess.Popen[bytes] | None = None
    port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        own = {"DATABASE_URL": self.database_url, "DJANGO_SETTINGS_MODULE": "bench.settings", "REDIS_URL": ""}
        return os.environ | own | {"SITE_URL": f"http://127.0.0.1:{self.port or 8000}"}

    def run(self, *command: str) -> str:
        """Run a Python module or command on this database; its output, or an error with what it said."""
        done = subprocess.run(
            [sys.executable, *command], env=self.environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True
        )
        return done.stdout

    def open(self) -> None:
        """Start one gunicorn worker and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "conduct.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += [
            "--workers",
            "1",
            "--threads",
            "4",
            "--worker-class",
            "gthread",
            "--keep-alive",
            "60",
            "--log-level",
            "warning",
        ]
        self.server = subprocess.Popen(command, env=self.environment, cwd=ROOT)
        for _ in range(START_SECONDS * 10):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The bench's server did not start.")

    def close(self) -> None:
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(timeout=20)
            self.server = None

    def memory_mb(self) -> float:
        """Resident memory of the worker, in MB."""
        server = self.server.pid if self.server else os.getpid()
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        sizes = [re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in children]
        return round(max(int(size[1]) for size in sizes if size) / 1024, 1)


@dataclass
class Visitor:
    """A browser without a screen: one connection, its cookies, and the tokens of the last page."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def sign_in(self, name: str) -> "Visitor":
        self.get("/sign-in/")
        status, _, _ = self.post("/sign-in/", {"username": f"{name}@demo.example", "password": PASSWORD})
        if status != 302:
            raise SystemExit(f"{name} could not sign in for the bench: {status}.")
        return self

    def get(self, path: str) -> tuple[int, int, str]:
        """Status, number of statements, body."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, int, str]:
        return self._ask("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self.cookies.get("csrf", "")}))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, int, str]:
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers |= {
            "Referer": f"http://127.0.0.1:{self.port}{path}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request(method, urlsplit(path).path if body else path, body=body, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, int(answer.getheader("X-Queries") or 0), text
