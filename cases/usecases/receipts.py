"""The text as it was recorded, for the one who sent it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import access
from cases.domain.vocabulary import EventKind, Part
from cases.models import Complaint
from cases.record import record
from cases.sealed import Keys


class NotThere(LookupError):
    """There is no such text for this person."""


@transaction.atomic
def recorded_text(*, draft_id: UUID, by: Member, at: datetime) -> tuple[str, str]:
    """The reference and the text, letter for letter what the fingerprint covers. The reading is recorded.

    Only for a side of the case: who typed for somebody else has given the text away. Raises `NotThere`.
    """
    case = access.followed_by(by).filter(draft=draft_id, draft__owner=by).first()
    if case is None:
        raise NotThere
    record(EventKind.SEALED_PART_READ, case=case, by=by, at=at, data={"part": str(Part.COMPLAINT)})
    return case.code, Keys(case.pk).open(Complaint.objects.get(case=case), "narrative")
