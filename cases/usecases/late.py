"""A conflict of interest found after the decision: reported, ruled on by an uninvolved person, set aside where it must.

Source: procedure paper 2.7. A decision that fell is kept and marked; a fresh panel gets the evidence and nothing else.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import access, load
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import (
    Action,
    EventKind,
    Level,
    Role,
    SeatKind,
    SeatStatus,
    State,
    Tier,
    Why,
)
from cases.models import LateConflict, LateRequest, Seat
from cases.record import System, record
from cases.usecases import act as frame
from cases.usecases import conflicts, measures, routing, votes

TOOK_PART = (SeatStatus.SEATED, SeatStatus.LEFT)
NOT_OF_THE_PANEL = Refusal(Why.GUARD, "Choose somebody who sat on the panel.")
NOT_A_KIND = Refusal(Why.GUARD, "Choose a kind of conflict of interest that these rules know.")
WEIGH = Refusal(
    Why.MISSING_RECORD,
    "This kind does not set a decision aside by itself. Weigh all three questions, and say whether it falls.",
)
FACTORS = {
    "injustice": "Would it be unjust to a side if the decision stood?",
    "other_cases": "What would it mean for other cases?",
    "confidence": "What would it mean for the trust in this process?",
}
"""The three questions that are weighed where the conflict does not decide by itself (2.7)."""


@transaction.atomic
def report_conflict(
    *, case_id: UUID, by: Member, at: datetime, person: int, kind: Why, text: str, seen: str = ""
) -> None:
    """Say that somebody who decided had a conflict of interest. There is no last day for it (2.7)."""
    given = ActFacts(action=Action.REPORT_CONFLICT, given=frozenset({"person", "kind", "text"}))
    act = frame.begin(case_id, Action.REPORT_CONFLICT, by=by, at=at, given=given, seen=seen)
    sat = Seat.objects.filter(proceeding=act.proceeding, kind=SeatKind.MEMBER, status__in=TOOK_PART)
    seat = sat.filter(order=person).first()
    if seat is None:
        raise Refused((NOT_OF_THE_PANEL,))
    if act.procedure.conflict(kind) is None:
        raise Refused((NOT_A_KIND,))
    number = LateConflict.objects.filter(case=act.case).count() + 1
    LateConflict.objects.create(
        case=act.case,
        proceeding=act.proceeding,
        number=number,
        member=seat.member,
        kind=kind,
        reported_by=by,
        role=min(act.step.by & load.actor_facts(by, act.case).roles),
        reported_at=at,
        rule_by=act.procedure.due(act.today, act.procedure.number("late_conflict_days")),
    )
    act.write(text, ground=str(kind))
    frame.finish(act, data={"report": number, "kind": str(kind)})
    routing.assign(act.case, Role.CONFLICT_RULER, by=System("a report of a conflict of interest"), at=at)


@transaction.atomic
def rule_conflict(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    established: bool,
    reason: str,
    falls: bool | None = None,
    injustice: str = "",
    other_cases: str = "",
    confidence: str = "",
    seen: str = "",
) -> None:
    """Say whether it is so. A kind that bars by itself always sets the decision aside, however the votes stood."""
    given = ActFacts(action=Action.RULE_CONFLICT, given=frozenset({"ruling", "reason"}))
    act = frame.begin(case_id, Action.RULE_CONFLICT, by=by, at=at, given=given, seen=seen)
    report = LateConflict.objects.select_related("member").get(case=act.case, ruled_at__isnull=True)
    weighed = (injustice.strip(), other_cases.strip(), confidence.strip())
    by_itself = sets_aside(act.procedure, Why(report.kind))
    if established and not by_itself and (falls is None or not all(weighed)):
        raise Refused((WEIGH,))
    report.ruled_at, report.how, report.established = at, "ruled", established
    report.set_aside = established and (by_itself or bool(falls))
    report.save(update_fields=["ruled_at", "how", "established", "set_aside"])
    answers = zip(FACTORS.values(), weighed, strict=True)
    act.write("\n\n".join([reason, *(f"{asked}\n{said}" for asked, said in answers if said)]), ground=report.kind)
    frame.finish(act, data={"kind": report.kind, "upheld": established, "set_aside": report.set_aside})
    access.withdraw(act.case, by=by, at=at, because="ruled", roles=[Role.CONFLICT_RULER])
    if report.set_aside:
        _set_aside(act, report)


def sets_aside(procedure: Procedure, kind: Why) -> bool:
    """Is this a kind for which nothing is weighed? Without an article the strictest reading holds."""
    rule = procedure.conflict(kind)
    return rule is None or rule.level is Level.AUTOMATIC


@transaction.atomic
def pass_on(report: LateConflict, *, at: datetime) -> bool:
    """No ruling in time: somebody else of those who may rule gets it, with as many days again."""
    case = frame.locked(report.case_id)
    late = LateConflict.objects.filter(pk=report.pk, ruled_at__isnull=True, rule_by__lt=load.local_day(at)).first()
    if late is None:
        return False
    by = System("no ruling in time")
    procedure = load.procedure_of(case)
    late.rule_by = procedure.due(load.local_day(at), procedure.number("late_conflict_days"))
    late.save(update_fields=["rule_by"])
    access.withdraw(case, by=by, at=at, because="no_answer", roles=[Role.CONFLICT_RULER])
    before = {hand.member for hand in load.case_facts(case, today=load.local_day(at)).hands}
    routing.assign(case, Role.CONFLICT_RULER, by=by, at=at, without=frozenset(before))
    return True


def _set_aside(act: frame.Act, report: LateConflict) -> None:
    """Mark what the panel did, let its measures rest, and open a fresh proceeding that nobody of it ever joins."""
    fallen, tier = act.proceeding, Tier(act.case.tier)
    void = votes.void(fallen, because="set_aside", at=act.at)
    LateRequest.objects.filter(proceeding=fallen, ruled_at__isnull=True).update(ruled_at=act.at, how="set_aside")
    void["measures"] = measures.drop(act.case, because="set_aside", at=act.at)
    by = System("a decision was set aside")
    access.withdraw(act.case, by=by, at=act.at, because="set_aside", roles=frozenset(Role) - {Role.REGISTRAR})
    conflicts.bar(act.case, report.member, Why(report.kind), by=by, at=act.at)
    frame.open_next(act, tier, how="set_aside", state=State.FORMING)
    data = {"state": str(State.FORMING), "tier": str(tier), "proceeding": fallen.number, "kind": report.kind}
    record(EventKind.SET_ASIDE, case=act.case, by=by, at=act.at, data={**data, "void": void})
