"""A copy of a case for an authorised body outside: on whose word it leaves, what it holds, and what it never holds.

Source: security paper AB-32 and TB14, domain paper 3.3 (two people, one of them an auditor) and 6.6 (a recorded basis).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.domain.answer import Answer, Refusal
from cases.domain.rights import TABLE
from cases.domain.vocabulary import EventKind, Part, Role, Why
from cases.domain.words import Word

KEPT_DAYS = 7
"""How long a copy that lies on the server stays there."""


class Recipient(Word):
    """For whom a copy is made. Each is a body that may ask by a law or by the rules; a leader is none."""

    COURT = "court", "A court"
    POLICE = "police", "The police or a prosecutor"
    AUTHORITY = "authority", "A public authority, such as the one for data protection"
    ARBITER = "arbiter", "The external body that the procedure names"


QUIET = frozenset({Recipient.POLICE})
"""Of these the two sides are not told on their page, as of a pause that the police ask for (T27)."""

MAY_HOLD = frozenset(TABLE[Role.OUTSIDE])
"""Every part that a copy can hold; who complained only where they agreed to be named (RM-4, RM-14)."""

WITHHELD = frozenset(
    {
        EventKind.SEALED_PART_READ,
        EventKind.BUNDLE_MADE,
        EventKind.BUNDLE_TAKEN,
        EventKind.ACCESS_REFUSED,
        EventKind.ACT_REFUSED,
        EventKind.CONFLICT_FOUND,
        EventKind.CONFLICT_ENDED,
        EventKind.CASE_LINKED,
        EventKind.PEOPLE_PASSED_OVER,
        EventKind.TALK_NOTE_ADDED,
        EventKind.CHECK_IN_RECORDED,
        EventKind.CHALLENGE_FILED,
        EventKind.CHALLENGE_ANSWERED,
        EventKind.CHALLENGE_VOTED,
        EventKind.DISCLOSED,
        EventKind.STRUCK,
        EventKind.WAIVER_GIVEN,
        EventKind.VOTE_CAST,
        EventKind.PAUSED_QUIETLY,
        EventKind.WENT_ON_QUIETLY,
    }
)
"""Entries of which a copy holds the place and the hashes, and not the words: who looked, who doubted whom, who has
which tie, that there is another case, who voted when. The chain is checked over them all the same."""


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """One of the two on whose word a copy leaves: what they hold today, and whether the case is barred to them."""

    member: int
    registrar: bool
    auditor: bool
    barred: bool


def may_leave(asked: Signatory, agreed: Signatory) -> Answer:
    """Two people with different offices, neither of them in conflict; every reason why not."""
    against = (
        (asked.member == agreed.member, Why.GUARD, "Who asks and who agrees must be two people."),
        (not asked.registrar, Why.NOT_YOUR_ROLE, "Who asks must be the registrar today."),
        (not agreed.auditor, Why.NOT_YOUR_ROLE, "Who agrees must be an auditor today."),
        # One sentence for both: a command that tells who is in conflict would tell it to whoever can type names.
        (asked.barred or agreed.barred, Why.PARTY, "One of the two may not have anything to do with this case."),
    )
    return Answer(tuple(Refusal(why, because) for holds, why, because in against if holds))


def chosen(wanted: Iterable[Part]) -> Answer:
    """May a copy hold these parts?"""
    never = sorted(part.label for part in set(wanted) - MAY_HOLD)
    if not never:
        return Answer()
    return Answer((Refusal(Why.GUARD, f"A copy never holds these parts: {', '.join(never)}."),))
