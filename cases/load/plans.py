"""A corrective plan as the rules see it."""

from datetime import date

from cases.domain.measure_facts import BreachFacts, PlanFacts, StepFacts
from cases.domain.vocabulary import State, Tier
from cases.models import Breach, Case, Plan, PlanStep, Proceeding
from cases.together import Facts

DECIDED = (State.APPEAL_WINDOW, State.FINAL, State.MONITORING)


def plan(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """The plan that runs; before a decision was delivered there is none."""
    if case.state not in DECIDED and case.tier != Tier.APPEAL and not proceeding.explains:
        return {}
    running = {"plan__measure__ended_at__isnull": True, "plan__measure__dropped_at__isnull": True}
    plans, steps, breaches = yield [
        Plan.objects.filter(case=case, measure__ended_at__isnull=True, measure__dropped_at__isnull=True).select_related(
            "measure"
        )[:1],
        PlanStep.objects.filter(case=case, **running).order_by("due_on", "number"),
        Breach.objects.filter(case=case, ruled_at__isnull=True, **running)[:1],
    ]
    if not plans:
        return {}
    breach = breaches[0] if breaches else None
    return {
        "plan": PlanFacts(
            measure=plans[0].measure.number,
            taken_up_by=plans[0].taken_up_by_id,
            steps=tuple(
                StepFacts(number=s.number, task=s.task, due_on=s.due_on, settled=s.settled_at is not None)
                for s in steps
            ),
            breach=BreachFacts(
                number=breach.number,
                hear_by=breach.hear_by,
                rule_by=breach.rule_by,
                answered=breach.answered_at is not None,
            )
            if breach
            else None,
        )
    }
