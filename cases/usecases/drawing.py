"""Who can still be drawn, source after source, and how many of each source may not be asked and why."""

from collections.abc import Iterator
from dataclasses import replace

from branches.models import Member
from cases import load
from cases.domain import conflicts, panels
from cases.domain.facts import CaseFacts, PanelFacts
from cases.domain.panels import Draw, Forecast, Source
from cases.domain.vocabulary import Action, Tier, Why
from cases.models import Case


def sources(case: Case, tier: Tier, *, facts: CaseFacts) -> Iterator[Source]:
    """Procedure paper 2.6: the pools of a level in their order, each counted only when it is reached.

    Whoever has a conflict of interest or an earlier hand in the case is not free.
    """
    procedure = load.procedure_of(case)
    hands = {hand.member: Why.EARLIER_HAND for hand in facts.hands}
    for name, members in load.people.pools(procedure, tier, case.branch_id, facts.today, facts.party_members):
        about = replace(facts, other_cases=facts.other_cases | load.others.answering(members))
        barred = {m: whys[0] for m, whys in conflicts.barred(procedure, about, members, {}).items()}
        against = {member: (hands | barred)[member] for member in members if member in hands or member in barred}
        yield Source(name=name, members=tuple(members), against=against)


def draw(case: Case, *, facts: CaseFacts, panel: PanelFacts, seed: str, wanted: int) -> Draw:
    """Draw by lot until enough people are found, with at most so many of one branch as the body says.

    Nobody chooses: the order follows from the recorded seed alone (procedure paper 2.6).
    """
    body = load.procedure_of(case).body(facts.tier)
    cap = body.per_branch if body else None
    drawn = panels.start(panel, seed=seed, cap=cap, branches=_branches(panel.taken) if cap else {})
    for source in sources(case, facts.tier, facts=facts):
        drawn = panels.reach(drawn, source, _branches(source.free) if cap else {})
        if len(drawn.order) >= wanted:
            break
    return drawn


def forecast(case: Case, *, facts: CaseFacts) -> Forecast | None:
    """How many sit, how many must, and how many could still be asked. None where no panel was drawn yet."""
    procedure = load.procedure_of(case)
    panel = facts.panel
    if panel is None or not panel.formed_with:
        return None
    drawing = procedure.step(facts.tier, facts.state, Action.ANSWER_CONFLICT) is not None
    free = draw(case, facts=facts, panel=panel, seed="", wanted=panels.PLENTY).order if drawing else ()
    return panels.forecast(procedure, panel, free=len(free))


def _branches(members: frozenset[int] | tuple[int, ...]) -> dict[int, int]:
    """The branch of each member who is in one."""
    rows = Member.objects.filter(pk__in=members, branch__isnull=False).values_list("pk", "branch_id")
    return {member: branch for member, branch in rows if branch is not None}
