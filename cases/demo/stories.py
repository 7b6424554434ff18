"""The stories of the demo world: who complains about what, how far the case has come, and how long ago that was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.demo import matters, ways
from cases.demo.cast import LAST, NATIONAL, NATIONAL_ALTERNATES, RESERVE
from cases.demo.matters import Matter
from cases.demo.roads import Road
from cases.demo.ways import (
    BRANCH,
    DISMISSED,
    EXPELLED,
    FINAL,
    HEARING,
    LOOKED,
    PANEL,
    REVIEWED,
    TALKS,
    Way,
    national,
    until,
)
from cases.domain.vocabulary import Ground, Outcome, Role, State, Tier
from cases.usecases.intake import Named

INTAKE, INFORMAL, BRANCH_TIER, NATIONAL_TIER, APPEAL, EXTERNAL = (
    Tier.INTAKE, Tier.INFORMAL, Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL, Tier.EXTERNAL,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Story:
    """One case. `rest` is how many days ago the last act was; `often` how common it is in a larger world.

    Whoever is not named is anybody of the branch.
    """

    title: str
    ends: tuple[Tier, State]
    rest: float
    way: Way = ()
    branch: str = "Northside"
    by: str = ""
    about: tuple[str, ...] = ()
    matter: Matter | None = None
    filing: Mapping[str, Any] = field(default_factory=dict)
    often: int = 0
