"""What is hidden from the reader of a folder: applied where texts are opened, so that no page can forget it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from cases.domain import redaction as rules
from cases.domain.vocabulary import Part, Role
from cases.models import EvidenceItem, ExhibitFile, Redaction, Statement
from cases.sealed import Keys
from cases.usecases import files

LABELS = {(EvidenceItem, "title"), (ExhibitFile, "name"), (Statement, "name")}
"""What stands in the index. It is the same for both sides, so what is hidden there is hidden from both."""


@dataclass(frozen=True)
class Curtain:
    """The rulings in force, and the side that reads; whoever works on the case reads everything."""

    standing: Sequence[Redaction] = ()
    side: Role | None = None

    def over(self, text: str, row: models.Model, column: str, part: Part, keys: Keys, *, own: bool) -> str:
        """The text as this reader reads it: one's own words are hidden from nobody, but for the index."""
        if not self.standing or self.side is None or part not in rules.COVERED:
            return text
        label = (type(row), column) in LABELS
        found = self._any_side(_item(row)) if label else () if own else self.rulings(_item(row))
        return rules.hide(text, self._words(found, keys)) if found else text

    def cuts(self, item: EvidenceItem, keys: Keys) -> bool:
        """Is anything of this text hidden from a side? Then its fingerprint would let that side try names."""
        found = self._any_side(item.pk) if self.side else ()
        if not found:
            return False
        return bool(rules.spans("\n".join(keys.open(item, c) for c in ("title", "text")), self._words(found, keys)))

    def rulings(self, item: UUID | None) -> list[Redaction]:
        """Those that hide words of this exhibit from this reader."""
        return files.rulings(self.standing, item, self.side) if self.side else []

    def touches(self, item: UUID | None) -> bool:
        """Does a ruling speak of this exhibit at all, for either side? The same for both."""
        return bool(self.side and self._any_side(item))

    def _any_side(self, item: UUID | None) -> list[Redaction]:
        return [row for row in self.standing if row.item_id in (None, item)]

    def _words(self, found: Sequence[Redaction], keys: Keys) -> list[str]:
        return [passage for row in found for passage in rules.passages(keys.open(row, "words"))]


def _item(row: models.Model) -> UUID | None:
    """The exhibit to which a text belongs, if it belongs to one."""
    if isinstance(row, EvidenceItem):
        return row.pk
    return getattr(row, "item_id", None) if isinstance(row, ExhibitFile | Statement) else None
