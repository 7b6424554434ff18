"""What the harness starts and kills: two web servers, two workers, two clocks, a broker, and connections."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from django.db import connection

from tests.faults import points
from tests.house.place import wait_until
from tests.real import servers, units
from tests.real.processes import Processes
from tests.real.visitor import Unanswered, Visitor

if TYPE_CHECKING:
    from tests.faults.acts import Act

WEB, WORKER, BEAT = "web", "worker", "beat"
PATIENCE = 60
DIE, GROUP, BROKER, DATABASE = WAYS = ("the process", "its whole group", "the broker", "the database's connections")


class Stage:
    """Every process by its name. A kill is followed by a new start, as systemd would do it."""

    def __init__(self, place: Path, variables: dict[str, str]) -> None:
        self.broker = servers.OwnRedis(place)
        settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings"}
        self.processes = Processes(place, **variables, **settings, REDIS_URL=self.broker.url)
        self.ports = {f"{WEB}{number}": servers.free_port() for number in (1, 2)}
        self.kills = 0

    def start(self) -> None:
        self.broker.start()
        for kind in (WEB, WORKER, BEAT):
            for number in (1, 2):
                self._start(f"{kind}{number}")
        self.recover()

    def recover(self) -> None:
        """Both web servers answer, so that a new act can be prepared."""
        for port in self.ports.values():
            wait_until(lambda port=port: _alive(port), PATIENCE)

    def _start(self, name: str) -> None:
        kind = name[:-1]
        _, command = units.unit(kind, port=self.ports.get(name, 0))
        few = {WEB: ["--workers", "1"], WORKER: ["--concurrency", "1", "--hostname", f"{name}@%h"], BEAT: []}
        self.processes.start(name, [*command, *few[kind]], **{points.KIND: kind})

    def end(self) -> None:
        self.processes.end()
        self.broker.kill()

    def arm(self, kind: str, point: str, table: str, way: str) -> None:
        points.taken(kind, point).unlink(missing_ok=True)
        how = points.DIE if way == DIE else points.WAIT
        fresh = points.armed(kind, point).with_suffix(".new")
        fresh.write_text(f"{how} {table}")
        fresh.rename(points.armed(kind, point))

    def disarm(self, kind: str, point: str) -> None:
        points.armed(kind, point).unlink(missing_ok=True)
        points.taken(kind, point).unlink(missing_ok=True)

    def strike(self, kind: str, point: str, way: str) -> None:
        """A process waits at the point, or is dead already: now the rest."""
        self.kills += 1
        if way == GROUP:
            self.restart(self._whose(points.taken(kind, point)))
        elif way == BROKER:
            self.broker.kill()
            self.broker.start()
        elif way == DATABASE:
            cut_connections()
        points.taken(kind, point).unlink(missing_ok=True)

    def _whose(self, file: Path) -> str:
        """The name of the group of the process that waits at a point: killed are all of it, its master first."""
        wait_until(lambda: file.read_text().endswith("\n"))
        group = os.getpgid(int(file.read_text()))
        return next(name for name, process in self.processes.running.items() if process.pid == group)

    def restart(self, name: str) -> None:
        self.processes.kill(name)
        self._start(name)

    def kill_a_clock(self) -> None:
        """The other clock goes on meanwhile."""
        self.kills += 1
        self.restart(f"{BEAT}{1 + self.kills % 2}")

    def fill_in(self, send: Callable[[int], int]) -> None:
        """The form, up to the press; nothing is armed yet."""
        send(next(iter(self.ports.values())))

    def carry_out(self, act: "Act", kind: str, point: str, way: str) -> bool:
        """Let it be done, strike once in its middle, and go on until it is over. Was the point reached?"""
        hand = Thread(target=self._insist, args=(act.send,)) if act.send else None
        if hand:
            hand.start()
        reached = False
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and (hand.is_alive() if hand else not act.is_done()):
            if not reached and points.taken(kind, point).exists():
                reached = True
                self.strike(kind, point, way)
            time.sleep(0.05)
        if hand:
            hand.join()
        elif not reached and point == points.COMMITTED:  # its rows are there a moment before it comes to the point
            time.sleep(1)
        if not reached and points.taken(kind, point).exists():
            reached = True
            self.strike(kind, point, way)
        return reached

    def _insist(self, send: Callable[[int], int]) -> None:
        """At one server, then at the other, until one of them gives an answer that is no failure."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for port in self.ports.values():
                with suppress(Unanswered):
                    if send(port) < 500:
                        return
            time.sleep(0.1)

    @staticmethod
    def wait(true: Callable[[], object]) -> None:
        wait_until(true, 2 * PATIENCE)


def cut_connections() -> None:
    """Every connection to this database but our own; nobody else's on this server."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _alive(port: int) -> bool:
    try:
        return Visitor(port).get("/healthz").status_code == 200
    except Unanswered:
        return False
