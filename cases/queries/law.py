"""What the pages of the law show, as frozen records."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.utils.safestring import SafeString

from cases import diagram, law
from cases.domain import compare, outline
from cases.domain.code import Code, Provision
from cases.domain.procedure import Place, Procedure
from cases.models.law import CodeOfConduct, Published, PublishedProcedure

P = TypeVar("P", bound=Published)


@dataclass(frozen=True, kw_only=True)
class Version:
    """One published version in the list of all; `old` and `new` are what to compare it with the page by."""

    edition: str
    in_force_from: date
    current: bool
    shown: bool
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class ProcedurePage:
    row: PublishedProcedure
    law: Procedure
    drawing: SafeString
    levels: tuple[outline.Level, ...]
    tables: tuple[outline.Table, ...]
    versions: tuple[Version, ...]


@dataclass(frozen=True, kw_only=True)
class CodePage:
    row: CodeOfConduct
    law: Code
    versions: tuple[Version, ...]


@dataclass(frozen=True, kw_only=True)
class ProvisionPage:
    row: CodeOfConduct
    law: Code
    provision: Provision


@dataclass(frozen=True, kw_only=True)
class ComparePage:
    """What changed from one version to another; `kind` is the start of the address names."""

    kind: str
    title: str
    old: str
    new: str
    changes: tuple[compare.Change, ...]


@dataclass(frozen=True, kw_only=True)
class HerePage:
    """Where one case stands in its own version of the procedure."""

    drawing: SafeString
    stage: outline.Stage


def procedure(at: datetime, edition: str | None) -> ProcedurePage | None:
    """One version of the procedure, or the one in force; None when there is none."""
    row = _row(PublishedProcedure, at, edition)
    if row is None:
        return None
    read = law.procedure_of(row)
    return ProcedurePage(
        row=row,
        law=read,
        drawing=diagram.draw(read),
        levels=outline.outline(read),
        tables=outline.tables(read),
        versions=_versions(PublishedProcedure, at, row),
    )


def code(at: datetime, edition: str | None) -> CodePage | None:
    """One version of the code of conduct, or the one in force; None when there is none."""
    row = _row(CodeOfConduct, at, edition)
    return CodePage(row=row, law=law.code_of(row), versions=_versions(CodeOfConduct, at, row)) if row else None


def provision(edition: str, id: str) -> ProvisionPage | None:  # noqa: A002 - its name in the file
    row = law.find(CodeOfConduct, edition)
    read = law.code_of(row) if row else None
    found = read.provision(id) if read else None
    return ProvisionPage(row=row, law=read, provision=found) if row and read and found else None


def procedure_changes(old: str, new: str) -> ComparePage | None:
    a, b = law.find(PublishedProcedure, old), law.find(PublishedProcedure, new)
    if a is None or b is None:
        return None
    changes = compare.procedures(law.procedure_of(a), law.procedure_of(b))
    return ComparePage(kind="procedure", title="The procedure", old=old, new=new, changes=changes)


def code_changes(old: str, new: str) -> ComparePage | None:
    a, b = law.find(CodeOfConduct, old), law.find(CodeOfConduct, new)
    if a is None or b is None:
        return None
    changes = compare.codes(law.code_of(a), law.code_of(b))
    return ComparePage(kind="code", title="The code of conduct", old=old, new=new, changes=changes)


def procedure_text(edition: str) -> str | None:
    row = law.find(PublishedProcedure, edition)
    return row.text if row else None


def code_text(edition: str) -> str | None:
    row = law.find(CodeOfConduct, edition)
    return row.text if row else None


def here(published: PublishedProcedure, place: Place) -> HerePage:
    """You are here: the step, its time limit and the ways out; for the page of one case."""
    read = law.procedure_of(published)
    return HerePage(drawing=diagram.draw_next(read, place), stage=outline.stage(read, place))


def _row(kind: type[P], at: datetime, edition: str | None) -> P | None:
    if edition is not None:
        return law.find(kind, edition)
    try:
        return law.in_force(kind, at)
    except law.NoLaw:
        return None


def _versions(kind: type[Published], at: datetime, shown: Published) -> tuple[Version, ...]:
    """The latest first; a comparison goes from the older to the newer."""
    current = _row(kind, at, None)
    rows = law.versions(kind)
    place = [row.pk for row in rows].index(shown.pk)
    return tuple(
        Version(
            edition=row.edition,
            in_force_from=row.in_force_from,
            current=current is not None and row.pk == current.pk,
            shown=row.pk == shown.pk,
            old=shown.edition if number < place else row.edition,
            new=row.edition if number < place else shown.edition,
        )
        for number, row in enumerate(rows)
    )
