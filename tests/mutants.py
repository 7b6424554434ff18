"""Do the tests notice a changed rule? Changes one thing in a module, runs the tests of that module, and puts it back.

`python -m tests.mutants conflicts panels escalation access` prints every change that no test noticed. A change is never
written to a file: a child process imports the module from its changed text. For `access` set `DATABASE_URL` to a
PostgreSQL database, so that its tables are made once.
"""

import ast
import copy
import importlib.abc
import importlib.machinery
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
AT_ONCE = 2
LONGEST = 120
"""Seconds of the processor: a child that needs more does not come to an end."""
PLAIN = ["-c", os.devnull, "--rootdir", str(ROOT), "--noconftest", "-p", "no:django", "-p", "no:cacheprovider"]
WITH_ROWS = ["--reuse-db", "--no-header"]

TESTS: dict[str, tuple[str, list[str]]] = {
    "conflicts": (
        "cases.domain.conflicts",
        [*PLAIN, *(f"tests/domain/test_{name}.py" for name in ("conflicts", "situations", "escalation"))],
    ),
    "situations": (
        "cases.domain.situations",
        [*PLAIN, *(f"tests/domain/test_{name}.py" for name in ("situations", "conflicts", "escalation"))],
    ),
    "challenges": (
        "cases.domain.challenges",
        [*PLAIN, *(f"tests/domain/test_{name}.py" for name in ("challenges", "guards"))],
    ),
    "panels": ("cases.domain.panels", [*PLAIN, "tests/domain/test_panels.py", "tests/domain/test_drawing.py"]),
    "escalation": ("cases.domain.escalation", [*PLAIN, "tests/domain/test_escalation.py"]),
    "access": (
        "cases.access",
        [*WITH_ROWS, "tests/cases/test_doors_one_by_one.py", "tests/cases/test_doors.py"],
    ),
}
"""A module by a short name: where it is, and the tests that alone must notice."""

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {"any": "all", "all": "any", "min": "max", "max": "min", "frozenset": "tuple"}
Change = Callable[[ast.AST], str | None]


def _operator(node: ast.AST) -> str | None:
    """`<` for `<=`, `and` for `or`, `|` for `&`…"""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        node.ops[0] = SWAPPED[type(node.ops[0])]()  # type: ignore[call-overload]
        return "compares the other way"
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPPED:
        node.op = SWAPPED[type(node.op)]()  # type: ignore[assignment]
        return "joins the other way"
    return None


def _constant(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Constant) or node.value is None or isinstance(node.value, str):
        return None
    node.value = not node.value if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
    return f"says {node.value}"


def _negation(node: ast.AST) -> str | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        node.op = ast.UAdd() if isinstance(node.op, ast.Invert) else node.op
        node.operand = ast.UnaryOp(ast.Not(), node.operand) if isinstance(node.op, ast.Not) else node.operand
        return "without its not"
    return None


def _condition(node: ast.AST) -> str | None:
    """What was asked is always so."""
    if isinstance(node, ast.If | ast.IfExp):
        node.test = ast.Constant(True)
        return "does not ask"
    if isinstance(node, ast.comprehension) and node.ifs:
        node.ifs = []
        return "does not choose"
    return None


def _never(node: ast.AST) -> str | None:
    if isinstance(node, ast.If | ast.IfExp):
        node.test = ast.Constant(False)
        return "never so"
    return None


def _nothing(node: ast.AST) -> str | None:
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        node.value = ast.Constant(None)
        return "returns nothing"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
        node.value = ast.Constant(...)
        return "left out"
    return None


def _name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("any", "all", "min", "max"):
        node.func.id = NAMES[node.func.id]
        return f"asks {node.func.id}"
    return None


CHANGED = (
    ast.Compare,
    ast.BoolOp,
    ast.BinOp,
    ast.UnaryOp,
    ast.Constant,
    ast.If,
    ast.IfExp,
    ast.comprehension,
    ast.Return,
    ast.Expr,
    ast.Call,
)
CHANGES: tuple[Change, ...] = (_operator, _constant, _negation, _condition, _never, _nothing, _name)


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Every changed text of a module: (line, what was changed, the text)."""
    tree = ast.parse(source)
    alone = _left_alone(tree)
    for place, node in enumerate(ast.walk(tree)):
        if place in alone or not isinstance(node, CHANGED):
            continue
        for change in CHANGES:
            if change(copy.deepcopy(node)):
                other = ast.parse(source)
                what = change(next(n for number, n in enumerate(ast.walk(other)) if number == place))
                yield (
                    getattr(node, "lineno", None) or node.target.lineno,
                    what,
                    ast.unparse(ast.fix_missing_locations(other)),
                )


def _left_alone(tree: ast.AST) -> frozenset[int]:
    """Nodes that only say of what type something is, or decorate it."""
    types: set[int] = set()
    for node in ast.walk(tree):
        hints = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        hints += getattr(node, "decorator_list", [])
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            hints.append(node.value)
        types |= {id(inner) for hint in hints if isinstance(hint, ast.AST) for inner in ast.walk(hint)}
    return frozenset(number for number, node in enumerate(ast.walk(tree)) if id(node) in types)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


class Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives one module from a text of ours."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None):  # type: ignore[no-untyped-def]
        return importlib.machinery.ModuleSpec(name, self) if name == self.name else None

    def get_source(self, fullname: str) -> str:
        return self.text


def start(module: str, text: str, arguments: list[str]) -> int:
    """Run the tests with this text of the module, in a child. Its process id."""
    child = os.fork()
    if child:
        return child
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))  # of the processor: a busy machine proves nothing
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, Changed(module, text))
    import pytest

    code = 70
    try:
        code = int(pytest.main(["-q", "-x", "-p", "no:randomly", *arguments]))
    finally:
        os._exit(code)


def survivors(name: str) -> list[str]:
    """Every change of a module that its tests do not notice."""
    module, arguments = TESTS[name]
    path = ROOT / f"{module.replace('.', '/')}.py"
    source = path.read_text()
    lines = source.splitlines()
    waiting = [(0, "", ast.unparse(ast.parse(source))), *mutants(source)]
    running: dict[int, tuple[int, str]] = {}
    found, began, asked = [], time.monotonic(), len(waiting) - 1
    while waiting or running:
        while waiting and len(running) < (1 if WITH_ROWS[0] in arguments else AT_ONCE):
            line, what, text = waiting.pop(0)
            running[start(module, text, arguments)] = line, what
            if not line:
                break  # first of all the tests must pass as things are
        child, status = os.wait()
        line, what = running.pop(child)
        passed = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        if not line and not passed:
            sys.exit(f"{name}: the tests fail before anything is changed.")
        if line and passed:
            found.append(f"{name}:{line}: {what}: {lines[line - 1].strip()}")
            print(found[-1], flush=True)
    print(f"{name}: {asked} changes, {len(found)} not noticed, {time.monotonic() - began:.0f} s", flush=True)
    return found


def main(names: list[str]) -> None:
    import hypothesis
    import pytest

    assert hypothesis and pytest  # read once, before the children are made
    left = [line for name in names or list(TESTS) for line in survivors(name)]
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
