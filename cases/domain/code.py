"""A code of conduct, read from one file: provisions in plain words, each with its place in the source."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Self

from cases.domain.reading import Entry, LawFile
from cases.domain.vocabulary import Category


@dataclass(frozen=True, kw_only=True)
class Provision:
    """One rule that an allegation can name. `added`: it is not in the source, the organisation added it."""

    id: str
    title: str
    text: str
    category: Category
    basis: bool
    modality: bool
    added: bool
    source: str

    @classmethod
    def read(cls, entry: Entry) -> Self:
        return cls(
            **{key: entry.text(key) for key in ("id", "title", "text", "source")},
            category=entry.word("category", Category),
            basis=entry.flag("basis", False),
            modality=entry.flag("modality", False),
            added=entry.flag("added", False),
        )


@dataclass(frozen=True, kw_only=True)
class Code:
    """One version of the code of conduct. A case keeps the version it was received under."""

    name: str
    version: str
    title: str
    about: str
    in_force_from: date
    sha256: str
    provisions: tuple[Provision, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a file. Raises `LawFault` with every fault and its line; nothing is half read."""
        law = LawFile(text)
        top = law.top()
        code = cls(
            **{key: top.text(key) for key in ("name", "version", "title", "about")},
            in_force_from=top.day("in_force_from"),
            sha256=sha256(text.encode()).hexdigest(),
            provisions=law.each("provision", "id", Provision.read),
        )
        top.close()
        law.faults += _faults(code)
        law.finish()
        return code

    def provision(self, id: str) -> Provision | None:  # noqa: A002 - its name in the file
        return next((provision for provision in self.provisions if provision.id == id), None)


def _faults(code: Code) -> list[str]:
    ids = [provision.id for provision in code.provisions]
    twice = [f"Two provisions are called “{id_}”." for id_ in sorted(set(ids)) if ids.count(id_) > 1]
    return twice if ids else ["The code has no [[provision]]."]
