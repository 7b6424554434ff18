"""Measures from the vote to their end: each starts, ends and is taken back by its own clock (domain paper 4.4).

No measure above the vote that carried it, and none without a delivered decision that stands (INV-06). A suspension
always has a last day (INV-07): nobody's silence makes it longer.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, QuerySet

from branches import usecases as register
from branches.models import Member
from cases import load
from cases.domain import measures as rules
from cases.domain.deadlines import ONE_DAY
from cases.domain.facts import ActFacts
from cases.domain.measures import Details
from cases.domain.procedure import Procedure, Start
from cases.domain.vocabulary import Action, EventKind, MeasureKind, Role, State
from cases.models import Case, CaseRole, Decision, Measure, Motion, Party
from cases.record import Actor, System, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import follow_up, planning, rollout

CLOCK = System("a measure came to its day")
OPEN = {"dropped_at__isnull": True, "ended_at__isnull": True}


def keep(act: frame.Act, motion: Motion) -> Measure:
    """Write down what the panel voted for; it starts when the decision is delivered, or final."""
    last = Measure.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    bound = motion.bound or Party.objects.filter(case=act.case, side=Role.RESPONDENT).order_by("number")[0]
    texts = {name: act.keys.open(motion, name) for name in ("terms", "instruction", "details")}
    row = Measure(
        case=act.case,
        proceeding=act.proceeding,
        motion=motion,
        number=last + 1,
        kind=motion.measure_kind,
        bound=bound,
        days=motion.days,
        trial_days=motion.trial_days,
        conditional=bool(Details.read(texts["details"]).conditions),
    )
    act.keys.seal(row, **texts)
    row.save(force_insert=True)
    return row


def start(case: Case, procedure: Procedure, when: frozenset[Start], on: date, *, at: datetime) -> None:
    """Start what was waiting for this moment: on delivery what begins at once, when it is final the rest."""
    waiting = Measure.objects.filter(case=case, starts_on__isnull=True, trial_until__isnull=True, **OPEN)
    standing = Decision.objects.filter(case=case, served_at__isnull=False, void_at__isnull=True)
    carried = waiting.filter(motion__carried=True, proceeding__in=standing.values("proceeding"))
    for row in carried.select_related("bound").order_by("number"):
        rule = procedure.measure(MeasureKind(row.kind), days=row.days)
        if rule is None or rule.starts not in when:
            continue
        if row.trial_days:
            row.trial_until = on + timedelta(days=row.trial_days)
            row.next_on = row.trial_until + ONE_DAY
            row.save(update_fields=["trial_until", "next_on"])
        else:
            begin(row, procedure, on, at=at)


def begin(row: Measure, procedure: Procedure, on: date, *, at: datetime) -> None:
    """Its first day. What somebody has been suspended for already counts (1.11)."""
    row.starts_on, row.trial_until = on, None
    served = load.interims.served(row.bound, until=on) if row.kind == MeasureKind.SUSPENSION else 0
    row.ends_on = on + timedelta(days=max(0, row.days - served)) if row.days else None
    row.next_on = _next(row, procedure, after=on)
    row.save(update_fields=["starts_on", "ends_on", "trial_until", "next_on"])
    record(EventKind.MEASURE_STARTED, case=row.case, by=CLOCK, at=at, data=about(row))
    rollout.open_for(row, procedure, on, at=at)
    planning.open_for(row, procedure, on, at=at)


def drop(case: Case, *, because: str, at: datetime) -> int:
    """The decision fell, or another measure takes its place: nothing of it counts, and what was applied ends."""
    rows = list(Measure.objects.filter(case=case, dropped_at__isnull=True).select_related("bound").order_by("number"))
    for row in rows:
        applied = row.starts_on is not None and row.ended_at is None
        row.dropped_at, row.dropped_because = at, because
        row.save(update_fields=["dropped_at", "dropped_because"])
        if applied:
            rollout.take_back(row, load.procedure_of(case), load.local_day(at), at=at)
            planning.close_for(row, by=CLOCK, at=at)
    return len(rows)


def end(row: Measure, *, because: str, at: datetime, by: Actor = CLOCK) -> None:
    """It is over for good; whoever it bound is told, and whoever applied it."""
    ran = row.starts_on is not None
    row.ended_at, row.ended_because, row.next_on = at, because, None
    row.save(update_fields=["ended_at", "ended_because", "next_on"])
    data = {**about(row), "because": because}
    record(EventKind.MEASURE_ENDED, case=row.case, by=by, at=at, data=data, among=people(row))
    if ran:
        rollout.take_back(row, load.procedure_of(row.case), load.local_day(at), at=at)
        planning.close_for(row, by=by, at=at)
    follow_up.dismiss(row.case, by=by, at=at)


@transaction.atomic
def certify_return(
    *, case_id: UUID, by: Member, at: datetime, number: int, met: bool, reason: str, seen: str = ""
) -> None:
    """Are the conditions of a return met? If not, rights rest a little longer, once; silence ends the suspension."""
    given = ActFacts(action=Action.CERTIFY_RETURN, given=frozenset({"ruling", "reason"}), number=number)
    act = frame.begin(case_id, Action.CERTIFY_RETURN, by=by, at=at, given=given, seen=seen)
    act.write(reason, ground=str(number))
    row = Measure.objects.select_related("bound", "case").get(case=act.case, number=number, **OPEN)
    row.certified = met
    if not met and row.ends_on:
        row.ends_on = min(row.ends_on + timedelta(days=act.procedure.number("return_days")), _longest(row, act))
        row.next_on = row.ends_on + ONE_DAY
    row.save(update_fields=["certified", "ends_on", "next_on"])
    frame.finish(act, data={**about(row), "met": met}, among=people(row))
    retime(act.case)
    follow_up.dismiss(act.case, by=by, at=at)


def due(today: date) -> QuerySet[Measure]:
    """Measures that come to their last day, or near it."""
    return Measure.objects.filter(next_on__lte=today, **OPEN).order_by("next_on", "pk")


@transaction.atomic
def tick(row: Measure, *, at: datetime) -> bool:
    """Do for one measure what is due: say that its end is near, or end it."""
    case, today = frame.locked(row.case_id), load.local_day(at)
    found = due(today).filter(pk=row.pk).select_related("bound", "case").first()
    if found is None:
        return False
    found.case = case
    last = found.ends_on or found.trial_until
    if last is not None and today > last:
        end(found, because="last_day" if found.starts_on else "not_set_off", at=at)
        return True
    found.next_on = last + ONE_DAY if last else None
    found.save(update_fields=["next_on"])
    record(EventKind.MEASURE_ENDING, case=case, by=CLOCK, at=at, data=about(found), among=people(found))
    if found.conditional and found.certified is None:
        follow_up.find_chair(case, found, at=at)
    return True


def unruled(today: date) -> QuerySet[Measure]:
    """Suspensions near their last day whose conditions nobody is asked about: whoever was has stepped aside."""
    here = CaseRole.objects.filter(case=OuterRef("case"), role=Role.MEASURE_CHAIR, until__isnull=True)
    waiting = Measure.objects.filter(~Exists(here), conditional=True, certified__isnull=True, **OPEN)
    return waiting.filter(next_on__gt=F("ends_on"), ends_on__gte=today).select_related("proceeding").order_by("pk")


@transaction.atomic
def ask_again(row: Measure, *, at: datetime) -> bool:
    """Find somebody to rule on the conditions."""
    return follow_up.find_chair(frame.locked(row.case_id), row, at=at) is not None


def expelled(today: date) -> QuerySet[Measure]:
    """Expulsions in force of people who still stand in the register as members."""
    return Measure.objects.filter(
        kind=MeasureKind.EXPULSION, starts_on__lte=today, bound__member__left_on__isnull=True,
        bound__member__isnull=False, **OPEN,
    ).order_by("pk")  # fmt: skip


@transaction.atomic
def expel(row: Measure, *, at: datetime) -> bool:
    """The membership ends, and the register learns that a new one needs the national level; it never learns why."""
    member = row.bound.member
    if member is None:
        return False
    register.mark(member, by=None, at=at)
    register.leave(member=member, left_on=load.local_day(at), by=None, at=at)
    return True


def retime(case: Case) -> None:
    """While a case is followed its date is the last day of what is followed."""
    if case.state != State.MONITORING or case.stayed_until:
        return
    last = rules.last_day(load.case_facts(case, today=case.entered_on))
    if last and last != case.due_on:
        case.due_on, case.overdue_seen_on = last, None
        case.save(update_fields=["due_on", "overdue_seen_on"])


def people(row: Measure) -> Iterable[int]:
    """Whose letters it sends: the person whom it binds."""
    return [row.bound.member_id] if row.bound.member_id else []


def about(row: Measure) -> dict[str, Any]:
    return {"measure": row.number, "kind": row.kind}


def words(motion_or_measure: Motion | Measure, keys: Keys) -> Details:
    """What was decided beside the terms."""
    return Details.read(keys.open(motion_or_measure, "details"))


def _next(row: Measure, procedure: Procedure, *, after: date) -> date | None:
    """Some days before the last one, so that everybody knows; the day after it at the latest."""
    if row.ends_on is None:
        return None
    warn = row.ends_on - timedelta(days=procedure.number("ending_days"))
    return warn if warn > after else row.ends_on + ONE_DAY


def _longest(row: Measure, act: frame.Act) -> date:
    """The last day that the ladder allows such a measure at all."""
    every = [m.max_days for m in act.procedure.measures if m.kind == row.kind and m.max_days]
    return (row.starts_on or act.today) + timedelta(days=max(every, default=row.days or 0))
