"""Requests to come back after an expulsion: the words for who wrote them and who decides, the result for all."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.domain.vocabulary import Part, Tier
from cases.models import Readmission, ReadmissionStatement
from cases.queries.folder import Folder
from cases.together import Reading, reads

RESULTS = {
    "": "waits for its answer",
    "readmitted": "readmitted",
    "refused": "not readmitted",
    "moot": "over: the person is not expelled any more",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request. Words that the reader may not read are empty."""

    asked_at: datetime
    say_by: date | None
    rule_by: date | None
    result: str
    text: str
    statements: tuple[str, ...]


@reads
def asked(folder: Folder) -> Reading[tuple[Asked, ...]]:
    """The newest first; nothing is looked for where nobody could be expelled."""
    if not folder.been(Tier.NATIONAL) or not folder.may(Part.PROCESS):
        return ()
    rows = yield Readmission.objects.filter(case=folder.case).order_by("-number")
    return tuple(_part(folder, row) for row in rows)


def _part(folder: Folder, row: Readmission) -> Asked:
    waits = row.how == ""
    said = ReadmissionStatement.objects.filter(request=row).order_by("written_at")
    return Asked(
        asked_at=row.asked_at,
        say_by=row.say_by if waits else None,
        rule_by=row.rule_by if waits else None,
        result=RESULTS[row.how],
        text=_words(folder, row, row.asked_by_id),
        statements=tuple(filter(None, (_words(folder, one, one.written_by_id) for one in said))),
    )


def _words(folder: Folder, row: Readmission | ReadmissionStatement, author: int) -> str:
    mine = author == folder.reader.pk and Part.READMISSION in folder.own
    return folder.read_own(row, "text", Part.READMISSION, author) if mine or folder.may(Part.READMISSION) else ""
