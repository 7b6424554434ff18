"""Processes started, watched and ended by their numbers."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.house.place import surroundings
from tests.house.sizes import ROOT

STOP_SECONDS = 40


class Processes:
    """What runs in one place. Whatever happens, `end` leaves nothing behind."""

    def __init__(self, place: Path, **variables: str) -> None:
        self.place, self.variables = place, variables
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *command: str, **variables: str) -> str:
        """A command that ends by itself, and well."""
        result = subprocess.run(
            command, cwd=ROOT, env=self._surroundings(variables), capture_output=True, text=True, timeout=120
        )
        assert result.returncode == 0, (command, result.stdout, result.stderr)
        return result.stdout

    def start(self, name: str, command: list[str], **variables: str) -> None:
        """Its lines go to a file of its name. It leads a group of its own, so that a signal meets nobody else."""
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._surroundings(variables),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def log(self, name: str) -> Path:
        return self.place / f"{name}.log"

    def stop(self, name: str) -> int:
        """Ask it to stop, as systemd does. Gives its exit code."""
        process = self.running.pop(name)
        process.terminate()
        return process.wait(STOP_SECONDS)

    def kill(self, name: str) -> None:
        """It and all its children, at once."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def memory(self) -> Iterator[tuple[str, int, float]]:
        """Of each: how many processes it is, and their share of the memory in MB."""
        for name, process in self.running.items():
            shares = [_share(pid) for pid in _with_children(process.pid)]
            yield name, len(shares), sum(shares) / 1024

    def _surroundings(self, variables: dict[str, str]) -> dict[str, str]:
        return surroundings(self.place, **self.variables, **variables)


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _with_children(int(child))


def _share(pid: int) -> int:
    """Kilobytes, with what is shared by several divided among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
