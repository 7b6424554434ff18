"""After access ended: one signature that nothing was kept (procedure paper 2.8)."""

from datetime import datetime

from django.db import transaction

from branches.models import Member
from cases.domain.vocabulary import EventKind
from cases.models import Case, CaseEvent, CaseRole, Confirmation
from cases.record import record
from cases.usecases import act as frame


@transaction.atomic
def confirm(*, code: str, by: Member, at: datetime) -> bool:
    """Keep confidence, have no copies, have destroyed what there was. Says whether there was anything to sign.

    Only whoever has left a case after opening some of it can sign; for anybody else there is no such case.
    """
    case = Case.objects.filter(code=code).first()
    if case is None or not _has_left(case, by):
        return False
    frame.locked(case.pk)
    _, new = Confirmation.objects.get_or_create(case=case, member=by, defaults={"confirmed_at": at})
    if new:
        record(EventKind.EXPOSURE_CONFIRMED, case=case, by=by, at=at)
    return True


def _has_left(case: Case, member: Member) -> bool:
    """Worked on it once, has opened something of it, and has no role in it now."""
    roles = CaseRole.objects.filter(case=case, member=member)
    opened = (EventKind.SEALED_PART_READ, EventKind.BUNDLE_TAKEN)
    read = CaseEvent.objects.filter(case=case, kind__in=opened, actor=member)
    return roles.exists() and not roles.filter(until__isnull=True).exists() and read.exists()
