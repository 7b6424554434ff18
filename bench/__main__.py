"""Run the bench. `python -m bench --help` says how."""

import argparse
import json
import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2

from bench import memory
from bench.stage import PASSWORD, Stage, Visitor

Work = Callable[[], tuple[int, int, str]]
TARGETS = {"today page": 8.0, "inbox": 8.0, "case list": 8.0, "case page": 8.0, "filing": 8.0}
SKIPPED: set[str] = set()
COLUMNS = ("workload", "engine", "cases", "median_ms", "p95_ms", "queries", "rss_mb", "ratio_to_floor", "target_ratio")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the site's pages beside their floors, at several sizes."
    )
    parser.add_argument("--cases", default="1000,10000", help="sizes of the world, smallest first")
    parser.add_argument("--rounds", type=int, default=20, help="rounds; in each every workload is asked once")
    parser.add_argument("--engines", default="sqlite,postgresql", help="engines to measure")
    parser.add_argument("--conflicts", type=int, default=10, help="in the end, so many conflicts in every case; 0: no")
    parser.add_argument("--skip", default="", help="workloads to leave out, such as filing")
    parser.add_argument("--due", type=int, default=300, help="cases that are overdue in one turn of the clock; 0: no")
    options = parser.parse_args()
    SKIPPED.update(options.skip.split(","))
    var = Path(os.environ.get("CONDUCT_VAR", "var")).absolute()
    sizes = [int(size) for size in options.cases.split(",")]
    rows = [row for stage in _stages(var, options.engines.split(",")) for row in _engine(stage, sizes, options)]
    (var / "bench.json").write_text(json.dumps(rows, indent=1))
    print(f"\nWritten to {var.name}/bench.json")


def _stages(var: Path, engines: list[str]) -> Iterator[Stage]:
    place = var / "bench"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    if "sqlite" in engines:
        yield Stage("sqlite", f"sqlite:///{place / 'db.sqlite3'}", var)
    if "postgresql" in engines:
        server = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres").rsplit("/", 1)[0]
        try:
            _fresh(f"{server}/postgres", "conduct_bench")
        except psycopg2.OperationalError as error:
            print(f"PostgreSQL does not answer and is left out: {str(error).strip()}")
            return
        yield Stage("postgresql", f"{server}/conduct_bench", var)


def _fresh(server: str, name: str) -> None:
    """An empty database of this name."""
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()


def _engine(stage: Stage, sizes: list[int], options: argparse.Namespace) -> list[dict[str, Any]]:
    rounds, conflicts = options.rounds, options.conflicts
    stage.run("manage.py", "migrate", "--verbosity", "0")
    stage.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    stage.run("-m", "bench.seed", "people", PASSWORD)
    rows: list[dict[str, Any]] = []
    turns: list[dict[str, float]] = []
    for size in sizes:
        print(f"{stage.engine}: growing to {size:,} cases", flush=True)
        facts = json.loads(stage.run("-m", "bench.seed", "cases", str(size), str(rounds)))
        stage.open()
        try:
            rows += _measure(stage, size, rounds, facts)
        finally:
            stage.close()
        rows += _access(stage, size)
        if options.due:
            turns.append(json.loads(stage.run("-m", "bench.seed", "clocks", str(options.due))))
            rows += _turns(stage, size, turns[-1], turns[0])
    if conflicts:
        found = json.loads(stage.run("-m", "bench.seed", "conflicts", str(conflicts)))
        print(f"{stage.engine}: the same with {found:,} conflicts, {conflicts} in each case", flush=True)
        facts = json.loads(stage.run("-m", "bench.seed", "cases", str(sizes[-1]), str(rounds)))
        rows += _crowded(stage, sizes[-1], rounds, facts, conflicts)
    if stage.engine == "postgresql":
        _tell_memory(stage)
    return rows


