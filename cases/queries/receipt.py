"""What the writer gets after sending: the reference, dated next steps and the fingerprint of the text."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from branches.models import Member
from cases import access, load
from cases.domain.vocabulary import EventKind, State, Tier
from cases.models import Case, CaseEvent, Complaint


@dataclass(frozen=True)
class Promise:
    """Something that will be done by a day, as the procedure's clocks have it."""

    by: date
    what: str


@dataclass(frozen=True)
class Receipt:
    code: str
    sent_at: datetime
    promises: list[Promise]
    fingerprint: str
    own: bool
    on_behalf: bool


def receipt(member: Member, draft_id: UUID) -> Receipt | None:
    """The receipt of a draft that was sent, for who wrote it. It says the same whenever it is opened."""
    draft = access.draft_of(member, draft_id).select_related("case__procedure").first()
    if draft is None or draft.case is None:
        return None
    complaint = Complaint.objects.get(case=draft.case)
    return Receipt(
        code=draft.case.code,
        sent_at=complaint.received_at,
        promises=_promises(draft.case),
        fingerprint=complaint.fingerprint,
        own=access.followed_by(member).filter(pk=draft.case.pk).exists(),
        on_behalf=complaint.on_behalf,
    )


def _promises(case: Case) -> list[Promise]:
    procedure = load.procedure_of(case)
    found = CaseEvent.objects.filter(case=case, kind=EventKind.OFFICER_ASSIGNED).order_by("number").first()
    waiting = procedure.clock(Tier.INTAKE, State.ROUTING)
    looking = procedure.clock(Tier.INTAKE, State.TRIAGE)
    promises = []
    start = load.local_day(found.at) if found else case.received_on
    if waiting and not found:
        start = procedure.due(start, waiting.days)
        promises.append(Promise(start, "We find someone who may read it. At this moment nobody can."))
    if looking:
        day = procedure.due(start, looking.days)
        promises.append(Promise(day, "An intake officer has read it. We tell you what we can do, and why."))
    status = procedure.due(case.received_on, procedure.number("status_days"))
    promises.append(Promise(status, "You hear where it stands, also if nothing has happened."))
    return promises
