"""The commands of production, read from where an operator reads them: the systemd units and docs/operating.md."""

import shlex
import sys
from pathlib import Path

from tests.house.sizes import ROOT

CODE, PLACE = "/opt/conduct", "/var/lib/conduct"
ADDRESS = "127.0.0.1:8000"
MANUAL = ROOT / "docs" / "operating.md"


def unit(name: str, *, port: int = 0) -> tuple[list[list[str]], list[str]]:
    """What a unit runs first, and what it then keeps running; here instead of in the unit's own folders."""
    lines = (ROOT / "deploy" / f"conduct-{name}.service").read_text().splitlines()
    first = [_here(line.partition("=")[2], port) for line in lines if line.startswith("ExecStartPre=")]
    (kept,) = [_here(line.partition("=")[2], port) for line in lines if line.startswith("ExecStart=")]
    return first, kept


def _here(line: str, port: int) -> list[str]:
    if ADDRESS in line:
        line = line.replace(ADDRESS, f"127.0.0.1:{port}")
    words = shlex.split(line)
    assert words[0].startswith(f"{CODE}/venv/bin/"), words
    return [str(Path(sys.executable).parent / Path(words[0]).name), *words[1:]]


def steps(title: str) -> list[list[str]]:
    """The commands of the first block below a title of the manual."""
    section = MANUAL.read_text().split(f"\n## {title}\n", 1)[1]
    block = section.split("```\n", 2)[1]
    return [shlex.split(line, comments=True) for line in block.splitlines() if line.strip()]
