"""Pages of `docs/` that are made from the rules, so that they cannot say something else than the site does."""

from collections.abc import Callable, Iterable

from cases import archive, law
from cases.domain import outline, rights
from cases.domain.procedure import Procedure

NOTE = "<!-- Made by `manage.py write_docs` from {source}. Change that file, not this one. -->"


def procedure() -> str:
    """docs/procedure.md: the default procedure as a list."""
    read = Procedure.parse(law.DEFAULT_PROCEDURE.read_text(encoding="utf-8"))
    parts = [
        NOTE.format(source=f"cases/procedures/{law.DEFAULT_PROCEDURE.name}"),
        f"# {read.title}",
        read.about,
        f"Version {read.name}.{read.version}, in force from {read.in_force_from:%-d %B %Y}. "
        f"Approved by: {read.approved_by}.",
        f"How sure a panel must be: {read.lists.standard_of_proof.lower()}; the same for everybody.",
    ]
    parts += [block for level in outline.outline(read) for block in _level(level)]
    parts += [block for table in outline.tables(read) for block in (f"## {table.title}", _table(table))]
    return "\n\n".join(parts) + "\n"


PAGES: tuple[tuple[str, Callable[[], str]], ...] = (
    ("docs/procedure.md", procedure),
    ("docs/rights.md", rights.as_markdown),
    ("docs/archive.md", archive.as_markdown),
)
"""Every generated page: its path in the repository, and the function that writes it."""


def _level(level: outline.Level) -> Iterable[str]:
    yield f"## {level.name}"
    if level.body:
        yield " ".join(level.body)
    for stage in level.stages:
        yield f"### {level.name}: {stage.name}"
        owner, lapse = stage.owner.lower(), stage.lapse.lower()
        yield f"Time: {stage.limit} ({stage.source}). Answerable: {owner}. When it is over: {lapse}."
        yield "\n".join(_act(act) for act in (*stage.moves, *stage.stays))


def _act(act: outline.Act) -> str:
    conditions = [condition.rstrip(".") for condition in act.only_if]
    conditions += ["The time is not over"] if act.in_time else []
    parts = [
        f"- {act.name} ({act.who}){f' → **{act.leads}**' if act.leads else ''}",
        f"Asks for {act.asks}" if act.asks else "",
        f"Letter: {act.letter}" if act.letter else "",
        f"Only if: {'; '.join(conditions)}" if conditions else "",
        act.often,
    ]
    return ". ".join(part for part in parts if part) + "."


def _table(table: outline.Table) -> str:
    lines = [table.head, ("---",) * len(table.head), *table.rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
