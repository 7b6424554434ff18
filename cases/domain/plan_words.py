"""Where a corrective plan stands, and what can follow when it was not kept."""

from cases.domain.words import Word


class PlanState(Word):
    """Where a corrective plan stands (domain paper 4.5)."""

    ACTIVE = "active", "Going on"
    AT_RISK = "at_risk", "Something is overdue"
    REPORTED = "reported", "Reported as not kept; a ruling comes"
    COMPLETED = "completed", "Completed"
    BREACHED = "breached", "Not kept"
    SUPERSEDED = "superseded", "Replaced"


class BreachRuling(Word):
    """What follows when a plan was not kept (domain paper 4.5)."""

    EXCUSED = "excused", "Excused: the plan goes on"
    AMENDED = "amended", "The plan is changed, and goes on"
    SET_OFF = "set_off", "What was suspended begins, and the plan is over"
    BROKEN = "broken", "The plan is over, as not kept"
    SUPERSEDED = "superseded", "The plan ended before a ruling"
