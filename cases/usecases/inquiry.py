"""Formal proceedings up to the vote: notice, the respondent's side, inquiry, evidence for both."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Member
from cases import load
from cases.domain.facts import ActFacts
from cases.domain.files import Given
from cases.domain.vocabulary import Action, Response, Role, SeatStatus
from cases.models import (
    Allegation,
    AllegationAnswer,
    Delivery,
    EvidenceItem,
    EvidenceReply,
    InquiryReport,
    Party,
    Seat,
)
from cases.record import Actor, System
from cases.usecases import act as frame
from cases.usecases import conflicts, files, lateness, leaving, votes

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)


@transaction.atomic
def serve_notice(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """Deliver the notice of allegations. The respondent can open the case from this moment (T13)."""
    conflicts.hold_people()
    act = frame.begin(case_id, Action.SERVE_NOTICE, by=by, at=at, seen=seen)
    working = conflicts.lock_worked_by(act.facts.respondent_members)
    Party.objects.filter(case=act.case, side__in=SIDES, informed_at__isnull=True).update(informed_at=at)
    delivery = Delivery(case=act.case, proceeding=act.proceeding, channel="app", recorded_by=by, delivered_on=act.today)
    act.keys.seal(delivery, proof="")
    delivery.save(force_insert=True)
    Seat.objects.filter(proceeding=act.proceeding, status=SeatStatus.SEATED).update(told_on=act.today)
    frame.finish(act)
    for case in working:
        conflicts.recheck(case, by=System("a member must answer a formal case"), at=at)
    leaving.left(act.case, at=at)


@transaction.atomic
def record_delivery(
    *, case_id: UUID, by: Member, at: datetime, channel: str, delivered_on: date, proof: str = "", seen: str = ""
) -> None:
    """Record one more attempt to hand over the notice. Two channels are needed before silence counts."""
    given = ActFacts(
        action=Action.RECORD_DELIVERY, given=frozenset({"channel", "delivered_on"} | ({"proof"} if proof else set()))
    )
    act = frame.begin(case_id, Action.RECORD_DELIVERY, by=by, at=at, given=given, seen=seen)
    row = Delivery(case=act.case, proceeding=act.proceeding, channel=channel, recorded_by=by, delivered_on=delivered_on)
    act.keys.seal(row, proof=proof)
    row.save(force_insert=True)
    frame.finish(act, data={"channel": channel})


@transaction.atomic
def answer_allegations(
    *, case_id: UUID, by: Member, at: datetime, answers: Mapping[int, tuple[Response, str]], seen: str = ""
) -> None:
    """The respondent's side of every allegation, sent once; possible until the evidence review ends."""
    given = ActFacts(action=Action.ANSWER_ALLEGATIONS, given=frozenset({"answers"} if answers else ()))
    act = frame.begin(case_id, Action.ANSWER_ALLEGATIONS, by=by, at=at, given=given, seen=seen)
    allegations = {a.number: a for a in Allegation.objects.filter(case=act.case)}
    rows = []
    for number, (stance, text) in sorted(answers.items()):
        row = AllegationAnswer(
            case=act.case, proceeding=act.proceeding, allegation=allegations[number], answered_by=by, answered_at=at
        )
        act.keys.seal(row, stance=str(stance), text=text)
        rows.append(row)
    AllegationAnswer.objects.bulk_create(rows)
    act.proceeding.answered = True
    act.proceeding.save(update_fields=["answered"])
    frame.finish(act, data={"allegations": sorted(answers)})


@transaction.atomic
def response_lapsed(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """No answer in time: the case goes on. Silence is not an admission (SC-10)."""
    act = frame.begin(case_id, Action.RESPONSE_LAPSED, by=by, at=at)
    act.proceeding.answer_closed_at = at
    act.proceeding.save(update_fields=["answer_closed_at"])
    frame.finish(act, data={"response": "none"})


@transaction.atomic
def add_evidence(
    *, case_id: UUID, by: Member, at: datetime, title: str, text: str, attached: Sequence[Given] = (), seen: str = ""
) -> None:
    """Add one item, with its files; both sides see the same list at the evidence review."""
    given = ActFacts(action=Action.ADD_EVIDENCE, given=frozenset({"title", "text"}))
    act = frame.begin(case_id, Action.ADD_EVIDENCE, by=by, at=at, given=given, seen=seen)
    last = EvidenceItem.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    roles = load.actor_facts(by, act.case).roles & act.step.by
    row = EvidenceItem(
        case=act.case,
        proceeding=act.proceeding,
        number=last + 1,
        given_as=sorted(roles)[0],
        given_by=by,
        given_at=at,
        fingerprint=frame.fingerprint(text),
    )
    act.keys.seal(row, title=title, text=text)
    row.save(force_insert=True)
    kept = files.attach(act, attached, item=row)
    frame.finish(act, data={"item": row.number, "fingerprint": row.fingerprint, **({"files": kept} if kept else {})})


@transaction.atomic
def submit_report(
    *, case_id: UUID, by: Member, at: datetime, agreed: str, disputed: str, weighed: str, seen: str = ""
) -> None:
    """The inquiry report: facts agreed, facts disputed, evidence for and against. It holds no result."""
    given = ActFacts(action=Action.SUBMIT_REPORT, given=frozenset({"agreed", "disputed", "weighed"}))
    act = frame.begin(case_id, Action.SUBMIT_REPORT, by=by, at=at, given=given, seen=seen)
    row = InquiryReport(case=act.case, proceeding=act.proceeding, written_by=by, written_at=at)
    act.keys.seal(row, agreed=agreed, disputed=disputed, weighed=weighed)
    row.save(force_insert=True)
    frame.finish(act)


@transaction.atomic
def reply_evidence(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """One side's reply to the evidence, once each time it is opened."""
    given = ActFacts(action=Action.REPLY_EVIDENCE, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.REPLY_EVIDENCE, by=by, at=at, given=given, seen=seen)
    side = Party.objects.filter(case=act.case, member=by, side__in=SIDES).values_list("side", flat=True)[0]
    row = EvidenceReply(
        case=act.case,
        proceeding=act.proceeding,
        side=side,
        replied_by=by,
        replied_at=at,
        opening=act.proceeding.reopened,
    )
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    frame.finish(act, data={"side": side})


@transaction.atomic
def close_review(*, case_id: UUID, by: Actor, at: datetime, seen: str = "") -> None:
    """The evidence review ends for both sides in the same moment."""
    frame.finish(frame.begin(case_id, Action.CLOSE_REVIEW, by=by, at=at, seen=seen))


@transaction.atomic
def decide_on_papers(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """No hearing is held, for a reason that both sides will read."""
    given = ActFacts(action=Action.DECIDE_ON_PAPERS, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.DECIDE_ON_PAPERS, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    frame.finish(act)
    deliberate(act)


def deliberate(act: frame.Act) -> None:
    """Close the record, and open one secret vote per allegation."""
    lateness.close_record(act)
    votes.open_findings(act.case, act.proceeding, by=System("deliberation begins"), at=act.at)
