"""Moving up: which reasons work by themselves, which need a ruling, and where a case goes next."""

from collections.abc import Callable, Iterator

from cases.domain import conflicts, deadlines
from cases.domain.facts import CaseFacts
from cases.domain.procedure import Mode, Procedure
from cases.domain.vocabulary import Action, Ground, Tier

BEFORE_ANY_BODY = frozenset({Tier.INTAKE, Tier.INFORMAL})


def automatic(procedure: Procedure, case: CaseFacts, *, eligible_at_branch: int | None) -> tuple[Ground, ...]:
    """The grounds that hold by themselves now. `eligible_at_branch` is None where nobody counted the pool."""
    eligible = _eligible(procedure, case) if eligible_at_branch is None else eligible_at_branch
    holds: dict[Ground, Callable[[], bool]] = {
        Ground.NO_QUORUM: lambda: eligible is not None and eligible < _branch_minimum(procedure),
        Ground.LEADERSHIP: lambda: any(conflicts.close_to_party(procedure, case, m) for m in case.branch_leaders),
        Ground.GRAVE: lambda: bool({a.category for a in case.allegations} & procedure.lists.automatic_categories),
        Ground.NATIONAL_OFFICER: lambda: any(respondent.national_office for respondent in case.respondents),
        Ground.OVERDUE: lambda: _long_overdue(procedure, case),
    }
    return tuple(ground for ground in _by_themselves(procedure) if ground in holds and holds[ground]())


def may_be_ruled(procedure: Procedure, ground: Ground) -> bool:
    """Does this ground take effect when an unconflicted ruler, or the intake officer, says so?"""
    rule = procedure.ground(ground)
    return rule is not None and rule.mode is Mode.RULING


def next_tier(procedure: Procedure, tier: Tier) -> Tier:
    """Where a case goes when nobody can decide at this level. There is always a next place."""
    if tier in BEFORE_ANY_BODY:
        return Tier.NATIONAL
    body = procedure.body(tier)
    return body.way_out if body and body.way_out else Tier.EXTERNAL


def _by_themselves(procedure: Procedure) -> Iterator[Ground]:
    for rule in procedure.grounds:
        if rule.mode is Mode.AUTOMATIC or rule.ground is Ground.OVERDUE:
            yield rule.ground


def _eligible(procedure: Procedure, case: CaseFacts) -> int | None:
    if case.pool is None:
        return None
    return len(case.pool - conflicts.barred(procedure, case, case.pool).keys())


def _branch_minimum(procedure: Procedure) -> int:
    body = procedure.body(Tier.BRANCH)
    return body.minimum if body else 0


def _long_overdue(procedure: Procedure, case: CaseFacts) -> bool:
    """G9 needs a ruling at first; after the longer time the level has lost the case without one."""
    rule = procedure.when_overdue(case.tier, case.state)
    if rule is None or rule.act is not Action.ESCALATE or rule.after is None:
        return False
    return deadlines.overdue_days(case.due_on, case.today) >= rule.after
