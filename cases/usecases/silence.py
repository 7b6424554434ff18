"""The alarm: nothing happens in a case, or nobody can take its step, although no date has passed (INV-08, 1.6).

A case is looked at on the day after something happened in it, and once more when its silence has lasted too long. So
the cost of a look hangs on what is due, and an open case that was looked at costs nothing until something happens.
"""

from datetime import date, datetime, timedelta
from typing import Any

from cases import access, load
from cases.domain import silence
from cases.domain.facts import CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import EventKind, Role, State
from cases.models import Case, CaseEvent
from cases.record import System, record
from cases.usecases import overdue, routing

WATCH = System("looking for cases that stand still")
AUDITORS = ("auditor",)


def due(today: date) -> Any:
    """Open cases that must be looked at, read along their index."""
    return Case.objects.exclude(state=State.CLOSED).filter(look_on__lte=today).order_by("look_on", "id")


def look(case: Case, *, at: datetime) -> bool:
    """Tell what must be told, once for each stretch of silence. Says whether there was anything."""
    today = load.local_day(at)
    facts, procedure = load.case_facts(case, today=today), load.procedure_of(case)
    role, first = silence.to_be_held(procedure, facts), silence.speaks_up_on(procedure, case.quiet_since)
    quiet = silence.may_be_silent(procedure, facts)
    alarms = {
        EventKind.STEP_UNOWNED: role is not None and not access.held(case, role),
        EventKind.CASE_SILENT: not quiet and today >= first,
    }
    told = [_tell(case, procedure, facts, kind, at=at) for kind, raised in alarms.items() if raised]
    again = first if today < first and not quiet else None
    if routing.has_empty_desk(case):
        again = today + timedelta(days=1)  # until somebody sits at it, the clock tries each turn
    Case.objects.filter(pk=case.pk).update(look_on=again, alarmed_on=today if told else case.alarmed_on)
    return any(told)


def _tell(case: Case, procedure: Procedure, facts: CaseFacts, kind: EventKind, *, at: datetime) -> bool:
    """The registrar hears of it; where it is their own step, or there is none, somebody of the next level too."""
    about = {"step": str(facts.state), "since": case.quiet_since.isoformat()}
    said = {f"data__{name}": value for name, value in about.items()}
    if CaseEvent.objects.filter(case=case, kind=kind, **said).exists():
        return False
    clock, rule = procedure.clock(facts.tier, facts.state), procedure.when_overdue(facts.tier, facts.state)
    own = (clock is not None and clock.owner is Role.REGISTRAR) or not access.held(case, Role.REGISTRAR)
    member = overdue.first_above(case, rule.above if rule and rule.above else AUDITORS, facts) if own else None
    to = {Role.CANDIDATE: [member.pk]} if member else {}
    record(kind, case=case, by=WATCH, at=at, data=about | ({"member": member.pk} if member else {}), to=to)
    return True
