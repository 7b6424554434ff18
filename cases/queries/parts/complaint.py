"""What was sent: the complaint, what was added later, the allegations with their answers."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from cases.domain.vocabulary import Basis, Category, Modality, Part, Response
from cases.models import Addendum, Allegation, AllegationAnswer, FactsRequest, SafetyScreen
from cases.models.writing import THREE_WAYS
from cases.queries.folder import Folder

SCREEN = {
    "danger": "Is somebody in danger?",
    "ongoing": "Is it still going on?",
    "minors": "Is somebody under age concerned?",
    "contact": "Do the two sides meet?",
}


@dataclass(frozen=True)
class Row:
    """One ruled row: what it is, and what it says."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Addition:
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ComplaintPart:
    """The text as recorded, with everything that was added since."""

    narrative: str
    details: tuple[Row, ...]
    contact: str
    name_withheld: bool
    received_at: datetime
    fingerprint: str
    additions: tuple[Addition, ...]


@dataclass(frozen=True, kw_only=True)
class AnswerPart:
    stance: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ProvisionPart:
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class AllegationPart:
    """One act said to have happened. `answer` is None where there is none, or it is not open to the reader."""

    number: int
    text: str
    category: str
    provision: ProvisionPart | None
    rows: tuple[Row, ...]
    answer: AnswerPart | None


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question to the complainant, with the answer once there is one."""

    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


def complaint(folder: Folder) -> ComplaintPart | None:
    if not folder.may(Part.COMPLAINT):
        return None
    row = folder.complaint
    details = json.loads(folder.read(row, "details", Part.COMPLAINT) or "{}")
    return ComplaintPart(
        narrative=folder.read(row, "narrative", Part.COMPLAINT),
        details=tuple(Row(str(label), str(value)) for label, value in details.items()),
        contact=folder.read(row, "contact", Part.CONTACT) if folder.may(Part.CONTACT) else "",
        name_withheld=row.name_withheld,
        received_at=row.received_at,
        fingerprint=row.fingerprint,
        additions=_additions(folder),
    )


def allegations(folder: Folder) -> tuple[AllegationPart, ...]:
    if not folder.may(Part.ALLEGATIONS):
        return ()
    answers = _answers(folder)
    return tuple(
        AllegationPart(
            number=row.number,
            text=folder.read(row, "text", Part.ALLEGATIONS),
            category=Category(row.category).label,
            provision=provision(folder, row.provision),
            rows=_rows(row),
            answer=answers.get(row.number),
        )
        for row in Allegation.objects.filter(case=folder.case).order_by("number")
    )


def provision(folder: Folder, name: str) -> ProvisionPart | None:
    """A rule in the version of the code to which this case is pinned."""
    found = folder.code.provision(name)
    edition = folder.case.code_of_conduct.edition
    return ProvisionPart(title=found.title, url=reverse("code-provision", args=[edition, name])) if found else None


def questions(folder: Folder) -> tuple[Question, ...]:
    """What the first look asked the complainant."""
    if not folder.may(Part.COMPLAINT):
        return ()
    return tuple(
        Question(
            question=folder.read(row, "question", Part.COMPLAINT),
            asked_at=row.asked_at,
            answer=folder.read(row, "answer", Part.COMPLAINT),
            answered_at=row.answered_at,
        )
        for row in FactsRequest.objects.filter(case=folder.case).order_by("asked_at")
    )


def safety(folder: Folder) -> tuple[Row, ...]:
    """The newest safety screen."""
    row = (
        SafetyScreen.objects.filter(case=folder.case).order_by("screened_at").last()
        if folder.may(Part.SAFETY)
        else None
    )
    if row is None:
        return ()
    words = dict(THREE_WAYS)
    rows = tuple(Row(question, words[getattr(row, name)]) for name, question in SCREEN.items())
    note = folder.read(row, "note", Part.SAFETY)
    return (*rows, Row("Note", note)) if note else rows


def _additions(folder: Folder) -> tuple[Addition, ...]:
    rows = Addendum.objects.filter(case=folder.case).order_by("added_at")
    return tuple(Addition(text=folder.read(row, "text", Part.COMPLAINT), at=row.added_at) for row in rows)


def _rows(row: Allegation) -> tuple[Row, ...]:
    said = (
        ("Connected oppression", ", ".join(Basis(basis).label for basis in row.bases)),
        ("Form", ", ".join(Modality(form).label for form in row.modalities)),
    )
    return tuple(Row(label, value) for label, value in said if value)


def _answers(folder: Folder) -> dict[int, AnswerPart]:
    """The latest answer to each allegation, for those who may read it and for who gave it."""
    rows = AllegationAnswer.objects.filter(case=folder.case).select_related("allegation").order_by("answered_at")
    if not folder.may(Part.RESPONSES):
        rows = rows.filter(answered_by=folder.reader) if Part.RESPONSES in folder.own else rows.none()
    return {
        row.allegation.number: AnswerPart(
            stance=Response(folder.read_own(row, "stance", Part.RESPONSES, row.answered_by_id)).label,
            text=folder.read_own(row, "text", Part.RESPONSES, row.answered_by_id),
            at=row.answered_at,
        )
        for row in rows
    }
