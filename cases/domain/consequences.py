"""Does every clock lead somewhere by itself? A part of the checker: no case can be sat on.

Each check yields one sentence for each fault, as in `cases.domain.checker`.
"""

from collections import Counter
from collections.abc import Iterator

from cases.domain.ladder import Overdue
from cases.domain.procedure import Place, Procedure, Step
from cases.domain.vocabulary import Action, Role, State

SURE = frozenset({"window_over", "both_replied", "escalation_ground_given", "not_the_proposer"})
"""Conditions that hold, for the system, as soon as time has passed. Any other waits for somebody."""
NEVER_ABOVE = frozenset({"branch_members", "neighbour_members", "uninvolved_leaders", "uninvolved_members"})
LEADERSHIP = frozenset({"national_officer", "staff"})
OWN_BRANCH = "own_branch:"


def at(place: Place) -> str:
    tier, state = place
    return f"“{state.label}” ({tier.label})"


def open_places(procedure: Procedure) -> list[Place]:
    return sorted(place for place in procedure.reach() if place[1] is not State.CLOSED)


def check(p: Procedure) -> Iterator[str]:
    """Every fault of the [[overdue]] articles, and every clock without a consequence."""
    for place in open_places(p):
        clock, rule = p.clock(*place), p.when_overdue(*place)
        if clock is None or _goes_on(p.step(*place, clock.lapses) if clock.lapses else None):
            continue
        if rule is None or (rule.act is None and rule.hand_on is None):
            yield f"Nothing follows when the time of {at(place)} is over and nobody acts: add it to [[overdue]]."
    times = Counter((tier, state) for rule in p.overdue for tier in rule.tiers for state in rule.at)
    for place, found in times.items():
        if found > 1:
            yield f"{at(place)} stands in {found} articles of [[overdue]]. Only one of them could count."
        if place not in p.reach():
            yield f"[[overdue]] speaks of {at(place)}, but no case can ever come there."
    for rule in p.overdue:
        yield from _whole(p, rule)
        yield from _act(p, rule)


def _goes_on(step: Step | None) -> bool:
    """Can the system take this step as soon as the time is over, whatever anybody has left undone?"""
    return step is not None and Role.SYSTEM in step.by and SURE.issuperset(step.guards)


def _whole(p: Procedure, rule: Overdue) -> Iterator[str]:
    if (rule.tell_above is None) is not (not rule.above):
        yield f"{rule.name}: “tell_above” and “above” belong together."
    for pool in rule.above:
        if pool not in p.pools:
            yield f"{rule.name}: the pool “{pool}” is not explained under [pools]."
        if pool in NEVER_ABOVE | LEADERSHIP or pool.startswith(OWN_BRANCH):
            yield f"{rule.name}: “{pool}” cannot be told. Only those who could take the case over, or an auditor, are."
    days = [rule.tell, rule.tell_above, rule.may_ask, rule.hand_on, rule.after]
    later = [day for day in days if day is not None]
    if later[0] != min(later) or (rule.after is not None and rule.after != max(later)):
        yield f"{rule.name}: the owner is told first, and what follows by itself comes last."
    if rule.may_ask is not None and not all(_can_ask(p, (t, s)) for t in rule.tiers for s in rule.at):
        yield f"{rule.name}: nobody can ask for another level there: there is no step request_escalation."


def _can_ask(p: Procedure, place: Place) -> bool:
    return p.step(*place, Action.REQUEST_ESCALATION) is not None


def _act(p: Procedure, rule: Overdue) -> Iterator[str]:
    if (rule.after is None) is not (rule.act is None):
        yield f"{rule.name}: “after” and “act” belong together."
    for place in sorted((t, s) for t in rule.tiers for s in rule.at) if rule.act else ():
        step = p.step(*place, rule.act) if rule.act else None
        if step is None:
            yield f"{rule.name}: {rule.act} should follow at {at(place)}, but there is no such step."
        elif Role.SYSTEM not in step.by:
            yield f"{rule.name}: {rule.act} should follow at {at(place)}, but the system may not take it."
        elif not _goes_on(step):
            yield f"{rule.name}: {rule.act} should follow at {at(place)}, but it can wait for somebody."
        elif step.lands(*place)[1] is State.CLOSED:
            yield f"{rule.name}: {rule.act} would end the case. Nothing ends because time has passed."
