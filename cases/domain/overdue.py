"""What follows when a clock has run out (domain paper 1.6): one table of the law, read by days.

The system never decides the merits and never ends a complaint because time has passed.
"""

from cases.domain import deadlines
from cases.domain.facts import CaseFacts
from cases.domain.ladder import Rung
from cases.domain.procedure import Place, Procedure
from cases.domain.vocabulary import Role

OF_THE_PARTIES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})


def rungs(procedure: Procedure, case: CaseFacts) -> tuple[Rung, ...]:
    """Everything that has followed by now, also on an earlier day; nothing before the last day is over.

    Where the law says nothing of a place the people in charge are told.
    """
    if not deadlines.passed(case.due_on, case.today):
        return ()
    rule = procedure.when_overdue(case.tier, case.state)
    if rule is None:
        return (Rung.TELL,)
    late = deadlines.overdue_days(case.due_on, case.today)
    return tuple(rung for rung, days in rule.rungs() if days <= late)


def may_ask(procedure: Procedure, case: CaseFacts) -> bool:
    """G9: may a side ask for another level because the step is overdue?"""
    rule = procedure.when_overdue(case.tier, case.state)
    late = deadlines.overdue_days(case.due_on, case.today)
    return rule is not None and rule.may_ask is not None and late >= rule.may_ask


def answerable(procedure: Procedure, place: Place) -> Role | None:
    """Whose work is handed on: the owner's, or the registrar's where everybody waits for a side."""
    clock = procedure.clock(*place)
    if clock is None:
        return None
    return Role.REGISTRAR if clock.owner in OF_THE_PARTIES else clock.owner
