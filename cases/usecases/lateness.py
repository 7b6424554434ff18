"""Late evidence: offered by a side, ruled on, and then open to both sides for the same days (T16, SC-11)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Member
from cases import access, load
from cases.domain import lateness
from cases.domain.facts import ActFacts
from cases.domain.files import Given
from cases.domain.vocabulary import Action, EventKind, Role, State
from cases.models import CaseRole, EvidenceItem, LateEvidence, Party
from cases.record import Actor, System, person, record
from cases.usecases import act as frame
from cases.usecases import files, routing

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)
CLOCK = System("no ruling in time")
UNRULED = {
    Action.ADMIT_EVIDENCE: "Nobody ruled on this in time. So both sides read it, and the panel weighs it.",
    Action.REFUSE_EVIDENCE: (
        "The evidence review was opened again as often as the rules allow, and nobody allowed one time more in time."
    ),
}


@transaction.atomic
def offer_evidence(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    title: str,
    text: str,
    reason: str,
    attached: Sequence[Given] = (),
    seen: str = "",
) -> None:
    """Bring something after the inquiry. Only who rules on it reads it, until it is admitted."""
    given = ActFacts(action=Action.OFFER_EVIDENCE, given=frozenset({"title", "text", "reason"}))
    act = frame.begin(case_id, Action.OFFER_EVIDENCE, by=by, at=at, given=given, seen=seen)
    last = LateEvidence.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    row = LateEvidence(
        case=act.case,
        proceeding=act.proceeding,
        number=last + 1,
        side=Party.objects.filter(case=act.case, member=by, side__in=SIDES).values_list("side", flat=True)[0],
        fingerprint=frame.fingerprint(text),
        given_by=by,
        given_at=at,
        rule_by=act.procedure.due(act.today, act.procedure.number("late_evidence_days")),
    )
    act.keys.seal(row, title=title, text=text, reason=reason)
    row.save(force_insert=True)
    kept = files.attach(act, attached, offer=row)
    data = {"offer": row.number, "side": row.side, "fingerprint": row.fingerprint, "rule_by": row.rule_by.isoformat()}
    data |= {"files": kept} if kept else {}
    frame.finish(act, data=data, people={Role.CANDIDATE: _chair(act)})
    _staff(act)


@transaction.atomic
def admit_evidence(*, case_id: UUID, by: Actor, at: datetime, number: int, reason: str, seen: str = "") -> None:
    """Both sides read it, and have the whole time again to reply, until the same day."""
    act, row = _rule(case_id, Action.ADMIT_EVIDENCE, by, at, number, reason, seen)
    last = EvidenceItem.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    item = EvidenceItem(
        case=act.case,
        proceeding=act.proceeding,
        number=last + 1,
        given_as=row.side,
        given_by=row.given_by,
        given_at=row.given_at,
        fingerprint=row.fingerprint,
    )
    act.keys.seal(item, title=act.keys.open(row, "title"), text=act.keys.open(row, "text"))
    item.save(force_insert=True)
    _ruled(row, by=by, at=at, item=item)
    files.admit(row, item)
    act.proceeding.reopened += 1
    act.proceeding.save(update_fields=["reopened"])
    frame.move(act.case, State.EVIDENCE_REVIEW, procedure=act.procedure, on=act.today)
    added = {"item": item.number, "fingerprint": item.fingerprint}
    record(EventKind.EVIDENCE_ADDED, case=act.case, by=by, at=at, data=added)
    frame.finish(act, data={"offer": row.number, "item": item.number})
    _staff(act)


@transaction.atomic
def refuse_evidence(*, case_id: UUID, by: Actor, at: datetime, number: int, reason: str, seen: str = "") -> None:
    """It stays out of the evidence; both sides read why. New evidence is a reason for an appeal."""
    act, row = _rule(case_id, Action.REFUSE_EVIDENCE, by, at, number, reason, seen)
    _ruled(row, by=by, at=at)
    frame.finish(act, data={"offer": row.number})
    _dismiss(act)


def unruled(today: date) -> Any:
    """Offers whose last day for a ruling is over."""
    rows = LateEvidence.objects.filter(ruled_at__isnull=True, rule_by__lt=today, proceeding__ended_at__isnull=True)
    return rows.order_by("rule_by", "pk")


def lapse(row: LateEvidence, *, at: datetime) -> bool:
    """No ruling in time: what the rules say follows by itself, and decides nothing about who is right."""
    case = frame.locked(row.case_id)
    if not unruled(load.local_day(at)).filter(pk=row.pk).exists():
        return False
    follows = lateness.by_silence(load.procedure_of(case), load.case_facts(case, today=load.local_day(at)))
    take = admit_evidence if follows is Action.ADMIT_EVIDENCE else refuse_evidence
    take(case_id=case.pk, by=CLOCK, at=at, number=row.number, reason=UNRULED[follows])
    return True


def close_record(act: frame.Act) -> None:
    """The panel begins to decide: what nobody has admitted by now stays out."""
    for offer in act.facts.offers:
        row = LateEvidence.objects.get(proceeding=act.proceeding, number=offer.number)
        row.ruled_at, row.how = act.at, "record_closed"
        row.save(update_fields=["ruled_at", "how"])
        data = {"offer": row.number}
        record(EventKind.EVIDENCE_NOT_ADMITTED, case=act.case, by=System("the record closed"), at=act.at, data=data)
        access.withdraw(act.case, by=act.by, at=act.at, because="ruled", roles=[Role.APPEALS_OFFICER])


def _rule(
    case_id: UUID, action: Action, by: Actor, at: datetime, number: int, reason: str, seen: str
) -> tuple[frame.Act, LateEvidence]:
    given = ActFacts(action=action, given=frozenset({"reason"}), offer=number)
    act = frame.begin(case_id, action, by=by, at=at, given=given, seen=seen)
    act.write(reason, ground=str(number))
    return act, LateEvidence.objects.get(proceeding=act.proceeding, number=number)


def _ruled(row: LateEvidence, *, by: Actor, at: datetime, item: EvidenceItem | None = None) -> None:
    row.ruled_at, row.item = at, item
    row.how = "ruled" if person(by) else "no_ruling"
    row.save(update_fields=["ruled_at", "how", "item"])


def _chair(act: frame.Act) -> list[int]:
    """Whom the letter finds that a ruling is wanted; an appeals officer is told when the case is given to them."""
    if lateness.ruler(act.procedure, act.facts) is not Role.PANEL_CHAIR:
        return []
    chairs = CaseRole.objects.filter(case=act.case, role=Role.PANEL_CHAIR, until__isnull=True)
    return list(chairs.values_list("member_id", flat=True))


def _staff(act: frame.Act) -> None:
    """Once the openings are used up, what waits is given to an appeals officer; with nothing waiting, taken back."""
    facts = load.case_facts(act.case, today=act.today, proceeding=act.proceeding)
    there = CaseRole.objects.filter(case=act.case, role=Role.APPEALS_OFFICER, until__isnull=True).exists()
    if routing.wants_appeals_officer(act.procedure, facts) and not there:
        routing.assign(act.case, Role.APPEALS_OFFICER, by=System("late evidence"), at=act.at)
    _dismiss(act)


def _dismiss(act: frame.Act) -> None:
    if not LateEvidence.objects.filter(proceeding=act.proceeding, ruled_at__isnull=True).exists():
        routing.send_home(act.case, by=act.by, at=act.at)
