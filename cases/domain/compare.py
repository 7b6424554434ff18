"""What changed between two versions of the law, article by article, in the words of the file."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from cases.domain.code import Code
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Word

Articles = dict[str, dict[str, str]]
PARTS = {
    "steps": ("Step", ("action", "tiers", "at")),
    "clocks": ("Clock", ("state", "tiers")),
    "overdue": ("When time is over", ("name",)),
    "bodies": ("Body", ("title",)),
    "desks": ("Desk", ("role",)),
    "thresholds": ("Votes", ("question",)),
    "measures": ("Measure", ("kind",)),
    "interims": ("Temporary measure", ("kind",)),
    "outcomes": ("Appeal outcome", ("kind",)),
    "grounds": ("Moving up", ("ground",)),
    "conflicts": ("Conflict of interest", ("kind",)),
    "no_conflicts": ("Not a conflict of interest", ("title",)),
    "numbers": ("Number", ("words",)),
    "holidays": ("Holiday", ("name",)),
}


@dataclass(frozen=True)
class Change:
    """One article that differs; `before` or `after` is empty where it exists on one side only."""

    article: str
    field: str
    before: str
    after: str


def procedures(old: Procedure, new: Procedure) -> tuple[Change, ...]:
    """Every difference between two procedures."""
    return _changes(_procedure(old), _procedure(new))


def codes(old: Code, new: Code) -> tuple[Change, ...]:
    """Every difference between two codes of conduct."""
    return _changes(*({p.title: _fields(p, skip=("title",)) for p in code.provisions} for code in (old, new)))


def _changes(old: Articles, new: Articles) -> tuple[Change, ...]:
    found: list[Change] = []
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new or name not in old:
            found.append(Change(name, "", _whole(old.get(name)), _whole(new.get(name))))
            continue
        pairs = ((key, old[name].get(key, ""), new[name].get(key, "")) for key in old[name] | new[name])
        found += [Change(name, key, before, after) for key, before, after in pairs if before != after]
    return tuple(found)


def _whole(article: dict[str, str] | None) -> str:
    return "; ".join(f"{key}: {value}" for key, value in (article or {}).items() if value)


def _procedure(procedure: Procedure) -> Articles:
    found: Articles = {}
    for part, (title, named_by) in PARTS.items():
        for article in getattr(procedure, part):
            name = ", ".join(_words(getattr(article, key)) for key in named_by)
            found[_free(found, f"{title}: {name}")] = _fields(article, skip=named_by)
    return found | {"Lists": _fields(procedure.lists)}


def _free(taken: Articles, name: str) -> str:
    """Articles of the same name are told apart by their order."""
    names = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in names if candidate not in taken)


def _fields(article: Any, skip: Iterable[str] = ()) -> dict[str, str]:
    return {f.name.replace("_", " "): _words(getattr(article, f.name)) for f in fields(article) if f.name not in skip}


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Word):
        return value.label
    if isinstance(value, frozenset):
        return ", ".join(sorted(_words(v) for v in value))
    if isinstance(value, tuple):
        return ", ".join(_words(v) for v in value)
    return str(value)
