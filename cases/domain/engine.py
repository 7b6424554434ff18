"""May they? One answer with every reason: it opens the button, explains the closed one and guards the act."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.domain import conflicts, delays
from cases.domain.answer import Answer, Refusal
from cases.domain.conditions import in_time
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.guards import GUARDS
from cases.domain.procedure import Procedure, Step
from cases.domain.vocabulary import Action, Role, Why

OWN_SIDE = frozenset({Role.COMPLAINANT, Role.RESPONDENT, Role.WITNESS})


@dataclass(frozen=True)
class Choice:
    """A step that somebody's role brings within reach, and what stands against it."""

    step: Step
    answer: Answer


def may(procedure: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Answer:
    """Whether this person may do this now; with every reason against it, not only the first."""
    step = procedure.step(case.tier, case.state, act.action)
    if step is None:
        return Answer((_not_from_here(case, act.action), *_conflicts(procedure, case, actor, OWN_SIDE)))
    return Answer(
        (
            *_conflicts(procedure, case, actor, step.by),
            *_role(step, actor),
            *_paused(step, case),
            *_time(procedure, step, case, actor, act),
            *_often(step, case),
            *_records(procedure, step, act),
            *_guards(procedure, step, case, actor, act),
        )
    )


def choices(procedure: Procedure, case: CaseFacts, actor: ActorFacts) -> tuple[Choice, ...]:
    """Every step from here that the person's roles may take, as far as can be judged ahead of the act."""
    steps = (step for step in procedure.steps_from(case.tier, case.state) if step.by & actor.roles)
    asked = ((step, ActFacts(action=step.action, given=frozenset(step.records), asking=True)) for step in steps)
    return tuple(Choice(step, may(procedure, case, actor, act)) for step, act in asked)


def asked_of(procedure: Procedure, case: CaseFacts, action: Action) -> tuple[str, ...]:
    """The records that an act must leave behind here; none where it cannot be done."""
    step = procedure.step(case.tier, case.state, action)
    return step.records if step else ()


def _not_from_here(case: CaseFacts, action: Action) -> Refusal:
    return Refusal(Why.NOT_FROM_HERE, f"“{action.label}” is not possible now. The case stands at: {case.state.label}.")


def _conflicts(procedure: Procedure, case: CaseFacts, actor: ActorFacts, by: frozenset[Role]) -> tuple[Refusal, ...]:
    """A side acts for itself, and the system has no interests; everybody else must be without a conflict."""
    if actor.member is None or by & actor.roles & OWN_SIDE:
        return ()
    return conflicts.between(procedure, case, actor.member, actor.desk)


def _role(step: Step, actor: ActorFacts) -> Iterator[Refusal]:
    if not step.by & actor.roles:
        names = " or ".join(sorted(f"{role.label[0].lower()}{role.label[1:]}" for role in step.by))
        yield Refusal(Why.NOT_YOUR_ROLE, f"Only the {names} may do this. You are not in that role in this case.")


def _paused(step: Step, case: CaseFacts) -> Iterator[Refusal]:
    """T27: nothing that decides or prepares the case is done meanwhile; doubts, and a side's own words, stay open."""
    if case.stayed_until and not step.while_paused:
        yield delays.against_paused(case)


def _time(procedure: Procedure, step: Step, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Iterator[Refusal]:
    against = None if step.late else in_time(procedure, case, actor, act)
    if against:
        yield against


def _often(step: Step, case: CaseFacts) -> Iterator[Refusal]:
    """Nothing that puts a case back or lets it wait can be done again and again."""
    if step.most is not None and dict(case.often).get(step.action, 0) >= step.most:
        times = "once" if step.most == 1 else f"{step.most} times"
        yield Refusal(Why.ALREADY_DONE, f"This can be done {times} in one case, and it was. Choose another way on.")


def _records(procedure: Procedure, step: Step, act: ActFacts) -> Iterator[Refusal]:
    for name in step.records:
        if name not in act.given:
            yield Refusal(Why.MISSING_RECORD, f"Still missing: {procedure.records.get(name, name)}.")


def _guards(procedure: Procedure, step: Step, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Iterator[Refusal]:
    for name in step.guards:
        against = GUARDS.get(name, _unknown)(procedure, case, actor, act)
        if against:
            yield against


def _unknown(procedure: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal:
    """A condition that this software does not know is never met."""
    return Refusal(Why.GUARD, "The procedure asks for something that this site cannot check. Tell the registrar.")
