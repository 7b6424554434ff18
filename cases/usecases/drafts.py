"""A complaint that is being written: kept on the server from the first Continue, one step at a time.

A step saves its own answers and no other's, under a lock, so that two windows never overwrite each other. The
same step answered in two windows is not merged: the second is shown both texts and chooses.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from branches.models import Member
from cases.domain.files import Given
from cases.models import Case, Draft
from cases.sealed import Keys
from cases.usecases import compose, intake, routing

NONCE = 8
Words = dict[str, Any]


class Overtaken(Exception):
    """The same step was saved elsewhere since the form was opened. Carries what stands there now."""

    def __init__(self, standing: Words, version: int) -> None:
        self.standing, self.version = standing, version
        super().__init__("This part was changed in another window.")


class Changed(Exception):
    """The draft is not what the person last looked at, so it was not sent."""


class AlreadySent(Exception):
    """The draft is a complaint now, and that never changes."""


@dataclass(frozen=True)
class Answers:
    """What has been answered, step by step, and in which version of the draft each step was last saved."""

    steps: dict[str, Words] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)

    def with_step(self, step: str, words: Words, version: int) -> "Answers":
        return Answers(self.steps | {step: words}, self.saved | {step: version})


def new_id(member: Member) -> UUID:
    """The address of a draft before there is one. Only this member can begin it, so nothing need be stored."""
    nonce = secrets.token_bytes(NONCE)
    return UUID(bytes=nonce + _mark(member, nonce))


def offered(member: Member, draft_id: UUID) -> bool:
    """Was this address made for this member?"""
    return constant_time_compare(_mark(member, draft_id.bytes[:NONCE]), draft_id.bytes[NONCE:])


def writable(member: Member, draft_id: UUID) -> bool:
    """May this member write here: is it their draft, or one that they may begin?"""
    return offered(member, draft_id) or Draft.objects.filter(pk=draft_id, owner=member).exists()


def read(draft: Draft) -> Answers:
    """The answers of a draft; a draft that was sent has none left."""
    text = Keys(draft.pk).open(draft, "answers")
    return Answers(**json.loads(text)) if text else Answers()


@transaction.atomic
def save_step(*, draft_id: UUID, step: str, words: Words, seen: int, by: Member, at: datetime) -> None:
    """Keep one step. `seen` is the version the form was opened with. Raises `Overtaken` or `AlreadySent`."""
    draft = _open_for_writing(draft_id, by, at)
    answers = read(draft)
    standing = answers.steps.get(step)
    if standing == words:
        return
    if standing is not None and answers.saved[step] > seen:
        raise Overtaken(standing, draft.version)
    _keep(draft, step, words, at)


@transaction.atomic
def add_person(*, draft_id: UUID, key: str, name: str, side: str, by: Member, at: datetime) -> None:
    """Add one person to the list. `key` is the form's own, so that a second press adds nobody twice."""
    draft = _open_for_writing(draft_id, by, at)
    people = compose.people(read(draft).steps)
    if key not in {person["key"] for person in people}:
        person = {"key": key, "name": name, "side": side}
        _keep(draft, compose.PEOPLE, {"people": [*people, person]}, at)


@transaction.atomic
def remove_person(*, draft_id: UUID, key: str, by: Member, at: datetime) -> None:
    """Take one person off the list; nobody else on it is touched."""
    draft = _open_for_writing(draft_id, by, at)
    people = compose.people(read(draft).steps)
    left = [person for person in people if person["key"] != key]
    if left != people:
        _keep(draft, compose.PEOPLE, {"people": left}, at)


@transaction.atomic
def discard(*, draft_id: UUID, by: Member) -> None:
    """Delete a draft and its key. What was sent is no draft any more and stays. Raises `AlreadySent`."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id, owner=by).first()
    if draft and draft.case_id:
        raise AlreadySent
    if draft:
        Keys(draft.pk).forget()
        draft.delete()


def first_reader(draft: Draft, *, by: Member, at: datetime) -> str:
    """Who would read this first, if it were sent now; empty if nobody could.

    The complaint is filed by the one function that files, and taken back: a second way of working it out could
    one day promise something else. Nothing of it stays, and no letter leaves before a commit.
    """
    with transaction.atomic():
        case = intake.file_complaint(filing=compose.filing(read(draft).steps), by=by, at=at)
        words = routing.first_reader(case, at=at)
        transaction.set_rollback(True)
    return words


@transaction.atomic
def send(*, draft_id: UUID, seen: int, by: Member, at: datetime, attached: Sequence[Given] = ()) -> Case:
    """Send what the person has just checked; sent again it gives the same case. Raises `Changed`, and `Refused`."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id, owner=by).first()
    if draft is None:
        raise Changed
    if draft.case:
        return draft.case
    steps = read(draft).steps
    if draft.version != seen or compose.missing(steps):
        raise Changed
    filing = replace(compose.filing(steps), attached=tuple(attached))
    case = intake.send_draft(draft_id=draft_id, filing=filing, by=by, at=at)
    Keys(draft.pk).forget()
    return case


def _mark(member: Member, nonce: bytes) -> bytes:
    made = salted_hmac("cases.drafts", f"{member.pk}|{nonce.hex()}", algorithm="sha256")
    return bytes(made.digest()[:NONCE])


def _open_for_writing(draft_id: UUID, by: Member, at: datetime) -> Draft:
    """Lock the draft, or begin it. Raises `Draft.DoesNotExist` for an address that is not this member's."""
    if offered(by, draft_id):
        Draft.objects.get_or_create(pk=draft_id, owner=by, defaults={"created_at": at, "updated_at": at})
    draft = Draft.objects.select_for_update().get(pk=draft_id, owner=by)
    if draft.case_id:
        raise AlreadySent
    return draft


def _keep(draft: Draft, step: str, words: Words, at: datetime) -> None:
    draft.version, draft.updated_at = draft.version + 1, at
    answers = read(draft).with_step(step, words, draft.version)
    text = json.dumps({"steps": answers.steps, "saved": answers.saved}, ensure_ascii=False)
    Keys(draft.pk).seal(draft, answers=text)
    draft.save(update_fields=["answers", "version", "updated_at"])
