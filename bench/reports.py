"""Every report as a page, and what would be published, beside the floor: `python -m bench.reports --cases 1000,10000`.

The worlds of the bench have cases at the first look only; here each of them also has stays, and some have moved on, so
that every report finds rows to count.
"""

import argparse
import json
import os
import statistics
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.__main__ import _stages
from bench.stage import PASSWORD, Stage, Visitor

SECONDS = 2
COLUMNS = ("report", "engine", "cases", "median_ms", "queries", "ratio_to_floor")
STAYS = """
WITH fresh AS MATERIALIZED (SELECT * FROM cases_case WHERE id NOT IN (SELECT case_id FROM cases_stay))
INSERT INTO cases_stay (id, case_id, tier, state, entered_on, left_on, due_on)
SELECT {new}, c.id, c.tier, s.state, c.received_on, {left}, c.received_on + 9
FROM fresh c, (SELECT 'routing' AS state UNION SELECT 'triage' UNION SELECT 'waiting_for_facts') s
"""


REACHED = """
INSERT INTO cases_reached (id, case_id, point, reached_on, days)
SELECT gen_random_uuid(), c.id, e.kind, min(e.at)::date, greatest(0, min(e.at)::date - c.received_on)
FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id WHERE e.kind = 'officer_assigned'
GROUP BY c.id, e.kind ON CONFLICT DO NOTHING
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description=str(__doc__).splitlines()[0])
    parser.add_argument("--cases", default="1000,10000,100000", help="sizes of the world, smallest first")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    var = Path(os.environ.get("CONDUCT_VAR", "var")).absolute()
    rows: list[dict[str, Any]] = []
    for stage in _stages(var, ["postgresql"]):
        stage.run("manage.py", "migrate", "--verbosity", "0")
        stage.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        stage.run("-m", "bench.seed", "people", PASSWORD)
        for size in (int(size) for size in options.cases.split(",")):
            stage.run("-m", "bench.seed", "cases", str(size), "1")
            _stays(stage)
            rows += _measure(stage, size, options.rounds)
    (var / "bench-reports.json").write_text(json.dumps(rows, indent=1))
    slow = [row for row in rows if row["median_ms"] > SECONDS * 1000]
    print(f"\n{len(rows)} reports measured, {len(slow)} slower than {SECONDS} s. Written to bench-reports.json")


def _stays(stage: Stage) -> None:
    import psycopg2

    with psycopg2.connect(stage.database_url) as connection, connection.cursor() as cursor:
        new, left = "gen_random_uuid()", "c.received_on + (abs(hashtext(c.code || s.state)) % 40)"
        cursor.execute(STAYS.format(new=new, left=left))
        cursor.execute(REACHED)
        cursor.execute("ANALYZE")


def _measure(stage: Stage, size: int, rounds: int) -> list[dict[str, Any]]:
    """Each report of the auditor once a round, over all years, and the draft of the last half-year and year.

    Beside the floor of the same round.
    """
    from cases.domain import periods
    from cases.domain.catalogue import REPORTS, Audience

    stage.open()
    try:
        auditor, registrar, found = Visitor(stage.port).sign_in("yara"), Visitor(stage.port).sign_in("zed"), []
        over = list(periods.ended(date(2020, 1, 1), datetime.now(tz=UTC).date()))
        for period in (over[0], next(period for period in over if period.halves)):
            name = f"draft of a {'year' if period.halves else 'half-year'}"
            found.append(_row(stage, size, registrar, name, f"/reports/publish/{period}/", rounds))
        for report in REPORTS:
            if Audience.AUDITOR in report.seen_by:
                since = "" if report.live else "?since=2020-01-01"
                found.append(_row(stage, size, auditor, report.slug, f"/reports/{report.slug}/{since}", rounds))
    finally:
        stage.close()
    return found


def _row(stage: Stage, size: int, visitor: Visitor, slug: str, address: str, rounds: int) -> dict[str, Any]:
    times, floors, queries = [], [], 0
    for _ in range(rounds):
        for path, taken in (("/floor/", floors), (address, times)):
            began = time.perf_counter()
            status, queries, _ = visitor.get(path)
            taken.append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise SystemExit(f"The bench got {status} from {path}.")
    ratio = statistics.median(one / base for one, base in zip(times, floors, strict=True))
    values = (slug, stage.engine, size, round(statistics.median(times), 1), queries, round(ratio, 1))
    print("  " + "  ".join(f"{value!s:<22}" for value in values), flush=True)
    return dict(zip(COLUMNS, values, strict=True))


if __name__ == "__main__":
    main()
