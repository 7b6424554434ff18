"""The conditions about measures, on both sides of their line; `test_guards` asks them with the others."""

from dataclasses import replace
from datetime import date

from cases.domain.facts import MeasureFacts, Running
from cases.domain.vocabulary import MeasureKind, Role, Tier
from tests.domain.facts import ANA, CAL, ROB, TODAY, actor, party

CHAIR = actor(CAL, Role.PANEL_CHAIR)
YESTERDAY = date(2026, 6, 14)
RUNNING = Running(number=1, kind=MeasureKind.SUSPENSION, until=date(2026, 9, 1))
ON_CONDITIONS = replace(RUNNING, conditional=True)
HANGS = replace(RUNNING, hangs=True)
WAITS = Running(number=1, kind=MeasureKind.SUSPENSION, waits=True)
TWO = {"parties": (party(ANA, Role.COMPLAINANT, number=1), party(ROB), party(CAL, number=3))}
NATIONAL = {"tier": Tier.NATIONAL}


def having(*measures, **facts):
    return {"follow_up": measures, **facts}


def asked(kind, days=None, *, given=(), bound=None, **facts):
    return {"measure": MeasureFacts(kind=kind, days=days, **facts), "given": frozenset(given), "bound": bound}


ON_FACTS = [
    ("measure_running", having(RUNNING), having(WAITS)),
    ("measure_running", having(HANGS), {}),
    ("measure_running", having(replace(RUNNING, until=TODAY)), having(replace(RUNNING, until=YESTERDAY))),
    ("no_running_measure", having(WAITS), having(RUNNING)),
    ("no_running_measure", having(replace(RUNNING, until=YESTERDAY)), having(replace(RUNNING, until=TODAY))),
    ("no_running_measure", {}, having(HANGS)),
    ("rolled_out", {}, {"to_apply": (1,)}),
]

WARNING, RESTRICTION, PLAN = MeasureKind.WARNING, MeasureKind.RESTRICTION, MeasureKind.PLAN
SUSPENSION, COACHING = MeasureKind.SUSPENSION, MeasureKind.COACHING
# name, facts, actor, what the act brings, met
ON_ACTS = [
    ("measure_whole", {}, CHAIR, asked(WARNING), True),
    ("measure_whole", {}, CHAIR, asked(WARNING, bound=2), True),
    ("measure_whole", {}, CHAIR, asked(WARNING, bound=1), False),
    ("measure_whole", TWO, CHAIR, asked(WARNING), False),
    ("measure_whole", TWO, CHAIR, asked(WARNING, bound=3), True),
    ("measure_whole", {"parties": (party(None),)}, CHAIR, asked(WARNING), False),
    ("measure_whole", NATIONAL, CHAIR, asked(RESTRICTION, 90), False),
    ("measure_whole", NATIONAL, CHAIR, asked(RESTRICTION, 90, given=["instruction"]), True),
    # suspended: only what the ladder lets hang over somebody, on a list of triggers, for a year at the longest
    ("measure_whole", NATIONAL, CHAIR, asked(SUSPENSION, 60, trial=365, given=["triggers"]), True),
    ("measure_whole", NATIONAL, CHAIR, asked(SUSPENSION, 60, trial=366, given=["triggers"]), False),
    ("measure_whole", NATIONAL, CHAIR, asked(SUSPENSION, 60, trial=365), False),
    ("measure_whole", NATIONAL, CHAIR, asked(SUSPENSION, 60, given=["triggers"]), False),
    ("measure_whole", NATIONAL, CHAIR, asked(COACHING, 60, trial=90, given=["triggers"]), False),
    ("measure_whole", NATIONAL, CHAIR, asked(SUSPENSION, 60, given=["conditions"]), True),
    ("measure_whole", NATIONAL, CHAIR, asked(WARNING, 60, given=["conditions"]), False),
    # a plan has tasks, and each of them ends before the plan does
    ("measure_whole", NATIONAL, CHAIR, asked(PLAN, 90), False),
    ("measure_whole", NATIONAL, CHAIR, asked(PLAN, 90, tasks=(30, 90)), True),
    ("measure_whole", NATIONAL, CHAIR, asked(PLAN, 90, tasks=(30, 91)), False),
    ("measure_whole", NATIONAL, CHAIR, asked(PLAN, tasks=(365,)), True),
    ("measure_whole", NATIONAL, CHAIR, asked(PLAN, tasks=(366,)), False),
    ("measure_whole", NATIONAL, CHAIR, asked(WARNING, 90, tasks=(30,)), False),
    ("conditions_open", having(ON_CONDITIONS), CHAIR, {"number": 1}, True),
    ("conditions_open", having(ON_CONDITIONS), CHAIR, {"number": 2}, False),
    ("conditions_open", having(RUNNING), CHAIR, {"number": 1}, False),
    ("conditions_open", having(replace(ON_CONDITIONS, certified=False)), CHAIR, {"number": 1}, False),
    ("conditions_open", having(replace(ON_CONDITIONS, until=YESTERDAY)), CHAIR, {"number": 1}, False),
    ("roll_out_open", {"to_apply": (2,)}, CHAIR, {"number": 2}, True),
    ("roll_out_open", {"to_apply": (2,)}, CHAIR, {"number": 1}, False),
    ("roll_out_open", {}, CHAIR, {"number": 1}, False),
]

AHEAD = [
    ("measure_whole", TWO, True),
    ("conditions_open", having(ON_CONDITIONS), True),
    ("conditions_open", {}, False),
    ("roll_out_open", {"to_apply": (2,)}, True),
]
