"""The default procedure with one thing taken out or changed: the material for the tests of the checker."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import cases
from cases.domain import checker
from cases.domain.procedure import Procedure, Step
from cases.domain.vocabulary import Action, State, Tier

TEXT = (Path(cases.__file__).parent / "procedures" / "iso-2014.toml").read_text(encoding="utf-8")
DEFAULT = Procedure.parse(TEXT)


def text(old: str, new: str, *, times: int = 1) -> str:
    """The file with some words changed; they must be there, or the test would prove nothing."""
    assert old in TEXT
    return TEXT.replace(old, new, times)


def without_block(kind: str, number: int) -> str:
    """The file without the n-th [[kind]]."""
    blocks = list(re.finditer(rf"^\[\[{kind}\]\].*?(?=^\[|^# ---)", TEXT, flags=re.M | re.S))
    block = blocks[number % len(blocks)]
    return TEXT[: block.start()] + TEXT[block.end() :]


def faults(procedure: Procedure) -> list[str]:
    return checker.faults(procedure)


def without_step(action: Action, tier: Tier | None = None) -> Procedure:
    kept = tuple(s for s in DEFAULT.steps if s.action is not action or (tier is not None and tier not in s.tiers))
    assert len(kept) < len(DEFAULT.steps)
    return replace(DEFAULT, steps=kept)


def with_step(action: Action, **changes: Any) -> Procedure:
    """The first step of this name, changed."""
    index = next(i for i, s in enumerate(DEFAULT.steps) if s.action is action)
    changed: Step = replace(DEFAULT.steps[index], **changes)
    return replace(DEFAULT, steps=(*DEFAULT.steps[:index], changed, *DEFAULT.steps[index + 1 :]))


def without_clock(state: State) -> Procedure:
    return replace(DEFAULT, clocks=tuple(clock for clock in DEFAULT.clocks if clock.state is not state))


def with_clock(state: State, **changes: Any) -> Procedure:
    clocks = tuple(replace(clock, **changes) if clock.state is state else clock for clock in DEFAULT.clocks)
    return replace(DEFAULT, clocks=clocks)


def with_overdue(name: str, **changes: Any) -> Procedure:
    """The article of this name, changed."""
    assert any(rule.name == name for rule in DEFAULT.overdue)
    rules = tuple(replace(rule, **changes) if rule.name == name else rule for rule in DEFAULT.overdue)
    return replace(DEFAULT, overdue=rules)


def without_overdue(name: str) -> Procedure:
    return replace(DEFAULT, overdue=tuple(rule for rule in DEFAULT.overdue if rule.name != name))


def with_body(tier: Tier, **changes: Any) -> Procedure:
    bodies = tuple(replace(body, **changes) if body.tier is tier else body for body in DEFAULT.bodies)
    return replace(DEFAULT, bodies=bodies)
