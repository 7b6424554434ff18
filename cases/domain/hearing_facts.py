"""What the rules may know about the hearing of the running proceeding, and about its minutes."""

from dataclasses import dataclass
from datetime import date

from cases.domain.hearing_words import PostponementGround
from cases.domain.vocabulary import Role


@dataclass(frozen=True, kw_only=True)
class HearingFacts:
    """`asked` is the request for another day that waits for its ruling; `postponed` are the grounds that were granted.

    `ready` has for each side that said so the first day on which it is ready. `present` are the members who came,
    also where they left again; `waiting` the questions for the chair, `admitted` those that are not answered yet.
    """

    asked: PostponementGround | None = None
    asked_by: Role | None = None
    postponed: tuple[PostponementGround, ...] = ()
    ready: frozenset[tuple[Role, date]] = frozenset()
    present: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()
    admitted: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class MinutesFacts:
    """The newest minutes: `seen` by these members, `approved` by those, `needed` are those who were there and sit."""

    open: bool = False
    seen: frozenset[int] = frozenset()
    approved: frozenset[int] = frozenset()
    needed: frozenset[int] = frozenset()
