"""Temporary measures: asked for, imposed by two, reviewed, contested, and ended by whoever or whatever ends them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from branches.models import Member
from cases import access, load
from cases.domain import interim as rules
from cases.domain.deadlines import ONE_DAY
from cases.domain.facts import ActFacts, InterimFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, EventKind, InterimKind, Role, State
from cases.models import Case, CaseRole, InterimMeasure, Party
from cases.record import Actor, System, record
from cases.usecases import act as frame
from cases.usecases import conflicts, routing

PAIR = 2
DECIDED = (State.FINAL, State.MONITORING, State.CLOSED)
UNREVIEWED = System("a review was not recorded")


@transaction.atomic
def call_duty(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """Ask for protection now. Two people without a conflict of interest get the case for this alone."""
    given = ActFacts(action=Action.CALL_DUTY, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.CALL_DUTY, by=by, at=at, given=given, seen=seen)
    act.write(text)
    Case.objects.filter(pk=act.case.pk).update(interim=True)
    frame.finish(act)
    pair(act.case, at=at)


def pair(case: Case, *, at: datetime) -> bool:
    """Fill the two places of the pair; with nobody free the registrar is told and it is tried again."""
    there = CaseRole.objects.filter(case=case, role=Role.DUTY, until__isnull=True).count()
    by = System("a temporary measure was asked for")
    found = [routing.assign(case, Role.DUTY, by=by, at=at) for _ in range(there, PAIR)]
    return any(found)


@transaction.atomic
def propose_interim(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    kind: InterimKind,
    bound: int,
    protects: int,
    terms: str,
    reason: str,
    review_on: date | None = None,
    ends_on: date | None = None,
    seen: str = "",
) -> None:
    """One of the pair proposes; nothing is in force and nobody is told before the other agrees."""
    given = ActFacts(
        action=Action.PROPOSE_INTERIM,
        given=frozenset({"kind_of_measure", "person", "terms", "reason"}),
        interim=kind,
        bound=bound,
        protects=protects,
        review_on=review_on,
        ends_on=ends_on,
    )
    act = frame.begin(case_id, Action.PROPOSE_INTERIM, by=by, at=at, given=given, seen=seen)
    parties = {party.number: party for party in Party.objects.filter(case=act.case, number__in=(bound, protects))}
    last = InterimMeasure.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    row = InterimMeasure(
        case=act.case,
        number=last + 1,
        kind=kind,
        bound=parties[bound],
        protects=parties[protects],
        proposed_by=by,
        proposed_at=at,
        asked_by=by,
        review_asked=review_on,
        ends_on=ends_on,
    )
    act.keys.seal(row, terms=terms, reason=reason)
    row.save(force_insert=True)
    frame.finish(act, data=_data(row), people={Role.CANDIDATE: _others(act)})


@transaction.atomic
def confirm_interim(*, case_id: UUID, by: Member, at: datetime, number: int, seen: str = "") -> None:
    """The other of the pair agrees: it is in force, or goes on, from this moment, and both people are told."""
    conflicts.hold_people()
    act, row = _begin(case_id, Action.CONFIRM_INTERIM, by, at, number, seen)
    if row.imposed_at is not None:
        return _renew(act, row)
    rests = row.kind == InterimKind.SUSPENSION and row.bound.member_id is not None
    working = conflicts.lock_worked_by([row.bound.member_id or 0]) if rests else []
    row.confirmed_by, row.imposed_at, row.starts_on, row.asked_by = by, at, act.today, None
    _date(act.procedure, row, on=act.today, last=row.ends_on)
    Party.objects.filter(pk=row.bound_id, informed_at__isnull=True).update(informed_at=at)
    frame.finish(act, data=_data(row), among=_people(row))
    for case in working:
        conflicts.recheck(case, by=System("membership rights rest"), at=at)


@transaction.atomic
def refuse_interim(*, case_id: UUID, by: Member, at: datetime, number: int, reason: str, seen: str = "") -> None:
    """The other of the pair does not agree: nothing is imposed, or not renewed."""
    act, row = _begin(case_id, Action.REFUSE_INTERIM, by, at, number, seen, "reason")
    act.write(reason, ground=str(number))
    if row.imposed_at is None:
        _end(row, at=at, because="not_agreed")
    row.asked_by = None
    row.save()
    frame.finish(act, data=_data(row))
    _dismiss(act.case, by=by, at=at)


@transaction.atomic
def renew_interim(
    *, case_id: UUID, by: Member, at: datetime, number: int, reason: str, review_on: date | None = None, seen: str = ""
) -> None:
    """One of the pair reviews it and proposes that it goes on, with new reasons."""
    act, row = _begin(case_id, Action.RENEW_INTERIM, by, at, number, seen, "reason", review_on=review_on)
    act.write(reason, ground=str(number))
    row.asked_by, row.review_asked = by, review_on
    row.save()
    frame.finish(act, data=_data(row), people={Role.CANDIDATE: _others(act)})


def _renew(act: frame.Act, row: InterimMeasure) -> None:
    row.asked_by, row.alerted_at = None, None
    _date(act.procedure, row, on=act.today, since=row.starts_on, review=row.review_asked, last=row.ends_on)
    frame.finish(act, kind=EventKind.INTERIM_RENEWED, data=_data(row), among=_people(row))
    _dismiss(act.case, by=act.by, at=act.at)


@transaction.atomic
def lift_interim(*, case_id: UUID, by: Member, at: datetime, number: int, reason: str, seen: str = "") -> None:
    """One is enough to end what it takes two to impose."""
    act, row = _begin(case_id, Action.LIFT_INTERIM, by, at, number, seen, "reason")
    act.write(reason, ground=str(number))
    _end(row, at=at, because="lifted")
    frame.finish(act, data=_data(row), among=_people(row))
    _dismiss(act.case, by=by, at=at)


@transaction.atomic
def contest_interim(*, case_id: UUID, by: Member, at: datetime, number: int, text: str, seen: str = "") -> None:
    """Whom it binds, or whom a no-contact order protects, asks to change or end it: somebody else rules."""
    act, row = _begin(case_id, Action.CONTEST_INTERIM, by, at, number, seen, "text")
    act.write(text, ground=str(number))
    row.contested_by = by
    row.rule_by = act.procedure.due(act.today, act.procedure.number("interim_ruling_days"))
    _next(row)
    frame.finish(act, data=_data(row))
    _ruler(act.case, at=at)


@transaction.atomic
def rule_interim(
    *, case_id: UUID, by: Member, at: datetime, number: int, lifted: bool, reason: str, seen: str = ""
) -> None:
    """Somebody of the Appeals Committee ends it, or lets it stand; a review that is due stays due."""
    act, row = _begin(case_id, Action.RULE_INTERIM, by, at, number, seen, "ruling", "reason")
    act.write(reason, ground=str(number))
    row.contested_by, row.rule_by = None, None
    if lifted:
        _end(row, at=at, because="ruled")
    _next(row)
    frame.finish(act, data={**_data(row), "lifted": lifted}, among=_people(row))
    _dismiss(act.case, by=by, at=at)


# what the clock does


def due(today: date) -> Any:
    """Measures for which something is due: a review, an end, a ruling; and those whose case is decided."""
    rows = InterimMeasure.objects.filter(ended_at__isnull=True)
    return rows.filter(Q(next_on__lte=today) | Q(case__state__in=DECIDED)).order_by("next_on", "pk")


@transaction.atomic
def tick(row: InterimMeasure, *, at: datetime) -> bool:
    """Do for one measure what is due. What has ended is never looked at again, whatever the clock says later."""
    case = frame.locked(row.case_id)
    today = load.local_day(at)
    found = due(today).filter(pk=row.pk).select_related("bound", "protects").first()
    if found is None:
        return False
    facts, procedure = load.interims.facts(found), load.procedure_of(case)
    over = next((end for end, holds in ENDS.items() if holds(case, facts, today)), None)
    if over:
        _over(case, found, over, at=at)
    elif found.rule_by is not None and today > found.rule_by:
        found.rule_by = procedure.due(today, procedure.number("interim_ruling_days"))
        access.withdraw(case, by=UNREVIEWED, at=at, because="no_answer", roles=[Role.INTERIM_RULER])
        _ruler(case, at=at, without=_hands(case))
    elif not facts.alerted and found.review_by and today >= found.review_by:
        found.alerted_at = at
        record(EventKind.INTERIM_UNREVIEWED, case=case, by=UNREVIEWED, at=at, data=_data(found))
        _ruler(case, at=at)
    _next(found)
    return True


def unpaired() -> Any:
    """Cases in which a measure is proposed or in force, and one of the pair is missing."""
    rows = InterimMeasure.objects.filter(ended_at__isnull=True).values("case")
    return Case.objects.filter(pk__in=rows).exclude(state__in=DECIDED).order_by("pk")


ENDS: dict[str, Callable[[Case, InterimFacts, date], bool]] = {
    "case_decided": lambda case, facts, today: case.state in DECIDED,
    "last_day": lambda case, facts, today: facts.ends_on is not None and today > facts.ends_on,
    "not_reviewed": lambda case, facts, today: facts.lapses_on is not None and today >= facts.lapses_on,
}
"""What ends a measure by itself."""


def _over(case: Case, row: InterimMeasure, because: str, *, at: datetime) -> None:
    imposed = row.imposed_at is not None
    _end(row, at=at, because=because)
    row.save()
    by = System("a temporary measure came to its end")
    data = {**_data(row), "because": because}
    record(EventKind.INTERIM_ENDED, case=case, by=by, at=at, data=data, among=_people(row) if imposed else [])
    _dismiss(case, by=by, at=at)


def _begin(
    case_id: UUID, action: Action, by: Member, at: datetime, number: int, seen: str, *given: str, **values: Any
) -> tuple[frame.Act, InterimMeasure]:
    facts = ActFacts(action=action, given=frozenset(given), interim_number=number, **values)
    act = frame.begin(case_id, action, by=by, at=at, given=facts, seen=seen)
    rows = InterimMeasure.objects.select_related("bound", "protects")
    return act, rows.get(case=act.case, number=number, ended_at__isnull=True)


def _date(
    p: Procedure, row: InterimMeasure, *, on: date, since: date | None = None, review: date | None = None,
    last: date | None = None,
) -> None:  # fmt: skip
    """Put the dates that the rules give on the row."""
    rule = next(rule for rule in p.interims if rule.kind == row.kind)
    found = rules.dates(p, rule, on, since=since, review=review or row.review_asked, last=last)
    row.review_by, row.lapses_on, row.ends_on = found.review_by, found.lapses_on, found.ends_on
    _next(row)


def _next(row: InterimMeasure) -> None:
    """The next day on which the clock has something to do; a day after a last day."""
    after = [day + ONE_DAY for day in (row.ends_on, row.rule_by) if day and row.imposed_at]
    review = [row.review_by] if row.alerted_at is None else []
    row.next_on = min((day for day in (*after, *review, row.lapses_on) if day), default=None)
    row.save()


def _end(row: InterimMeasure, *, at: datetime, because: str) -> None:
    row.ended_at, row.ended_because = at, because
    row.asked_by = row.contested_by = row.rule_by = None
    row.save()


def _dismiss(case: Case, *, by: Actor, at: datetime) -> None:
    """Whoever has nothing more to do with a measure loses the case, and never works on another part of it (C15)."""
    rows = list(InterimMeasure.objects.filter(case=case, ended_at__isnull=True))
    done = [] if any(row.rule_by or row.alerted_at for row in rows) else [Role.INTERIM_RULER]
    done += [] if rows else [Role.DUTY]
    if done:
        access.withdraw(case, by=by, at=at, because="step_over", roles=done)


def _ruler(case: Case, *, at: datetime, without: frozenset[int] = frozenset()) -> None:
    if not CaseRole.objects.filter(case=case, role=Role.INTERIM_RULER, until__isnull=True).exists():
        routing.assign(case, Role.INTERIM_RULER, by=UNREVIEWED, at=at, without=without)


def _hands(case: Case) -> frozenset[int]:
    return frozenset(CaseRole.objects.filter(case=case).values_list("member_id", flat=True))


def _others(act: frame.Act) -> list[int]:
    """The other of the pair."""
    rows = CaseRole.objects.filter(case=act.case, role=Role.DUTY, until__isnull=True)
    return [member for member in rows.values_list("member_id", flat=True) if member != getattr(act.by, "pk", None)]


def _people(row: InterimMeasure) -> list[int]:
    """Whose letters it sends: the one bound and the one protected."""
    return [member for member in (row.bound.member_id, row.protects.member_id) if member]


def _data(row: InterimMeasure) -> dict[str, Any]:
    return {"measure": row.number, "interim": row.kind}
