"""A corrective plan: what is due, what was missed, and what may be done about it.

Source: procedure paper 4.5. A task or a check-in that is not kept has some days of grace; then it is reported, by the
monitor or by the clock. The respondent is heard first. A plan that is mended goes on.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.domain import deadlines
from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.measure_facts import BreachFacts, PlanFacts, StepFacts
from cases.domain.plan_words import BreachRuling, PlanState
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Why

NO_PLAN = Refusal(Why.NO_OCCASION, "No corrective plan is running in this case.")


@dataclass(frozen=True)
class Dates:
    """The check-ins of a plan: the first ones as the rules list them, then again and again until its last day."""

    first: tuple[int, ...]
    again: int

    def until(self, start: date, last: date) -> tuple[date, ...]:
        found = [start + timedelta(days=days) for days in self.first]
        while found and found[-1] + timedelta(days=self.again) <= last:
            found.append(found[-1] + timedelta(days=self.again))
        return tuple(day for day in found if day <= last)


def state(plan: PlanFacts, today: date) -> PlanState:
    """Where a running plan stands; one that is over says so by its measure."""
    if plan.breach is not None:
        return PlanState.REPORTED
    return PlanState.AT_RISK if overdue(plan, today) else PlanState.ACTIVE


def overdue(plan: PlanFacts, today: date) -> tuple[StepFacts, ...]:
    return tuple(step for step in plan.steps if not step.settled and deadlines.passed(step.due_on, today))


def missed(p: Procedure, plan: PlanFacts, today: date) -> tuple[StepFacts, ...]:
    """What is over its days of grace: nobody's silence hides it."""
    grace = p.number("plan_grace_days")
    return tuple(step for step in overdue(plan, today) if deadlines.passed(p.due(step.due_on, grace), today))


def plan_not_taken(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if case.plan is None:
        return NO_PLAN
    return unless(not _taken_up(case, actor), "You have taken up the plan already.", Why.NO_OCCASION)


def plan_taken(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """4.5: conflicts are asked before anything of the plan opens to a monitor."""
    if case.plan is None:
        return NO_PLAN
    return unless(
        _taken_up(case, actor), "Take up the plan first: read who is named, and say that nothing stands against it."
    )


def plan_step_open(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if case.plan is None:
        return NO_PLAN
    found = {step.number for step in case.plan.steps if not step.settled}
    if not found:
        return Refusal(Why.NO_OCCASION, "Every task and check-in of the plan is settled.")
    return unless(act.asking or act.number in found, "Choose one that is not settled.", Why.MISSING_RECORD)


def no_breach_open(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if case.plan is None:
        return NO_PLAN
    return unless(case.plan.breach is None, "A report waits for its ruling already.", Why.ALREADY_DONE)


def breach_to_answer(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    breach = _breach(case)
    if breach is None:
        return Refusal(Why.NO_OCCASION, "No report about your plan waits for your side.")
    return unless(not breach.answered, "You have said your side already.", Why.ALREADY_DONE)


def breach_to_rule(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """4.5: after the respondent was heard, or the days for it are over. Only what was suspended can be set off."""
    breach = _breach(case)
    if breach is None:
        return Refusal(Why.NO_OCCASION, "No report about the plan waits for a ruling.")
    if not breach.answered and not deadlines.passed(breach.hear_by, case.today):
        return Refusal(
            Why.GUARD, f"The respondent can say their side until {breach.hear_by:%-d %B %Y}. Wait until then."
        )
    if act.breach is BreachRuling.SET_OFF:
        return unless(
            any(m.hangs for m in case.follow_up), "No suspended measure can be set off. Choose another ruling."
        )
    if act.breach is BreachRuling.AMENDED:
        return unless(bool(act.days), "Say by how many days the open tasks and check-ins move.", Why.MISSING_RECORD)
    return None


def plan_done(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Every task is done, every check-in that has come was held, and no report is open."""
    if case.plan is None:
        return NO_PLAN
    left = [s for s in case.plan.steps if not s.settled and (s.task or s.due_on <= case.today)]
    return unless(not left, f"Still open in the plan: {len(left)}. Settle them first.")


def _taken_up(case: CaseFacts, actor: ActorFacts) -> bool:
    """By this very person: what somebody said of themselves opens nothing to the next monitor."""
    return case.plan is not None and actor.member is not None and case.plan.taken_up_by == actor.member


def _breach(case: CaseFacts) -> BreachFacts | None:
    return case.plan.breach if case.plan else None
