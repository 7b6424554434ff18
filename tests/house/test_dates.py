"""One way from a day and a number of days to a last day."""

import re
from pathlib import Path

import cases

ROOT = Path(cases.__file__).parent
SUMS = re.compile(r"deadlines\.due\(|timedelta\(days=\w*\.?(procedure\w*|p|law)\S*number\(")


NO_LAST_DAY = {
    "usecases/measures.py": "how long a measure lasts, and from when its end is told",
    "domain/readmission.py": "the first day of something",
    "domain/silence.py": "when an alarm sounds",
}


def test_only_the_procedure_computes_a_last_day():
    assert SUMS.search("on + timedelta(days=act.procedure.number('x'))") and SUMS.search("deadlines.due(on, 3)")
    found = [path.relative_to(ROOT) for path in ROOT.rglob("*.py") if SUMS.search(path.read_text(encoding="utf-8"))]
    assert set(found) == {Path("domain/procedure.py"), *map(Path, NO_LAST_DAY)}
