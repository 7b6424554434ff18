"""What is wrong with a procedure, said so that the committee that wrote it understands.

A procedure with a fault is never published. Each check is one function that yields one sentence for each fault.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import TypeAlias

from cases.domain import consequences, dates
from cases.domain.consequences import at, open_places
from cases.domain.procedure import START, LawFault, Place, Procedure, Share, Step
from cases.domain.vocabulary import Action, MotionKind, Role, State, Tier

Names: TypeAlias = Callable[[Step], tuple[str, ...]]

NUMBERS = (
    "target_days",
    "silence_days",
    "status_days",
    "hearing_notice_days",
    "hearing_notice_days_for_expulsion",
    "hearing_notice_least_days",
    "postponements",
    "invitation_days",
    "supporter_postponement_days",
    "deliveries",
    "conflict_answer_days",
    "ruling_days",
    "supporters",
    "leaving_days",
    "branch_member_months",
    "challenge_days",
    "challenge_ruling_days",
    "strikes_branch",
    "strikes_national",
    "late_conflict_days",
    "late_appeal_days",
    "late_appeal_ruling_days",
    "readmission_after_days",
    "readmission_days",
    "readmission_least",
    "readmission_say_days",
    "readmission_seats",
    "reopening_days",
    "reopening_ruling_days",
    "confirmation_days",
    "late_evidence_days",
    "late_evidence_openings",
    "files_each_time",
    "file_megabytes",
    "files_megabytes",
    "withdrawal_days",
    "objection_days",
    "joining_days",
    "extensions",
    "extensions_with_consent",
    "pause_days",
    "pause_renewals",
    "first_notice_from",
    "first_notice_until",
    "first_notice_friday_until",
    "interim_ruling_days",
    "suspended_days",
    "ending_days",
    "return_days",
    "measure_ruling_days",
    "check_in_again_days",
    "plan_grace_days",
    "plan_excuse_days",
    "breach_hearing_days",
)
HOURS = ("first_notice_from", "first_notice_until", "first_notice_friday_until")
APPOINTED = frozenset(
    {
        Role.INTAKE_OFFICER,
        Role.SECOND_OFFICER,
        Role.REVIEWER,
        Role.FACILITATOR,
        Role.ESCALATION_RULER,
        Role.APPEALS_OFFICER,
        Role.CHALLENGE_RULER,
        Role.CONFLICT_RULER,
        Role.DUTY,
        Role.INTERIM_RULER,
        Role.MONITOR,
        Role.MEASURE_CHAIR,
        Role.READMISSION_MEMBER,
        Role.REGISTRAR,
    }
)
LIVES_AT = {
    Role.INTAKE_OFFICER: frozenset({Tier.INTAKE}),
    Role.SECOND_OFFICER: frozenset({Tier.INTAKE}),
    Role.REVIEWER: frozenset({Tier.INTAKE}),
    Role.FACILITATOR: frozenset({Tier.INFORMAL}),
    Role.ESCALATION_RULER: frozenset({Tier.INTAKE, Tier.BRANCH}),
    Role.APPEALS_OFFICER: frozenset({Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL}),
    Role.CHALLENGE_RULER: frozenset({Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL}),
    Role.CONFLICT_RULER: frozenset({Tier.BRANCH, Tier.NATIONAL}),
}
DRAWN = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR, Role.CANDIDATE})
SHARED = frozenset({"reserve"})
OF_THE_BRANCH = frozenset({"branch_members", "neighbour_members"})
LEADERSHIP = frozenset({"national_officer", "staff"})
BEFORE_A_PANEL = frozenset({(Tier.APPEAL, State.ADMISSIBILITY)})
UNPROMPTED = frozenset({Action.ASSIGN_OFFICER, Action.ESCALATE})


def check_text(text: str, *, letters: Collection[str] | None, guards: Collection[str] | None) -> list[str]:
    """Every fault of a file. Raises `LawFault` only when it is not TOML at all."""
    try:
        procedure = Procedure.parse(text)
    except LawFault as fault:
        if fault.unreadable:
            raise
        return fault.faults
    return faults(procedure, letters=letters, guards=guards)


def faults(
    procedure: Procedure, *, letters: Collection[str] | None = None, guards: Collection[str] | None = None
) -> list[str]:
    """Every fault, as a sentence; `letters` and `guards` are the names that exist, None leaves them unchecked."""
    checks = (
        _duplicates, _dead_ends, _traps, _unreachable, _nobody, _unprompted, _clocks, _lapses, consequences.check,
        _bodies, _drawn, _desks, _shares, _measures, _interims, _numbers, dates.holidays, dates.extensions,
        dates.pauses, dates.reminders,
    )  # fmt: skip
    found = [sentence for check in checks for sentence in check(procedure)]
    found += _names(procedure, "condition", procedure.conditions, guards, _conditions_of)
    found += _names(procedure, "letter", procedure.letters, letters, _letters_of)
    found += _names(procedure, "record", procedure.records, None, lambda step: step.records)
    return found


def _starts(step: Step) -> list[Place]:
    return sorted((tier, state) for tier in step.tiers for state in step.at)


def _duplicates(p: Procedure) -> Iterator[str]:
    steps = Counter((place, step.action) for step in p.steps for place in _starts(step))
    for (place, action), times in steps.items():
        if times > 1:
            yield f"Step {action} stands {times} times for {at(place)}. Only one of them could count."
    clocks = Counter((tier, clock.state) for clock in p.clocks for tier in clock.tiers)
    for place, times in clocks.items():
        if times > 1:
            yield f"{at(place)} has {times} clocks. Only one of them could count."


def _dead_ends(p: Procedure) -> Iterator[str]:
    for place in open_places(p):
        if not any(start == place for start, _, _ in p.edges):
            yield f"Dead end: no step leads out of {at(place)}. A case would stay there for ever."


def _traps(p: Procedure) -> Iterator[str]:
    """Places with a way on that never comes to an end; only when there is no plain dead end to blame."""
    if any(_dead_ends(p)):
        return
    for place in open_places(p):
        if not any(state is State.CLOSED for _, state in p.reach(start=place)):
            yield f"A case at {at(place)} can go round in circles but can never be closed."


def _unreachable(p: Procedure) -> Iterator[str]:
    reached = p.reach()
    for place in sorted({place for step in p.steps for place in _starts(step)} - reached):
        names = ", ".join(sorted(step.action for step in p.steps if place in _starts(step)))
        yield f"No case can ever come to {at(place)}, so these steps can never be taken there: {names}."
    for clock in p.clocks:
        for tier in sorted(clock.tiers):
            if (tier, clock.state) not in reached:
                yield f"There is a clock for {at((tier, clock.state))}, but no case can ever come there."


def _can_exist(p: Procedure, role: Role, place: Place) -> bool:
    """Whether a case can have somebody in this role at this place."""
    tier = place[0]
    if role in DRAWN:
        body = p.body(tier)
        seats = 0 if body is None else body.investigators if role is Role.INVESTIGATOR else body.seats
        return seats > 0 and place not in BEFORE_A_PANEL
    return (tier in LIVES_AT.get(role, {tier})) and (place != START or role is not Role.INTAKE_OFFICER)


def _nobody(p: Procedure) -> Iterator[str]:
    for step in p.steps:
        if not step.by:
            yield f"Nobody may take step {step.action}: “by” names no role."
            continue
        for place in _starts(step):
            if not any(_can_exist(p, role, place) for role in step.by):
                roles = " or ".join(sorted(role.label.lower() for role in step.by))
                yield f"Nobody may take step {step.action} at {at(place)}: there is no {roles} there."


def _unprompted(p: Procedure) -> Iterator[str]:
    for step in p.steps:
        if step.by != {Role.SYSTEM} or step.action in UNPROMPTED:
            continue
        for place in _starts(step):
            clock, rule = p.clock(*place), p.when_overdue(*place)
            if step.action not in (clock and clock.lapses, rule and rule.act):
                yield f"Nobody takes step {step.action} at {at(place)}: only the clock may, and no clock leads to it."


def _clocks(p: Procedure) -> Iterator[str]:
    for place in open_places(p):
        clock = p.clock(*place)
        if clock is None:
            yield f"{at(place)} has no clock, so nobody would notice a case that is forgotten there."
        elif clock.days < 1:
            yield f"The clock of {at(place)} must run for at least one day."
        elif clock.owner is Role.SYSTEM or not _can_exist(p, clock.owner, place):
            yield f"The clock of {at(place)} has no owner: there is no {clock.owner.label.lower()} there."


def _lapses(p: Procedure) -> Iterator[str]:
    for clock in p.clocks:
        for tier in sorted(clock.tiers):
            if clock.lapses is None:
                continue
            step = p.step(tier, clock.state, clock.lapses)
            place = at((tier, clock.state))
            if step is None:
                yield f"When the time of {place} is over, {clock.lapses} should follow, but there is no such step."
            elif Role.SYSTEM not in step.by:
                yield f"When the time of {place} is over, {clock.lapses} should follow, but the system may not take it."


def _bodies(p: Procedure) -> Iterator[str]:
    needed = {tier for tier, state in p.reach() if state is State.FORMING}
    for tier in sorted(needed - {body.tier for body in p.bodies}):
        yield f"A case can come to {tier.label}, but no body is described that decides there."
    for body in p.bodies:
        if not 1 <= body.minimum <= body.seats:
            yield f"{body.title}: {body.minimum} of {body.seats} members cannot be the smallest number that may sit."
        if not 1 <= body.minimum_for_expulsion <= body.seats_for_expulsion:
            yield f"{body.title}: the numbers for expulsion do not fit together."
        if not body.pools:
            yield f"{body.title}: nobody can be drawn, because “pools” is empty."
        yield from _way_out(p, body.tier)
        for pool in body.pools:
            if pool not in p.pools:
                yield f"{body.title}: the pool “{pool}” is not explained under [pools]."


def _drawn(p: Procedure) -> Iterator[str]:
    """Who may be drawn: never the leadership, never somebody who could hear the appeal, never one branch alone."""
    appeal = p.body(Tier.APPEAL)
    above = frozenset(appeal.pools if appeal else ()) - SHARED
    for body in p.bodies:
        lower = body.tier is not Tier.APPEAL
        for pool in body.pools:
            if pool in body.never:
                yield f"{body.title}: “{pool}” stands under “pools” and under “never”. Take one of them away."
            if pool in LEADERSHIP:
                yield f"{body.title}: it may not be drawn from “{pool}”. The leadership decides no case."
            if lower and pool in above:
                yield f"{body.title}: whoever may hear the appeal cannot decide first, so “{pool}” may not be drawn."
            if body.tier is not Tier.BRANCH and pool in OF_THE_BRANCH:
                yield f"{body.title}: there is no branch at this level, so nobody can be drawn from “{pool}”."
        for office in body.never:
            if office not in p.pools:
                yield f"{body.title}: “{office}” under “never” is not explained under [pools]."
        least = min(body.minimum, body.minimum_for_expulsion)
        if body.per_branch is not None and not 1 <= body.per_branch < least:
            yield (
                f"{body.title}: {body.per_branch} people of one branch is not possible. "
                f"It must be 1 or more, and fewer than the {least} who may decide."
            )


def _way_out(p: Procedure, tier: Tier) -> Iterator[str]:
    body = p.body(tier)
    if body is None or (tier, State.FORMING) not in p.reach():
        return
    if body.way_out in (None, tier):
        yield f"{body.title} has no way out: say to which level a case goes when the panel cannot sit."
        return
    step = p.step(tier, State.FORMING, Action.ESCALATE)
    if step is None or step.lands(tier, State.FORMING)[0] is not body.way_out:
        out = body.way_out.label if body.way_out else ""
        yield f"{body.title}: when it cannot sit a case should go to “{out}”, but no step escalate leads there."


def _desks(p: Procedure) -> Iterator[str]:
    wanted = {role: frozenset[Tier]() for step in p.steps for role in step.by & APPOINTED}
    for step in p.steps:
        for role in step.by & APPOINTED:
            wanted[role] |= step.tiers & LIVES_AT.get(role, step.tiers)
    for role, tiers in sorted(wanted.items()):
        without = [tier for tier in sorted(tiers) if not (desk := p.desk(role, tier)) or not desk.pools]
        if without == sorted(tiers):
            yield f"Nobody is ever asked to be {role.label.lower()}: a [[desk]] with its pools is missing."
        elif without:
            names = ", ".join(tier.label for tier in without)
            yield f"Nobody is asked to be {role.label.lower()} at {names}: a [[desk]] with its pools is missing there."
    for desk in p.desks:
        for pool in desk.pools:
            if pool not in p.pools:
                yield f"Desk {desk.role}: the pool “{pool}” is not explained under [pools]."


def _impossible(share: Share, seated: int) -> bool:
    return not 1 <= share.needed(seated) <= seated


def _shares(p: Procedure) -> Iterator[str]:
    if p.threshold(MotionKind.FINDING) is None and (Tier.BRANCH, State.DELIBERATING) in p.reach():
        yield "No [[threshold]] says how many votes a finding needs."
    if not p.outcomes and (Tier.APPEAL, State.DELIBERATING) in p.reach():
        yield "No [[outcome]] says how an appeal can end."
    shares = [(f"the question “{t.question}”", t.share) for t in p.thresholds]
    shares += [(f"the outcome “{o.kind}”", o.share) for o in p.outcomes]
    shares += [(f"a harsher “{o.kind}”", o.harsher) for o in p.outcomes if o.harsher]
    for name, share in shares:
        for body in p.bodies:
            if any(_impossible(share, n) for n in range(max(1, body.minimum), body.seats + 1)):
                yield f"{body.title}: “{share}” for {name} cannot be reached by the number of seats."


def _measures(p: Procedure) -> Iterator[str]:
    for rule in p.measures:
        for pool in rule.told:
            if pool not in p.pools:
                yield f"Measure {rule.kind}: the pool “{pool}” is not explained under [pools]."
        for tier in sorted(rule.tiers):
            body = p.body(tier)
            most = 0 if body is None else max(body.seats, body.seats_for_expulsion)
            if max(rule.min_seated, rule.formed_with) > most:
                yield f"Measure {rule.kind}: it asks for more members than the {most} who can sit at {tier.label}."
            elif any(_impossible(rule.share, n) for n in range(max(1, rule.min_seated), most + 1)):
                yield f"Measure {rule.kind}: “{rule.share}” cannot be reached by the number of seats at {tier.label}."


def _interims(p: Procedure) -> Iterator[str]:
    for rule in p.interims:
        if min(rule.review_days, rule.again_days) < 1:
            yield f"Temporary measure {rule.kind}: its review must be at least one day away."
        if rule.max_days is not None and rule.max_days < rule.review_days:
            yield f"Temporary measure {rule.kind}: it would be over before its first review."
    if any(step.action is Action.PROPOSE_INTERIM for step in p.steps) and not p.interims:
        yield "A temporary measure can be proposed, but no [[interim]] says which and for how long."


def _numbers(p: Procedure) -> Iterator[str]:
    names = [number.name for number in p.numbers]
    for name in NUMBERS:
        if name not in names:
            yield f"The number “{name}” is missing."
    for name in sorted(set(names) - set(NUMBERS)):
        yield f"The number “{name}” means nothing to this software."
    hours = [number.value for name in HOURS for number in p.numbers if number.name == name]
    if len(hours) == len(HOURS) and not 0 <= hours[0] < min(hours[1:]) <= max(hours) <= 24:
        yield "The hours of the first notice leave no time for it: from before until, and no later than 24."


def _conditions_of(step: Step) -> tuple[str, ...]:
    return step.guards + ((step.waits_for,) if step.waits_for else ())


def _letters_of(step: Step) -> tuple[str, ...]:
    return (step.letter,) if step.letter else ()


def _names(
    p: Procedure, kind: str, explained: Collection[str], known: Collection[str] | None, of: Names
) -> Iterator[str]:
    """Every name that a step uses must be explained in the file and, where that is known, must exist."""
    for step in p.steps:
        for name in of(step):
            if name not in explained:
                yield f"Step {step.action}: the {kind} “{name}” is not explained under [{kind}s]."
            elif known is not None and name not in known:
                yield f"Step {step.action}: this software has no {kind} called “{name}”."
