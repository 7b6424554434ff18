"""Measure the code: lines per file, lines per function."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
AREAS = ("conduct", "branches", "cases")


def files(*areas: str) -> Iterator[Path]:
    for area in areas or AREAS:
        yield from (path for path in sorted((ROOT / area).rglob("*.py")) if "migrations" not in path.parts)


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def ninth_decile(sizes: list[int]) -> int:
    return sorted(sizes)[int(len(sizes) * 0.9)]


def report() -> Iterator[str]:
    """Two sentences for the end of a test run."""
    by_file = {path: lines(path) for path in files() if lines(path)}
    by_function = {f"{path.stem}.{name}": size for path in by_file for name, size in functions(path)}
    for what, found in (("files", by_file), ("functions", by_function)):
        sizes = list(found.values())
        largest = max(found, key=lambda item: found[item])
        name = largest.relative_to(ROOT) if isinstance(largest, Path) else largest
        yield (
            f"{len(sizes)} {what}: median {median(sizes):.0f} lines, "
            f"90th percentile {ninth_decile(sizes)}, largest {found[largest]} ({name})"
        )
