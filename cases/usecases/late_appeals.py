"""An appeal that comes late: asked for with a cause, ruled on, and then checked as any other (T20, T21)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Member
from cases import access, load
from cases.domain import late_appeals as rules
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, AppealGround, Role, State
from cases.load import late_appeals as rows
from cases.models import Appeal, Case, CaseRole, LateRequest
from cases.record import Actor, System, person
from cases.usecases import act as frame
from cases.usecases import appeals, routing

CLOCK = System("no ruling in time")
UNRULED = (
    "Nobody ruled on this in time. So it is checked as any other appeal is: nobody keeps one out by saying nothing."
)


@transaction.atomic
def ask_late_appeal(
    *, case_id: UUID, by: Member, at: datetime, ground: AppealGround, cause: str, text: str, seen: str = ""
) -> None:
    """A side asks to appeal although the time for it is over. The decision stays final until somebody has ruled."""
    given = ActFacts(action=Action.ASK_LATE_APPEAL, given=frozenset({"ground", "cause", "text"}))
    act = frame.begin(case_id, Action.ASK_LATE_APPEAL, by=by, at=at, given=given, seen=seen)
    keep(act, by, days=act.procedure.number("late_appeal_ruling_days"), ground=ground, cause=cause, text=text)


def keep(
    act: frame.Act, by: Member, *, days: int, ground: AppealGround, cause: str, text: str, reopens: bool = False
) -> None:
    """Write down what a side asks for after the time, and find somebody of the Appeals Committee who rules on it."""
    last = LateRequest.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    row = LateRequest(
        case=act.case,
        proceeding=act.proceeding,
        number=last + 1,
        reopens=reopens,
        side=appeals.side_of(act.case, by),
        ground=ground,
        asked_by=by,
        asked_at=act.at,
        rule_by=act.procedure.due(act.today, days),
    )
    act.keys.seal(row, cause=cause, text=text)
    row.save(force_insert=True)
    data = {"request": row.number, "side": row.side, "ground": str(ground), "rule_by": row.rule_by.isoformat()}
    frame.finish(act, data=data)
    if not _held(act.case):
        routing.assign(act.case, Role.APPEALS_OFFICER, by=System("somebody asks after the decision"), at=act.at)


@transaction.atomic
def admit_late_appeal(*, case_id: UUID, by: Actor, at: datetime, reason: str, seen: str = "") -> None:
    """The cause is good: the appeal is filed as of today and goes to the check. What the decision began goes on."""
    act, row = begin(case_id, Action.ADMIT_LATE_APPEAL, by, at, reason, seen)
    text = act.keys.open(row, "text")
    fresh = open_again(act.case)
    ruled(row, how="admitted" if person(by) else "no_ruling", at=at)
    rows.waiting(act.proceeding).update(ruled_at=at, how="appealed")
    filed = Appeal(case=act.case, side=row.side, ground=row.ground, filed_by=row.asked_by, filed_at=at)
    appeals.begin_appeal(act, filed, text=text)
    frame.finish(act, to=State.ADMISSIBILITY, data={"request": row.number, "side": row.side, "ground": row.ground})
    if fresh:
        routing.assign(act.case, Role.REGISTRAR, by=System("a closed case is open again"), at=at)
    if person(by) is None:
        access.withdraw(act.case, by=by, at=at, because="no_answer", roles=[Role.APPEALS_OFFICER])
        appeals.find_officer(act.case, by=by, at=at)


@transaction.atomic
def refuse_late_appeal(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """The cause is not good enough: the decision stays final. Both sides read why."""
    refuse(case_id, Action.REFUSE_LATE_APPEAL, by, at, reason, seen)


def refuse(case_id: UUID, action: Action, by: Member, at: datetime, reason: str, seen: str) -> None:
    """Say no to what a side asked for. Whoever ruled keeps the case only while another request waits."""
    act, row = begin(case_id, action, by, at, reason, seen)
    ruled(row, how="refused", at=at)
    frame.finish(act, data={"request": row.number, "side": row.side})
    if not rows.waiting(act.proceeding).exists():
        access.withdraw(act.case, by=by, at=at, because="ruled", roles=[Role.APPEALS_OFFICER])


def unruled(today: date) -> Any:
    """Requests whose last day for a ruling is over; read along their index."""
    return LateRequest.objects.filter(ruled_at__isnull=True, rule_by__lt=today).order_by("rule_by", "pk")


def lapse(row: LateRequest, *, at: datetime) -> bool:
    """No ruling in time: somebody else rules, within as many days again; then it is checked without a ruling."""
    case, today = frame.locked(row.case_id), load.local_day(at)
    late = unruled(today).filter(pk=row.pk, reopens=False).first()
    if late is None:
        return False
    if late.passed_on_at is None:
        hand_on(late, case, days="late_appeal_ruling_days", at=at)
        return True
    next_one = rules.waiting(load.case_facts(case, today=today))
    if next_one is None or next_one.number != late.number:
        return False
    admit_late_appeal(case_id=case.pk, by=CLOCK, at=at, reason=UNRULED)
    return True


def hand_on(late: LateRequest, case: Case, *, days: str, at: datetime) -> None:
    """Somebody else of the Appeals Committee rules, within as many days again."""
    today, procedure = load.local_day(at), load.procedure_of(case)
    late.passed_on_at = at
    late.rule_by = procedure.due(today, procedure.number(days))
    late.save(update_fields=["passed_on_at", "rule_by"])
    hands = load.case_facts(case, today=today).hands
    before = frozenset(hand.member for hand in hands if hand.role is Role.APPEALS_OFFICER)
    access.withdraw(case, by=CLOCK, at=at, because="no_answer", roles=[Role.APPEALS_OFFICER])
    routing.assign(case, Role.APPEALS_OFFICER, by=CLOCK, at=at, without=before)


def begin(
    case_id: UUID, action: Action, by: Actor, at: datetime, reason: str, seen: str
) -> tuple[frame.Act, LateRequest]:
    """Begin the ruling on the request that comes next, and keep its reason."""
    given = ActFacts(action=action, given=frozenset({"reason"}))
    act = frame.begin(case_id, action, by=by, at=at, given=given, seen=seen)
    row = rows.waiting(act.proceeding).select_related("asked_by")[0]
    act.write(reason, ground=str(row.number))
    return act, row


def ruled(row: LateRequest, *, how: str, at: datetime) -> None:
    """Mark what became of a request."""
    row.ruled_at, row.how = at, how
    row.save(update_fields=["ruled_at", "how"])


def open_again(case: Case) -> bool:
    """A case that was closed is open again. Says whether it was closed."""
    closed = case.closed_at is not None
    case.closed_at, case.closure_reason = None, ""
    return closed


def _held(case: Case) -> bool:
    return CaseRole.objects.filter(case=case, role=Role.APPEALS_OFFICER, until__isnull=True).exists()
