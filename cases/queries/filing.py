"""The pages of the way in, as read-only records for the writer of the draft alone."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from branches.models import Member
from cases import access, law
from cases.domain import files
from cases.domain.vocabulary import Role
from cases.queries.answers import SIDES, TITLES, words
from cases.usecases import compose, drafts

OPTIONAL = ("people", "when-where", "wishes", "needs")
HINTS = {"people": "A full name keeps that person, and people close to them, from handling it."}
COUNTED = compose.REQUIRED[:3]


@dataclass(frozen=True)
class Row:
    """One answer with the way to change it."""

    label: str
    value: str
    url: str
    action: str


@dataclass(frozen=True)
class Task:
    label: str
    url: str
    hint: str
    status: str
    kind: str


@dataclass(frozen=True)
class Line:
    """A draft in the list: when, and nothing of what it says."""

    url: str
    delete_url: str
    started_at: datetime
    saved_at: datetime


@dataclass(frozen=True)
class DraftPage:
    """A draft, or the empty page of one that this member may begin."""

    id: UUID
    version: int = 0
    saved_at: datetime | None = None
    sent: bool = False
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def on_behalf(self) -> bool:
        return compose.ON_BEHALF in self.steps

    @property
    def missing(self) -> list[str]:
        return compose.missing(self.steps)

    @property
    def people(self) -> list[dict[str, str]]:
        return [{**person, "who": SIDES[Role(person["side"])]} for person in compose.people(self.steps)]

    @property
    def unknown(self) -> list[str]:
        return compose.unknown(compose.excluded(self.steps))

    def number(self, step: str) -> int:
        """The place of a step among the counted three, or 0."""
        return COUNTED.index(step) + 1 if step in COUNTED else 0

    def before(self, step: str) -> str:
        """Where Back leads from a step."""
        if step in (compose.ON_BEHALF, "what-happened") and not self.version:
            return reverse("raise-start")
        road = [compose.ON_BEHALF] * self.on_behalf + list(compose.REQUIRED)
        place = road.index(step) if step in road else 0
        return self.url(road[place - 1]) if place else reverse("raise-draft", args=[self.id])

    def after(self, step: str) -> str:
        """Where Continue leads: the first question not answered, then the check page or the list."""
        left = [other for other in self.missing if other != step]
        if left:
            return self.url(left[0])
        return reverse("raise-check" if step == compose.REQUIRED[-1] else "raise-draft", args=[self.id])

    @property
    def onward(self) -> str:
        """The way to sending: the first question not answered, or the check page."""
        return self.url(self.missing[0]) if self.missing else reverse("raise-check", args=[self.id])

    def url(self, step: str) -> str:
        if step == compose.PEOPLE:
            return reverse("raise-people", args=[self.id])
        return reverse("raise-step", args=[self.id, step])

    def tasks(self, steps: tuple[str, ...]) -> list[Task]:
        return [self._task(step) for step in steps]

    @property
    def required(self) -> list[Task]:
        return self.tasks((compose.ON_BEHALF,) * self.on_behalf + compose.REQUIRED)

    @property
    def optional(self) -> list[Task]:
        return self.tasks(OPTIONAL)

    @property
    def rows(self) -> list[Row]:
        order = (compose.ON_BEHALF,) * self.on_behalf + compose.REQUIRED + OPTIONAL
        return [self._row(step) for step in order]

    def _task(self, step: str) -> Task:
        if words(step, self.steps):
            return Task(TITLES[step], self.url(step), "", "Done", "ok")
        needed = step in compose.REQUIRED
        return Task(TITLES[step], self.url(step), HINTS.get(step, ""), "To answer" if needed else "Optional", "neutral")

    def _row(self, step: str) -> Row:
        said = words(step, self.steps)
        empty = "Not answered yet" if step in compose.REQUIRED else "Not provided"
        return Row(TITLES[step], said or empty, f"{self.url(step)}?from=check", "Change" if said else "Add")


def room(at: datetime) -> str:
    """How many files the rules of today let somebody send, in words."""
    return files.room(law.procedure_of(law.current(at)))


def lines(member: Member) -> list[Line]:
    """The drafts of a member that are not sent, the one written last first."""
    return [
        Line(
            reverse("raise-draft", args=[draft.pk]),
            reverse("raise-delete", args=[draft.pk]),
            draft.created_at,
            draft.updated_at,
        )
        for draft in access.drafts_of(member)
    ]


def draft_page(member: Member, draft_id: UUID) -> DraftPage | None:
    """The draft with its answers, for its owner; for anyone else it is not there."""
    draft = access.draft_of(member, draft_id).first()
    if draft is None:
        return None
    return DraftPage(draft.pk, draft.version, draft.updated_at, draft.case_id is not None, drafts.read(draft).steps)


def page_to_write_on(member: Member, draft_id: UUID) -> DraftPage | None:
    """The same, and the empty page of an address that was made for this member."""
    blank = DraftPage(draft_id) if drafts.offered(member, draft_id) else None
    return draft_page(member, draft_id) or blank


def first_reader(page: DraftPage, member: Member, at: datetime) -> str:
    """Who would read it first, computed by the routing itself."""
    draft = access.draft_of(member, page.id).get()
    return drafts.first_reader(draft, by=member, at=at)
