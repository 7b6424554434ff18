"""What nobody did but the record must know: doors that stayed shut, acts that were refused, papers that were read."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases.domain.answer import Refusal
from cases.domain.vocabulary import Action, EventKind, Part, Role
from cases.models import Case, Notice
from cases.record import record


@transaction.atomic
def note_refused(*, case_id: UUID, action: Action, against: Iterable[Refusal], by: Member, at: datetime) -> None:
    """Record that somebody tried an act and the rules said no. The act's own transaction was undone."""
    data = {"action": str(action), "why": [str(refusal.why) for refusal in against]}
    record(EventKind.ACT_REFUSED, case=Case.objects.get(pk=case_id), by=by, at=at, data=data)


@transaction.atomic
def note_denied(*, code: str, by: Member, at: datetime) -> None:
    """Record that somebody asked for a case they may not open.

    A reference that names no case leaves an entry too: otherwise the time of the answer would tell the two apart.
    """
    record(EventKind.ACCESS_REFUSED, case=Case.objects.filter(code=code).first(), by=by, at=at)


@transaction.atomic
def note_read(*, case_id: UUID, parts: Iterable[Part], roles: Iterable[Role], by: Member, at: datetime) -> None:
    """Record which sealed parts a page opened, and in which role. Nothing opened leaves no entry."""
    opened = sorted(str(part) for part in parts)
    if opened:
        data = {"parts": opened, "roles": sorted(str(role) for role in roles)}
        record(EventKind.SEALED_PART_READ, case=Case.objects.get(pk=case_id), by=by, at=at, data=data)


def note_letter(*, notice_id: UUID, by: Member, at: datetime) -> None:
    """A letter counts as read when its recipient opens it for the first time."""
    Notice.objects.filter(pk=notice_id, member=by, read_at__isnull=True).update(read_at=at)
