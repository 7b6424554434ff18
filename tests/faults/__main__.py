"""`python -m tests.faults --rounds N --seed S`: N kills in the middle of acts; exit code 1 when anything was lost."""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.engines import POSTGRESQL
from tests.mailserver import Post, serving
from tests.real import servers

CLOCK_EVERY = 5
"""Kills between which a clock is killed too."""


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    options.add_argument("--rounds", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help="acts, points and ways that hold these words")
    given = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # nothing of it outlives it
    name = f"conduct_faults_{os.getpid()}"
    with (
        tempfile.TemporaryDirectory(prefix="conduct-faults-") as folder,
        servers.database(POSTGRESQL, name) as database,
        serving() as post,
    ):
        variables = {
            "CONDUCT_VAR": folder,
            "DATABASE_URL": database,
            "EMAIL_URL": post.url,
            "SITE_URL": "http://127.0.0.1:8000",
        }
        begin(folder, variables)
        return play(Path(folder), variables, post, plan(given.rounds, given.seed, given.only))


def begin(folder: str, variables: dict[str, str]) -> None:
    """This process becomes one of the site's, without its points: it makes the cases and looks at the rows."""
    from conduct import keys

    for name in ("SECRET_KEY", "SEALING_KEYS", "REDIS_URL"):
        os.environ.pop(name, None)
    keys.create(Path(folder) / "keys", Path(folder) / "db.sqlite3")
    os.environ |= variables | {"DJANGO_SETTINGS_MODULE": "tests.faults.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def play(place: Path, variables: dict[str, str], post: Post, deeds: list[tuple]) -> int:
    from datetime import timedelta

    from django.utils import timezone

    from tests.cast import organisation
    from tests.faults.acts import World
    from tests.faults.stage import Stage

    sizes = {"Northside": 40, "Eastport": 20, "Lakeview": 20}
    world = World(organisation(sizes=sizes, at=timezone.now() - timedelta(days=100)))
    stage = Stage(place, variables)
    try:
        stage.start()
        game = Game(world, stage)
        for number, deed in enumerate(deeds, start=1):
            game.round(number, *deed)
        game.settle()
    finally:
        stage.end()
    print("\nlogged meanwhile:", *(f"{count} × {what}" for what, count in logged(place).most_common()), sep="\n  ")
    return game.tell(post)


def logged(place: Path) -> Counter[str]:
    """What the processes had to say of it, by kind."""
    lines = [line for path in place.glob("*.log") for line in path.read_text().splitlines() if line.startswith("{")]
    found = [line for line in map(json.loads, lines) if line["level"] != "info"]
    return Counter(f"{line['logger']} {line.get('error', '')} {line['message'][:60]}" for line in found)


def plan(rounds: int, seed: int, only: str) -> list[tuple]:
    """Every kind of act in turn, at random points; the ways alike. From the beginning where that is over."""
    from tests.faults.acts import KINDS
    from tests.faults.stage import BROKER, WAYS, WORKER

    deeds = [
        (kind, point, way)
        for kind in KINDS
        for point in kind.points
        for way in WAYS
        if (way != BROKER or kind.by == WORKER) and only in f"{kind.name} {point} {way}"
    ]
    chance, acts, ways = random.Random(seed), Counter(), Counter()
    found: list[tuple] = []
    left: list[tuple] = []
    while deeds and len(found) < rounds:
        left = left or chance.sample(deeds, len(deeds))
        deed = min(left, key=lambda deed: (acts[deed[0]], ways[deed[2]]))
        left.remove(deed)
        found.append(deed)
        acts[deed[0]] += 1
        ways[deed[2]] += 1
    return found


class Game:
    """The rounds so far, and what is kept of them."""

    def __init__(self, world, stage) -> None:
        self.world, self.stage = world, stage
        self.kills: Counter[str] = Counter()
        self.missed: list[str] = []
        self.lost: list[str] = []
        self.drafts = 0

    def round(self, number: int, kind, point: str, way: str) -> None:
        """Prepare the act, arm the point, do the act, strike, and let it come to its end."""
        began, title = time.monotonic(), f"{kind.name}: {point}"
        self.stage.recover()
        if kind.by == "worker":  # what it prepares is done at once
            self.stage.arm(kind.by, point, kind.table, way)
            act = kind.begin(self.world)
        else:
            act = kind.begin(self.world)
            self.stage.fill_in(act.send)
            self.stage.arm(kind.by, point, kind.table, way)
        self.drafts += kind.name == "filing"
        reached = self.stage.carry_out(act, kind.by, point, way)
        self.stage.disarm(kind.by, point)
        (self.kills.update([way]) if reached else self.missed.append(title))
        if not act.is_done():
            self.lost.append(title)
        if number % CLOCK_EVERY == 0:
            self.stage.kill_a_clock()
            self.kills["a clock"] += 1
        seconds = time.monotonic() - began
        print(f"{number:4} {title:<36} killed: {way if reached else 'not reached'}  {seconds:.1f} s", flush=True)

    def settle(self) -> None:
        """Nobody is killed any more: what waits comes to its end."""
        from tests.faults import checks

        self.stage.wait(checks.nothing_waits)

    def tell(self, post: Post) -> int:
        from tests.faults import checks

        found = checks.lost_or_doubled(self.drafts, self.world.filed, self.lost, post)
        found["points that were not reached"] = self.missed
        print(f"\nkills: {sum(self.kills.values())} ({', '.join(f'{n} {way}' for way, n in self.kills.items())})")
        for what, faults in found.items():
            print(f"{what}: {len(faults)}", *faults, sep="\n  ")
        again = len(post.got) - len(set(post.ids))
        print(f"mails that came twice, with the same Message-ID: {again} of {len(post.got)}")
        return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
