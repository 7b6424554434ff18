"""Conflicts of interest: what stands between a member and a case, and what may be done about it.

The situations are in `cases.domain.situations`. What bars by itself nobody can lift; what needs a ruling bars until
others have ruled, and what both sides may waive until they have.
"""

from collections.abc import Iterable, Iterator, Mapping

from cases.domain.answer import Refusal
from cases.domain.facts import CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.situations import RULES, Question, close_to
from cases.domain.situations import Match as Match
from cases.domain.vocabulary import Level, Role, Why

BOTH = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
SETTLED = frozenset({Level.WAIVABLE, Level.RULING})
"""The levels that a ruling, or both sides, can lift."""


def matches(procedure: Procedure, case: CaseFacts, member: int, desk: str = "") -> tuple[Match, ...]:
    """Every conflict of interest of a member, each with its level; also what need only be told, or was let pass."""
    ask = Question(procedure, case, member, desk)
    found = {match.why: match for rule in RULES.values() if (match := rule(ask))}
    return tuple((found | {match.why: match for match in _ruled(case, member)}).values())


def standing(procedure: Procedure, case: CaseFacts, member: int, desk: str = "") -> tuple[Match, ...]:
    """The conflicts that bar now, after what others have ruled and what both sides have waived."""
    found = matches(procedure, case, member, desk)
    return tuple(match for match in found if match.level is not Level.DISCLOSE and not _lifted(case, member, match))


def between(procedure: Procedure, case: CaseFacts, member: int, desk: str = "") -> tuple[Refusal, ...]:
    """Everything that stands between a member and a case, at the desk where they work or would work."""
    return tuple(Refusal(match.why, match.because) for match in standing(procedure, case, member, desk))


def level_of(procedure: Procedure, case: CaseFacts, member: int, why: Why, desk: str = "") -> Level | None:
    """What this kind of conflict does for this member now; None where it does not hold."""
    return next((match.level for match in matches(procedure, case, member, desk) if match.why is why), None)


def open_to_ruling(procedure: Procedure, case: CaseFacts, member: int, desk: str) -> bool:
    """Is the member barred, and only by what others may still rule upon? Then a seat is held and not yet lost."""
    against = standing(procedure, case, member, desk)
    return bool(against) and all(match.level in SETTLED for match in against)


def barred(
    procedure: Procedure, case: CaseFacts, members: Iterable[int], desks: Mapping[int, str] | None = None
) -> dict[int, tuple[Why, ...]]:
    """The members among these who may not have the case, with every kind of reason.

    Linear in members: whoever no fact of the case mentions is clear without asking any rule.
    """
    desks = desks or {}
    known = mentioned(case)
    asked = ((member, between(procedure, case, member, desks.get(member, ""))) for member in set(members) & known)
    return {member: tuple(refusal.why for refusal in against) for member, against in asked if against}


def close_to_party(procedure: Procedure, case: CaseFacts, member: int) -> bool:
    """Is this member a side, or partner, family or housemate of a side? (G2)"""
    sides = case.party_members
    return member in sides or close_to(Question(procedure, case, member), sides)


def mentioned(case: CaseFacts) -> frozenset[int]:
    """Everybody whom any fact of the case is about: nobody else can have a conflict of interest."""
    pairs = {(tie.member, tie.other) for tie in case.ties}
    pairs |= {(led.member, led.other) for led in case.led_together}
    pairs |= {(body.member, body.other) for body in case.same_bodies}
    linked = {end for pair in pairs for end in pair}
    times = {time.member for time in case.branch_times}
    elsewhere = {member for other in case.other_cases for member in other.sides}
    hands = {hand.member for hand in case.hands}
    ruled = {member for member, _ in case.ruled_out}
    said = case.excluded | case.recused | case.held | case.struck | ruled
    named = case.party_members | case.witness_members | case.supporter_members
    return named | said | linked | times | elsewhere | hands


def _lifted(case: CaseFacts, member: int, match: Match) -> bool:
    """Others have ruled that the person may sit, or both sides have waived it. Nothing lifts what bars by itself."""
    if match.level not in SETTLED:
        return False
    waived = any(
        challenge.member == member and challenge.kind is match.why and challenge.waived >= BOTH
        for challenge in case.challenges
    )
    return (member, match.why) in case.kept or (waived and match.level is Level.WAIVABLE)


def _ruled(case: CaseFacts, member: int) -> Iterator[Match]:
    """Others have ruled that this person may not sit: then the kind bars by itself, whether facts show it or not."""
    for who, why in sorted(case.ruled_out):
        if who == member:
            yield Match(why, Level.AUTOMATIC, "Others have ruled that you may not take part in this case.")
