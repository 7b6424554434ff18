"""What somebody has asked for or said, and waits for a ruling: plain, frozen facts, a part of `cases.domain.facts`."""

from dataclasses import dataclass
from datetime import date

from cases.domain.vocabulary import InterimKind, Role, Why


@dataclass(frozen=True, kw_only=True)
class LateRequestFacts:
    """A side asked to appeal after the time for it, or to open the case again.

    `passed_on`: the first who was to rule has let the days pass.
    """

    number: int
    side: Role
    rule_by: date
    ruled: bool = False
    passed_on: bool = False
    reopens: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadmissionFacts:
    """Somebody expelled asked to come back; `spoke` of those who were harmed, `voted` of those who decide."""

    number: int
    member: int
    asked_on: date
    say_by: date
    ruled: bool = False
    spoke: frozenset[int] = frozenset()
    voted: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class OfferFacts:
    """Evidence that a side brought late and on which nobody has ruled yet."""

    number: int
    side: Role
    rule_by: date


@dataclass(frozen=True, kw_only=True)
class InterimFacts:
    """A temporary measure that is proposed or in force; people are members, `protected` None for who is none.

    `asked_by` proposed it, or its renewal, and waits for the other of the pair; `rule_by` is the last day for the
    ruling that somebody asked for; `alerted`: its review was not recorded in time.
    """

    number: int
    kind: InterimKind
    bound: int
    protected: int | None = None
    asked_by: int | None = None
    imposed_on: date | None = None
    review_by: date | None = None
    lapses_on: date | None = None
    ends_on: date | None = None
    rule_by: date | None = None
    alerted: bool = False


@dataclass(frozen=True, kw_only=True)
class ChallengeFacts:
    """An open doubt about somebody on the panel. `rulings` are (member, keep); `waived` the sides that agreed."""

    number: int
    member: int
    kind: Why
    by_member: int | None
    rule_by: date
    passed_on: bool = False
    rulings: tuple[tuple[int, bool], ...] = ()
    waived: frozenset[Role] = frozenset()
    answered: bool = False


@dataclass(frozen=True, kw_only=True)
class ExtensionFacts:
    """A request for more time that waits for its ruling."""

    asked_by: int
    until: date
