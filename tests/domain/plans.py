"""The conditions about corrective plans, on both sides of their line; `test_guards` asks them with the others."""

from dataclasses import replace
from datetime import date

from cases.domain.facts import PlanFacts
from cases.domain.measure_facts import BreachFacts, StepFacts
from cases.domain.plan_words import BreachRuling
from cases.domain.vocabulary import Role
from tests.domain.facts import CAL, DEE, ROB, TODAY, actor
from tests.domain.measures import HANGS

MONITOR, CHAIR, R = actor(CAL, Role.MONITOR), actor(CAL, Role.MEASURE_CHAIR), actor(ROB, Role.RESPONDENT)
NEXT = actor(DEE, Role.MONITOR)
YESTERDAY = date(2026, 6, 14)
TASK = StepFacts(number=1, task=True, due_on=date(2026, 7, 1))
CHECK = StepFacts(number=2, task=False, due_on=date(2026, 7, 15))
PLAN = PlanFacts(measure=1, taken_up_by=CAL, steps=(TASK, CHECK))
UNTAKEN = replace(PLAN, taken_up_by=None)
DONE = replace(PLAN, steps=(replace(TASK, settled=True), CHECK))
SETTLED = replace(PLAN, steps=(replace(TASK, settled=True), replace(CHECK, settled=True)))
BREACH = BreachFacts(number=1, hear_by=TODAY, rule_by=date(2026, 7, 1))
REPORTED = replace(PLAN, breach=BREACH)
HEARD = replace(PLAN, breach=replace(BREACH, answered=True))
SILENT = replace(PLAN, breach=replace(BREACH, hear_by=YESTERDAY))


def on(plan, **facts):
    return {"plan": plan, **facts}


ON_FACTS = [
    ("plan_not_taken", on(UNTAKEN), {}),
    ("no_breach_open", on(PLAN), on(REPORTED)),
    ("no_breach_open", on(PLAN), {}),
    ("breach_to_answer", on(REPORTED), on(HEARD)),
    ("breach_to_answer", on(REPORTED), on(PLAN)),
    # every task done; a check-in that has not come yet keeps nobody waiting, one that has come does
    ("plan_done", on(DONE), on(PLAN)),
    ("plan_done", on(SETTLED), on(replace(DONE, steps=(replace(CHECK, due_on=TODAY),)))),
    ("plan_done", on(DONE), {}),
]
# name, facts, actor, what the act brings, met
ON_ACTS = [
    ("plan_not_taken", on(UNTAKEN), MONITOR, {}, True),
    ("plan_not_taken", on(PLAN), MONITOR, {}, False),
    ("plan_not_taken", on(PLAN), NEXT, {}, True),
    ("plan_taken", on(PLAN), MONITOR, {}, True),
    ("plan_taken", on(UNTAKEN), MONITOR, {}, False),
    ("plan_taken", on(PLAN), NEXT, {}, False),
    ("plan_taken", {}, MONITOR, {}, False),
    ("plan_step_open", on(PLAN), MONITOR, {"number": 1}, True),
    ("plan_step_open", on(PLAN), MONITOR, {"number": 3}, False),
    ("plan_step_open", on(DONE), MONITOR, {"number": 1}, False),
    ("plan_step_open", on(SETTLED), MONITOR, {"number": 2}, False),
    ("plan_step_open", {}, MONITOR, {"number": 1}, False),
    ("breach_to_rule", on(HEARD), CHAIR, {"breach": BreachRuling.EXCUSED}, True),
    ("breach_to_rule", on(SILENT), CHAIR, {"breach": BreachRuling.BROKEN}, True),
    ("breach_to_rule", on(REPORTED), CHAIR, {"breach": BreachRuling.EXCUSED}, False),
    ("breach_to_rule", on(PLAN), CHAIR, {"breach": BreachRuling.EXCUSED}, False),
    ("breach_to_rule", on(HEARD), CHAIR, {"breach": BreachRuling.AMENDED, "days": 10}, True),
    ("breach_to_rule", on(HEARD), CHAIR, {"breach": BreachRuling.AMENDED}, False),
    ("breach_to_rule", on(HEARD), CHAIR, {"breach": BreachRuling.SET_OFF}, False),
    ("breach_to_rule", on(HEARD, follow_up=(HANGS,)), CHAIR, {"breach": BreachRuling.SET_OFF}, True),
]

AHEAD = [
    ("plan_step_open", on(PLAN), True),
    ("breach_to_rule", on(REPORTED), False),
    ("breach_to_rule", on(HEARD), True),
]
