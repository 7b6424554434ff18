"""What a panel's case has to tell the rules: who sits, what was collected, how it voted, what it decided."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q

from cases.domain import files
from cases.domain.facts import AppealFacts, MeasureFacts, MotionFacts, OfferFacts, PanelFacts, SeatFacts
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    Choice,
    MeasureKind,
    MotionKind,
    Outcome,
    Role,
    SeatKind,
    SeatStatus,
    State,
    Tier,
    Why,
)
from cases.load import late_appeals, measures, plans, readmissions
from cases.load.hearings import hearing, minutes
from cases.models import (
    AllegationFinding,
    Appeal,
    AppealAnswer,
    Ballot,
    Case,
    Complaint,
    Decision,
    Delivery,
    EvidenceItem,
    EvidenceReply,
    ExhibitFile,
    InquiryReport,
    LateConflict,
    LateEvidence,
    Motion,
    Party,
    Proceeding,
    Redaction,
    Seat,
    Writing,
)
from cases.sealed import Keys
from cases.together import Facts

CLEAR = "clear"
"""What somebody who has read a draft writes down, when nothing in it tells who complained."""


def panel(case: Case, proceeding: Proceeding, today: date) -> Facts:
    rows = yield Seat.objects.filter(proceeding=proceeding).order_by("order")
    seats = tuple(
        SeatFacts(
            member=s.member_id,
            kind=SeatKind(s.kind),
            status=SeatStatus(s.status),
            chair=s.chair,
            told_on=s.told_on,
        )
        for s in rows
    )
    return {
        "explains": proceeding.explains is not None,
        "panel": PanelFacts(tier=Tier(proceeding.tier), formed_with=proceeding.formed_with, seats=seats),
    }


def inquiry(case: Case, proceeding: Proceeding, today: date) -> Facts:
    here = {"proceeding": proceeding}
    since = Q(delivered_on__gte=proceeding.joined_on) if proceeding.joined_on else Q()
    deliveries, replies, reports, named, exhibits, hidden, given = yield [
        Delivery.objects.filter(since, **here).values_list("channel", "delivered_on"),
        EvidenceReply.objects.filter(**here, opening=proceeding.reopened).values_list("side", "replied_by_id"),
        InquiryReport.objects.filter(**here).values_list("pk")[:1],
        Party.objects.filter(case=case, member__isnull=False).values_list("side", "member_id"),
        EvidenceItem.objects.filter(case=case).values_list("number"),
        Redaction.objects.filter(case=case, lifted_at__isnull=True).values_list("number"),
        ExhibitFile.objects.filter(case=case, item__isnull=False).values_list("item__number", "number"),
    ]
    done = frozenset(member for _, member in replies)
    owing = {side for side, member in named if member not in done}
    return {
        "answered": proceeding.answered,
        "deliveries": frozenset(channel for channel, _ in deliveries),
        "notice_served_on": min((day for _, day in deliveries), default=None),
        "report_written": bool(reports),
        "replies": frozenset(Role(side) for side, _ in replies if side not in owing),
        "replied": done,
        "exhibits": frozenset(number for (number,) in exhibits),
        "files": frozenset(files.place(item, number) for item, number in given),
        "hidden": frozenset(number for (number,) in hidden),
        "reopened": proceeding.reopened,
    }


def offers(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """Late evidence that waits for its ruling; only from the evidence review until the hearing can there be any."""
    if case.state not in (State.EVIDENCE_REVIEW, State.HEARING):
        return {}
    waiting = LateEvidence.objects.filter(proceeding=proceeding, ruled_at__isnull=True).order_by("number")
    rows = yield waiting.values_list("number", "side", "rule_by")
    return {"offers": tuple(OfferFacts(number=n, side=Role(side), rule_by=day) for n, side, day in rows)}


def vote(case: Case, proceeding: Proceeding, today: date) -> Facts:
    if case.state not in (State.DELIBERATING, State.SIGNED):
        return {}
    standing = {"proceeding": proceeding, "void_at__isnull": True}
    asked: dict[str, Any] = {"case": case, "void_at__isnull": True}
    if proceeding.explains:
        asked |= {"proceeding__number": proceeding.explains, "kind": MotionKind.FINDING}
    else:
        asked["proceeding"] = proceeding
    ballots, motions, reasons, drafted, sealed, withheld, read = yield [
        Ballot.objects.filter(motion__proceeding=proceeding, void_at__isnull=True),
        Motion.objects.filter(**asked).select_related("allegation").order_by("number"),
        AllegationFinding.objects.filter(**standing).select_related("allegation"),
        Decision.objects.filter(**standing).values_list("drafted_at", flat=True)[:1],
        Keys.rows(case.pk),
        Complaint.objects.filter(case=case).values_list("name_withheld", flat=True),
        Writing.objects.filter(proceeding=proceeding, action=Action.READ_FOR_LEAKS, ground=CLEAR).values_list(
            "written_at", flat=True
        ),
    ]
    keys = Keys(case.pk, sealed)
    cast: dict[Any, list[tuple[int, Choice]]] = defaultdict(list)
    for ballot in ballots:
        cast[ballot.motion_id].append((ballot.member_id, Choice(keys.open(ballot, "choice"))))
    return {
        "motions": tuple(motion_facts(m, tuple(sorted(cast[m.pk]))) for m in motions),
        "reasoned": frozenset(f.allegation.number for f in reasons if bytes(f.reasons)),
        "outcome_reasoned": bool(drafted),
        "name_withheld": any(withheld),
        "leaks_read": bool(drafted) and any(moment >= drafted[0] for moment in read),
    }


def motion_facts(motion: Motion, votes: tuple[tuple[int, Choice], ...] = ()) -> MotionFacts:
    """One question put to the panel, with the votes that stand."""
    kind = MeasureKind(motion.measure_kind) if motion.measure_kind else None
    return MotionFacts(
        number=motion.number,
        kind=MotionKind(motion.kind),
        open=motion.closed_at is None,
        carried=motion.carried,
        allegation=motion.allegation.number if motion.allegation else None,
        measure=MeasureFacts(kind=kind, days=motion.days) if kind else None,
        outcome=Outcome(motion.outcome) if motion.outcome else None,
        votes=votes,
    )


def outcome(case: Case, proceeding: Proceeding, today: date) -> Facts:
    decided, waiting, appeals, answered, doubts, explained = yield [
        measures.standing(case),
        measures.not_applied(case),
        Appeal.objects.filter(proceeding=proceeding)[:1],
        AppealAnswer.objects.filter(appeal__proceeding=proceeding).values_list("answered_by_id"),
        LateConflict.objects.filter(how="appealed", proceeding__successors=proceeding).values_list("pk", flat=True)[:1],
        Proceeding.objects.filter(explains__isnull=False, successors=proceeding).values_list("pk", flat=True)[:1],
    ]
    appeal = appeals[0] if appeals else None
    known = measures.facts(decided, waiting)
    expulsion = appeal is not None and any(m.kind is MeasureKind.EXPULSION for m in known["measures"])
    facts = (
        AppealFacts(
            by_side=Role(appeal.side),
            by_member=appeal.filed_by_id,
            ground=AppealGround(appeal.ground),
            doubted=bool(doubts),
            explained=bool(explained),
            expulsion_at_stake=expulsion,
            answered=frozenset(member for (member,) in answered),
        )
        if appeal
        else None
    )
    return {"appeal": facts, **known}


def late_conflict(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """The kind that was reported after the decision and waits for its ruling; only then can there be one."""
    if case.state not in (State.SIGNED, State.APPEAL_WINDOW, State.FINAL, State.MONITORING):
        return {}
    kinds: list[str] = yield LateConflict.objects.filter(case=case, ruled_at__isnull=True).values_list(
        "kind", flat=True
    )
    return {"late_conflict": Why(kinds[0]) if kinds else None}


PARTS = (
    panel,
    inquiry,
    hearing,
    minutes,
    offers,
    vote,
    outcome,
    late_conflict,
    late_appeals.against,
    plans.plan,
    readmissions.readmissions,
)
