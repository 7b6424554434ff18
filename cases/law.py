"""The law in force, and every version that ever was: rows in, `Procedure` and `Code` out."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.template import engines
from django.utils import timezone

from cases.domain.code import Code
from cases.domain.guards import GUARDS
from cases.domain.procedure import Procedure
from cases.models.law import CodeOfConduct, Published, PublishedProcedure
from cases.together import fetch

DEFAULT_PROCEDURE = Path(__file__).parent / "procedures" / "iso-2014.toml"
DEFAULT_CODE = Path(__file__).parent / "codes" / "iso-2014.toml"

L = TypeVar("L", Procedure, Code)
P = TypeVar("P", bound=Published)
_procedures: dict[str, Procedure] = {}
_codes: dict[str, Code] = {}


class NoLaw(LookupError):
    """No procedure or code is in force. `manage.py publish_procedure` and `migrate` put one in force."""


def procedure_of(published: PublishedProcedure) -> Procedure:
    """The procedure that a row holds; read once for each text, because a published text never changes."""
    return _read(_procedures, published, Procedure.parse)


def code_of(published: CodeOfConduct) -> Code:
    """The code of conduct that a row holds; read once for each text."""
    return _read(_codes, published, Code.parse)


def current(at: datetime) -> PublishedProcedure:
    """The procedure for a complaint that is received now. Raises `NoLaw`."""
    return in_force(PublishedProcedure, at)


def current_both(at: datetime) -> tuple[PublishedProcedure, CodeOfConduct]:
    """The procedure and the code for a complaint that is received now, without their texts. Raises `NoLaw`."""
    kinds: tuple[Any, ...] = (PublishedProcedure, CodeOfConduct)
    day = timezone.localdate(at)
    found = fetch([_newest(kind).filter(in_force_from__lte=day).defer("text")[:1] for kind in kinds])
    procedure, code = (rows[0] if rows else in_force(kind, at) for kind, rows in zip(kinds, found, strict=True))
    return procedure, code


def current_code(at: datetime) -> CodeOfConduct:
    """The code of conduct for a complaint that is received now. Raises `NoLaw`."""
    return in_force(CodeOfConduct, at)


def in_force(kind: type[P], at: datetime) -> P:
    """The latest version whose day has come. Raises `NoLaw`."""
    found = _newest(kind).filter(in_force_from__lte=timezone.localdate(at)).first()
    if found is None:
        raise NoLaw(f"No {kind._meta.verbose_name} is in force on {at:%-d %B %Y}.")
    return found


def versions(kind: type[P]) -> list[P]:
    """Every published version, the latest first; their texts stay where they are until they are read."""
    return list(_newest(kind).defer("text"))


def find(kind: type[P], edition: str) -> P | None:
    """A version by its full name in addresses, such as `iso-2014.1`."""
    name, _, version = edition.rpartition(".")
    return kind._default_manager.filter(name=name, version=version).first()


def letters() -> frozenset[str]:
    """The names of the letters this software can send."""
    places = [Path(place) / "letters" for engine in engines.all() for place in engine.template_dirs]
    return frozenset(file.name.partition(".")[0] for place in places for file in place.glob("n*.*"))


def conditions() -> frozenset[str]:
    """The names of the conditions this software can test."""
    return frozenset(GUARDS)


def _read(known: dict[str, L], published: Published, parse: Callable[[str], L]) -> L:
    if published.sha256 not in known:
        known[published.sha256] = parse(published.text)
    return known[published.sha256]


def _newest(kind: type[P]) -> QuerySet[P]:
    return kind._default_manager.order_by("-in_force_from", "-published_at", "-pk")
