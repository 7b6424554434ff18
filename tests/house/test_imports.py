"""Each import contract is broken once, in a copy, to see it caught."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sizes import AREAS, ROOT

VIOLATIONS = [
    ("A case flows one way", "cases/models/__init__.py", "import cases.access"),
    ("Branches know nothing of cases", "branches/models.py", "import cases.models"),
    ("The domain is plain Python", "cases/domain/answer.py", "import django.db"),
    ("One door to guardian", "branches/models.py", "import guardian.shortcuts"),
    ("One door to cryptography", "cases/record.py", "import cryptography.fernet"),
    ("What opens files knows no case and no key", "cases/cleaning/opening.py", "import cases.sealed"),
    (
        "Views reach case rows only through access and queries",
        "cases/views/__init__.py",
        "import cases.models.case",
    ),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for area in AREAS:
        shutil.copytree(ROOT / area, copy / area, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=house,
        env=os.environ | {"PYTHONPATH": str(house), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_is_kept(house):
    result = lint(house)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "file", "violation"), VIOLATIONS, ids=[name for name, _, _ in VIOLATIONS])
def test_a_planted_violation_breaks_its_contract(house, contract, file, violation):
    original = (house / file).read_text()
    (house / file).write_text(f"{original}\n{violation}\n")
    try:
        result = lint(house)
    finally:
        (house / file).write_text(original)
    assert f"{contract} BROKEN" in result.stdout
