"""The rulings that hide words: both sides read the same of them, and only who works on the case reads the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.domain import files
from cases.domain.redaction import Audience
from cases.domain.vocabulary import Part
from cases.load import local_day
from cases.models import RedactedFile, Redaction
from cases.queries.folder import Folder
from cases.queries.parts import inquiry
from cases.together import Reading, reads

EVERYWHERE = "Wherever they stand in the evidence, the answers, the report and the minutes"


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """One ruling. `words` is empty for the two sides; `places` says what the worker found in each file, for whom."""

    number: int
    where: str
    from_whom: tuple[str, ...]
    reason: str
    on: date
    lifted_on: date | None
    whole: bool
    words: str
    places: tuple[str, ...]


@reads
def hidden(folder: Folder) -> Reading[tuple[Hidden, ...]]:
    """Every ruling, also those that were lifted, where the evidence is open to the reader."""
    if not folder.may(Part.EVIDENCE):
        return ()
    rows = yield Redaction.objects.filter(case=folder.case).select_related("item").order_by("number")
    made = (yield RedactedFile.objects.filter(case=folder.case, made_at__isnull=False)) if rows else ()
    return tuple(_hidden(folder, row, made) for row in rows)


def exhibits(folder: Folder) -> tuple[tuple[int, str], ...]:
    """Where words can be hidden: in one of the exhibits, or everywhere (0)."""
    return (0, EVERYWHERE), *(
        (item.number, f"Exhibit {item.number}: {item.title}") for item in inquiry.evidence(folder)
    )


def to_lift(folder: Folder) -> tuple[tuple[int, str], ...]:
    """The rulings that can still be lifted."""
    rows = (row for row in hidden(folder) if not row.lifted_on)
    return tuple((row.number, f"{row.number}. {row.where}: {row.reason}") for row in rows)


def originals(folder: Folder) -> tuple[tuple[str, str], ...]:
    """Every file of the evidence, by its exhibit and its own number."""
    return tuple(
        (files.place(item.number, file.number), f"Exhibit {item.number}, file {file.number}: {file.name}")
        for item in inquiry.evidence(folder)
        for file in item.files
    )


def _hidden(folder: Folder, row: Redaction, made: Iterable[RedactedFile]) -> Hidden:
    works = folder.side is None
    return Hidden(
        number=row.number,
        where=f"In exhibit {row.item.number}" if row.item else EVERYWHERE,
        from_whom=tuple(Audience(audience).label for audience in row.audiences),
        reason=folder.read(row, "reason", Part.EVIDENCE),
        on=local_day(row.made_at),
        lifted_on=local_day(row.lifted_at) if row.lifted_at else None,
        whole=row.whole,
        words=folder.read(row, "words", Part.EVIDENCE) if works else "",
        places=tuple(_found(one) for one in made if works and str(row.number) in one.rulings.split(",")),
    )


def _found(row: RedactedFile) -> str:
    whom = Audience(row.audience).label
    if row.flag:
        return f"{whom}: no copy could be made of a file, so it stays closed to them."
    return f"{whom}: hidden in {row.places} places of a file."
