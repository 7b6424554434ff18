"""What was sent: the complaint, what was added later, the allegations with their answers."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.domain.vocabulary import Basis, Category, LinkKind, Modality, Part, Response, Role
from cases.load import requests
from cases.models import Addendum, Allegation, AllegationAnswer, CaseLink, FactsRequest, SafetyScreen
from cases.models.writing import THREE_WAYS
from cases.queries.folder import Folder
from cases.together import Reading, reads

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
    withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question to the complainant, with the answer once there is one."""

    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@reads
def complaint(folder: Folder) -> Reading[ComplaintPart | None]:
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
        additions=(yield from _additions(folder)),
    )


@reads
def allegations(folder: Folder) -> Reading[tuple[AllegationPart, ...]]:
    if not folder.may(Part.ALLEGATIONS):
        return ()
    asked = [
        Allegation.objects.filter(case=folder.case).order_by("number"),
        _answers(folder),
        requests.asked(folder.case),
    ]
    rows, answered, withdrawn = yield asked
    answers = {row.allegation.number: _answer(folder, row) for row in answered}
    rest, _ = requests.withdrawals(withdrawn)
    return tuple(
        AllegationPart(
            number=row.number,
            text=folder.read(row, "text", Part.ALLEGATIONS),
            category=Category(row.category).label,
            provision=provision(folder, row.provision),
            rows=_rows(row),
            answer=answers.get(row.number),
            withdrawn=row.number in rest,
        )
        for row in rows
    )


def provision(folder: Folder, name: str) -> ProvisionPart | None:
    """A rule in the version of the code to which this case is pinned."""
    found = folder.code.provision(name)
    edition = folder.case.code_of_conduct.edition
    return ProvisionPart(title=found.title, url=reverse("code-provision", args=[edition, name])) if found else None


@reads
def questions(folder: Folder) -> Reading[tuple[Question, ...]]:
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
        for row in (yield FactsRequest.objects.filter(case=folder.case).order_by("asked_at"))
    )


@reads
def safety(folder: Folder) -> Reading[tuple[Row, ...]]:
    """The newest safety screen."""
    if not folder.may(Part.SAFETY):
        return ()
    screens, links = yield [
        SafetyScreen.objects.filter(case=folder.case).order_by("-screened_at")[:1],
        CaseLink.objects.filter(case=folder.case),
    ]
    if not screens:
        return ()
    row = screens[0]
    words = dict(THREE_WAYS)
    rows = tuple(Row(question, words[getattr(row, name)]) for name, question in SCREEN.items())
    note = folder.read(row, "note", Part.SAFETY)
    return (*rows, *([Row("Note", note)] if note else []), *_screened(folder, {link.kind for link in links}))


def _screened(folder: Folder, links: Collection[str]) -> tuple[Row, ...]:
    """What the screens found, for the first look alone, and nothing of the other case (domain paper 1.7, 1.8)."""
    found = [row for kind, row in SCREENED.items() if kind in links]
    return tuple(found) if Role.INTAKE_OFFICER in folder.roles else ()


SCREENED = {
    LinkKind.RETALIATION: Row(
        "Possible retaliation",
        "This complaint may have been made in return for an earlier matter. Ask yourself what it says by itself.",
    ),
    LinkKind.AGAIN: Row(
        "Filed again", "An earlier complaint of the same person was withdrawn. That says nothing against this one."
    ),
}


def _additions(folder: Folder) -> Reading[tuple[Addition, ...]]:
    asked = Addendum.objects.filter(case=folder.case).order_by("added_at")
    rows = yield asked.filter(added_by=folder.reader) if folder.side else asked
    return tuple(Addition(text=folder.read(row, "text", Part.COMPLAINT), at=row.added_at) for row in rows)


def _rows(row: Allegation) -> tuple[Row, ...]:
    said = (
        ("Connected oppression", ", ".join(Basis(basis).label for basis in row.bases)),
        ("Form", ", ".join(Modality(form).label for form in row.modalities)),
    )
    return tuple(Row(label, value) for label, value in said if value)


def _answers(folder: Folder) -> Any:
    """The answers, the latest last, for those who may read them and for who gave them."""
    rows = AllegationAnswer.objects.filter(case=folder.case).select_related("allegation").order_by("answered_at")
    if not folder.may(Part.RESPONSES):
        rows = rows.filter(answered_by=folder.reader) if Part.RESPONSES in folder.own else rows.none()
    return rows


def _answer(folder: Folder, row: AllegationAnswer) -> AnswerPart:
    return AnswerPart(
        stance=Response(folder.read_own(row, "stance", Part.RESPONSES, row.answered_by_id)).label,
        text=folder.read_own(row, "text", Part.RESPONSES, row.answered_by_id),
        at=row.answered_at,
    )