def _turns(stage: Stage, size: int, turn: dict[str, float], first: dict[str, float]) -> list[dict[str, Any]]:
    """The background work where every case is open; its ratio is to the same work among the fewest cases."""
    works = {
        "clock: a turn with nothing due": lambda t: t["idle_ms"],
        f"clock: each of {turn['due']:,} overdue": lambda t: t["sweep_ms"] / max(t["due"], 1),
        f"outbox: each of {turn['letters']:,} letters": lambda t: t["outbox_ms"] / max(t["letters"], 1),
    }
    return [_row(stage, size, name, [of(turn)] * 2, [of(first)] * 2, 0, 0.0, target=2.0) for name, of in works.items()]


def _tell_memory(stage: Stage) -> None:
    found = memory.measure(stage)
    for name, (rest, most) in found.items():
        print(f"  {name}: {rest:.0f} MB at rest, {most:.0f} MB at work, with all its processes", flush=True)


def _crowded(stage: Stage, size: int, rounds: int, facts: dict[str, Any], conflicts: int) -> list[dict[str, Any]]:
    """Pages and the access query once more, where every case has many conflicts: nothing may have grown."""
    stage.open()
    try:
        rows = _measure(stage, size, rounds, facts)
    finally:
        stage.close()
    return [row | {"conflicts_per_case": conflicts} for row in rows + _access(stage, size)]


def _measure(stage: Stage, size: int, rounds: int, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every workload once a round, each beside the floor of the same round."""
    people = {name: Visitor(stage.port).sign_in(name) for name in ("omar", "zed")}
    drafts = iter([(Visitor(stage.port).sign_in(name), key) for name, key in facts["drafts"]])

    def file() -> tuple[int, int, str]:
        visitor, key = next(drafts)
        return visitor.post(f"/raise/{key}/check/", {"seen": str(facts["version"])})

    work: dict[str, Work] = {
        "floor": lambda: people["omar"].get("/floor/"),
        "today page": lambda: people["omar"].get("/today/"),
        "inbox": lambda: people["omar"].get("/inbox/"),
        "case list": lambda: people["zed"].get("/cases/"),
        "case page": lambda: people["omar"].get(f"/cases/{facts['code']}/"),
        "filing": file,
    }
    work = {name: ask for name, ask in work.items() if name not in SKIPPED}
    taken: dict[str, list[float]] = {name: [] for name in work}
    statements = dict.fromkeys(work, 0)
    for _ in range(rounds):
        for name, ask in work.items():
            began = time.perf_counter()
            status, statements[name], _ = ask()
            taken[name].append((time.perf_counter() - began) * 1000)
            if status not in (200, 302, 303):
                raise SystemExit(f"The bench got {status} from {name}.")
    memory = stage.memory_mb()
    floor = taken["floor"]
    return [_row(stage, size, name, taken[name], floor, statements[name], memory) for name in work]


def _access(stage: Stage, size: int) -> list[dict[str, Any]]:
    """The query that decides everything, beside guardian's own and beside one indexed query (F2)."""
    found = json.loads(stage.run("-m", "bench.seed", "access"))
    return [
        _row(stage, size, name, times, found["one indexed query"], 1, 0.0, target=None) for name, times in found.items()
    ]


def _row(
    stage: Stage,
    size: int,
    name: str,
    times: list[float],
    floor: list[float],
    queries: int,
    memory: float,
    **more: Any,
) -> dict[str, Any]:
    ratios = [one / base for one, base in zip(times, floor, strict=True)]
    values = (
        name,
        stage.engine,
        size,
        round(statistics.median(times), 2),
        round(statistics.quantiles(times, n=20)[-1], 2),
        queries,
        memory,
        round(statistics.median(ratios), 2),
        more.get("target", TARGETS.get(name)),
    )
    print(
        "  " + "  ".join(f"{value!s:>12}" if place else f"{value!s:<34}" for place, value in enumerate(values)),
        flush=True,
    )
    return dict(zip(COLUMNS, values, strict=True))


if __name__ == "__main__":
    main()
